"""Health versions: how the number is reckoned, what other weights would make of it, who signs."""

from collections.abc import Callable

import streamlit as st

from revdash.api import health
from revdash.api.health_views import HealthView, PostsGiven, VersionView
from revdash.ui import grids, notices, people
from revdash.ui.loop import PLACE, do
from revdash.ui.texts import md

WIDTHS = [40, 20, 20, 20]
WITHOUT = grids.Manner(
    title="Without each part", note="Its weight shared out among all others, and all alike"
)


def definition(view: HealthView) -> None:
    """Say how it is reckoned, and what it would be without each part."""
    with st.expander("How it is reckoned, and what other weights would make of it", key="reckoned"):
        told, without = st.columns([58, 42], gap="medium")
        with told:
            for name, text in view.definition:
                st.markdown(f"**{md(name)}.** {md(text)}")
        with without:
            grids.grid(view.without, "without", WITHOUT)


def versions(view: HealthView) -> None:
    """List the versions of weights and goalposts; a draft can be signed, or another written."""
    notices.show(PLACE)
    with st.expander("Weights, floors and targets: versions and signatures", key="health-versions"):
        for one in view.versions:
            _version(one, may_discard=one.is_draft and view.may_draft)
        if view.may_draft:
            _draft()


def _version(one: VersionView, *, may_discard: bool) -> None:
    st.markdown(f"**{md(one.title)}**")
    st.caption(md(" ".join(filter(None, (one.signed, one.note)))))
    with st.container(horizontal=True):
        if one.may_sign and st.button("Sign for my side", key=f"health-sign-{one.key}"):
            do(_signing(one))
        if may_discard and st.button(
            "Discard the draft", key=f"health-discard-{one.key}", type="tertiary"
        ):
            do(_discarding(one))
    grids.grid(one.posts, f"posts-{one.key or 'proposal'}")


def _signing(one: VersionView) -> Callable[[], str]:
    return lambda: health.sign(people.actor(), one.key, one.version)


def _discarding(one: VersionView) -> Callable[[], str]:
    return lambda: health.discard(people.actor(), one.key, one.version)


def _draft() -> None:
    """Offer what is in force, or drafted, to be changed: weights in percent add up to 100."""
    with st.form("health-draft", border=True):
        st.markdown("**Draft the next version**")
        st.caption("Weights add up to 100 %. It holds once both sides have signed it.")
        heads = ("Part", "Weight, %", "Floor: broken, 0", "Target: as agreed, 100")
        for place, head in zip(st.columns(WIDTHS), heads, strict=True):
            place.caption(head)
        given = [_posts(label, posts) for label, posts in health.posts(people.actor())]
        note = st.text_input("Why", key="health-draft-note")
        if st.form_submit_button("Save the draft", key="health-draft-save"):
            do(lambda: health.draft(people.actor(), given, note))


def _posts(label: str, posts: PostsGiven) -> PostsGiven:
    name, *places = st.columns(WIDTHS, vertical_alignment="center")
    name.markdown(md(label))
    wanted = (("Weight", 100 * posts.weight), ("Floor", posts.floor), ("Target", posts.target))
    weight, floor, target = (
        place.number_input(
            f"{word} of {label}",
            value=round(value, 4),
            key=f"{word.lower()}-{posts.name}",
            label_visibility="collapsed",
        )
        for place, (word, value) in zip(places, wanted, strict=True)
    )
    return PostsGiven(name=posts.name, weight=weight / 100, floor=floor, target=target)
