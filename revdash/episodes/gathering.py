"""Gathering: what the store knows of some people, read set by set for the machine."""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    Table,
    case,
    cast,
    func,
    or_,
    select,
    union,
)

from revdash.episodes.aftermath import NOTE_LENGTH, Ask, add_aftermath, is_noted
from revdash.episodes.clocks import Assigned, Attempt
from revdash.episodes.deal_events import DEAL_COLUMNS, deal_events, in_base
from revdash.episodes.deal_people import whose
from revdash.episodes.eligible import HAND_RAISES, may_count
from revdash.episodes.episode import Event
from revdash.episodes.identities import gone
from revdash.episodes.machine import is_future
from revdash.episodes.people_facts import PersonFacts
from revdash.episodes.rules import Rules
from revdash.store.frames import rows, set_aside
from revdash.store.load import in_force
from revdash.store.schema.deals import opportunity, opportunity_stage_event
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.store.schema.marketing import touch
from revdash.store.schema.people import account, app_user, person
from revdash.store.schema.sales import meeting, sales_activity
from revdash.terms import LeadStage, Precision

SUMMARY = "summary"  # evidence that only repeats when an attempt was, such as a first touch
_STAGES = {stage.value: stage for stage in LeadStage}
_PRECISIONS = {precision.value: precision for precision in Precision}
_A_MINUTE = timedelta(minutes=1)
CONNECTED = ("connected", "replied")
_HUMAN = "human"
_EVENT_COLUMNS = (
    *("event_key", "person_id", "to_stage", "event_at", "event_precision", "loaded_at"),
    *("reason_code", "is_hard", "is_correction"),
)
_CARRIED = (  # go into the machine's event under their own names
    *("tier", "score", "scoring_version", "source", "campaign_id", "opportunity_id"),
    "recycle_until",
)
_carried = itemgetter(*_CARRIED)
_PERSON_COLUMNS = (
    *("event_key", "person_id", "account_id", "company_name", "source", "segment", "region"),
    *("country", "owner_user_id", "is_test", "is_employee", "job_role", "consent_state"),
)
_ACCOUNT_COLUMNS = ("name", "segment", "region", "country")


class _User(NamedTuple):
    """What is known of one user, queue or bot."""

    kind: str | None = None
    calendar_id: str | None = None
    active_to: datetime | None = None


_UNKNOWN = _User()


@contextmanager
def storied(connection: Connection, people: Table) -> Iterator[Table]:
    """Keep for a block those of *people* who are more than a lead, numbered: ``root``, ``place``.

    Only another event, or a deal, makes an episode or is odd. Those whom their sources deleted
    have no story any more.
    """
    e, deals = lifecycle_event.c, whose()
    is_more = or_(e.to_stage != LeadStage.LEAD.value, e.event_at > e.loaded_at)
    told = union(
        select(people.c.root)
        .join(lifecycle_event, e.person_id == people.c.person_id)
        .where(in_force(lifecycle_event), is_more),
        select(people.c.root).join(deals, deals.c.person_id == people.c.person_id),
    ).subquery("told")
    place = cast(func.row_number().over(order_by=told.c.root), BigInteger)
    stories = select(told.c.root, place.label("place")).where(told.c.root.notin_(gone(people)))
    with set_aside(connection, "storied", stories) as held:
        yield held


class Gathering:
    """Facts of some people, read set by set over one connection.

    *chosen* are those people: ``person_id``, and as ``root`` the id that joining left them.
    """

    def __init__(self, connection: Connection, chosen: Table, rules: Rules) -> None:
        """Remember the people for the statements that follow."""
        self.connection, self.rules, self._chosen = connection, rules, chosen
        self._users = dict(_users(connection))
        self._whose = whose()
        self.people: dict[str, PersonFacts] = {}

    def gather(self) -> dict[str, PersonFacts]:
        """Read every fact of the chosen people, by the id that joining left them."""
        roots = self._rows(select(self._chosen.c.root).distinct())
        self.people = {row["root"]: PersonFacts(row["root"]) for row in roots}
        self._add_traits()
        self._add_events()
        self._add_deals()
        add_aftermath(self.people, Ask(self._of_chosen, self._of_deals, self._rows), self.rules)
        self._add_hand_raises()
        self._add_assignments()
        self._add_attempts()
        self._add_sightings()
        return {root: facts for root, facts in self.people.items() if not facts.is_nobody}

    def _rows(self, statement: Select[Any]) -> Iterator[dict[str, Any]]:
        return rows(self.connection, statement)

    def _of_chosen(self, fact: Table, *columns: Any) -> Select[Any]:
        return (
            select(self._chosen.c.root, *columns)
            .join(fact, fact.c.person_id == self._chosen.c.person_id)
            .where(in_force(fact))
        )

    def _of_deals(self, *columns: Any) -> Select[Any]:
        """The deals that the chosen people's leads became."""
        mine = self._whose.c.person_id == self._chosen.c.person_id
        return (
            select(self._chosen.c.root, self._whose.c.person_id, *columns)
            .join(self._whose, mine)
            .join(opportunity, opportunity.c.event_key == self._whose.c.event_key)
            .where(in_force(opportunity))
        )

    def _add_traits(self) -> None:
        """Who they are: the surviving record tells more than those merged into it."""
        named, p = account.alias("named"), person.c
        is_survivor = case((p.person_id == self._chosen.c.root, 1), else_=0)
        statement = self._of_chosen(
            person,
            *(person.c[name] for name in _PERSON_COLUMNS),
            *(named.c[name].label(f"account_{name}") for name in _ACCOUNT_COLUMNS),
            named.c.event_key.label("account_key"),
        ).outerjoin(named, (named.c.account_id == person.c.account_id) & in_force(named))
        ordered = statement.order_by(is_survivor, p.event_key, func.coalesce(named.c.event_key, ""))
        for row in self._rows(ordered):
            facts = self.people[row["root"]]
            facts.traits.update({k: v for k, v in row.items() if v is not None})
            facts.is_nobody |= bool(row["is_test"] or row["is_employee"])
            if row["owner_user_id"]:
                facts.owner = self._assigned("", row["owner_user_id"], datetime.min)

    def _add_events(self) -> None:
        e = lifecycle_event
        stages = [name for name, stage in _STAGES.items() if stage is not LeadStage.MERGED]
        statement = self._of_chosen(e, *(e.c[n] for n in (*_EVENT_COLUMNS, *_CARRIED)))
        noted = statement.add_columns(NOTE_LENGTH)
        told = noted.where(e.c.to_stage.in_(stages), e.c.event_at.isnot(None))
        for row in self._rows(told):
            code = row["reason_code"]
            reason = self.rules.reason_at(code, row["event_at"])
            self.people[row["root"]].events.append(
                Event(
                    key=row["event_key"],
                    person_id=row["person_id"],
                    stage=_STAGES[row["to_stage"]],
                    at=row["event_at"],
                    precision=_PRECISIONS[row["event_precision"] or Precision.INSTANT],
                    loaded_at=row["loaded_at"],
                    reason=code,
                    is_hard=bool(row["is_hard"]) or (reason is not None and reason.is_hard),
                    is_correction=bool(row["is_correction"]),
                    is_noted=is_noted(row),
                    **dict(zip(_CARRIED, _carried(row), strict=True)),
                )
            )

    def _add_deals(self) -> None:
        d = opportunity
        told = self._of_deals(*(d.c[n] for n in DEAL_COLUMNS if n != "person_id"))
        statement = told.where(d.c.is_test.isnot(True))
        for row in self._rows(statement):
            facts = self.people[row["root"]]
            facts.amounts[row["opportunity_id"]] = in_base(row, self.rules.currency)
            facts.events.extend(deal_events(row))

    def _add_hand_raises(self) -> None:
        statement = self._of_chosen(touch, touch.c.event_at).where(
            touch.c.touch_type.in_(HAND_RAISES),
            touch.c.is_bot.isnot(True),
            touch.c.is_internal.isnot(True),
            or_(
                touch.c.event_precision.is_(None),
                touch.c.event_precision == Precision.INSTANT.value,
            ),
        )
        for row in self._rows(statement.order_by(touch.c.event_at)):
            self.people[row["root"]].hand_raises.append(row["event_at"])

    def _add_assignments(self) -> None:
        a = assignment.c
        statement = self._of_chosen(assignment, a.event_key, a.to_user_id, a.event_at).where(
            a.event_at.isnot(None)
        )
        for row in self._rows(statement.order_by(a.event_at, a.event_key)):
            self.people[row["root"]].assigned.append(
                self._assigned(row["event_key"], row["to_user_id"], row["event_at"])
            )

    def _assigned(self, key: str, user_id: str | None, at: datetime) -> Assigned:
        user = self._users.get(user_id or "", _UNKNOWN)
        is_human = user_id is not None and (user.kind or _HUMAN) == _HUMAN
        is_active = user.active_to is None or at < user.active_to
        return Assigned(at, user_id, is_human, user.calendar_id, key, is_active)

    def _add_attempts(self) -> None:
        s = sales_activity
        statement = self._of_chosen(
            s,
            s.c.event_at,
            s.c.recorded_at,
            s.c.activity_type,
            s.c.direction,
            s.c.outcome,
            s.c.is_automated,
            s.c.event_precision,
            s.c.evidence,
            s.c.loaded_at,
        ).where(s.c.event_at.isnot(None))
        is_summary = case((s.c.evidence == SUMMARY, 1), else_=0)
        for row in self._rows(statement.order_by(is_summary, s.c.event_at, s.c.event_key)):
            if is_future(row["event_at"], row["loaded_at"]):
                continue  # a call that is planned is no attempt
            facts = self.people[row["root"]]
            if row["evidence"] == SUMMARY and _is_known(facts.attempts, row["event_at"]):
                continue
            facts.sightings.append(row["event_at"])
            insort(facts.attempts, _attempt(row), key=lambda attempt: attempt.at)

    def _add_sightings(self) -> None:
        """Any other sign of life: a touch, a meeting held or planned, a change of the deal."""
        moved = opportunity_stage_event
        may_explain = may_count(touch).label("may_count")
        for statement in (
            self._of_chosen(touch, touch.c.event_at.label("seen"), touch.c.loaded_at, may_explain),
            self._of_chosen(meeting, meeting.c.end_at.label("seen")),
            self._of_deals(moved.c.event_at.label("seen"), moved.c.loaded_at)
            .join(moved, moved.c.opportunity_id == opportunity.c.opportunity_id)
            .where(in_force(moved)),
        ):
            for row in self._rows(statement):
                seen: datetime | None = row["seen"]
                if seen is not None and not is_future(seen, row.get("loaded_at")):
                    self.people[row["root"]].see(seen, is_touch=bool(row.get("may_count")))


def _attempt(row: Mapping[str, Any]) -> Attempt:
    is_automated = bool(row["is_automated"])
    is_answer = row["direction"] == "inbound" and row["outcome"] is None and not is_automated
    return Attempt(
        at=row["event_at"],
        recorded_at=row["recorded_at"],
        activity_type=row["activity_type"] or "",
        is_outbound=(row["direction"] or "outbound") == "outbound",
        is_automated=is_automated,
        is_connected=is_answer or row["outcome"] in CONNECTED,
        precision=Precision(row["event_precision"] or Precision.INSTANT),
    )


def _is_known(attempts: Iterable[Attempt], at: datetime) -> bool:
    """Whether an attempt of that minute is told of by itself."""
    return any(abs(attempt.at - at) < _A_MINUTE for attempt in attempts)


def _users(connection: Connection) -> Iterator[tuple[str, _User]]:
    """What is known of every user, by id."""
    u = app_user.c
    known = select(u.user_id, u.kind, u.calendar_id, u.active_to).where(in_force(app_user))
    for user_id, *user in connection.execute(known.order_by(u.event_key)):
        yield user_id, _User(*user)
