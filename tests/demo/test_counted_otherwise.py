"""Some stories again, counted by plain SQL from the facts: the product's readings are the same."""

import pytest
from sqlalchemy import func, select

from revdash.demo.timeline import LATE_LIST_WEEK, week_start
from revdash.demo.tour import stories
from revdash.period import given_period
from revdash.store.schema.drops import handoff_drop

pytestmark = pytest.mark.timeout(900)  # the first test waits for the whole demo

STORIES = {story.story_id: story for story in stories()}
IN_FORCE = "superseded_at IS NULL AND retracted IS NOT TRUE"

NEW_MQLS_OF_A_WEEK = f"""
    WITH firsts AS (
        SELECT coalesce(i.root, e.person_id) AS who, min(e.event_at) AS first_at
        FROM lifecycle_event e LEFT JOIN person_identity i ON i.person_id = e.person_id
        WHERE e.to_stage = 'MQL' AND e.{IN_FORCE}
        GROUP BY who
    )
    SELECT count(*) FROM firsts WHERE first_at >= '2026-02-09' AND first_at < '2026-02-16'
"""
VAGUE = f"""
    SELECT count(*) FILTER (coalesce(reason_code, 'other') = 'other') / count(*)
    FROM disposition WHERE {IN_FORCE} AND event_at >= ? AND event_at < ?
"""
SEARCHED = f"""
    SELECT sum(value) FILTER (day BETWEEN '2025-11-10' AND '2025-11-30')
         / sum(value) FILTER (day BETWEEN '2025-10-20' AND '2025-11-09')
    FROM brand_signal
    WHERE signal_kind = 'branded_clicks' AND market = 'DACH' AND {IN_FORCE}
"""
CAME_LATE = f"""
    SELECT count(DISTINCT person_id) FROM lifecycle_event
    WHERE to_stage = 'LEAD' AND {IN_FORCE} AND loaded_at >= ?
      AND event_at >= '2026-03-23' AND event_at < '2026-03-30'
"""
GIVEN_TO_THE_QUEUE = """
    SELECT count(DISTINCT a.person_id)
    FROM assignment a JOIN app_user u ON u.user_id = a.to_user_id AND u.superseded_at IS NULL
    WHERE u.kind = 'queue' AND a.event_at >= '2026-01-12'
      AND a.superseded_at IS NULL AND a.retracted IS NOT TRUE
"""
WITHOUT_OUTCOME = """
    SELECT list(DISTINCT u.name)
    FROM meeting m JOIN app_user u ON u.user_id = m.host_user_id AND u.superseded_at IS NULL
    WHERE m.outcome = 'SCHEDULED' AND m.end_at < '2026-05-14'
      AND m.superseded_at IS NULL AND m.retracted IS NOT TRUE
"""
LIKE_WITH_LIKE = """
    WITH groups AS (
        SELECT tier,
               count(*) FILTER (wait_seconds <= 3600) AS soon,
               count(*) FILTER (wait_seconds > 3600) AS late,
               count(sal_at) FILTER (wait_seconds <= 3600) AS soon_taken,
               count(sal_at) FILTER (wait_seconds > 3600) AS late_taken
        FROM lead_episode
        WHERE first_attempt_at IS NOT NULL AND mql_on < '2026-04-18'
        GROUP BY tier
    )
    SELECT (sum(soon_taken) / sum(soon)) / (sum(late_taken) / sum(late)) AS raw,
           sum(soon_taken * late / (soon + late)) / sum(late_taken * soon / (soon + late)) AS alike
    FROM groups
"""
DEVS_WAITS = """
    SELECT median(wait_seconds) FILTER (dayofweek(clock_start_at) = 5)
         / median(wait_seconds) FILTER (dayofweek(clock_start_at) != 5)
    FROM lead_episode WHERE owner = 'Dev' AND first_attempt_at IS NOT NULL
"""


@pytest.fixture
def counted(facts):
    return lambda statement, *values: facts.exec_driver_sql(statement, values).one()


def test_the_mqls_of_the_prize_draw_week_are_as_many(counted, reading):
    assert counted(NEW_MQLS_OF_A_WEEK)[0] == reading(STORIES["S3"].finds[0])


@pytest.mark.parametrize("find", STORIES["S6"].finds[:2], ids=["before", "after"])
def test_as_many_reasons_are_vague_before_and_after_the_new_list(counted, reading, find):
    days = given_period(find.period)

    assert counted(VAGUE, *days)[0] == pytest.approx(reading(find))


def test_our_name_is_searched_as_often_as_the_product_says(counted, reading):
    assert counted(SEARCHED)[0] == pytest.approx(reading(STORIES["S8"].finds[1]))


def test_as_many_leads_came_late_as_the_trade_show_had(counted, reading):
    loaded = week_start(LATE_LIST_WEEK + 2)

    assert counted(CAME_LATE, loaded)[0] == reading(STORIES["S14"].finds[0])


def test_as_many_leads_had_no_owner_as_the_queue_got(counted, facts):
    t, (drop,) = handoff_drop.c, STORIES["S5"].drops
    swiss = select(func.count()).where(
        t.rule == drop.rule,
        t.country.in_(drop.filters["country"]),
        t.opened_on >= given_period(drop.period).start,  # one only after the demo's end
    )

    assert counted(GIVEN_TO_THE_QUEUE)[0] == facts.execute(swiss).scalar_one()


def test_one_seller_alone_leaves_meetings_without_an_outcome(counted):
    assert counted(WITHOUT_OUTCOME)[0] == ["Jonas"]


def test_called_at_once_is_accepted_more_often_but_less_so_among_its_like(counted):
    raw, alike = counted(LIKE_WITH_LIKE)

    assert 1.02 < alike < raw - 0.04


def test_one_seller_leaves_the_leads_of_fridays_behind(counted):
    assert counted(DEVS_WAITS)[0] > 2
