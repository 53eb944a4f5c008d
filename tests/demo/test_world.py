"""The demo's world: what happened in it could have happened."""

from revdash.demo.company import (
    DEMO_CALENDARS,
    DEMO_COMPANY,
    DEMO_GOALS,
    DEMO_POLICY,
)
from revdash.demo.dice import dice, poisson
from revdash.terms import LeadStage


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
