"""Wins: the deals won in some days, by name, so that a meeting can speak of them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from revdash.period import Period
from revdash.store.schema.episodes import deal
from revdash.terms import Outcome

_d = deal.c


def deals_won(connection: Connection, period: Period, limit: int) -> Sequence[Any]:
    """Read the deals won in a period, the largest first: id, name, account and amount."""
    is_won = (_d.outcome == Outcome.WON.value) & (_d.closed_on >= period.start)
    query = (
        select(_d.opportunity_id, _d.name, _d.account_name, _d.amount_base)
        .where(is_won, _d.closed_on < period.end)
        .order_by(_d.amount_base.desc().nulls_last(), _d.opportunity_id)
        .limit(limit)
    )
    return connection.execute(query).all()


def deal_names(connection: Connection, deals: Collection[str]) -> dict[str, str]:
    """What each of these deals is called."""
    query = select(_d.opportunity_id, _d.name).where(_d.opportunity_id.in_(sorted(deals)))
    return {key: name or key for key, name in connection.execute(query)} if deals else {}
