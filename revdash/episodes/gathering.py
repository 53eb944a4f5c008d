"""Gathering: what the store knows of some people, put together for the machine, human by human."""

from bisect import insort
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TypeAlias

from sqlalchemy import Connection, select

from revdash.episodes.aftermath import decide, is_noted, meet, nurse, pause
from revdash.episodes.asking import CARRIED, SUMMARY, Frames
from revdash.episodes.clocks import Attempt
from revdash.episodes.deal_events import deal_events, in_base
from revdash.episodes.episode import Event
from revdash.episodes.machine import is_future
from revdash.episodes.people_facts import Fact, Known, PersonFacts, User
from revdash.store.frames import plain_rows
from revdash.store.schema.people import app_user
from revdash.store.versions import in_force
from revdash.terms import LeadStage, Precision

_STAGES = {stage.value: stage for stage in LeadStage}
_PRECISIONS = {precision.value: precision for precision in Precision}
_A_MINUTE = timedelta(minutes=1)
CONNECTED = ("connected", "replied")
_carried = itemgetter(*CARRIED)


def users_in(connection: Connection) -> dict[str, User]:
    """What is known of every user, by id."""
    u = app_user.c
    told = select(u.user_id, u.kind, u.calendar_id, u.active_to).where(in_force(app_user))
    rows = connection.execute(told.order_by(u.event_key))
    return {user_id: User(*user) for user_id, *user in rows}


def gather(frames: Frames, known: Known) -> dict[str, PersonFacts]:
    """Put every fact that was asked for to its human, by the id that joining left them."""
    people: dict[str, PersonFacts] = {}
    for name, told in frames.items():
        take = _TAKE[name]
        for frame in told:
            for fact in plain_rows(frame):
                root = fact["root"]
                facts = people.get(root)
                if facts is None:
                    facts = people[root] = PersonFacts(root)
                take(facts, fact, known)
    return {root: facts for root, facts in people.items() if not facts.is_nobody}


def _introduce(_facts: PersonFacts, _fact: Fact, _known: Known) -> None:
    """Whoever is asked about is there, without any fact too."""


def _describe(facts: PersonFacts, fact: Fact, known: Known) -> None:
    facts.traits.update({k: v for k, v in fact.items() if v is not None})
    facts.is_nobody |= bool(fact["is_test"] or fact["is_employee"])
    if fact["owner_user_id"]:
        facts.owner = known.assigned("", fact["owner_user_id"], datetime.min)


def _add_event(facts: PersonFacts, fact: Fact, known: Known) -> None:
    code = fact["reason_code"]
    reason = known.rules.reason_at(code, fact["event_at"])
    facts.events.append(
        Event(
            key=fact["event_key"],
            person_id=fact["person_id"],
            stage=_STAGES[fact["to_stage"]],
            at=fact["event_at"],
            precision=_PRECISIONS[fact["event_precision"] or Precision.INSTANT],
            loaded_at=fact["loaded_at"],
            reason=code,
            is_hard=bool(fact["is_hard"]) or (reason is not None and reason.is_hard),
            is_correction=bool(fact["is_correction"]),
            is_noted=is_noted(fact),
            **dict(zip(CARRIED, _carried(fact), strict=True)),
        )
    )


def _add_deal(facts: PersonFacts, fact: Fact, known: Known) -> None:
    facts.amounts[fact["opportunity_id"]] = in_base(fact, known.rules.currency)
    facts.events.extend(deal_events(fact))


def _add_hand_raise(facts: PersonFacts, fact: Fact, _known: Known) -> None:
    facts.hand_raises.append(fact["event_at"])


def _add_assignment(facts: PersonFacts, fact: Fact, known: Known) -> None:
    given = known.assigned(fact["event_key"], fact["to_user_id"], fact["event_at"])
    facts.assigned.append(given)


def _add_attempt(facts: PersonFacts, fact: Fact, _known: Known) -> None:
    """A call that is planned is no attempt; one that repeats another is not counted twice."""
    at = fact["event_at"]
    is_told = fact["evidence"] == SUMMARY and _is_known(facts.attempts, at)
    if is_future(at, fact["loaded_at"]) or is_told:
        return
    facts.sightings.append(at)
    insort(facts.attempts, _attempt(fact), key=lambda attempt: attempt.at)


def _attempt(fact: Fact) -> Attempt:
    is_automated = bool(fact["is_automated"])
    is_answer = fact["direction"] == "inbound" and fact["outcome"] is None and not is_automated
    return Attempt(
        at=fact["event_at"],
        recorded_at=fact["recorded_at"],
        activity_type=fact["activity_type"] or "",
        is_outbound=(fact["direction"] or "outbound") == "outbound",
        is_automated=is_automated,
        is_connected=is_answer or fact["outcome"] in CONNECTED,
        precision=_PRECISIONS[fact["event_precision"] or Precision.INSTANT],
    )


def _is_known(attempts: Iterable[Attempt], at: datetime) -> bool:
    """Whether an attempt of that minute is told of by itself."""
    return any(abs(attempt.at - at) < _A_MINUTE for attempt in attempts)


def _see(facts: PersonFacts, fact: Fact, _known: Known) -> None:
    seen: datetime | None = fact["seen"]
    if seen is not None and not is_future(seen, fact.get("loaded_at")):
        facts.see(seen, is_touch=bool(fact.get("may_count")))


_Take: TypeAlias = Callable[[PersonFacts, Fact, Known], None]
_TAKE: dict[str, _Take] = {
    "roots": _introduce,
    "traits": _describe,
    "events": _add_event,
    "deals": _add_deal,
    "decisions": decide,
    "meetings": meet,
    "nursed": nurse,
    "pauses": pause,
    "hand_raises": _add_hand_raise,
    "assignments": _add_assignment,
    "attempts": _add_attempt,
    "sightings": _see,
}
