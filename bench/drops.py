"""Drops: what the rules find of open and closed leads: derived, evaluated, asked for by a page."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, func, select

from bench.company import AS_OF, company_of
from bench.followed import PEOPLE
from bench.printing import table, with_cpu
from revdash.api import worklist as page
from revdash.api.actors import COMMAND_LINE
from revdash.api.house import House
from revdash.api.teller import unfiltered
from revdash.api.worklist import SOON
from revdash.api.worklist_views import Wish
from revdash.clock import utc_now
from revdash.episodes.identities import humans
from revdash.episodes.rebuild import everybody
from revdash.episodes.rules import Rules, read_rules
from revdash.episodes.whom import People, held
from revdash.handoffs import worklist
from revdash.handoffs.firings import make_drops, refresh_drops
from revdash.handoffs.standing import take_stock
from revdash.handoffs.worth import read_worth
from revdash.store.schema.drops import drop_now, handoff_drop
from revdash.store.schema.episodes import lead_episode

A_DAY, TIMES, ROWS = 200, 9, 50
# Of so many leads one is open and undecided, however old: one of all that ever were, then each.
SHARES = (11, 1)
_OPEN = (
    """UPDATE lead_episode SET is_open = true, stage = 'MQL', closed_as = NULL, closed_at = NULL,
       closed_on = NULL, verdict_at = NULL, sal_at = NULL, sql_at = NULL, opp_at = NULL,
       won_at = NULL, lost_at = NULL, rejected_at = NULL, recycled_at = NULL
       WHERE hash(episode_id) % SHARE = 0""",
    """UPDATE lead_episode SET is_open = false, closed_at = coalesce(closed_at, last_at, mql_at),
       closed_as = coalesce(closed_as, 'LAPSED') WHERE hash(episode_id) % SHARE > 0 AND is_open""",
    "UPDATE lead_episode SET closed_on = CAST(closed_at AS DATE)",
)
# What sales did are facts too; one lead in three was joined to another.
_FACTS = (
    """INSERT INTO sales_activity BY NAME SELECT event_key, person_id, activity_type, event_at,
       'outbound' AS direction, owner_user_id AS user_id FROM attempt_now""",
    """INSERT INTO assignment BY NAME SELECT episode_id AS event_key, person_id, mql_at AS event_at,
       owner_user_id AS to_user_id FROM lead_episode""",
    """INSERT INTO nurture_enrolment BY NAME SELECT episode_id AS event_key, person_id,
       recycled_at + to_days(4) AS enrolled_at FROM lead_episode
       WHERE recycled_at IS NOT NULL AND hash(episode_id) % 3 = 0""",
    """INSERT INTO person_identity BY NAME SELECT person_id, person_id AS root
       FROM lead_episode WHERE hash(person_id) % 3 = 0""",
    PEOPLE,
)


def run(sizes: list[int]) -> None:
    """Print what each size of company takes."""
    for size in sizes:
        with TemporaryDirectory() as folder:
            house = company_of(Path(folder), size, _FACTS)
            for share in SHARES:
                _one(house, share)


def _one(house: House, share: int) -> None:
    with house.releases.building("bench drops", by="bench", now=utc_now()) as building:
        connection = building.connection
        building.data_to = AS_OF
        for statement in _OPEN:
            connection.exec_driver_sql(statement.replace("SHARE", str(share)))
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
            select(func.count()).select_from(drop_now).scalar_subquery(),
        )
        leads, still_open, fired, late = connection.execute(told).one()
    title = (
        f"Dropped handoffs of {leads:,} leads, {still_open:,} open: {fired:,} firings, "
        f"{late:,} of them late now (targets at 1M open of 11M: evaluation 5 s, the page 100 ms)"
    )
    table(title, ("what", "least ms", "median ms", "CPU ms"), rows)


def _made(connection: Connection, people: People, rules: Rules) -> None:
    with held(connection, "concerned", people) as some, humans(connection, some) as wanted:
        make_drops(connection, wanted, rules)


def _asked(connection: Connection) -> list[tuple[str, Callable[[], object]]]:
    """What the page asks of what is late now: each of its queries, and all with their words.

    What leads are worth is read once a release, whatever the page is asked for.
    """
    rules = read_rules(connection)
    scope = unfiltered(rules, AS_OF)
    whole = worklist.Picked()
    worth = read_worth(connection, scope)
    found = worklist.listed(connection, scope, whole, worth, ROWS)
    people = {row.person_id for row in found}
    asked: dict[str, Callable[[], object]] = {
        "counts": lambda: worklist.counts(connection, scope, whole),
        f"{ROWS} rows": lambda: worklist.listed(connection, scope, whole, worth, ROWS),
        "what fires beside them": lambda: worklist.beside(connection, scope, found),
        "their names": lambda: worklist.called(connection, people),
        "value at risk": lambda: worklist.at_risk(connection, scope, whole, worth),
        "soon late": lambda: worklist.nearing(connection, scope, rules, SOON),
    }
    return [
        ("once a release: what leads are worth", lambda: read_worth(connection, scope)),
        *((f"the page: {name}", work) for name, work in asked.items()),
        ("the page's queries together", lambda: [work() for work in asked.values()]),
        ("the page, all that it says", lambda: page.worklist(COMMAND_LINE, Wish())),
    ]
