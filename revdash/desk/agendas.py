"""Agendas: which metrics each closed weekly looked at."""

from datetime import date

from sqlalchemy import Connection, select

from revdash.desk.tables.meetings import meeting, snapshot_metric, weekly_snapshot


def read_agendas(connection: Connection) -> dict[date, frozenset[str]]:
    """Read the metrics that each closed meeting froze, by its day, oldest first."""
    asked = (
        select(meeting.c.held_on, snapshot_metric.c.metric)
        .join_from(meeting, weekly_snapshot, weekly_snapshot.c.meeting_id == meeting.c.meeting_id)
        .join(snapshot_metric, snapshot_metric.c.snapshot_id == weekly_snapshot.c.snapshot_id)
        .order_by(meeting.c.held_on)
    )
    found: dict[date, set[str]] = {}
    for held_on, metric in connection.execute(asked):
        found.setdefault(held_on, set()).add(metric)
    return {held_on: frozenset(metrics) for held_on, metrics in found.items()}
