"""Definitions then: one short hash for what a number means, and for what it is judged by."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from hashlib import sha256

from sqlalchemy import Connection

from revdash.metrics.catalog import CATALOG
from revdash.metrics.read import statement_of
from revdash.metrics.scope import Scope
from revdash.metrics.sql import spelled
from revdash.period import Period
from revdash.store.hashes import content_of
from revdash.store.schema.agreement import (
    calendar_used,
    company_used,
    policy_used,
    reason_before,
    reason_used,
    threshold_used,
)

_JUDGED_BY = (
    *(company_used, calendar_used, reason_used, reason_before, policy_used, threshold_used),
)
_A_WEEK = Scope(
    period=Period(date(2026, 5, 11), date(2026, 5, 18)),
    as_of=datetime(2026, 5, 18),
    today=date(2026, 5, 17),
)


@cache
def definition_hash(metric: str) -> str:
    """The hash of the statement that answers *metric* and of its words; empty without one."""
    found = CATALOG.get(metric)
    if found is None:
        return ""
    return _hash((spelled(statement_of(found, _A_WEEK), _A_WEEK), found.meaning, found.formula))


def rules_hash(connection: Connection) -> str:
    """The hash of the calendars, reasons and promises that a release is judged by."""
    return _hash(f"{table.name} {content_of(connection, table)}" for table in _JUDGED_BY)


def set_hash(connection: Connection, metrics: Iterable[str]) -> str:
    """The hash of all that *metrics* mean, and are judged by in this release."""
    return _hash((rules_hash(connection), *map(definition_hash, sorted(set(metrics)))))


def _hash(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]
