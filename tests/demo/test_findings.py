"""What is planted in the demo can be found in it."""

import json
from pathlib import Path

import pytest

from revdash.demo import findings
from revdash.demo.company import (
    DEMO_CALENDARS,
    DEMO_COMPANY,
    DEMO_GOALS,
    DEMO_POLICY,
)
from revdash.demo.dice import dice, poisson
from revdash.demo.findings import planted
from revdash.demo.staff import QUEUE
from revdash.terms import LeadStage

MANIFEST = Path(findings.__file__).with_name("findings.json")


@pytest.fixture(scope="module")
def counts():
    return {story: told["counts"] for story, told in json.loads(MANIFEST.read_text()).items()}


def test_the_manifest_says_what_the_world_holds(world):
    assert json.loads(MANIFEST.read_text()) == planted(world)


def test_follow_up_in_time_improves_with_the_new_targets(counts):
    told = counts["S1"]

    assert 0.50 < told["in_time_before"] / told["handed_before"] < 0.62
    assert 0.74 < told["in_time_after"] / told["handed_after"] < 0.84


def test_about_half_of_bens_leads_still_wait(counts):
    assert 25 <= counts["S2"]["handed"] <= 45
    assert 14 <= counts["S2"]["untouched_at_end"] <= 22


def test_the_prize_draw_fills_one_week_with_leads_sales_refuses(counts):
    told = counts["S3"]

    assert (told["leads"], told["mql_in_week"] > 190) == (420, True)
    assert told["accepted"] / told["mql"] < 0.25


def test_swiss_leads_are_not_routed_since_january(counts, world):
    told = counts["S5"]
    queued = [e for e in world.episodes if e.handings[0].to_user == QUEUE]

    assert 0.08 < told["unrouted"] / told["dach_mql"] < 0.2
    assert {e.lead.account.country for e in queued} == {"CH"}


def test_a_second_life_is_the_better_one(counts):
    told = counts["S7"]

    assert 1.2 < told["again_sql"] / told["again"] / (told["first_sql"] / told["first"]) < 1.8


def test_christmas_week_has_the_open_days_of_the_story(counts):
    assert counts["S12"]["open_days_week_45"] == 3.35


def test_each_rep_shows_the_habit_of_the_story(counts):
    told = counts["S16"]

    assert told["carla_accepted"] / told["carla_handed"] > 0.65
    assert told["carla_sql"] / told["carla_accepted"] < 0.45
    assert told["dev_friday_hours"] > 2 * told["dev_other_hours"]
    assert told["erin_tier_c_untouched"] / told["erin_tier_c"] > 0.2
    assert told["farid_attempts_each"] < 2 < told["aisha_attempts_each"]
    assert told["jonas_demos_without_outcome"] == told["jonas_demos"]


def test_no_verdict_comes_before_somebody_tried(world):
    for episode in world.episodes:
        verdict = episode.reached(LeadStage.SAL) or episode.reached(LeadStage.REJECTED)
        if verdict:
            assert episode.mql_at < episode.first_attempt_at < verdict


def test_stages_follow_each_other_in_time(world):
    for episode in world.episodes:
        moments = [episode.mql_at, *(change.at for change in episode.changes)]
        if episode.deal:
            moments += [episode.deal.created_at, episode.deal.closed_at]
        assert moments == sorted(moments)


def test_a_lead_comes_back_only_after_it_was_recycled(world):
    for life in world.lives:
        for first, second in zip(life.episodes, life.episodes[1:], strict=False):
            assert first.reached(LeadStage.RECYCLED) < second.mql_at


def test_the_company_says_that_it_is_fictional():
    assert "fictional" in DEMO_COMPANY.notice
    assert DEMO_GOALS["sla_attainment"].target == 0.80
    assert DEMO_POLICY.target_hours == {"A": 1, "B": 4, "C": 8}
    assert [calendar.calendar_id for calendar in DEMO_CALENDARS] == ["uk", "us", "dach"]


def test_the_dice_of_one_name_always_roll_the_same():
    assert dice("a").random() == dice("a").random() != dice("b").random()
    assert 9.5 < sum(poisson(dice("p", n), 10) for n in range(500)) / 500 < 10.5
