"""A refusal that marketing doubts: raised in time, decided by both sides, dissent noted."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from revdash.desk.audit import Stamp
from revdash.desk.disputes import (
    Decision,
    Dispute,
    Say,
    raise_dispute,
    read_dispute,
    read_disputes,
    reopen,
    settle,
    withdraw_dispute,
)
from revdash.desk.revisions import EditConflictError
from revdash.errors import InputError
from revdash.terms import Side

NOON = datetime(2026, 11, 5, 12)
DOUBT = Dispute(
    verdict_id="sf:7",
    words="They asked for a demo twice",
    raised_at=NOON,
    due_at=NOON + timedelta(days=4),
)


@pytest.fixture
def write(desk):
    """Write one thing as somebody."""

    def _write(function, *given, who="mia"):
        with desk.writing() as connection:
            return function(connection, *given, Stamp(actor_id=who, now=NOON))

    return _write


@pytest.fixture
def raised(write):
    return write(raise_dispute, DOUBT, NOON)


@pytest.fixture
def say(write, raised):
    """What somebody of a side says of the dispute."""

    def _say(side, who, version, decision=Decision.UPHELD, **values):
        said = Say(
            dispute_id=raised, side=side, decision=decision, at=NOON, version=version, **values
        )
        return write(settle, said, who=who)

    return _say


def test_a_decision_is_joint(say):
    first = say(Side.SALES, "sam", 1, note="The call says so")
    second = say(Side.MARKETING, "mia", 2)

    assert (first.decided_at, first.turn) == (None, Side.MARKETING)
    assert (second.decided_at, second.decision, second.turn) == (NOON, Decision.UPHELD, None)
    assert (second.agreed_by_sales, second.agreed_by_marketing) == ("sam", "mia")
    assert second.reinstated_at == NOON
    assert second.note == "The call says so"


def test_nobody_decides_alone(say):
    say(Side.SALES, "sam", 1, note="The call says so")

    with pytest.raises(InputError, match="A decision is joint"):
        say(Side.MARKETING, "sam", 2)


def test_another_proposal_asks_the_first_side_again_and_notes_the_dissent(say):
    say(Side.SALES, "sam", 1, Decision.DISMISSED, note="Too small")
    other = say(Side.MARKETING, "mia", 2, dissent="They have 400 seats")

    assert (other.decision, other.decided_at, other.turn) == (Decision.UPHELD, None, Side.SALES)
    assert (other.agreed_by_sales, other.dissent) == (None, "marketing: They have 400 seats")


@pytest.mark.parametrize(
    ("decision", "reinstates"), [(Decision.DISMISSED, True), (Decision.UPHELD, False)]
)
def test_only_an_upheld_dispute_brings_the_lead_back(say, decision, reinstates):
    say(Side.SALES, "sam", 1, decision, note="As agreed", reinstates=reinstates)
    done = say(Side.MARKETING, "mia", 2, decision, reinstates=reinstates)

    assert (done.decided_at, done.reinstated_at) == (NOON, None)


def test_a_decision_is_reopened_and_a_dispute_taken_back(desk, raised, say, write):
    say(Side.SALES, "sam", 1, note="As agreed")
    say(Side.MARKETING, "mia", 2)
    with pytest.raises(InputError, match="Reopen it"):
        say(Side.SALES, "sue", 3)
    with pytest.raises(InputError, match="Reopen it first"):
        write(withdraw_dispute, raised, 3)
    write(reopen, raised, 3)
    with desk.connect() as connection:
        assert read_dispute(connection, raised).turn is Side.SALES

    write(withdraw_dispute, raised, 4)

    with desk.connect() as connection:
        assert read_disputes(connection) == ()


def test_a_refusal_is_disputed_once_in_time_with_a_ground_and_by_marketing(raised, write):
    for wrong, closes_at, said in (
        (DOUBT, NOON, "disputed already"),
        (replace(DOUBT, verdict_id="sf:8"), NOON - timedelta(hours=1), "could be disputed until"),
        (replace(DOUBT, words=" "), NOON, "gives no ground"),
        (replace(DOUBT, raised_by_side=Side.SALES), NOON, "by marketing, not by sales"),
    ):
        with pytest.raises(InputError, match=said):
            write(raise_dispute, wrong, closes_at)


def test_a_decision_needs_a_ground_and_what_was_seen(say):
    with pytest.raises(InputError, match="gives no ground"):
        say(Side.SALES, "sam", 1)
    say(Side.SALES, "sam", 1, note="The call says so")
    with pytest.raises(EditConflictError, match="changed by sam"):
        say(Side.MARKETING, "mia", 1)


def test_it_is_overdue_until_it_is_decided(say):
    open_one = say(Side.SALES, "sam", 1, note="The call says so")
    late = DOUBT.due_at + timedelta(hours=1)

    assert open_one.is_overdue(late)
    assert not open_one.is_overdue(DOUBT.due_at)
    assert not say(Side.MARKETING, "mia", 2).is_overdue(late)
