"""People's facts: what the store knows of some people, gathered for the machine."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import Column, Connection, MetaData, Select, Table, Text, or_, select, union

from revdash.episodes.clocks import Assigned, Attempt
from revdash.episodes.machine import Event
from revdash.episodes.rules import Rules
from revdash.store.frames import arrow, insert_frame
from revdash.store.load import in_force
from revdash.store.schema.deals import opportunity, opportunity_stage_event
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.store.schema.marketing import touch
from revdash.store.schema.people import account, app_user, person, person_alias
from revdash.store.schema.sales import meeting, sales_activity
from revdash.terms import LeadStage, Outcome, Precision

HAND_RAISES = ("demo_request", "contact_sales", "pricing_request")
_CONNECTED = ("connected", "replied")
_HUMAN = "human"
_EVENT_COLUMNS = (
    "event_key",
    "person_id",
    "to_stage",
    "event_at",
    "event_precision",
    "loaded_at",
    "reason_code",
    "is_hard",
    "is_correction",
)
_CARRIED = (  # go into the machine's event under their own names
    "tier",
    "score",
    "scoring_version",
    "source",
    "campaign_id",
    "opportunity_id",
    "recycle_until",
)
_DEAL_COLUMNS = (
    "event_key",
    "person_id",
    "opportunity_id",
    "created_at",
    "created_on",
    "accepted_at",
    "closed_on",
    "outcome",
    "reason_code",
    "amount_base",
    "amount",
    "kind",
)


@dataclass
class PersonFacts:
    """All that is known of one human, under the id that merging left them."""

    person_id: str
    events: list[Event] = field(default_factory=list)
    traits: dict[str, Any] = field(default_factory=dict)
    hand_raises: list[datetime] = field(default_factory=list)
    assigned: list[Assigned] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    last_seen: datetime = datetime.min
    amounts: dict[str, float | None] = field(default_factory=dict)


class Gathering:
    """Facts of the people named, read set by set over one connection."""

    def __init__(self, connection: Connection, people: Iterable[str], rules: Rules) -> None:
        """Resolve who is who, and remember the people for the statements that follow."""
        self._connection = connection
        self._rules = rules
        self.roots = _roots(connection)
        wanted = _with_aliases(connection, set(people), self.roots)
        self._chosen = Table(
            "chosen_person",
            MetaData(),
            Column("person_id", Text),
            Column("root", Text),
            prefixes=["TEMPORARY"],
        )
        self._chosen.create(connection)
        pairs = [(one, self.roots.get(one, one)) for one in sorted(wanted)]
        insert_frame(
            connection,
            self._chosen,
            pa.table({"person_id": [p for p, _ in pairs], "root": [r for _, r in pairs]}),
        )
        self.people: dict[str, PersonFacts] = {}

    def gather(self) -> dict[str, PersonFacts]:
        """Read every fact of the chosen people, by the id that merging left them."""
        self.people = {
            row["root"]: PersonFacts(row["root"]) for row in self._rows(select(self._chosen))
        }
        self._add_traits()
        self._add_events()
        self._add_deals()
        self._add_hand_raises()
        self._add_assignments()
        self._add_attempts()
        self._add_sightings()
        return self.people

    def drop(self) -> None:
        """Forget the chosen people."""
        self._chosen.drop(self._connection)

    @property
    def chosen(self) -> Table:
        """The chosen people, a table of ``person_id`` and ``root``, until dropped."""
        return self._chosen

    def _rows(self, statement: Select[Any]) -> Iterator[dict[str, Any]]:
        for batch in arrow(self._connection, statement).to_batches(max_chunksize=50_000):
            yield from batch.to_pylist()

    def _of_chosen(self, fact: Table, *columns: Any) -> Select[Any]:
        return (
            select(self._chosen.c.root, *columns)
            .join(fact, fact.c.person_id == self._chosen.c.person_id)
            .where(in_force(fact))
        )

    def _add_traits(self) -> None:
        named = account.alias("named")
        statement = (
            self._of_chosen(
                person,
                *(
                    person.c[n]
                    for n in ("account_id", "company_name", "source", "segment", "region")
                ),
                person.c.country,
                person.c.owner_user_id,
                named.c.name.label("account_name"),
                named.c.segment.label("account_segment"),
                named.c.region.label("account_region"),
                named.c.country.label("account_country"),
            )
            .outerjoin(
                named,
                (named.c.account_id == person.c.account_id) & in_force(named),
            )
            .where(person.c.is_test.isnot(True), person.c.is_employee.isnot(True))
            .order_by(person.c.loaded_at, person.c.event_key)
        )
        for row in self._rows(statement):
            traits = self.people[row["root"]].traits
            traits.update({k: v for k, v in row.items() if v is not None})

    def _add_events(self) -> None:
        e = lifecycle_event
        stages = [stage.value for stage in LeadStage if stage is not LeadStage.MERGED]
        statement = self._of_chosen(e, *(e.c[n] for n in (*_EVENT_COLUMNS, *_CARRIED))).where(
            e.c.to_stage.in_(stages), e.c.event_at.isnot(None)
        )
        for row in self._rows(statement):
            reason = self._rules.reason.get(row["reason_code"] or "")
            self.people[row["root"]].events.append(
                Event(
                    key=row["event_key"],
                    person_id=row["person_id"],
                    stage=LeadStage(row["to_stage"]),
                    at=row["event_at"],
                    precision=Precision(row["event_precision"] or Precision.INSTANT),
                    loaded_at=row["loaded_at"],
                    reason=row["reason_code"],
                    is_hard=bool(row["is_hard"]) or (reason is not None and reason.is_hard),
                    is_correction=bool(row["is_correction"]),
                    **{name: row[name] for name in _CARRIED},
                )
            )

    def _add_deals(self) -> None:
        d = opportunity
        statement = self._of_chosen(d, *(d.c[n] for n in _DEAL_COLUMNS)).where(
            d.c.is_test.isnot(True)
        )
        for row in self._rows(statement):
            facts = self.people[row["root"]]
            facts.amounts[row["opportunity_id"]] = (
                row["amount"] if row["amount_base"] is None else row["amount_base"]
            )
            if row["kind"] in (None, "new", "expansion"):
                facts.events.extend(self._deal_events(row))

    def _deal_events(self, row: dict[str, Any]) -> Iterator[Event]:
        began = row["accepted_at"] or row["created_at"]
        if began is not None:
            yield self._deal_event(row, LeadStage.OPP, began, Precision.INSTANT)
        elif row["created_on"] is not None:
            yield self._deal_event(row, LeadStage.OPP, _dawn(row["created_on"]), Precision.DATE)
        decided = {Outcome.WON: LeadStage.WON, Outcome.LOST: LeadStage.LOST}.get(row["outcome"])
        if decided is not None and row["closed_on"] is not None:
            yield self._deal_event(row, decided, _dawn(row["closed_on"]), Precision.DATE)

    @staticmethod
    def _deal_event(row: dict[str, Any], stage: LeadStage, at: datetime, how: Precision) -> Event:
        return Event(
            key=f"{row['event_key']}:{stage}",
            person_id=row["person_id"],
            stage=stage,
            at=at,
            precision=how,
            reason=row["reason_code"] if stage is LeadStage.LOST else None,
            opportunity_id=row["opportunity_id"],
            is_deal=True,
        )

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
        a = assignment
        statement = (
            self._of_chosen(
                a, a.c.to_user_id, a.c.event_at, app_user.c.kind, app_user.c.calendar_id
            )
            .outerjoin(app_user, (app_user.c.user_id == a.c.to_user_id) & in_force(app_user))
            .order_by(a.c.event_at, a.c.event_key)
        )
        for row in self._rows(statement):
            is_human = row["to_user_id"] is not None and (row["kind"] or _HUMAN) == _HUMAN
            self.people[row["root"]].assigned.append(
                Assigned(row["event_at"], row["to_user_id"], is_human, row["calendar_id"])
            )

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
        ).where(s.c.event_at.isnot(None))
        for row in self._rows(statement.order_by(s.c.event_at, s.c.event_key)):
            facts = self.people[row["root"]]
            facts.last_seen = max(facts.last_seen, row["event_at"])
            facts.attempts.append(
                Attempt(
                    at=row["event_at"],
                    recorded_at=row["recorded_at"],
                    activity_type=row["activity_type"] or "",
                    is_outbound=(row["direction"] or "outbound") == "outbound",
                    is_automated=bool(row["is_automated"]),
                    is_connected=row["outcome"] in _CONNECTED,
                    precision=Precision(row["event_precision"] or Precision.INSTANT),
                )
            )

    def _add_sightings(self) -> None:
        """Any other sign of life: a touch, a meeting, a change of the deal."""
        moved = opportunity_stage_event
        for statement in (
            self._of_chosen(touch, touch.c.event_at.label("seen")),
            self._of_chosen(meeting, meeting.c.end_at.label("seen")),
            self._of_chosen(opportunity, moved.c.event_at.label("seen")).join(
                moved, moved.c.opportunity_id == opportunity.c.opportunity_id
            ),
        ):
            for row in self._rows(statement):
                if row["seen"] is not None:
                    facts = self.people[row["root"]]
                    facts.last_seen = max(facts.last_seen, row["seen"])


def _dawn(day: date) -> datetime:
    """A day as facts of day precision keep it: its midnight, in no zone."""
    return datetime(day.year, day.month, day.day)


def _roots(connection: Connection) -> dict[str, str]:
    """Who each merged id is now; chains are followed, a loop ends where it began."""
    e = lifecycle_event
    merges = union(
        select(person_alias.c.alias_id, person_alias.c.person_id).where(in_force(person_alias)),
        select(e.c.person_id, e.c.merged_into).where(
            in_force(e), e.c.to_stage == LeadStage.MERGED.value, e.c.merged_into.isnot(None)
        ),
    )
    parent = {alias: survivor for alias, survivor in connection.execute(merges) if alias}
    roots: dict[str, str] = {}
    for alias, survivor in parent.items():
        seen, at = {alias}, survivor
        while at in parent and at not in seen:
            seen.add(at)
            at = parent[at]
        roots[alias] = min(seen) if at in seen else at
    return roots


def _with_aliases(connection: Connection, people: set[str], roots: dict[str, str]) -> set[str]:
    """Everybody who is, was or may have been one human with one of *people*."""
    families: defaultdict[str, set[str]] = defaultdict(set)
    e = lifecycle_event
    ever = union(
        select(person_alias.c.alias_id, person_alias.c.person_id),
        select(e.c.person_id, e.c.merged_into).where(e.c.merged_into.isnot(None)),
    )
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in connection.execute(ever):
        neighbours[one].add(other)
        neighbours[other].add(one)
    for alias, root in roots.items():
        families[root].add(alias)
    found: set[str] = set()
    queue = list(people)
    while queue:
        one = queue.pop()
        if one not in found:
            found.add(one)
            queue.extend(neighbours[one] | families[roots.get(one, one)])
    return found
