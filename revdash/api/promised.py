"""Promised: what came of a promise of MQLs in one period, and whether it was kept."""

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection

from revdash.desk.obligations import MqlPromise
from revdash.metrics.catalog import find
from revdash.metrics.read import glance
from revdash.metrics.scope import Scope
from revdash.metrics.shown import count, shown
from revdash.period import Period

_WANTED = ("mql_new", "mql_re", "acceptance_rate")


class Came(NamedTuple):
    """What came, in words, and whether it is as much and as good as promised."""

    text: str
    is_kept: bool
    is_undecided: bool = False  # enough came, and sales has yet to accept or refuse some


def came_of(connection: Connection, promise: MqlPromise, period: Period, scope: Scope) -> Came:
    """Count the MQLs of the part that is promised, and what sales accepted of them."""
    filters = tuple((name, (value,)) for name, value in promise.part.items())
    over = replace(scope, period=period, filters=filters, targets=())
    found = glance(connection, map(find, _WANTED), over)
    handed = sum(found[name].now.value or 0.0 for name in _WANTED[:2])
    accepted = found["acceptance_rate"].now
    is_enough = handed >= promise.mqls
    return Came(
        text=f"{count(handed)}, {shown(accepted).value} accepted",
        is_kept=is_enough and (accepted.value or 0.0) >= promise.acceptance,
        is_undecided=is_enough and accepted.pending > 0,
    )
