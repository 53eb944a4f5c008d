"""Loop: questions and disputes between the sides, with a form for whoever's turn it is."""

from collections.abc import Callable, Sequence

import streamlit as st

from revdash import api
from revdash.api import loop
from revdash.api.loop_views import Answering, DisputeView, QuestionView, Settling, Talks
from revdash.api.questions import Question
from revdash.api.views import SentencePart
from revdash.errors import RevdashError
from revdash.ui import addresses, headline, notices, people, problems
from revdash.ui.texts import md

PLACE = "loop"
TITLE = "Feedback"
SIDES = ("marketing", "sales")
DECISIONS = {"upheld": "Marketing was right", "dismissed": "The refusal stands"}


def talks(head: headline.Head, _question: Question) -> None:
    """Draw what waits for an answer or a decision, then what is settled; filters hide nothing."""
    with head.title:
        headline.title(TITLE, "Questions and disputes of all leads, the open ones first")
    notices.show(PLACE)
    found = loop.talks(people.actor())
    headline.sentence([SentencePart(text=found.sentence)])
    if not found.may_act:
        refusal = api.refusal(people.actor(), api.Right.ACT)
        st.info(md(refusal), icon=":material/lock:")
    asked, disputed = st.columns(2, gap="medium")
    with asked:
        _asked([one for one in found.questions if one.turn], found)
        _answered([one for one in found.questions if not one.turn], may=found.may_act)
    with disputed:
        _disputes([one for one in found.disputes if one.turn], found)
        _decided([one for one in found.disputes if not one.turn], may=found.may_act)


def asking(person: str) -> None:
    """Offer to ask the other side something about one lead, to who may."""
    notices.show(PLACE)
    actor = people.actor()
    if api.refusal(actor, api.Right.ACT):
        return
    with (
        st.expander("Ask the other side about this lead", key="ask-box"),
        st.form("ask", border=False, clear_on_submit=True),
    ):
        words = st.text_area("Question", key="ask-words", height=80)
        side = actor.side or st.selectbox("You ask for", SIDES, key="ask-side")
        if st.form_submit_button("Ask", type="primary", key="ask-send"):
            do(lambda: loop.ask(actor, person, words, str(side)))


def do(action: Callable[[], str], place: str = PLACE) -> None:
    """Do something, and say what came of it on the page as it then is."""
    try:
        said = action()
    except RevdashError as problem:
        problems.show(problem)
        return
    notices.keep(place, said)
    st.rerun()


def _asked(open_ones: Sequence[QuestionView], found: Talks) -> None:
    st.subheader("Questions", anchor=False)
    if not open_ones:
        st.caption("None asked here is open. Ask one from a lead or the list of dropped handoffs.")
    for one in open_ones:
        with st.container(border=True):
            _head(one)
            st.markdown(md(one.words))
            st.caption(md(one.asked))
            if one.may_answer:
                _answer(one)
            if found.may_act and found.side != one.turn.partition("'")[0].casefold():
                _button("Take back", f"withdraw-{one.key}", _withdrawing(one))


def _withdrawing(one: QuestionView) -> Callable[[], str]:
    return lambda: loop.withdraw_question(people.actor(), one.key)


def _answer(one: QuestionView) -> None:
    facts = {fact.key: fact.label for fact in one.facts}
    with st.form(f"answer-{one.key}-{one.version}", border=False):
        words = st.text_area("Answer", key=f"answer-words-{one.key}", height=80)
        evidence = st.selectbox(
            "The fact it rests on",
            ["", *facts],
            format_func=lambda key: facts.get(key, "No fact: it does not count as answered"),
            key=f"answer-fact-{one.key}",
        )
        if st.form_submit_button("Answer", type="primary", key=f"answer-send-{one.key}"):
            said = Answering(key=one.key, version=one.version, words=words, evidence=evidence)
            do(lambda: loop.answer(people.actor(), said))


def _disputes(open_ones: Sequence[DisputeView], found: Talks) -> None:
    st.subheader("Disputes", anchor=False)
    if not open_ones:
        st.caption("None is open. Marketing may dispute a refusal for ten business days.")
    for one in open_ones:
        with st.container(border=True):
            _head(one)
            for text in filter(None, (one.refusal, f"“{one.words}”", one.proposal)):
                st.markdown(md(text))
            st.caption(md(" · ".join(filter(None, (f"Raised by {one.raised}", one.dissent)))))
            if one.may_decide:
                _decide(one, found.side)
            if one.may_withdraw:
                _button("Take back", f"withdraw-{one.key}", _undisputing(one))
    if found.may_act and found.side != "sales":
        _raise(found)


def _undisputing(one: DisputeView) -> Callable[[], str]:
    return lambda: loop.withdraw_dispute(people.actor(), one.key, one.version)


def _decide(one: DisputeView, side: str) -> None:
    words = {**DECISIONS}
    if one.proposed:
        words[one.proposed] = f"Agree: {words[one.proposed].lower()}"
    with st.form(f"decide-{one.key}-{one.version}", border=False):
        decision = st.radio(
            "Decision",
            sorted(words, key=lambda key: key != one.proposed),
            format_func=words.__getitem__,
            horizontal=True,
            key=f"decide-as-{one.key}",
        )
        note = st.text_input("The facts it rests on", key=f"decide-note-{one.key}")
        dissent = st.text_input("Dissent to be noted", key=f"decide-dissent-{one.key}")
        said = side or st.selectbox("You speak for", SIDES, key=f"decide-side-{one.key}")
        if st.form_submit_button("Decide", type="primary", key=f"decide-send-{one.key}"):
            settling = Settling(
                key=one.key,
                version=one.version,
                decision=decision,
                note=note,
                dissent=dissent,
                side=said,
            )
            do(lambda: loop.settle(people.actor(), settling))


def _raise(found: Talks) -> None:
    refusals = {one.key: one.label for one in found.disputable}
    with st.expander("Dispute a refusal", key="raise-box"):
        if not refusals:
            st.caption("No refusal of the last ten business days is left to dispute.")
            return
        with st.form("raise", border=False, clear_on_submit=True):
            verdict = st.selectbox(
                "Refused", [*refusals], format_func=refusals.__getitem__, key="raise-verdict"
            )
            words = st.text_area("What speaks against it", key="raise-words", height=80)
            if st.form_submit_button("Dispute", type="primary", key="raise-send"):
                do(lambda: loop.raise_dispute(people.actor(), verdict, words, "marketing"))


def _answered(settled: Sequence[QuestionView], *, may: bool) -> None:
    if not settled:
        return
    with st.expander(f"Answered: {len(settled)}", key="answered"):
        for one in settled:
            st.markdown(md(f"{one.lead}: {one.words}"))
            st.markdown(md(f"“{one.answer}”"))
            st.caption(md(f"{one.answered} · {one.evidence or 'no fact linked'}"))
            if may:
                _button("Open again", f"answer-back-{one.key}", _unanswering(one))


def _unanswering(one: QuestionView) -> Callable[[], str]:
    return lambda: loop.take_answer_back(people.actor(), one.key, one.version)


def _decided(settled: Sequence[DisputeView], *, may: bool) -> None:
    if not settled:
        return
    with st.expander(f"Decided: {len(settled)}", key="decided"):
        for one in settled:
            st.markdown(md(f"{one.lead}: {one.refusal}"))
            st.markdown(md(one.decided))
            dissent = f" · dissent: {one.dissent}" if one.dissent else ""
            st.caption(md(f"“{one.words}” {one.raised}{dissent}"))
            if may:
                _button("Open again", f"reopen-{one.key}", _reopening(one))


def _reopening(one: DisputeView) -> Callable[[], str]:
    return lambda: loop.reopen(people.actor(), one.key, one.version)


def _head(one: QuestionView | DisputeView) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        if st.button(md(one.lead), key=f"lead-{one.key}", type="tertiary") and one.person:
            addresses.leave_for("lead", lead=one.person)
            st.rerun()
        late = f"overdue, {one.due}" if one.is_overdue else one.due
        st.markdown(md(f"{one.turn} · {late}"))


def _button(label: str, key: str, action: Callable[[], str]) -> None:
    if st.button(label, key=key, type="tertiary"):
        do(action)
