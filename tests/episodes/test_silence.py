"""What silence does to an episode: it lapses, and what comes later is another try."""

from datetime import datetime, timedelta

import pytest

from revdash.episodes.episode import Event
from revdash.episodes.machine import SILENCE, lapse, run
from revdash.terms import LeadStage

DAY = timedelta(days=1)
START = datetime(2026, 3, 2, 9)


def event(stage, day=0.0, person="p", **values):
    return Event(f"{stage}@{day}", person, LeadStage(stage), START + day * DAY, **values)


@pytest.mark.parametrize(("late_by", "is_open"), [(timedelta(), True), (timedelta(1), False)])
def test_an_episode_lapses_after_ninety_days_of_silence(late_by, is_open):
    episode = run([event("MQL")]).episodes[0]

    lapse(episode, (), START + SILENCE + late_by)

    assert episode.is_open is is_open
    assert episode.stage == (LeadStage.MQL if is_open else LeadStage.LAPSED)


def test_a_sign_of_life_in_time_keeps_it_open_and_a_late_one_does_not():
    kept, lapsed = (run([event("MQL")]).episodes[0] for _ in range(2))

    lapse(kept, [START + 80 * DAY], START + 150 * DAY)
    lapse(lapsed, [START + 120 * DAY], START + 150 * DAY)

    assert kept.is_open
    assert lapsed.closed_at == START + SILENCE


def test_a_step_after_a_long_silence_revives_the_episode():
    episode = run([event("MQL"), event("SAL", 120)]).episodes[0]

    lapse(episode, (), START + 150 * DAY)

    assert (episode.is_open, episode.stage) == (True, LeadStage.SAL)


def test_an_mql_after_a_long_silence_is_another_try():
    outcome = run([event("MQL"), event("MQL", 120)], [START + 119.9 * DAY])

    found = [(episode.kind, episode.stage) for episode in outcome.episodes]
    assert found == [("new", "LAPSED"), ("re", "MQL")]
    assert outcome.episodes[0].closed_at == START + SILENCE
