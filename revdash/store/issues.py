"""Issues: what looked odd about facts: counted by rule and day, and one by one."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, exists, func, select

from revdash.store.frames import set_aside
from revdash.store.schema import FACTS
from revdash.store.schema.ledger import quality_issue

_q = quality_issue.c
_WHICH = (_q.rule, _q.table_name, _q.event_key)  # whoever the person is by now


@contextmanager
def issues_so_far(connection: Connection) -> Iterator[Table]:
    """Keep for a block what is known to be odd before anything is derived anew."""
    with set_aside(connection, "issues_so_far", select(*_WHICH).distinct()) as known:
        yield known


def new_issues(connection: Connection, known: Table) -> Counter[str]:
    """Count the issues that are not among those *known*, by rule."""
    is_known = exists().where(*(known.c[c.name].is_not_distinct_from(c) for c in _WHICH))
    counted = select(_q.rule, func.count()).where(~is_known).group_by(_q.rule)
    return Counter(dict(connection.execute(counted.order_by(_q.rule)).all()))


def issues_by_day(connection: Connection) -> dict[str, dict[date, int]]:
    """Count the issues of each rule by the day on which they were first seen."""
    counted = select(_q.rule, _q.first_seen_on, func.count()).group_by(_q.rule, _q.first_seen_on)
    found: defaultdict[str, dict[date, int]] = defaultdict(dict)
    for rule, day, count in connection.execute(counted):
        found[rule][day] = count
    return found


def count_issues(connection: Connection, rule: str) -> int:
    """Count the issues of one rule."""
    counted = select(func.count()).select_from(quality_issue).where(_q.rule == rule)
    return int(connection.execute(counted).scalar_one())


def issues_of(connection: Connection, rule: str, limit: int | None = None) -> Sequence[Row[Any]]:
    """Read the issues of one rule, the newest first."""
    order = (_q.first_seen_on.desc(), _q.event_at.desc(), _q.event_key, _q.person_id)
    of_rule = select(quality_issue).where(_q.rule == rule)
    return connection.execute(of_rule.order_by(*order).limit(limit)).all()


def people_flagged(rule: str) -> Select[Any]:
    """The statement of whom one rule flagged."""
    return select(_q.person_id).where(_q.rule == rule)


def source_ids(connection: Connection, rule: str) -> dict[tuple[str, str], tuple[str, str]]:
    """The system and the id there of each record that one rule flagged, by table and key."""
    flagged = select(_q.event_key).where(_q.rule == rule)
    tables = select(_q.table_name).where(_q.rule == rule).distinct()
    found = {}
    for name in connection.execute(tables).scalars():
        f = FACTS[name].c
        told = select(f.event_key, f.source_system, f.source_id)
        for key, system, source_id in connection.execute(
            told.where(f.superseded_at.is_(None), f.event_key.in_(flagged))
        ):
            found[name, key] = (system or "", source_id or "")
    return found
