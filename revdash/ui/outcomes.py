"""Outcomes: what became of marketing's leads, by a cut named in the address; a row opens them."""

from collections.abc import Callable
from dataclasses import asdict

import streamlit as st

from revdash.api.outcome_views import OutcomesView, Pick
from revdash.api.questions import Question
from revdash.ui import addresses, behind, data, grids, headline, leads
from revdash.ui.component import draw
from revdash.ui.texts import md

BY, OF, WHY = "by", "of", "why"  # of the address
ALL = "*"
WHYS, LIFE = 54, 46  # how wide the reasons stand beside the second life
ROWS, LISTED = 440, 430  # pixels past which a list scrolls
ACCEPTANCE = (
    "The share that sales accepted within 14 days, with its 95 % interval; the newest count for "
    "the days they have had."
)
QUALITY = (
    "How often they become an SQL within 30 days, beside the average lead, which is 100. Few "
    "leads are drawn to 100. Called better or worse only where the 90 % interval leaves out 100."
)


def show(head: headline.Head, question: Question) -> None:
    """Draw what became of the leads: the sentence, the table, why, and their second life."""
    view = data.outcomes(question, st.query_params.get(BY, ""))
    headline.heading(head.title, view)
    headline.sentence(view.sentence)
    _table(view)
    why, life = st.columns([WHYS, LIFE], gap="small")
    with why:
        _reasons(view)
    with life:
        _second_life(view)
    _files(view, question)
    _opened(view, question)


def _table(view: OutcomesView) -> None:
    word = dict(view.cuts)[view.by]
    drawing = {
        **asdict(view),
        "freshness": "",
        "title": f"What became of them by {word.lower()}",
        "by_word": word,
        "acceptance": ACCEPTANCE,
        "quality": QUALITY,
    }
    draw("outcomes", drawing, "outcomes", on_open=_turn)


def _reasons(view: OutcomesView) -> None:
    manner = grids.Manner(
        title="Why they were given back",
        note=view.reasons_note,
        height=ROWS,
        phone=("reason", "leads", "share", "untold"),
    )
    pressed = grids.openable(view.reasons, "reasons", manner)
    if pressed:
        st.query_params[OF], st.query_params[WHY] = ALL, pressed


def _second_life(view: OutcomesView) -> None:
    life = view.life
    steps = [*map(vars, life.steps)]
    draw("funnel", {"title": life.title, "subtitle": life.note, "steps": steps}, "second-life")
    cards = {"measure": "", "value": "", "rests": "", "between": ""}
    metric = grids.openable(life.measures, "measures", grids.Manner(cards=cards))
    if metric:
        addresses.leave_for("explore", metric=metric)
        st.rerun()


def _files(view: OutcomesView, question: Question) -> None:
    with st.container(horizontal=True):
        for label, name, content in (
            (f"By {view.by} as CSV", f"by-{view.by}", data.outcomes_csv(question, view.by)),
            ("Reasons as CSV", "reasons", data.reasons_csv(question)),
            ("Second life as CSV", "second-life", data.second_life_csv(question)),
        ):
            behind.offer(behind.File(label, f"revdash-outcomes-{name}-{view.days}.csv", content))


def _opened(view: OutcomesView, question: Question) -> None:
    """List the leads that the address asks for, over the page; one of them lies over the list."""
    of = st.query_params.get(OF)
    if leads.opened() or not of:
        return
    value = "" if of == ALL else of
    pick = Pick(by=view.by, value=value, reason=st.query_params.get(WHY, ""))
    title = data.picked(question, pick).title
    st.dialog(md(title), width="large", on_dismiss=_close)(_leads)(question, pick)


def _leads(question: Question, pick: Pick) -> None:
    labels = dict(data.picked(question, pick).states)
    state = _state(labels, key=f"state-of-{pick.by}-{pick.value}-{pick.reason}")
    asked = Pick(by=pick.by, value=pick.value, reason=pick.reason, state=state)
    found = data.picked(question, asked)
    cards = {"lead": "", "account": "", "state": "", "reason": "", "note": "", "team": "said by"}
    manner = grids.Manner(
        title="Leads",
        note=" · ".join(filter(None, (grids.counted(found.grid), found.note))),
        height=LISTED,
        cards=cards,
    )
    person = grids.openable(found.grid, "picked", manner)
    if person:
        st.query_params[leads.PARAMETER] = person
        st.rerun()
    behind.offer(behind.File("Download CSV", found.csv_name, data.picked_csv(question, asked)))


def _state(labels: dict[str, str], key: str) -> str:
    """Let the reader choose a state, where there are several: the first label is of all."""
    if len(labels) < 3:  # noqa: PLR2004  nothing to choose between
        return ""
    chosen = st.segmented_control(
        "In which state",
        [*labels],
        default="",
        required=True,
        format_func=lambda key: md(labels[key]),
        key=key,
        label_visibility="collapsed",
    )
    return chosen or ""


def _turn(pressed: str) -> None:
    """Part them by another cut, or open the leads of a row."""
    what, value = (*pressed.split(" ", 1), "")[:2]
    if what == BY:
        st.query_params[BY] = value
    else:
        st.query_params[OF] = value or ALL


def _close() -> None:
    for name in (OF, WHY):
        st.query_params.pop(name, None)


Show = Callable[[headline.Head, Question], None]
