"""Talks: questions and disputes as a page shows them: open ones first, whose turn, till when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from revdash.api.acting import moment, side_of
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.asking import day_text, moment_text
from revdash.api.house import House
from revdash.api.loop_views import Choice, DisputeView, QuestionView, Talks
from revdash.desk.disputes import Dispute, read_disputes
from revdash.desk.people import read_members
from revdash.desk.questions import LeadQuestion, read_questions
from revdash.episodes.evidence import Fact, facts_about
from revdash.episodes.joins import names_of
from revdash.episodes.questions import unanswered_of_others
from revdash.episodes.refusals import disputable, verdicts_by_id
from revdash.episodes.rules import Rules
from revdash.episodes.subjects import Handoff, newest_handoffs
from revdash.plural import counted
from revdash.terms import Side

FACTS_SHOWN = 12  # of one lead, the newest, to choose an answer's evidence from
ANSWERED_SHOWN = 20
DISPUTABLE_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What words need to be made: who is who, what happened, and when it is."""

    now: datetime
    rules: Rules
    members: Mapping[str, str]
    people: Mapping[str, str]
    handoffs: Mapping[str, Handoff]
    facts: Mapping[str, Sequence[Fact]]
    verdicts: Mapping[str, Row[Any]]

    def who(self, member: str | None) -> str:
        return self.members.get(member or "", member or "somebody")

    def lead(self, person: str) -> str:
        account = self.handoffs[person].account_name if person in self.handoffs else None
        return ", ".join(filter(None, (self.people.get(person, person), account)))

    def at(self, moment: datetime) -> str:
        return moment_text(moment, self.rules)

    def fact(self, one: Fact) -> str:
        return f"{self.at(one.at)} · {one.kind} · {one.words.replace('_', ' ')}"


def talks(house: House, actor: Actor) -> Talks:
    """Every question and dispute, the open ones first, with what may be done about each."""
    actor.assert_may(Right.READ)
    with house.desk.connect() as desk:
        asked, disputed = read_questions(desk), read_disputes(desk)
        members = {one.member_id: one.name for one in read_members(desk, active=False)}
    side = side_of(actor)
    open_ones = [one for one in asked if one.answered_at is None]
    open_ones.sort(key=lambda one: not _is_asked(one, side))  # one's own turn comes first
    answered = [one for one in asked if one.answered_at is not None][:ANSWERED_SHOWN]
    shown = [*open_ones, *answered]
    with house.facts() as connection:
        now, rules = moment(house, connection)
        elsewhere = _asked_elsewhere(connection)
        verdicts = verdicts_by_id(connection, {one.verdict_id for one in disputed})
        free = [
            row
            for row in disputable(connection, now, DISPUTABLE_SHOWN)
            if row.verdict_id not in {one.verdict_id for one in disputed}
        ]
        people = {one.person_id for one in shown}
        people |= {row.person_id for row in (*verdicts.values(), *free)}
        known = _Known(
            now=now,
            rules=rules,
            members=members,
            people=names_of(connection, sorted(people)),
            handoffs=newest_handoffs(connection, people),
            facts=_facts(connection, {one.person_id for one in shown}),
            verdicts=verdicts,
        )
    may = Right.ACT in rights_of(actor.role)
    return Talks(
        sentence=_sentence(open_ones, disputed, now) + elsewhere,
        questions=tuple(_question(one, known, may=may and _is_asked(one, side)) for one in shown),
        disputes=tuple(_dispute(one, known, actor, may=may) for one in disputed),
        disputable=tuple(_free(row, known) for row in free),
        may_act=may,
        side=side.value if side else "",
    )


def _asked_elsewhere(connection: Connection) -> str:
    """How many questions came by import and have no answer yet: that comes by import as well."""
    number = unanswered_of_others(connection)
    if not number:
        return ""
    word = "question" if number == 1 else "questions"
    return f" {number:,} {word} asked in other systems had no answer by the last import."


def _facts(connection: Connection, people: set[str]) -> Mapping[str, Sequence[Fact]]:
    found: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts_about(connection, people):
        found[fact.person_id].append(fact)
    return found


def _is_asked(one: LeadQuestion, side: Side | None) -> bool:
    return side is None or one.asked_of_side is side


def _question(one: LeadQuestion, known: _Known, *, may: bool) -> QuestionView:
    facts = known.facts.get(one.person_id, ())
    worded = {fact.event_key: known.fact(fact) for fact in facts}
    is_open = one.answered_at is None
    return QuestionView(
        key=one.question_id,
        version=one.version,
        person=one.person_id,
        lead=known.lead(one.person_id),
        words=one.words,
        asked=f"{_of(one.asked_side)} asked: {known.who(one.asked_by)}, {known.at(one.asked_at)}",
        turn=_turn(one.asked_of_side) if is_open else "",
        due=f"due {known.at(one.due_at)}",
        is_overdue=one.is_overdue(known.now),
        answer=one.answer,
        answered=""
        if one.answered_at is None
        else f"{known.who(one.answered_by)}, {known.at(one.answered_at)}",
        evidence=worded.get(one.evidence, one.evidence),
        facts=tuple(
            Choice(key=fact.event_key, label=worded[fact.event_key]) for fact in facts[:FACTS_SHOWN]
        )
        if is_open
        else (),
        may_answer=may and is_open,
    )


def _dispute(one: Dispute, known: _Known, actor: Actor, *, may: bool) -> DisputeView:
    row = known.verdicts.get(one.verdict_id)
    is_open = one.decided_at is None
    mine = {one.agreed_by_marketing, one.agreed_by_sales}
    return DisputeView(
        key=one.dispute_id,
        version=one.version,
        person=row.person_id if row else "",
        lead=known.lead(row.person_id) if row else "A lead that is no longer refused",
        refusal=_refusal(row) if row else "The refusal was taken back.",
        words=one.words,
        raised=f"{known.who(one.raised_by)}, {known.at(one.raised_at)}",
        turn=_turn(one.turn) if one.turn else "",
        due=f"due {known.at(one.due_at)}",
        is_overdue=one.is_overdue(known.now),
        proposal=_proposal(one, known) if is_open else "",
        decided=_decided(one, known),
        dissent=one.dissent,
        is_gone=row is None,
        proposed=one.decision.value if one.decision and is_open else "",
        may_decide=may and is_open and row is not None and actor.actor_id not in mine,
        may_withdraw=may and is_open,
    )


def _refusal(row: Row[Any]) -> str:
    reason = row.reason or "no reason given"
    note = f" “{row.note}”" if row.note else ""
    return f"Refused {day_text(row.decided_on)}: {reason}.{note}"


def _proposal(one: Dispute, known: _Known) -> str:
    if one.decision is None:
        return ""
    side = Side.MARKETING if one.agreed_by_marketing else Side.SALES
    by = known.who(one.agreed_by_marketing or one.agreed_by_sales)
    return f"{_of(side)} proposes: {one.decision.value} ({by}). {one.note}"


def _decided(one: Dispute, known: _Known) -> str:
    if one.decided_at is None or one.decision is None:
        return ""
    both = f"{known.who(one.agreed_by_marketing)} and {known.who(one.agreed_by_sales)}"
    return f"{one.decision.value.capitalize()} by {both}, {known.at(one.decided_at)}. {one.note}"


def _free(row: Row[Any], known: _Known) -> Choice:
    until = known.at(row.dispute_due_at)
    label = f"{known.lead(row.person_id)} · {row.reason or 'no reason'} · until {until}"
    return Choice(key=row.verdict_id, label=label)


def _sentence(asked: Sequence[LeadQuestion], disputed: Sequence[Dispute], now: datetime) -> str:
    open_disputes = [one for one in disputed if one.decided_at is None]
    if not asked and not open_disputes:
        return "Nothing asked here waits for an answer or a decision."
    waiting = {side: sum(one.asked_of_side is side for one in asked) for side in _SIDES}
    parts = [f"{counted(n, 'question')} for {side.value}" for side, n in waiting.items() if n]
    parts += [f"{counted(len(open_disputes), 'dispute')} undecided"] if open_disputes else []
    late = sum(one.is_overdue(now) for one in asked)
    late += sum(one.is_overdue(now) for one in open_disputes)
    return f"Open: {', '.join(parts)}; {late or 'none'} overdue."


_SIDES = (Side.MARKETING, Side.SALES)


def _of(side: Side) -> str:
    return side.value.capitalize()


def _turn(side: Side) -> str:
    return "Sales' turn" if side is Side.SALES else "Marketing's turn"
