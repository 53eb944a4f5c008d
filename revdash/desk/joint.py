"""Joint: what the desk has of promises, weeklies, frozen numbers and trials, row by row."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from revdash.desk.tables.meetings import (
    commitment,
    experiment,
    meeting,
    meeting_item,
    meeting_series,
    snapshot_metric,
    snapshot_restated,
    weekly_snapshot,
)


def commitments(connection: Connection) -> Sequence[Row[Any]]:
    """Every commitment, as it stands."""
    return connection.execute(select(commitment)).all()


def experiments(connection: Connection) -> Sequence[Row[Any]]:
    """Every experiment, as it stands."""
    return connection.execute(select(experiment)).all()


def all_series(connection: Connection) -> Sequence[Row[Any]]:
    """Every recurring meeting."""
    return connection.execute(select(meeting_series)).all()


def meetings(connection: Connection) -> Sequence[Row[Any]]:
    """Every meeting by day, with when it was frozen and what it showed then."""
    frozen = (weekly_snapshot.c.frozen_at, weekly_snapshot.c.page)
    joined = meeting.outerjoin(weekly_snapshot)
    asked = select(meeting, *frozen).select_from(joined)
    return connection.execute(asked.order_by(meeting.c.held_on)).all()


def item_counts(
    connection: Connection, kinds: Iterable[str]
) -> Mapping[str, Counter[tuple[str, str]]]:
    """How many items of each kind and side each meeting had."""
    i = meeting_item.c
    asked = select(i.meeting_id, i.side, i.kind).where(
        i.kind.in_([*kinds]), i.side.isnot(None), i.meeting_id.isnot(None)
    )
    counts: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for meeting_id, side, kind in connection.execute(asked):
        counts[meeting_id][side, kind] += 1
    return counts


def frozen_values(connection: Connection) -> Sequence[Row[Any]]:
    """Every frozen number that had a value, with its meeting."""
    m, w = snapshot_metric.c, weekly_snapshot.c
    asked: Select[Any] = (
        select(m.snapshot_metric_id, m.metric, m.value, m.told, w.meeting_id, meeting.c.held_on)
        .select_from(snapshot_metric.join(weekly_snapshot).join(meeting))
        .where(m.value.isnot(None))
    )
    return connection.execute(asked).all()


def restated_values(connection: Connection) -> Sequence[Row[Any]]:
    """What later meetings found frozen numbers to have become, the earlier ones first."""
    r = snapshot_restated.c
    joined = snapshot_restated.join(meeting, meeting.c.meeting_id == r.meeting_id)
    asked: Select[Any] = select(r.snapshot_metric_id, r.value, r.told, meeting.c.held_on)
    asked = asked.select_from(joined)
    return connection.execute(asked.order_by(meeting.c.held_on)).all()
