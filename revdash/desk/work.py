"""Work: the hours that marketers log by hand, and what each hour was for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Any

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import insert, remove
from revdash.desk.tables.work import work_log_entry
from revdash.errors import InputError

HOURS_A_DAY = 24
_w = work_log_entry.c


class WorkScope(StrEnum):
    """For how many an hour of marketing was."""

    ONE_DEAL = "single_deal"
    SEGMENT = "segment"
    MARKET = "market_wide"
    ENABLEMENT = "sales_enablement_market_wide"


@dataclass(frozen=True, kw_only=True)
class Work:
    """Some hours of one marketer's day on one kind of work; ``user_id`` as the CRM knows them."""

    worked_on: date
    user_id: str
    hours: float
    kind: str
    scope: WorkScope
    opportunity_id: str | None = None
    asset_id: str | None = None
    cycle_step: str | None = None
    requested_by: str | None = None
    is_one_off: bool = False
    words: str = ""
    entry_id: str = ""
    version: int = 0


def read_work(connection: Connection, since: date | None = None) -> tuple[Work, ...]:
    """Read what was logged here, the newest first."""
    query = select(work_log_entry).order_by(_w.worked_on.desc(), _w.entry_id)
    if since is not None:
        query = query.where(_w.worked_on >= since)
    return tuple(_work(row) for row in connection.execute(query))


def log_work(connection: Connection, wanted: Work, by: Stamp) -> str:
    """Log some hours; return the entry's id."""
    check_work(wanted)
    values: dict[str, Any] = {
        **vars(wanted),
        "scope": wanted.scope.value,
        "entry_id": wanted.entry_id or None,
        "kind": wanted.kind.strip(),
    }
    del values["version"]
    return insert(connection, work_log_entry, values, by)


def take_back_work(connection: Connection, entry_id: str, version: int, by: Stamp) -> None:
    """Take an entry away, as it was at *version*."""
    remove(connection, work_log_entry, entry_id, version, by)


def check_work(wanted: Work) -> None:
    """Refuse hours that no day has, and work for one deal that names none."""
    if not isfinite(wanted.hours) or not 0 < wanted.hours <= HOURS_A_DAY:
        raise InputError(
            f"{wanted.hours:g} hours are not of one day. Give more than 0 and at most "
            f"{HOURS_A_DAY}, such as 2.5."
        )
    if not wanted.kind.strip():
        raise InputError("It is not said what was done. Name it, such as deck or campaign.")
    if not wanted.user_id:
        raise InputError("It is not said who did it. Choose the marketer.")
    if wanted.scope is WorkScope.ONE_DEAL and not wanted.opportunity_id:
        raise InputError("Work for one deal must name the deal. Choose it, or another scope.")


def _work(row: Any) -> Work:
    return Work(
        entry_id=row.entry_id,
        worked_on=row.worked_on,
        user_id=row.user_id,
        hours=row.hours,
        kind=row.kind,
        scope=WorkScope(row.scope),
        opportunity_id=row.opportunity_id,
        asset_id=row.asset_id,
        cycle_step=row.cycle_step,
        requested_by=row.requested_by,
        is_one_off=row.is_one_off,
        words=row.words or "",
        version=row.version,
    )
