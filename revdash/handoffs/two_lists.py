"""Two lists: what the store itself counts, by each date that people count by, and whose it is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    RowMapping,
    Select,
    Table,
    Text,
    case,
    cast,
    func,
    literal,
    null,
    select,
)
from sqlalchemy import true as always

from revdash.episodes.identities import humans
from revdash.episodes.whom import People, held
from revdash.metrics.scope import BLANK, FILTERS
from revdash.period import Period
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import lead_start
from revdash.store.schema.identity import person_identity
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.store.schema.people import person
from revdash.store.versions import in_force
from revdash.terms import EpisodeKind, LeadStage, Precision

OURS, OURS_NEW, ASSIGNED = "ours", "ours-new", "assigned"
# By which of a source's own stage dates each stage is counted, besides its own.
_ALSO = {LeadStage.MQL: (LeadStage.LEAD, LeadStage.SAL), LeadStage.SQL: (LeadStage.OPP,)}

_NO_SYSTEMS = (None, "", "revdash")  # what people decided here is no source's own count

_e, _l, _a, _i = lead_episode.c, lifecycle_event.c, assignment.c, person_identity.c


class Basis(NamedTuple):
    """By what the store counts: as defined here, or by one date of one source."""

    kind: str  # OURS, OURS_NEW, ASSIGNED, or a stage
    system: str = ""


class Told(NamedTuple):
    """One row that the store counts by some basis."""

    key: str
    person_id: str  # as the source names the person
    human: str
    at: datetime
    is_day: bool  # no time of it is known
    episode: int  # 0: to be found by the day
    loaded_at: datetime | None


class Attempt(NamedTuple):
    """One qualification attempt of a human: its day, and what a filter looks at."""

    number: int
    on: date
    cuts: Mapping[str, str]


@dataclass(kw_only=True)
class Human:
    """What the store says of one human of the lists."""

    name: str = ""
    account: str = ""
    is_test: bool = False
    is_employee: bool = False
    attempts: list[Attempt] = field(default_factory=list)  # that reached the stage, in order
    cuts: Mapping[str, str] = field(default_factory=dict)  # where there is no attempt


def bases(connection: Connection, stage: LeadStage) -> tuple[Basis, ...]:
    """By what the store can count *stage*, its own definition first."""
    told = select(_l.to_stage, _l.source_system).where(in_force(lifecycle_event)).distinct()
    known = {tuple(row) for row in connection.execute(told) if row[1] not in _NO_SYSTEMS}
    found = [Basis(OURS)] + [Basis(OURS_NEW)] * (stage is LeadStage.MQL)
    for one in (stage, *_ALSO[stage]):
        found += [Basis(*each) for each in sorted(known) if each[0] == one.value]
    if stage is LeadStage.MQL:
        given = select(_a.source_system).where(in_force(assignment)).distinct()
        found += [Basis(ASSIGNED, one) for one in sorted(filter(None, _all(connection, given)))]
    return tuple(found)


def counted(
    connection: Connection, basis: Basis, stage: LeadStage, period: Period | None
) -> list[Told]:
    """What the store counts by *basis* in the period, a day more on either side."""
    if period is None:
        return _told(connection, _rows(basis, stage))
    rows = _rows(basis, stage).subquery("counted")
    first = datetime.combine(period.start, time()) - timedelta(days=1)
    last = datetime.combine(period.end, time()) + timedelta(days=1)
    near = (rows.c.happened >= first) & (rows.c.happened < last)
    return _told(connection, select(rows).where(near))


def told_of(connection: Connection, basis: Basis, stage: LeadStage, whom: Table) -> list[Told]:
    """All that the store counts by *basis* of the humans of *whom*, on whatever day."""
    rows = _rows(basis, stage).subquery("counted")
    return _told(connection, select(rows).where(rows.c.human.in_(select(whom.c.root))))


@contextmanager
def among(connection: Connection, people: People) -> Iterator[Table]:
    """Keep for a block all ids of the humans of *people*: ``person_id``, ``root``."""
    with held(connection, "listed", people) as listed, humans(connection, listed) as kept:
        yield kept


def told_of_humans(connection: Connection, stage: LeadStage, whom: Table) -> dict[str, Human]:
    """What the store says of each human of *whom*."""
    found: defaultdict[str, Human] = defaultdict(Human)
    for row in connection.execute(_starts(whom)).mappings():
        found[row["person_id"]].cuts = _cuts(row)
    for row in connection.execute(_attempts(stage, whom)).mappings():
        attempt = Attempt(row["episode_no"], row["reached_on"], _cuts(row))
        found[row["person_id"]].attempts.append(attempt)
    for row in connection.execute(_names(whom)).mappings():
        human = found[row["root"]]
        human.name, human.account = row["name"] or "", row["account"] or ""
        human.is_test, human.is_employee = bool(row["is_test"]), bool(row["is_employee"])
    return dict(found)


def first_loaded(
    connection: Connection, stage: LeadStage, whom: Table
) -> dict[tuple[str, datetime], datetime]:
    """When a load first told of each event of *stage*, by the human and its moment."""
    told = (
        select(whom.c.root, _l.event_at, func.min(_l.loaded_at))
        .join(whom, whom.c.person_id == _l.person_id)
        .where(_l.to_stage == stage.value)
        .group_by(whom.c.root, _l.event_at)
    )
    return {(root, at): loaded for root, at, loaded in connection.execute(told)}


def is_of_stage(stage: LeadStage) -> ColumnElement[bool]:
    """The condition that an episode counts for *stage* by our definition."""
    return (_e.kind != EpisodeKind.EXPANSION.value) & _reached(stage)[0].isnot(None)


def _rows(basis: Basis, stage: LeadStage) -> Select[Any]:
    """The rows of a basis: ``key``, ``person_id``, ``human``, ``happened`` ..."""
    if basis.kind == OURS:
        return _of_episodes(stage, always())
    if basis.kind == OURS_NEW:
        return _of_episodes(stage, _e.kind == EpisodeKind.NEW.value)
    return _of_assignments(basis) if basis.kind == ASSIGNED else _of_events(basis)


def _of_episodes(stage: LeadStage, which: ColumnElement[bool]) -> Select[Any]:
    at, _ = _reached(stage)
    precision = _e.mql_precision if stage is LeadStage.MQL else cast(null(), Text)
    return select(
        _e.episode_id.label("key"),
        _e.person_id.label("person_id"),
        _e.person_id.label("human"),
        at.label("happened"),
        precision.label("precise"),
        _e.episode_no.label("attempt"),
        cast(null(), DateTime).label("loaded_at"),
    ).where(is_of_stage(stage), which)


def _of_events(basis: Basis) -> Select[Any]:
    version = lifecycle_event.alias("version")
    first = select(func.min(version.c.loaded_at)).where(version.c.event_key == _l.event_key)
    return (
        select(
            _l.event_key.label("key"),
            _l.person_id.label("person_id"),
            func.coalesce(_i.root, _l.person_id).label("human"),
            _l.event_at.label("happened"),
            _l.event_precision.label("precise"),
            literal(0).label("attempt"),
            first.scalar_subquery().label("loaded_at"),
        )
        .outerjoin_from(lifecycle_event, person_identity, _i.person_id == _l.person_id)
        .where(
            in_force(lifecycle_event),
            _l.to_stage == basis.kind,
            _l.source_system == basis.system,
            _l.event_at.isnot(None),
        )
    )


def _of_assignments(basis: Basis) -> Select[Any]:
    """Each record once, when it was first given to anybody: reassigned, it is not received anew."""
    human = func.coalesce(_i.root, _a.person_id)
    return (
        select(
            _a.person_id.label("key"),
            _a.person_id.label("person_id"),
            human.label("human"),
            func.min(_a.event_at).label("happened"),
            func.min(_a.event_precision).label("precise"),
            literal(0).label("attempt"),
            func.min(_a.loaded_at).label("loaded_at"),
        )
        .outerjoin_from(assignment, person_identity, _i.person_id == _a.person_id)
        .where(in_force(assignment), _a.source_system == basis.system, _a.event_at.isnot(None))
        .group_by(_a.person_id, human)
    )


def _told(connection: Connection, rows: Select[Any]) -> list[Told]:
    return [
        Told(
            key=row.key,
            person_id=row.person_id,
            human=row.human,
            at=row.happened,
            is_day=_is_day(row.happened, row.precise),
            episode=row.attempt,
            loaded_at=row.loaded_at,
        )
        for row in connection.execute(rows)
    ]


def _is_day(moment: datetime, precise: str | None) -> bool:
    return moment.time() == time() if precise is None else precise == Precision.DATE.value


def _reached(stage: LeadStage) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """When an episode reached *stage*, and on which day."""
    return (_e.sql_at, _e.sql_on) if stage is LeadStage.SQL else (_e.mql_at, _e.mql_on)


def _attempts(stage: LeadStage, whom: Table) -> Select[Any]:
    cuts = (_e[name] for name in FILTERS)
    return (
        select(_e.person_id, _e.episode_no, _reached(stage)[1].label("reached_on"), *cuts)
        .where(is_of_stage(stage), _e.person_id.in_(select(whom.c.root)))
        .order_by(_e.person_id, _e.episode_no)
    )


def _starts(whom: Table) -> Select[Any]:
    s = lead_start.c
    cuts = (s[name] for name in FILTERS if name in s)
    return select(s.person_id, *cuts).where(s.person_id.in_(select(whom.c.root)))


def _names(whom: Table) -> Select[Any]:
    p = person.c
    return (
        select(
            whom.c.root,
            func.max(p.full_name).label("name"),
            func.max(p.company_name).label("account"),
            func.max(case((p.is_test.is_(True), 1), else_=0)).label("is_test"),
            func.max(case((p.is_employee.is_(True), 1), else_=0)).label("is_employee"),
        )
        .join(person, p.person_id == whom.c.person_id)
        .where(in_force(person))
        .group_by(whom.c.root)
    )


def _cuts(row: RowMapping) -> dict[str, str]:
    """What a filter looks at, blank where the source says nothing."""
    return {name: row[name] or BLANK for name in FILTERS if name in row}


def _all(connection: Connection, statement: Select[Any]) -> list[str]:
    return list(connection.execute(statement).scalars())
