"""Money: amounts in the company's currency."""

from sqlalchemy import Double, case, cast, func, literal, or_
from sqlalchemy.sql.elements import ColumnElement

from revdash.episodes.rules import Rules


def in_base(
    base: ColumnElement[float],
    amount: ColumnElement[float],
    currency: ColumnElement[str],
    rules: Rules,
) -> ColumnElement[float]:
    """Money in the company's currency; another currency without a rate stays unknown."""
    ours = or_(currency.is_(None), currency == rules.currency)
    return func.coalesce(base, case((ours, amount), else_=cast(literal(None), Double)))
