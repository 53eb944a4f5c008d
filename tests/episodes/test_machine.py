"""What may happen to a lead, step by step, and what is only noted."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from revdash.episodes.episode import Event
from revdash.episodes.machine import run
from revdash.terms import EpisodeKind, IssueRule, LeadStage, Precision

DAY = timedelta(days=1)
START = datetime(2026, 3, 2, 9)


def event(stage, day=0.0, person="p", **values):
    return Event(f"{stage}@{day}", person, LeadStage(stage), START + day * DAY, **values)


def deal(stage, day, name="d1", **values):
    return event(stage, day, opportunity_id=name, is_deal=True, **values)


def day_only(stage, day, **values):
    at = datetime(2026, 3, 2) + day * DAY
    return event(stage, day, precision=Precision.DATE, **values)._replace(at=at)


def after(*events):
    return run(events)


def rules_broken(outcome):
    return [(issue.event.stage.value, issue.rule) for issue in outcome.issues]


def stages(outcome):
    return [(episode.kind.value, episode.stage.value) for episode in outcome.episodes]


def test_a_person_starts_as_a_lead_without_any_episode():
    outcome = after(event("LEAD"))

    assert (outcome.lead.at, outcome.episodes, outcome.issues) == (START, (), ())


def test_an_mql_opens_the_first_episode_and_implies_the_lead():
    outcome = after(event("MQL"))

    assert stages(outcome) == [("new", "MQL")]
    assert outcome.lead.at == START
    assert outcome.episodes[0].is_open


@pytest.mark.parametrize(
    ("path", "implied"),
    [
        ("MQL SAL SQL OPP", ""),
        ("MQL SQL", "SAL"),
        ("MQL OPP", "SAL SQL"),
        ("MQL SAL OPP", "SQL"),
        ("MQL SAL SQL", ""),
    ],
)
def test_skipped_steps_are_implied_at_the_instant_of_the_next(path, implied):
    steps = path.split()

    episode = after(*(event(stage, day) for day, stage in enumerate(steps))).episodes[0]

    assert episode.stage == steps[-1]
    assert episode.implied == set(implied.split())
    assert {episode.reached[stage] for stage in episode.implied} <= {
        episode.reached[LeadStage(steps[-1])]
    }


@pytest.mark.parametrize(
    ("path", "closing"),
    [
        ("MQL", "REJECTED"),
        *((path, "RECYCLED") for path in ("MQL", "MQL SAL", "MQL SQL")),
        *((path, "DISQUALIFIED") for path in ("MQL", "MQL SAL", "MQL SQL")),
        *((path, ending) for path in ("MQL", "MQL OPP") for ending in ("WON", "LOST")),
    ],
)
def test_an_episode_is_closed_from_the_stages_that_may_be(path, closing):
    steps = [event(stage, day) for day, stage in enumerate(path.split())]

    outcome = after(*steps, event(closing, 5))

    assert stages(outcome) == [("new", closing)]
    assert outcome.episodes[0].closed_at == START + 5 * DAY
    assert outcome.issues == ()


@pytest.mark.parametrize(
    ("path", "closing"),
    [("MQL SAL", "REJECTED"), ("MQL OPP", "RECYCLED"), ("MQL OPP", "DISQUALIFIED")],
)
def test_a_closing_from_another_stage_changes_nothing(path, closing):
    steps = [event(stage, day) for day, stage in enumerate(path.split())]

    outcome = after(*steps, event(closing, 5))

    assert outcome.episodes[0].is_open
    assert rules_broken(outcome) == [(closing, IssueRule.BACKWARD)]


def test_a_won_episode_implies_that_there_was_an_opportunity():
    episode = after(event("MQL"), event("WON", 3)).episodes[0]

    assert episode.implied == {LeadStage.SAL, LeadStage.SQL, LeadStage.OPP}


def test_a_rejection_overturned_opens_the_same_episode_again():
    outcome = after(event("MQL"), event("REJECTED", 1), event("MQL", 3, is_correction=True))

    assert stages(outcome) == [("new", "MQL")]
    assert outcome.episodes[0].is_open
    assert LeadStage.REJECTED not in outcome.episodes[0].reached


@pytest.mark.parametrize("triage", ["RECYCLED", "DISQUALIFIED"])
def test_marketing_triages_a_rejection_in_the_same_episode(triage):
    outcome = after(event("MQL"), event("REJECTED", 1), event(triage, 2))

    assert stages(outcome) == [("new", triage)]
    assert outcome.issues == ()


def test_a_loss_may_be_recycled():
    outcome = after(event("MQL"), event("LOST", 1), event("RECYCLED", 2))

    assert stages(outcome) == [("new", "RECYCLED")]
    assert LeadStage.LOST in outcome.episodes[0].reached


@pytest.mark.parametrize("closing", ["RECYCLED", "LOST", "REJECTED"])
def test_an_mql_after_a_closing_opens_another_episode(closing):
    outcome = after(event("MQL"), event(closing, 1), event("MQL", 2))

    assert stages(outcome) == [("new", closing), ("re", "MQL")]
    assert outcome.episodes[1].number == 2


@pytest.mark.parametrize(("days", "kinds"), [(30, ["new", "re"]), (29.9, ["new"])])
def test_a_soft_disqualification_cools_off_for_thirty_days(days, kinds):
    outcome = after(event("MQL"), event("DISQUALIFIED", 1), event("MQL", 1 + days))

    assert [kind for kind, _ in stages(outcome)] == kinds
    assert bool(outcome.issues) == (len(kinds) == 1)


def test_nobody_disqualified_for_good_becomes_an_mql_again():
    outcome = after(event("MQL"), event("DISQUALIFIED", 1, is_hard=True), event("MQL", 200))

    assert stages(outcome) == [("new", "DISQUALIFIED")]
    assert rules_broken(outcome) == [("MQL", IssueRule.REQUALIFY_AFTER_HARD)]


def test_a_lead_disqualified_for_good_before_any_mql_stays_so():
    outcome = after(event("LEAD"), event("DISQUALIFIED", 1, is_hard=True), event("MQL", 200))

    assert outcome.episodes == ()
    assert rules_broken(outcome) == [("MQL", IssueRule.REQUALIFY_AFTER_HARD)]


def test_a_new_need_of_a_customer_is_an_expansion():
    outcome = after(event("MQL"), event("WON", 10), event("MQL", 20))

    assert stages(outcome) == [("new", "WON"), ("expansion", "MQL")]
    assert outcome.episodes[1].kind is EpisodeKind.EXPANSION


def test_an_mql_during_an_mql_is_suppressed():
    outcome = after(event("MQL"), event("MQL", 1))

    assert stages(outcome) == [("new", "MQL")]
    assert rules_broken(outcome) == [("MQL", IssueRule.DUPLICATE_MQL)]
    assert outcome.episodes[0].reached[LeadStage.MQL] == START


@pytest.mark.parametrize("stage", ["MQL", "SAL"])
def test_a_step_back_is_ignored(stage):
    outcome = after(event("MQL"), event("SQL", 1), event(stage, 2))

    assert stages(outcome) == [("new", "SQL")]
    assert rules_broken(outcome) == [(stage, IssueRule.BACKWARD)]


@pytest.mark.parametrize("stage", ["MQL", "SAL"])
def test_a_correction_takes_later_steps_back(stage):
    outcome = after(event("MQL"), event("OPP", 1), event(stage, 2, is_correction=True))

    episode = outcome.episodes[0]
    assert (episode.stage, outcome.issues) == (stage, ())
    assert not {LeadStage.SQL, LeadStage.OPP} & (set(episode.reached) | episode.implied)


@pytest.mark.parametrize("stage", ["SAL", "SQL", "OPP", "WON", "LOST", "REJECTED", "RECYCLED"])
def test_an_event_without_an_episode_is_noted(stage):
    outcome = after(event("LEAD"), event(stage, 1))

    assert outcome.episodes == ()
    assert rules_broken(outcome) == [(stage, IssueRule.NO_OPEN_EPISODE)]


def test_an_event_after_the_end_is_noted():
    outcome = after(event("MQL"), event("RECYCLED", 1), event("SAL", 2))

    assert stages(outcome) == [("new", "RECYCLED")]
    assert rules_broken(outcome) == [("SAL", IssueRule.NO_OPEN_EPISODE)]


@pytest.mark.parametrize(("minutes", "is_kept"), [(5, True), (6, False)])
def test_what_is_ahead_of_its_loading_is_set_aside(minutes, is_kept):
    outcome = after(event("MQL", loaded_at=START - timedelta(minutes=minutes)))

    assert bool(outcome.episodes) is is_kept
    assert rules_broken(outcome) == ([] if is_kept else [("MQL", IssueRule.FUTURE)])


def test_a_deal_decided_before_its_mql_is_kept_and_flagged_once():
    outcome = after(deal("WON", 0), event("MQL", 4))

    assert stages(outcome) == [("new", "WON")]
    assert outcome.episodes[0].is_impossible_order
    assert rules_broken(outcome) == [("WON", IssueRule.NEGATIVE_DURATION)]


def test_a_deal_that_also_began_before_the_mql_is_another_deal():
    outcome = after(deal("OPP", 0), deal("LOST", 1), event("MQL", 4))

    assert stages(outcome) == [("new", "MQL")]
    assert outcome.issues == ()


def test_a_deal_of_an_earlier_episode_does_not_end_the_next():
    first = (event("MQL"), deal("OPP", 1), deal("OPP", 2, "d2"), deal("WON", 3))

    outcome = after(*first, deal("LOST", 5, "d2"), event("MQL", 9))

    assert stages(outcome) == [("new", "WON"), ("expansion", "MQL")]


def test_a_second_deal_of_an_episode_may_still_win_it():
    both = (event("MQL"), deal("OPP", 1), deal("OPP", 2, "d2"))

    episode = after(*both, deal("LOST", 3), deal("WON", 5, "d2")).episodes[0]

    assert (episode.stage, episode.opportunity_id) == (LeadStage.WON, "d2")
    assert LeadStage.LOST not in episode.reached


def test_the_earliest_mql_of_merged_people_opens_their_episode():
    for first, second in (("loser", "p"), ("p", "loser")):
        outcome = after(event("MQL", 0, first), event("MQL", 1, second))

        assert outcome.episodes[0].reached[LeadStage.MQL] == START
        assert rules_broken(outcome) == [("MQL", IssueRule.MERGED_DUPLICATE)]


def test_a_days_entry_comes_first_that_day_and_its_outcome_last():
    outcome = after(event("SAL", 0), day_only("MQL", 0), day_only("RECYCLED", 0))

    assert stages(outcome) == [("new", "RECYCLED")]
    assert outcome.issues == ()


def test_a_step_known_by_its_day_is_no_step_back_from_that_days_next():
    outcome = after(event("MQL"), event("SQL", 1), day_only("SAL", 1))

    assert stages(outcome) == [("new", "SQL")]
    assert outcome.issues == ()


def test_a_rejection_comes_before_its_triage_on_the_same_day():
    outcome = after(event("MQL"), day_only("RECYCLED", 2), day_only("REJECTED", 2))

    assert stages(outcome) == [("new", "RECYCLED")]
    assert outcome.issues == ()


def test_the_order_in_which_events_come_is_of_no_matter():
    events = [event("LEAD"), event("MQL", 1), event("SQL", 2), deal("LOST", 3), event("MQL", 4)]
    wanted = run(events)

    assert all(run(shuffled) == wanted for shuffled in permutations(events))
