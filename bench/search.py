"""Search: people found by a few letters, among as many as there are episodes."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from bench.company import AS_OF, company_of
from bench.printing import milliseconds, table
from revdash.api.house import House
from revdash.clock import utc_now
from revdash.episodes.identities import humans
from revdash.episodes.known_words import word_rows
from revdash.episodes.rules import read_rules
from revdash.episodes.whom import held
from revdash.handoffs.search import find
from revdash.store.frames import insert_found
from revdash.store.schema.followers import person_word
from revdash.store.schema.people import person

TIMES = 5
TYPED = (
    *("john smith", "jon smyth", "jonh smiht", "smith", "ltd", "pumps gmbh", "wa", "qqxx"),
    *("john.smith12345@acme.example", "4711", "bench:4711"),
)
# Forty thousand family names of two or three syllables, as uneven as names are.
_PEOPLE = """
INSERT INTO person BY NAME
WITH told AS (
    SELECT episode_id, person_id, account_name, substr(person_id, 7) AS number,
           pow((hash(person_id) % 99991) / 99991.0, 3) AS first_dice,
           pow((hash(person_id || 'x') % 99989) / 99989.0, 3) AS last_dice
    FROM lead_episode
), syllables AS (
    SELECT ['ba', 'ko', 'lin', 'mar', 'ser', 'tov', 'wa', 'zi', 'rei', 'den', 'sch', 'smi', 'no',
            'pe', 'ghu', 'jo', 'ha', 'fe', 'cla', 'vic'] AS s
), named AS (
    SELECT person_id, account_name, number,
           CASE WHEN first_dice < 1e-4 THEN 'John' ELSE
             s[1 + CAST(floor(first_dice * 20) AS BIGINT)]
             || s[1 + CAST(floor(first_dice * 4000) AS BIGINT) % 20] || 'n' END AS first_name,
           CASE WHEN last_dice < 1e-4 THEN 'Smith' ELSE
             s[1 + CAST(floor(last_dice * 8000) AS BIGINT) % 20]
             || s[1 + CAST(floor(last_dice * 400) AS BIGINT) % 20]
             || s[1 + CAST(floor(last_dice * 20) AS BIGINT)] END AS last_name
    FROM told, syllables
)
SELECT person_id AS event_key, person_id, number AS source_id, 'bench' AS source_system,
       first_name || ' ' || last_name AS full_name,
       account_name || CASE WHEN hash(number) % 2 = 0 THEN ' Pumps GmbH' ELSE ' Lifts Ltd' END
         AS company_name,
       lower(first_name || '.' || last_name || number) || '@acme.example' AS email,
       1 AS batch_id, TIMESTAMP '2026-05-17 18:40:00' AS loaded_at
FROM named
"""


def run(sizes: list[int]) -> None:
    """Print what each size of company takes."""
    for size in sizes:
        with TemporaryDirectory() as folder:
            _one(company_of(Path(folder), size), size)


def _one(house: House, size: int) -> None:
    with house.releases.building("bench search", by="bench", now=utc_now()) as building:
        connection = building.connection
        building.data_to = AS_OF
        connection.exec_driver_sql(_PEOPLE)
        rules = read_rules(connection)
        everybody = select(person.c.person_id)
        ids = list(connection.execute(everybody).scalars())
        with held(connection, "concerned", ids) as some, humans(connection, some) as wanted:
            rows = [
                (
                    "learn their words",
                    *milliseconds(
                        lambda: insert_found(connection, person_word, word_rows(wanted, rules))
                    ),
                    0,
                )
            ]
    with house.facts() as connection:
        for typed in TYPED:
            taken = milliseconds(lambda typed=typed: find(connection, typed), TIMES)
            rows.append((f"find “{typed}”", *taken, len(find(connection, typed))))
    title = f"Search among {size:,} people (target 200 ms at 1M)"
    table(title, ("what", "least ms", "median ms", "found"), rows)
