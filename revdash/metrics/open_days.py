"""Open days: how many working days a stretch had, each calendar counting for its leads."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, func, select

from revdash.period import Period
from revdash.store.schema.agreement import calendar_used, worktime_day
from revdash.store.schema.episodes import lead_episode


def open_days(connection: Connection, stretches: Sequence[Period]) -> dict[date, float]:
    """The standard days that calendars were open in each stretch, by its first day.

    A company in three countries is open for a part of a day when one of them is off: calendars
    count for the share of the leads that run on them; without leads the default one alone.
    A stretch that no calendar knows is left out.
    """
    weights = _weights(connection)
    before = _open_before(connection, stretches)
    found = {}
    for start, end in stretches:
        known = [
            (weight, (before[name, end] - before[name, start]))
            for name, weight in weights.items()
            if (name, start) in before and (name, end) in before
        ]
        if known:
            found[start] = sum(w * days for w, days in known) / sum(w for w, _ in known)
    return found


def _weights(connection: Connection) -> dict[str, float]:
    e, c = lead_episode.c, calendar_used.c
    counted = select(e.calendar_id, func.count()).where(e.calendar_id.isnot(None))
    found = {row[0]: float(row[1]) for row in connection.execute(counted.group_by(e.calendar_id))}
    if found:
        return found
    default = select(c.calendar_id).where(c.is_default.is_(True))
    return dict.fromkeys(connection.execute(default).scalars(), 1.0)


def _open_before(
    connection: Connection, stretches: Sequence[Period]
) -> dict[tuple[str, date], float]:
    """The standard days that each calendar had been open before each edge of a stretch."""
    d, c = worktime_day.c, calendar_used.c
    edges = sorted({edge for stretch in stretches for edge in stretch})
    statement = (
        select(d.calendar_id, d.day, d.seconds_before, c.standard_day_seconds)
        .join(calendar_used, c.calendar_id == d.calendar_id)
        .where(d.day.in_(edges))
    )
    rows = connection.execute(statement)
    return {(name, day): seconds / standard for name, day, seconds, standard in rows}
