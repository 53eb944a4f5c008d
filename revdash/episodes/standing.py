"""Standing: what belongs to no one human, derived anew from the facts in force."""

from sqlalchemy import Connection, delete, insert

from revdash.episodes import clientele, cycle, demos, market, touches, workshop
from revdash.episodes.deal_motion import moves
from revdash.episodes.deals import closed_before_created, deals
from revdash.episodes.revenue import revenue
from revdash.episodes.rules import Rules
from revdash.store.frames import insert_found
from revdash.store.schema.clientele import customer_now, need_now, nps_now, revenue_stay
from revdash.store.schema.episodes import deal, exposure_day, reach_now
from revdash.store.schema.followers import account_now, brand_day, close_date_move
from revdash.store.schema.ledger import quality_issue
from revdash.store.schema.workshop import asset_now, step_cell, step_cover, step_pass, work_now
from revdash.terms import IssueRule


def refresh(connection: Connection, rules: Rules) -> None:
    """Derive deals, exposure, customers and enablement again, and what is odd about the deals."""
    for table, rows in (
        (deal, deals(rules)),
        (close_date_move, moves(rules)),  # reads the deals
        (exposure_day, market.exposure(rules)),
        (reach_now, market.reach()),
        (brand_day, market.brand()),
        (account_now, market.accounts()),
        (customer_now, clientele.customers(rules)),  # reads the deals, as do the next
        (revenue_stay, revenue(rules)),  # reads the customers, as do the next two
        (nps_now, clientele.answers(rules)),
        (need_now, clientele.needs(rules)),
        (work_now, workshop.work(rules)),
        (asset_now, workshop.assets(rules)),
        (step_cell, cycle.cells(rules)),
        (step_cover, cycle.covers(rules)),  # reads the steps and the material
        (step_pass, cycle.passes(rules)),
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
