"""Experiments of a meeting: two arms, counted with their interval."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from revdash.api import meeting as weekly
from revdash.api.asking import ask
from revdash.api.meeting_says import (
    Arm,
    Registering,
)
from revdash.api.meeting_trials import counted
from revdash.api.meeting_words import result_text
from revdash.api.questions import Question
from revdash.desk.experiments import Experiment, Outcome
from revdash.errors import InputError


def test_an_experiment_of_two_arms_is_counted_with_its_interval(demo):
    with demo.facts() as connection:
        asked = ask(demo, connection, Question())
        tried = Experiment(
            channel="webinar",
            hypothesis="More is accepted",
            decision_rule="5 points",
            starts_on=asked.scope.today - timedelta(days=40),
            ends_on=asked.scope.today,
            metric="sla_attainment",
            arms={"A": {"tier": ["A"]}, "C": {"tier": ["C"]}},
        )

        found = counted(connection, asked, tried)
        early = counted(connection, asked, replace(tried, starts_on=date(2030, 1, 1)))

    assert found.low < found.value < found.high
    assert found.words.startswith("A ")
    assert "points (" in found.words
    assert early is None


def test_a_metric_without_arms_is_no_comparison(own_demo, revops):
    said = Registering(
        channel="webinar",
        hypothesis="More",
        decision_rule="5 points",
        starts_on=date(2030, 1, 1),
        decides_on=date(2030, 2, 1),
        arms=(Arm(name="A"), Arm(name="B")),
    )

    with pytest.raises(InputError, match="two things to compare"):
        weekly.register(revops, said)


def test_a_result_is_told_with_its_interval_whatever_is_said_of_it():
    days = {"starts_on": date(2026, 5, 19), "ends_on": date(2026, 5, 22)}
    tried = Experiment(channel="email", hypothesis="Short", decision_rule="Keep", **days)
    found = Outcome(value=0.1, low=-0.2, high=0.4, sample=40, words="By the provider's count")

    told = result_text(tried, found, "EUR")

    assert told == "0.10 (−0.20 to 0.40), of 40: By the provider's count"
