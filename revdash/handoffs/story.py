"""Story: who a human is by each source, their handoffs and deals, and what stopped a clock."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Table, func, literal, or_, select, union_all

from revdash.episodes import met
from revdash.episodes.pausing import Pause
from revdash.metrics.behind import BEHIND
from revdash.store.schema.deals import opportunity
from revdash.store.schema.episodes import deal, lead_episode
from revdash.store.schema.identity import person_identity
from revdash.store.schema.lifecycle import clock_pause, handoff_note
from revdash.store.schema.people import person
from revdash.store.schema.sales import meeting
from revdash.store.versions import in_force
from revdash.terms import PauseReason


def person_behind(connection: Connection, table: Table, key: str) -> str | None:
    """Whose record a row of *table* is; None where it is nobody's."""
    if "person_id" in table.c:
        statement = select(table.c.person_id)
    elif "opportunity_id" in table.c:
        statement = select(deal.c.person_id).join(
            table, table.c.opportunity_id == deal.c.opportunity_id
        )
    else:
        return None
    found = connection.execute(statement.where(BEHIND[table.name].key == key).limit(1)).scalar()
    return None if found is None else str(found)


def records_of(connection: Connection, ids: Iterable[str]) -> list[Row[Any]]:
    """How each source knows the human and knew them before, the newest last.

    What a source has deleted is gone, with every version of it.
    """
    p = person.c
    columns = (p.person_id, p.full_name, p.company_name, p.job_role, p.source_system)
    kept = select(p.event_key).where(p.person_id.in_(list(ids)), in_force(person))
    known = select(*columns, p.loaded_at, p.superseded_at).where(p.event_key.in_(kept))
    return list(connection.execute(known.order_by(p.loaded_at, p.event_key, p.batch_id)))


def ids_of(connection: Connection, person_id: str) -> tuple[str, ...]:
    """Every id of the human, the one that stands for all of them first."""
    i = person_identity.c
    root = connection.execute(select(i.root).where(i.person_id == person_id)).scalar() or person_id
    others = connection.execute(select(i.person_id).where(i.root == root).order_by(i.person_id))
    return (str(root), *others.scalars())


def episodes_of(connection: Connection, person_id: str) -> list[Row[Any]]:
    """The handoffs of the human, the newest first."""
    e = lead_episode.c
    mine = select(lead_episode).where(e.person_id == person_id)
    return list(connection.execute(mine.order_by(e.episode_no.desc())))


def deals_of(connection: Connection, ids: Iterable[str], known: Iterable[str]) -> list[Row[Any]]:
    """The human's deals, and the *known* ones, as their source tells of them."""
    o = opportunity.c
    mine = or_(o.person_id.in_(list(ids)), o.opportunity_id.in_(list(known)))
    columns = (
        *(o.opportunity_id, o.name, o.stage, o.outcome, o.amount, o.currency, o.amount_base),
        *(o.created_on, o.closed_on, o.source_system, o.loaded_at),
    )
    told = select(*columns).where(mine, in_force(opportunity))
    return list(connection.execute(told.order_by(o.created_on.desc(), o.opportunity_id)))


def note_to(connection: Connection, ids: Iterable[str]) -> Row[Any] | None:
    """What marketing last told sales when it handed the human over."""
    n = handoff_note.c
    theirs = select(handoff_note).where(n.person_id.in_(list(ids)), in_force(handoff_note))
    return connection.execute(theirs.order_by(n.event_at.desc()).limit(1)).first()


def pauses_of(connection: Connection, ids: Iterable[str]) -> list[Pause]:
    """What may have stopped their clocks: a meeting agreed on ahead, and what was stated here."""
    mine, s = list(ids), clock_pause.c
    booked, starts = met.booked_at(), met.starts_at()
    is_off = func.coalesce(met.outcome(), "") == met.CANCELLED
    ahead = select(booked, starts, literal(PauseReason.ASKED_FOR_LATER.value)).where(
        meeting.c.person_id.in_(mine), in_force(meeting), ~is_off, booked < starts
    )
    stated = select(s.event_at, s.until_at, s.reason).where(
        s.person_id.in_(mine), in_force(clock_pause), s.event_at < s.until_at
    )
    return [Pause(*row) for row in connection.execute(union_all(ahead, stated))]
