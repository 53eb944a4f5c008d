"""Needs: what the market asks for, written down here: heard, weighed, answered, told back."""

from collections.abc import Container, Sequence
from datetime import date

from sqlalchemy import Connection

from revdash.api.acting import moment, stamp
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.asking import day_text
from revdash.api.customer_views import Answering, Hearing, NeedsView, NeedView
from revdash.api.customer_words import mark_of
from revdash.api.house import House, house
from revdash.api.loop_views import Choice
from revdash.api.publishing import publish_soon
from revdash.desk import needs as written
from revdash.desk.needs import SOURCES, Need, NeedAnswer, NeedDecision
from revdash.episodes.clientele import OWN_NEED
from revdash.errors import InputError, suggestion
from revdash.metrics.fates import YEAR
from revdash.metrics.market_lists import LOSS, Heard, Said, accounts, heard, heard_as, reasons_said
from revdash.metrics.scope import Scope
from revdash.period import Period

OFFERED = 200  # of those that came by import, the open ones first
DECISIONS = tuple(decision.value for decision in NeedDecision)


def needs(actor: Actor) -> NeedsView:
    """Every need written down here, those without an answer first, and what a form offers."""
    actor.assert_may(Right.READ)
    with house().desk.connect() as desk:
        found = written.read_needs(desk)
    with house().facts() as connection:
        known, said = accounts(connection), _reasons(house(), connection)
        one_by_one, _ = heard(connection, moment(house(), connection)[0], OFFERED)
    names, reasons = dict(known), {mark_of(one): _reason(one) for one in said}
    return NeedsView(
        needs=tuple(_view(one, names, reasons) for one in found),
        sources=SOURCES,
        accounts=tuple(Choice(key=key, label=name) for key, name in known),
        reasons=tuple(Choice(key=key, label=label) for key, label in reasons.items()),
        imported=_imported(one_by_one, {one.need_id for one in found}),
        may_act=Right.ACT in rights_of(actor.role),
    )


def hear(actor: Actor, said: Hearing) -> str:
    """Write down a need; returns a sentence."""
    actor.assert_may(Right.ACT)
    wanted = Need(
        theme=said.theme,
        words=said.words,
        source=said.source,
        account_id=said.account or None,
        product_area=said.area.strip() or None,
        evidence=said.evidence,
        heard_on=_today(house()),
    )
    with house().desk.writing() as desk:
        written.hear(desk, wanted, stamp(actor, said.click_id))
    return f"Written down. Product answers within thirty days. {publish_soon(house(), actor.name)}"


def take_up(actor: Actor, key: str) -> str:
    """Answer here, and tell back, a need that came by import; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house().facts() as connection:
        found = heard_as(connection, key)
    if found is None:
        raise InputError("This need is no longer there. Reload the page to see those that are.")
    said = found.decision.strip().lower()
    wanted = Need(
        need_id=key,
        theme=found.theme,
        words=found.need,
        source=found.heard_in,
        account_id=found.account_id or None,
        product_area=found.area or None,
        heard_on=found.heard_on,
        heard_by=found.by or None,
        decision=NeedDecision(said) if said in DECISIONS else None,
        decision_reason=found.reason,
        decided_on=found.decided_on if said in DECISIONS else None,
    )
    with house().desk.writing() as desk:
        written.take_up(desk, wanted, stamp(actor, ""))
    return f"It stands here now, to be answered and told back. {publish_soon(house(), actor.name)}"


def weigh(actor: Actor, key: str, evidence: tuple[str, ...], version: int) -> str:
    """Say what else speaks for a need; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house().desk.writing() as desk:
        written.weigh(desk, key, evidence, version, stamp(actor, ""))
    kinds = f"{len(evidence)} reason{' speaks' if len(evidence) == 1 else 's speak'}"
    return f"{kinds} for it now."


def answer(actor: Actor, said: Answering) -> str:
    """Write down product's answer to a need; returns a sentence."""
    actor.assert_may(Right.ACT)
    if said.decision not in DECISIONS:
        told = suggestion(said.decision, DECISIONS)
        raise InputError(f"'{said.decision}' is no answer to a need. {told}")
    told_so = NeedAnswer(
        need_id=said.key,
        decision=NeedDecision(said.decision),
        reason=said.reason,
        on=_today(house()),
        version=said.version,
    )
    with house().desk.writing() as desk:
        written.answer_need(desk, told_so, stamp(actor, said.click_id))
    return f"Answered. Now tell whoever asked. {publish_soon(house(), actor.name)}"


def tell_back(actor: Actor, key: str, version: int) -> str:
    """Say that whoever asked has heard the answer; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house().desk.writing() as desk:
        written.tell_back(desk, key, _today(house()), version, stamp(actor, ""))
    return "Told back. The loop is closed."


def reopen(actor: Actor, key: str, version: int) -> str:
    """Make a need open again; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house().desk.writing() as desk:
        written.reopen_need(desk, key, version, stamp(actor, ""))
    return f"The need is open again. {publish_soon(house(), actor.name)}"


def _view(one: Need, names: dict[str, str], reasons: dict[str, str]) -> NeedView:
    who = names.get(one.account_id or "", "")
    heard = f"heard in a {one.source} on {day_text(one.heard_on)}"
    answered = f"{one.decision}: {one.decision_reason}" if one.decision_reason else one.decision
    on = f"answered on {day_text(one.decided_on)}" if one.decided_on else ""
    back = f"told back on {day_text(one.told_back_on)}" if one.told_back_on else ""
    speaks = ", ".join(reasons.get(mark, mark) for mark in one.evidence)
    parts = (one.theme, who, heard, speaks and f"with {speaks}", answered, on, back)
    return NeedView(
        key=one.need_id,
        version=one.version,
        title=one.words,
        note=" · ".join(filter(None, parts)),
        evidence=one.evidence,
        is_open=one.decided_on is None,
        is_told_back=one.told_back_on is not None,
    )


def _imported(found: Sequence[Heard], here: Container[str]) -> tuple[Choice, ...]:
    """The needs that came by import and are not taken up, the open ones first."""
    return tuple(
        Choice(key=one.event_key, label=f"{one.need} ({_whence(one)})")
        for one in found
        if not one.event_key.startswith(OWN_NEED) and one.event_key not in here
    )


def _whence(one: Heard) -> str:
    parts = (one.theme, one.account, day_text(one.heard_on), one.decision or "no answer yet")
    return ", ".join(filter(None, parts))


def _reasons(home: House, connection: Connection) -> tuple[Said, ...]:
    """The reasons of the last twelve months that may speak for a need."""
    at, rules = moment(home, connection)
    end = rules.day_of(at)
    scope = Scope(period=Period(end - YEAR, end), as_of=at, today=end)
    return reasons_said(connection, scope)


def _reason(one: Said) -> str:
    what = "deals lost" if one.kind == LOSS else "leads given back"
    return f"{one.label.replace('_', ' ')}: {one.times:,} {what}"


def _today(home: House) -> date:
    with home.facts() as connection:
        at, rules = moment(home, connection)
    return rules.day_of(at)
