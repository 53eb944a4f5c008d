"""Experiments: written down before their start, left alone while they run, decided on their day."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from revdash.desk.audit import Stamp
from revdash.desk.experiments import (
    Experiment,
    Outcome,
    Ruling,
    Stage,
    decide,
    enter_outcome,
    read_experiment,
    register,
    reword_experiment,
    withdraw_experiment,
)
from revdash.errors import InputError, NotAllowedError

NINE = datetime(2026, 11, 9, 9)
TODAY, BEGINS, ENDS = date(2026, 11, 9), date(2026, 11, 16), date(2026, 12, 14)
SUBJECTS = Experiment(
    channel="webinar",
    hypothesis="A question as subject is accepted more often",
    decision_rule="Keep it if at least 5 points better",
    starts_on=BEGINS,
    ends_on=ENDS,
    metric="acceptance_rate",
    arms={"Question": {"source": ["webinar"]}, "Title": {"source": ["event"]}},
)
FOUND = Outcome(value=0.06, low=0.01, high=0.11, sample=400)


@pytest.fixture
def write(desk):
    def _write(function, *given):
        with desk.writing() as connection:
            return function(connection, *given, Stamp(actor_id="mia", now=NINE))

    return _write


@pytest.fixture
def read(desk):
    def _read(key):
        with desk.connect() as connection:
            return read_experiment(connection, key)

    return _read


@pytest.fixture
def tried(write):
    return write(register, SUBJECTS, NINE, TODAY)


def test_what_is_written_is_read_back(tried, read):
    found = read(tried)

    assert (found.arms, found.metric) == (SUBJECTS.arms, "acceptance_rate")
    assert (found.registered_at, found.stage(TODAY)) == (NINE, Stage.REGISTERED)


@pytest.mark.parametrize("starts_on", [TODAY, date(2026, 11, 2)])
def test_one_that_has_begun_is_not_registered(write, starts_on):
    with pytest.raises(InputError, match="before its start, or it proves nothing"):
        write(register, replace(SUBJECTS, starts_on=starts_on), NINE, TODAY)


def test_once_it_runs_its_rule_stands(write, tried):
    easier = replace(SUBJECTS, experiment_id=tried, version=1, decision_rule="Keep it anyway")
    write(reword_experiment, easier, NINE, TODAY)

    for change in (
        (reword_experiment, replace(easier, version=2), NINE, BEGINS),
        (withdraw_experiment, tried, BEGINS, 2),
    ):
        with pytest.raises(NotAllowedError, match="began on 2026-11-16"):
            write(*change)


def test_it_is_decided_on_its_day_by_a_result_with_the_dissent_there_was(write, tried, read):
    early = Ruling(experiment_id=tried, words="Keep", on=BEGINS, version=1, outcome=FOUND)
    with pytest.raises(InputError, match="finds what chance offers"):
        write(decide, early)
    with pytest.raises(InputError, match="no result yet"):
        write(decide, replace(early, on=ENDS, outcome=None))

    write(decide, replace(early, on=ENDS, dissent="sales: too few"))

    found = read(tried)
    assert (found.outcome, found.stage(ENDS)) == (FOUND, Stage.DECIDED)
    assert (found.decision, found.dissent) == ("Keep", "sales: too few")
    with pytest.raises(NotAllowedError, match="stays as it was"):
        write(decide, replace(early, on=ENDS, version=2))


def test_a_result_measured_elsewhere_is_entered_with_its_interval(write, tried, read):
    with pytest.raises(InputError, match="within its interval"):
        write(enter_outcome, tried, replace(FOUND, value=0.5), 1)

    write(enter_outcome, tried, FOUND, 1)

    assert read(tried).outcome == FOUND


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"decision_rule": " "}, "decision rule is empty"),
        ({"ends_on": BEGINS}, "not after its start"),
        ({"arms": {"One": {}}}, "Name two"),
    ],
)
def test_without_a_rule_a_day_or_two_arms_it_is_none(write, wrong, said):
    with pytest.raises(InputError, match=said):
        write(register, replace(SUBJECTS, **wrong), NINE, TODAY)
