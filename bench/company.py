"""A company of any size: three years of it, written by DuckDB itself into an ordinary release.

The derived tables are filled directly, one statement each, so that ten million episodes take
minutes. Rows lie as a rebuild lays them: episodes by the day of their MQL, deals by their close.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from time import process_time

from sqlalchemy import Connection

from revdash.api.actors import COMMAND_LINE
from revdash.api.house import House, move_in
from revdash.api.set_up import init
from revdash.api.teller import Telling
from revdash.api.telling import tell
from revdash.clock import utc_now
from revdash.config import Settings
from revdash.episodes.rules import read_rules
from revdash.handoffs.standing import take_stock
from revdash.metrics.kept import refresh

AS_OF = datetime(2026, 5, 17, 18, 40)
_EPISODES_A_DEAL = 5

# dice(i, salt): a number from 0 up to 1 that depends on both and on nothing else.
_WORDS = (
    "CREATE TEMP MACRO dice(i, salt) AS (hash(i * 1009 + salt) % 1000003) / 1000003.0",
    """CREATE TEMP MACRO one_of(i, salt, names) AS
       names[1 + CAST(floor(dice(i, salt) * len(names)) AS BIGINT)]""",
    """CREATE TEMP MACRO later(moment, seconds) AS
       moment + to_microseconds(CAST(seconds * 1e6 AS BIGINT))""",
    """CREATE TEMP MACRO source_names() AS ['paid search', 'organic', 'webinar', 'trade show',
       'partner', 'outbound', 'content', 'referral']""",
)

_EPISODES = """
INSERT INTO lead_episode BY NAME
WITH arrivals AS (
    SELECT range AS i,
           later(TIMESTAMP '2023-05-22 00:00:00',
                 range * 94322400.0 / getvariable('episodes')) AS mql_at,
           TIMESTAMP '2026-05-17 18:40:00' AS as_of
    FROM range(getvariable('episodes'))
), fates AS (
    SELECT *, floor(-ln(1 - dice(i, 1)) * 7200) AS seconds, dice(i, 2) AS fate,
           dice(i, 3) < 0.93 AS is_tried, dice(i, 4) AS kind_dice,
           later(mql_at, 86400 * (2 + 20 * dice(i, 5))) AS ends_at
    FROM arrivals
), clocks AS (
    SELECT *, later(mql_at, seconds) AS tried_at, later(mql_at, 14400) AS due_at,
           is_tried AND later(mql_at, seconds) <= as_of AS is_touched,
           ends_at <= as_of AND (fate < 0.97 OR mql_at < as_of - to_days(90)) AS is_ended
    FROM fates
)
SELECT 'bench:' || i || '#1' AS episode_id, 'bench:' || i AS person_id,
       'bench:account:' || (i % 40000) AS account_id, 'Account ' || (i % 40000) AS account_name,
       1 AS episode_no,
       CASE WHEN kind_dice < 0.85 THEN 'new' WHEN kind_dice < 0.97 THEN 're'
            ELSE 'expansion' END AS kind,
       CASE WHEN NOT is_ended THEN 'MQL' WHEN fate < 0.05 THEN 'WON' WHEN fate < 0.2 THEN 'LOST'
            WHEN fate < 0.6 THEN 'RECYCLED' ELSE 'REJECTED' END AS stage,
       NOT is_ended AS is_open,
       CASE WHEN is_ended THEN stage END AS closed_as,
       later(mql_at, -86400) AS lead_at, mql_at,
       CASE WHEN is_ended AND fate < 0.6 THEN later(mql_at, seconds + 3600) END AS sal_at,
       CASE WHEN is_ended AND fate < 0.35 THEN later(mql_at, seconds + 7200) END AS sql_at,
       CASE WHEN is_ended AND fate < 0.2 THEN later(mql_at, seconds + 9000) END AS opp_at,
       CASE WHEN is_ended AND fate < 0.05 THEN ends_at END AS won_at,
       CASE WHEN is_ended AND fate BETWEEN 0.05 AND 0.2 THEN ends_at END AS lost_at,
       CASE WHEN is_ended AND fate >= 0.6 THEN ends_at END AS rejected_at,
       CASE WHEN is_ended AND fate BETWEEN 0.2 AND 0.6 THEN ends_at END AS recycled_at,
       CASE WHEN is_ended THEN ends_at END AS closed_at,
       coalesce(sal_at, rejected_at) AS verdict_at, coalesce(closed_at, tried_at) AS last_at,
       false AS is_impossible_order, false AS is_sal_implied, false AS is_sql_implied,
       false AS is_opp_implied,
       CAST(lead_at AS DATE) AS lead_on, CAST(mql_at AS DATE) AS mql_on,
       CAST(sal_at AS DATE) AS sal_on, CAST(sql_at AS DATE) AS sql_on,
       CAST(opp_at AS DATE) AS opp_on, CAST(won_at AS DATE) AS won_on,
       CAST(lost_at AS DATE) AS lost_on, CAST(verdict_at AS DATE) AS verdict_on,
       'instant' AS mql_precision,
       CASE WHEN rejected_at IS NOT NULL
            THEN one_of(i, 6, ['no budget', 'not a fit', 'no answer', 'junk']) END AS reason_code,
       one_of(i, 7, ['A', 'B', 'B', 'C', 'C', 'C']) AS tier, round(100 * dice(i, 8)) AS score,
       one_of(i, 9, source_names()) AS source, source AS channel,
       'campaign:' || CAST(floor(40 * dice(i, 10)) AS BIGINT) AS campaign_id,
       'Campaign ' || campaign_id AS campaign,
       one_of(i, 11, ['small', 'middle', 'large']) AS segment,
       one_of(i, 12, ['north', 'south', 'east', 'west']) AS region,
       'user:' || CAST(floor(60 * dice(i, 13)) AS BIGINT) AS owner_user_id,
       'Seller ' || owner_user_id AS owner,
       'Team ' || CAST(floor(8 * dice(i, 13)) AS BIGINT) AS team,
       mql_at AS first_assigned_at, 0.0 AS routing_seconds, mql_at AS clock_start_at,
       (SELECT max(calendar_id) FROM calendar_used WHERE is_default) AS calendar_id,
       -(SELECT max(seconds_before) FROM worktime_day
         WHERE day = DATE '2026-05-10') + 0.0 AS clock_offset_seconds,
       'bench' AS policy_version, 14400.0 AS target_seconds, due_at,
       CAST(due_at AS DATE) AS due_on,
       CASE WHEN is_touched THEN tried_at END AS first_attempt_at,
       first_attempt_at AS credited_at,
       CASE WHEN is_touched THEN seconds END AS wait_seconds,
       CAST(mql_at AS DATE) AS waiting_from_on,
       CAST(least(first_attempt_at, closed_at) AS DATE) AS waiting_until_on,
       CASE WHEN is_touched THEN 2 ELSE 0 END AS attempts,
       is_touched AND fate < 0.6 AS is_connected,
       false AS is_clock_excluded,
       CASE WHEN opp_at IS NOT NULL THEN 'bench:deal:' || i END AS opportunity_id,
       CASE WHEN opp_at IS NOT NULL THEN round(60000 * dice(i, 14)) END AS amount_base
FROM clocks
"""

_DEALS = """
INSERT INTO deal BY NAME
WITH deals AS (
    SELECT range AS i, dice(range, 20) AS fate,
           CAST(later(TIMESTAMP '2023-05-22 00:00:00',
                      range * 94322400.0 / getvariable('deals')) AS DATE) AS day
    FROM range(getvariable('deals'))
)
SELECT 'bench:deal:' || i AS opportunity_id, 'Deal ' || i AS name,
       'bench:account:' || (i % 40000) AS account_id, 'Account ' || (i % 40000) AS account_name,
       'bench:' || i AS person_id, 'new' AS kind,
       CASE WHEN fate < 0.25 THEN 'won' WHEN fate < 0.9 THEN 'lost' ELSE 'open' END AS outcome,
       outcome AS stage, round(60000 * dice(i, 21)) AS amount_base, day - 60 AS created_on,
       day AS expected_close_on, CASE WHEN outcome <> 'open' THEN day END AS closed_on,
       60.0 AS cycle_days, one_of(i, 22, source_names()) AS source,
       source AS channel, one_of(i, 23, ['small', 'middle', 'large']) AS segment,
       one_of(i, 24, ['north', 'south', 'east', 'west']) AS region,
       'Team ' || CAST(floor(8 * dice(i, 25)) AS BIGINT) AS team, true AS is_new_business
FROM deals
ORDER BY closed_on, opportunity_id
"""

_EXPOSURE = """
INSERT INTO exposure_day BY NAME
SELECT DATE '2023-05-22' + CAST(days.range AS INTEGER) AS day,
       source_names()[1 + c.range % 8] AS channel,
       'campaign:' || c.range AS campaign_id, 'Campaign ' || c.range AS campaign, region,
       CAST(5000 * dice(days.range * 100 + c.range, 30) AS BIGINT) AS impressions,
       impressions // 50 AS engagements, impressions // 80 AS clicks, clicks * 1.5 AS cost_base,
       'bench:' || days.range || ':' || c.range || ':' || region AS event_key
FROM range(1092) AS days, range(40) AS c,
     (SELECT unnest(['north', 'south', 'east', 'west']) AS region)
ORDER BY day, event_key
"""

_REACH = """
INSERT INTO reach_now BY NAME
SELECT source_names()[1 + c.range] AS channel, DATE '2023-05-22' + CAST(7 * weeks.range AS INTEGER)
       AS window_start, window_start + 7 AS window_end,
       CAST(20000 * dice(weeks.range * 10 + c.range, 31) AS BIGINT) AS people,
       'deduplicated' AS method, 'channel' AS dedup_scope,
       'bench:' || weeks.range || ':' || c.range AS event_key
FROM range(156) AS weeks, range(8) AS c
ORDER BY window_start
"""

_LEADS = """
INSERT INTO lead_start BY NAME
SELECT * FROM (SELECT person_id, account_id, account_name, lead_at, lead_on, false AS is_listed,
       mql_at, sql_at, source, channel, campaign_id, campaign, segment, region,
       owner_user_id, owner, team FROM lead_episode)
ORDER BY lead_on
"""

_ATTEMPTS = """
INSERT INTO attempt_now BY NAME
SELECT episode_id || ':' || nth AS event_key, person_id, episode_id, account_name,
       'call' AS activity_type, later(first_attempt_at, nth * 3600) AS event_at,
       CAST(later(first_attempt_at, nth * 3600) AS DATE) AS done_on,
       false AS is_heard, true AS is_attempt,
       is_connected AND nth = 1 AS is_reached, true AS is_manual, nth = 0 AS is_late_logged,
       source, channel, campaign_id, campaign, segment, region, tier, kind, owner_user_id, owner,
       team
FROM lead_episode, (VALUES (0), (1)) AS times(nth)
WHERE first_attempt_at IS NOT NULL
ORDER BY done_on
"""

# The one view asks whether such facts were ever loaded; one of each is enough to say yes.
_FACTS = tuple(
    f"INSERT INTO {table} BY NAME SELECT 'bench' AS event_key"
    for table in (
        "lifecycle_event",
        "sales_activity",
        "channel_day",
        "reach_window",
        "opportunity",
    )
)
_IMPORT = (
    "INSERT INTO load_batch BY NAME SELECT 1 AS batch_id, 'bench' AS what, 'bench' AS by, "
    "1 AS files, 0 AS rows_read, 0 AS rows_loaded, 0 AS rows_unchanged, 0 AS rows_refused, "
    "TIMESTAMP '2026-05-17 19:00:00' AS loaded_at"
)


def company_of(folder: Path, episodes: int, also: Sequence[str] = ()) -> House:
    """Publish a company of *episodes* in *folder*, with what *also* writes; move into it."""
    house = move_in(Settings(data=folder))
    init(house, COMMAND_LINE)
    with house.releases.building("bench", by="bench", now=utc_now()) as building:
        fill(building.connection, episodes)
        for statement in also:
            building.connection.exec_driver_sql(statement)
        building.data_to = AS_OF
        take_stock(building.connection, AS_OF)
        told = Telling(
            connection=building.connection,
            house=house,
            rules=read_rules(building.connection),
            as_of=AS_OF,
            now=building.now,
        )
        start = process_time()
        refresh(building.connection, told.scope, None, building.now)
        kept = process_time()
        tell(told)
        print(
            f"the headlines' weeks kept in {kept - start:.1f} s of CPU, "
            f"Health and the like told in {process_time() - kept:.1f} s"
        )
    return house


def fill(connection: Connection, episodes: int) -> None:
    """Write every derived table for *episodes* episodes."""
    sizes = (
        f"SET VARIABLE episodes = {int(episodes)}",
        f"SET VARIABLE deals = {int(episodes) // _EPISODES_A_DEAL}",
    )
    filling = (_EPISODES, _DEALS, _EXPOSURE, _REACH, _LEADS, _ATTEMPTS)
    for statement in (*_WORDS, *sizes, *filling, *_FACTS, _IMPORT):
        connection.exec_driver_sql(statement)
