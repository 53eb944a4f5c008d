"""Asking: what the store knows of some people, read set by set as frames."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Table,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union,
)

from revdash.episodes import met
from revdash.episodes.deal_events import DEAL_COLUMNS
from revdash.episodes.deal_people import whose
from revdash.episodes.eligible import HAND_RAISES, may_count
from revdash.episodes.identities import gone
from revdash.store.frames import arrow, set_aside
from revdash.store.schema.deals import opportunity, opportunity_stage_event
from revdash.store.schema.lifecycle import (
    assignment,
    clock_pause,
    disposition,
    lifecycle_event,
    nurture_enrolment,
)
from revdash.store.schema.marketing import touch
from revdash.store.schema.people import account, person
from revdash.store.schema.sales import meeting, sales_activity
from revdash.store.versions import in_force
from revdash.terms import LeadStage, PauseReason, Precision

Frames: TypeAlias = dict[str, list[pa.Table]]

SUMMARY = "summary"  # evidence that only repeats when an attempt was, such as a first touch
_EVENT_COLUMNS = (
    *("event_key", "person_id", "to_stage", "event_at", "event_precision", "loaded_at"),
    *("reason_code", "is_hard", "is_correction"),
)
CARRIED = (  # go into the machine's event under their own names
    *("tier", "score", "scoring_version", "source", "campaign_id", "opportunity_id"),
    "recycle_until",
)
_PERSON_COLUMNS = (
    *("event_key", "person_id", "account_id", "company_name", "source", "segment", "region"),
    *("country", "owner_user_id", "is_test", "is_employee", "job_role", "consent_state"),
)
_ACCOUNT_COLUMNS = ("name", "segment", "region", "country")
_ATTEMPT_COLUMNS = (
    *("event_at", "recorded_at", "activity_type", "direction", "outcome", "is_automated"),
    *("event_precision", "evidence", "loaded_at"),
)
_a, _d, _e, _m = assignment.c, disposition.c, lifecycle_event.c, opportunity_stage_event.c
_n, _o, _p, _s, _t = nurture_enrolment.c, opportunity.c, person.c, sales_activity.c, touch.c

_DECISION: tuple[ColumnElement[Any], ...] = (
    *(_d.event_key, _d.person_id, _d.reason_code, _d.event_at, _d.loaded_at, _d.recycle_until),
    func.upper(func.trim(_d.verdict)).label("verdict"),
    func.length(func.trim(_d.note)).label("note_length"),
)
_MEETING: tuple[ColumnElement[Any], ...] = (
    met.booked_at().label("booked_at"),
    met.ended_at().label("ended_at"),
    met.is_demo().label("is_demo"),
    (func.coalesce(met.outcome(), "") == met.HELD).label("is_held"),
)
_AHEAD: tuple[ColumnElement[Any], ...] = (
    met.booked_at().label("start"),
    met.starts_at().label("until"),
    literal(PauseReason.ASKED_FOR_LATER.value).label("reason"),
)
_STATED = (clock_pause.c.event_at.label("start"), clock_pause.c.until_at.label("until"))


@contextmanager
def storied(connection: Connection, people: Table) -> Iterator[Table]:
    """Keep for a block those of *people* who are more than a lead, numbered: ``root``, ``place``.

    Only another event, or a deal, makes an episode or is odd. Those whom their sources deleted
    have no story any more.
    """
    deals = whose()
    is_more = or_(_e.to_stage != LeadStage.LEAD.value, _e.event_at > _e.loaded_at)
    told = union(
        select(people.c.root)
        .join(lifecycle_event, _e.person_id == people.c.person_id)
        .where(in_force(lifecycle_event), is_more),
        select(people.c.root).join(deals, deals.c.person_id == people.c.person_id),
    ).subquery("told")
    place = cast(func.row_number().over(order_by=told.c.root), BigInteger)
    stories = select(told.c.root, place.label("place")).where(told.c.root.notin_(gone(people)))
    with set_aside(connection, "storied", stories) as held:
        yield held


def ask(connection: Connection, chosen: Table) -> Frames:
    """Read every kind of fact of the chosen people: frames by the names of `QUESTIONS`.

    *chosen* are those people: ``person_id``, and as ``root`` the id that joining left them.
    """
    of = _Of(chosen)
    return {
        name: [arrow(connection, statement) for statement in question(of)]
        for name, question in QUESTIONS.items()
    }


class _Of:
    """Statements about the chosen people, and about the deals that their leads became."""

    def __init__(self, chosen: Table) -> None:
        self.chosen, self._whose = chosen, whose()

    def them(self, fact: Table, *columns: Any) -> Select[Any]:
        return (
            select(self.chosen.c.root, *columns)
            .join(fact, fact.c.person_id == self.chosen.c.person_id)
            .where(in_force(fact))
        )

    def deals(self, *columns: Any) -> Select[Any]:
        mine = self._whose.c.person_id == self.chosen.c.person_id
        return (
            select(self.chosen.c.root, self._whose.c.person_id, *columns)
            .join(self._whose, mine)
            .join(opportunity, _o.event_key == self._whose.c.event_key)
            .where(in_force(opportunity))
        )


_Questions: TypeAlias = Iterator[Select[Any]]


def _roots(of: _Of) -> _Questions:
    yield select(of.chosen.c.root).distinct()


def _traits(of: _Of) -> _Questions:
    """Who they are: the surviving record tells more than those merged into it."""
    named = account.alias("named")
    is_survivor = case((_p.person_id == of.chosen.c.root, 1), else_=0)
    yield (
        of.them(
            person,
            *(_p[name] for name in _PERSON_COLUMNS),
            *(named.c[name].label(f"account_{name}") for name in _ACCOUNT_COLUMNS),
            named.c.event_key.label("account_key"),
        )
        .outerjoin(named, (named.c.account_id == _p.account_id) & in_force(named))
        .order_by(is_survivor, _p.event_key, func.coalesce(named.c.event_key, ""))
    )


def _events(of: _Of) -> _Questions:
    stages = [stage.value for stage in LeadStage if stage is not LeadStage.MERGED]
    note_length = func.length(func.trim(_e.note)).label("note_length")
    columns = (_e[name] for name in (*_EVENT_COLUMNS, *CARRIED))
    told = of.them(lifecycle_event, *columns, note_length)
    yield told.where(_e.to_stage.in_(stages), _e.event_at.isnot(None))


def _deals(of: _Of) -> _Questions:
    told = of.deals(*(_o[name] for name in DEAL_COLUMNS if name != "person_id"))
    yield told.where(_o.is_test.isnot(True))


def _decisions(of: _Of) -> _Questions:
    told = of.them(disposition, *_DECISION).where(_d.event_at.isnot(None))
    yield told.order_by(_d.event_at, _d.event_key)


def _meetings(of: _Of) -> _Questions:
    is_of_deal = meeting.c.opportunity_id == _o.opportunity_id
    theirs = of.them(meeting, *_MEETING)
    of_deals = of.deals(*_MEETING).join(meeting, is_of_deal & meeting.c.person_id.is_(None))
    for told in (theirs, of_deals.where(in_force(meeting))):
        yield told.where(met.ended_at().isnot(None))


def _nursed(of: _Of) -> _Questions:
    told = of.them(nurture_enrolment, _n.enrolled_at, _n.exited_at)
    yield told.where(_n.enrolled_at.isnot(None), _n.next_review_on.isnot(None))


def _pauses(of: _Of) -> _Questions:
    """What may stop their clocks: a meeting agreed on ahead, and what was stated here."""
    is_off = func.coalesce(met.outcome(), "") == met.CANCELLED
    yield of.them(meeting, *_AHEAD).where(~is_off, met.booked_at() < met.starts_at())
    stated = of.them(clock_pause, *_STATED, clock_pause.c.reason)
    yield stated.where(clock_pause.c.event_at < clock_pause.c.until_at)


def _hand_raises(of: _Of) -> _Questions:
    precision = _t.event_precision
    told = of.them(touch, _t.event_at).where(
        _t.touch_type.in_(HAND_RAISES),
        _t.is_bot.isnot(True),
        _t.is_internal.isnot(True),
        or_(precision.is_(None), precision == Precision.INSTANT.value),
    )
    yield told.order_by(_t.event_at)


def _assignments(of: _Of) -> _Questions:
    told = of.them(assignment, _a.event_key, _a.to_user_id, _a.event_at)
    yield told.where(_a.event_at.isnot(None)).order_by(_a.event_at, _a.event_key)


def _attempts(of: _Of) -> _Questions:
    """Those that only repeat others come last."""
    told = of.them(sales_activity, *(_s[name] for name in _ATTEMPT_COLUMNS))
    is_summary = case((_s.evidence == SUMMARY, 1), else_=0)
    yield told.where(_s.event_at.isnot(None)).order_by(is_summary, _s.event_at, _s.event_key)


def _sightings(of: _Of) -> _Questions:
    """Any other sign of life: a touch, a meeting held or planned, a change of the deal."""
    may_explain = may_count(touch).label("may_count")
    yield of.them(touch, _t.event_at.label("seen"), _t.loaded_at, may_explain)
    yield of.them(meeting, meeting.c.end_at.label("seen"))
    moved = of.deals(_m.event_at.label("seen"), _m.loaded_at)
    is_of_deal = _m.opportunity_id == _o.opportunity_id
    yield moved.join(opportunity_stage_event, is_of_deal).where(in_force(opportunity_stage_event))


QUESTIONS: dict[str, Callable[[_Of], _Questions]] = {
    "roots": _roots,
    "traits": _traits,
    "events": _events,
    "deals": _deals,
    "decisions": _decisions,
    "meetings": _meetings,
    "nursed": _nursed,
    "pauses": _pauses,
    "hand_raises": _hand_raises,
    "assignments": _assignments,
    "attempts": _attempts,
    "sightings": _sightings,
}
"""What is asked, in the order in which the answers are taken."""
