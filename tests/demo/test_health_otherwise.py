"""What the desk tells of the demo's health and customers, counted again by plain SQL."""

import sqlite3
from datetime import date
from math import sqrt
from statistics import fmean

import pytest

from revdash.api.telling_health import kept_weeks
from revdash.metrics.catalog import CATALOG
from revdash.metrics.read import read
from revdash.metrics.scope import Scope
from revdash.period import Period
from revdash.store.ledger import note_of

pytestmark = pytest.mark.timeout(900)  # the first test waits for the whole demo

WEEK = Period(date(2026, 5, 11), date(2026, 5, 18))  # the newest
IN_FORCE = "superseded_at IS NULL AND retracted IS NOT TRUE"
NEW_MQLS = """
    SELECT coalesce(region, 'all'), count(*) FROM lead_episode
    WHERE kind = 'new' AND mql_on >= ? AND mql_on < ? GROUP BY GROUPING SETS ((region), ())
"""
SPENT = f"SELECT sum(coalesce(cost_base, cost)) FROM channel_day WHERE {IN_FORCE} AND day >= ?"
PROMISES = """
    SELECT sum(done_on IS NOT NULL AND done_on <= original_due_on), count(*) FROM commitment
    WHERE state != 'cancelled_joint' AND original_due_on >= ? AND original_due_on < ?
"""
ANSWERS = """
    SELECT r.question_id, r.side, avg(r.score)
    FROM survey_response r JOIN survey_question q ON q.question_id = r.question_id AND q.is_fixed
    WHERE r.wave_id = (SELECT wave_id FROM survey_wave ORDER BY closes_on DESC LIMIT 1)
    GROUP BY r.question_id, r.side
"""
COVERED = f"""
    WITH cells AS (
        SELECT s.step_id, p.segment
        FROM (SELECT DISTINCT step_id FROM cycle_step WHERE {IN_FORCE}) s,
             (SELECT DISTINCT segment FROM opportunity WHERE {IN_FORCE} AND segment IS NOT NULL) p
    )
    SELECT count(DISTINCT (c.step_id, c.segment)) FILTER (a.asset_id IS NOT NULL),
           count(DISTINCT (c.step_id, c.segment))
    FROM cells c
    LEFT JOIN step_tool t ON t.step_id = c.step_id AND coalesce(t.segment, c.segment) = c.segment
         AND t.reviewed_on > DATE '2026-05-17' - 180 AND t.superseded_at IS NULL
    LEFT JOIN content_asset a
         ON a.asset_id = t.asset_id AND a.is_approved AND a.superseded_at IS NULL
"""
GOALS = """
    SELECT sum(orientation = 'customer'), count(*) FROM goal
    WHERE valid_from <= '2026-05-17' AND (valid_to IS NULL OR valid_to > '2026-05-17')
"""
AGENDA = """
    SELECT DISTINCT f.metric FROM snapshot_metric f
    JOIN weekly_snapshot w ON w.snapshot_id = f.snapshot_id
    JOIN meeting m ON m.meeting_id = w.meeting_id
    WHERE m.held_on = (SELECT max(held_on) FROM meeting m
                       JOIN weekly_snapshot w ON w.meeting_id = m.meeting_id)
"""
ANSWERED = f"""
    SELECT avg((decision IS NOT NULL AND decided_at <= due_at)::int)
    FROM (SELECT *, captured_at + INTERVAL 30 DAY AS due_at FROM market_feedback WHERE {IN_FORCE})
    WHERE due_at >= '2026-02-16' AND due_at < '2026-05-17 23:00'
"""
LIKED = f"""
    SELECT avg((score >= 9)::int - (score <= 6)::int), stddev_samp((score >= 9)::int
         - (score <= 6)::int) / sqrt(count(*))
    FROM nps_response WHERE {IN_FORCE} AND event_at >= ? AND event_at < ?
"""
STAYS = "SELECT started_on, churned_on FROM customer_now WHERE started_on >= '2024-05-17'"


@pytest.fixture(scope="module")
def desk(demo_folder):
    opened = sqlite3.connect(f"file:{demo_folder / 'desk.sqlite'}?mode=ro&immutable=1", uri=True)
    yield lambda statement, *values: opened.execute(statement, values).fetchall()
    opened.close()


@pytest.fixture(scope="module")
def newest(facts):
    (seen,) = [one for one in kept_weeks(facts) if one.week.days == WEEK]
    return seen.measures


@pytest.fixture(scope="module")
def asked(facts):
    """Read a metric as of the demo's last day, over so many days."""
    seen = note_of(facts).data_to

    def _asked(name, since=WEEK.start):
        scope = Scope(period=Period(since, WEEK.end), as_of=seen, today=WEEK.last)
        return read(facts, CATALOG[name], scope)

    return _asked


def test_joint_pacing_is_the_middle_of_marketings_goals(facts, newest):
    came = dict(facts.exec_driver_sql(NEW_MQLS, (WEEK.start, WEEK.end)).all())
    this_month = dict(facts.exec_driver_sql(NEW_MQLS, (date(2026, 5, 1), WEEK.end)).all())
    cost = facts.exec_driver_sql(SPENT, (date(2026, 5, 1),)).scalar_one() / this_month["all"]

    goals = {"all": 50, "UK": 21, "US": 18, "DACH": 12}  # a week that is over is held to all of it
    paces = sorted([*(came[region] / goal for region, goal in goals.items()), 125 / cost])

    assert newest["joint_pacing"].value == pytest.approx(paces[2])


def test_commitments_kept_are_those_done_by_their_first_day(desk, newest):
    (counted,) = desk(PROMISES, "2026-03-23", "2026-05-18")

    found = newest["commitments_kept"]
    assert (found.hits, found.tries) == counted


def test_the_pulse_counts_by_the_worse_of_its_level_and_its_gap(desk, newest):
    said = {(question, side): mean for question, side, mean in desk(ANSWERS)}
    level = fmean(said.values())  # each side's six sentences weigh alike
    gaps = [abs(said[q, "marketing"] - said[q, "sales"]) for q, side in said if side == "sales"]

    counted = min(100 * (level - 2) / 2.5, 100 * (2 - fmean(gaps)) / 1.7)

    assert len(gaps) == 6
    assert newest["pulse_agreement"].value == pytest.approx(counted, abs=1e-3)


def test_steps_are_covered_by_what_is_approved_and_was_reviewed(facts, asked):
    covered, cells = facts.exec_driver_sql(COVERED).one()

    assert 0 < covered < cells
    assert asked("step_coverage").value == pytest.approx(covered / cells)


def about_customers(desk):
    ((goals, every),) = desk(GOALS)
    looked_at = [CATALOG[name].orientation.value for (name,) in desk(AGENDA)]
    return goals + looked_at.count("customer"), every + len(looked_at)


def test_goals_and_agenda_metrics_about_customers_are_as_many(desk, asked):
    about, every = about_customers(desk)

    assert (about, every) == (5, 33)
    assert asked("customer_metric_share").value == pytest.approx(about / every)


def kept_a_year(stays):
    """Kaplan and Meier by hand: how many stay for 365 days, of whom some are younger."""
    days = [((until or WEEK.end) - since).days for since, until in stays]
    left = [day for day, (_, until) in zip(days, stays, strict=True) if until and day <= 365]
    share = 1.0
    for day in sorted(set(left)):
        share *= 1 - left.count(day) / sum(one >= day for one in days)
    return share


def test_the_customer_lens_is_the_mean_of_its_four_parts(facts, desk, asked):
    about, every = about_customers(desk)
    (now, error), (before, past) = (
        facts.exec_driver_sql(LIKED, days).one()
        for days in (("2025-11-17", "2026-05-18"), ("2025-05-19", "2025-11-17"))
    )
    is_chance = abs(now - before) <= 1.96 * sqrt(error**2 + past**2)
    liked = 50 if is_chance else 100 * (now > before)
    kept = kept_a_year(facts.exec_driver_sql(STAYS).all()) / 0.88

    parts = [about / every / 0.3, facts.exec_driver_sql(ANSWERED).scalar_one(), kept]
    counted = fmean([liked, *(100 * min(1, part) for part in parts)])

    assert asked("customer_lens").value == pytest.approx(counted, abs=0.2)
