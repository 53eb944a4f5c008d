"""Standing: what belongs to no one human, derived anew from the facts in force."""

from sqlalchemy import Connection, delete, insert

from revdash.episodes import demos, market, touches
from revdash.episodes.deal_motion import moves
from revdash.episodes.deals import closed_before_created, deals
from revdash.episodes.rules import Rules
from revdash.store.frames import insert_found
from revdash.store.schema.episodes import deal, exposure_day, reach_now
from revdash.store.schema.followers import account_now, brand_day, close_date_move
from revdash.store.schema.ledger import quality_issue
from revdash.terms import IssueRule


def refresh(connection: Connection, rules: Rules) -> None:
    """Derive the deals, the exposure and the reach again, and what is odd about the deals."""
    for table, rows in (
        (deal, deals(rules)),
        (close_date_move, moves(rules)),  # reads the deals
        (exposure_day, market.exposure(rules)),
        (reach_now, market.reach()),
        (brand_day, market.brand()),
        (account_now, market.accounts()),
    ):
        connection.execute(delete(table))
        names = [column.name for column in rows.selected_columns]
        connection.execute(insert(table).from_select(names, rows))
    touches.refresh_nameless(connection, rules)
    demos.refresh_nameless(connection, rules)
    is_odd = quality_issue.c.rule == IssueRule.CLOSED_BEFORE_CREATED.value
    connection.execute(delete(quality_issue).where(is_odd))
    odd = closed_before_created(rules)
    insert_found(connection, quality_issue, odd)
