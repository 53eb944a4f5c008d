"""Drops: what the rules find of open and closed leads: derived, evaluated, asked for by a page."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, func, select

from bench.company import AS_OF, company_of
from bench.printing import table, with_cpu
from revdash.api.house import House
from revdash.api.teller import unfiltered
from revdash.clock import utc_now
from revdash.episodes.identities import humans
from revdash.episodes.rebuild import everybody
from revdash.episodes.rules import Rules, read_rules
from revdash.episodes.whom import People, held
from revdash.handoffs import worklist
from revdash.handoffs.firings import make_drops, refresh_drops
from revdash.handoffs.standing import take_stock
from revdash.handoffs.worth import read_worth
from revdash.store.schema.drops import handoff_drop
from revdash.store.schema.episodes import lead_episode

A_DAY, TIMES, ROWS = 200, 5, 50
# One lead in eleven is still open and undecided, however old; its attempts are facts too.
_FACTS = (
    """UPDATE lead_episode SET is_open = true, stage = 'MQL', closed_as = NULL, closed_at = NULL,
       closed_on = NULL, verdict_at = NULL, sal_at = NULL, sql_at = NULL, opp_at = NULL,
       won_at = NULL, lost_at = NULL, rejected_at = NULL, recycled_at = NULL
       WHERE hash(episode_id) % 11 = 0""",
    """UPDATE lead_episode SET is_open = false, closed_at = coalesce(closed_at, last_at, mql_at),
       closed_as = coalesce(closed_as, 'LAPSED') WHERE hash(episode_id) % 11 > 0 AND is_open""",
    "UPDATE lead_episode SET closed_on = CAST(closed_at AS DATE)",
    """INSERT INTO sales_activity BY NAME SELECT event_key, person_id, activity_type, event_at,
       'outbound' AS direction, owner_user_id AS user_id FROM attempt_now""",
    """INSERT INTO assignment BY NAME SELECT episode_id AS event_key, person_id, mql_at AS event_at,
       owner_user_id AS to_user_id FROM lead_episode""",
    """INSERT INTO nurture_enrolment BY NAME SELECT episode_id AS event_key, person_id,
       recycled_at + to_days(4) AS enrolled_at FROM lead_episode
       WHERE recycled_at IS NOT NULL AND hash(episode_id) % 3 = 0""",
    """INSERT INTO person_identity BY NAME SELECT DISTINCT person_id, person_id AS root
       FROM lead_episode""",
)


def run(sizes: list[int]) -> None:
    """Print what each size of company takes."""
    for size in sizes:
        with TemporaryDirectory() as folder:
            _one(company_of(Path(folder), size))


def _one(house: House) -> None:
    with house.releases.building("bench drops", by="bench", now=utc_now()) as building:
        connection = building.connection
        building.data_to = AS_OF
        for statement in _FACTS:
            connection.exec_driver_sql(statement)
        rules = read_rules(connection)
        few = [f"bench:{n}" for n in range(A_DAY)]
        rows = [
            ("derive everybody's", *with_cpu(lambda: _made(connection, everybody(), rules))),
            ("derive what is nobody's", *with_cpu(lambda: refresh_drops(connection, rules))),
            (f"derive {A_DAY} people's", *with_cpu(lambda: _made(connection, few, rules))),
            ("say what is late now", *with_cpu(lambda: take_stock(connection, AS_OF))),
        ]
    with house.facts() as connection:
        rows += [(name, *with_cpu(work, TIMES)) for name, work in _asked(connection)]
        told = select(
            select(func.count()).select_from(lead_episode).scalar_subquery(),
            select(func.count()).where(lead_episode.c.is_open).scalar_subquery(),
            select(func.count()).select_from(handoff_drop).scalar_subquery(),
        )
        leads, still_open, fired = connection.execute(told).one()
    title = (
        f"Dropped handoffs of {leads:,} leads, {still_open:,} open: {fired:,} firings "
        "(targets at 1M open of 11M: evaluation 5 s, the page 100 ms)"
    )
    table(title, ("what", "least ms", "median ms", "CPU ms"), rows)


def _made(connection: Connection, people: People, rules: Rules) -> None:
    with held(connection, "concerned", people) as some, humans(connection, some) as wanted:
        make_drops(connection, wanted, rules)


def _asked(connection: Connection) -> list[tuple[str, Callable[[], object]]]:
    """What the page asks of what is late now."""
    rules = read_rules(connection)
    scope = unfiltered(rules, AS_OF)
    whole = worklist.Picked()
    worth = read_worth(connection, scope)

    return [
        ("the page: what leads are worth", lambda: read_worth(connection, scope)),
        ("the page: counts", lambda: worklist.counts(connection, scope, whole)),
        (f"the page: {ROWS} rows", lambda: worklist.listed(connection, scope, whole, worth, ROWS)),
        ("the page: value at risk", lambda: worklist.at_risk(connection, scope, whole, worth)),
        ("the page: soon late", lambda: worklist.nearing(connection, scope, rules, ROWS)),
    ]
