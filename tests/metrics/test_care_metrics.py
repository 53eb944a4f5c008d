"""Care: how often leads are tried, whether anybody is reached, what is given up unread."""

from datetime import date, datetime, timedelta

import pytest

from revdash.metrics.care import (
    ATTEMPTS_PER_LEAD,
    CADENCE_COMPLETION,
    CONNECT_RATE,
    LATE_LOGGED_SHARE,
    NO_CONTACT_REASONS,
    NO_CONTACT_SHARE,
)
from revdash.metrics.read import read
from revdash.metrics.shown import shown
from revdash.store.schema.followers import attempt_now, verdict_now

OVER = datetime(2026, 5, 15, 10)
TO_COME = datetime(2026, 5, 29, 10)
EDGES = ("2026-05-10", "2026-05-11", "2026-05-17", "2026-05-18")


@pytest.fixture
def cadence(rows):
    """A lead whose ten business days are over on Friday the 15th, tried so often in them."""

    def _cadence(attempts=0, *, ended=None, due=OVER, kept=False, **values):
        ended = ended or due
        own = {"cadence_attempts": attempts, "cadence_due_at": due, "cadence_ended_at": ended}
        own |= {"cadence_ended_on": ended.date(), "is_cadence_kept": kept}
        return rows.lead(**{**own, **values})

    return _cadence


@pytest.fixture
def attempt(rows):
    def _attempt(done_on="2026-05-12", **values):
        ordinary = {"is_attempt": True, "is_reached": False}
        return rows.put(attempt_now, done_on=done_on, **{**ordinary, **values})

    return _attempt


@pytest.fixture
def verdict(rows):
    def _verdict(attempts_before=0, decided_on="2026-05-12", **values):
        ordinary = {"verdict": "refused", "attempts_before": attempts_before}
        return rows.put(verdict_now, decided_on=decided_on, **{**ordinary, **values})

    return _verdict


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, (1, 0)),
        ({"closed_at": OVER + timedelta(days=3)}, (1, 0)),
        ({"closed_at": OVER - timedelta(days=3)}, (0, 0)),
        ({"ended": OVER - timedelta(days=3)}, (0, 0)),
        ({"due": TO_COME}, (0, 1)),
        ({"is_clock_excluded": True}, (0, 0)),
        ({"due": TO_COME, "is_clock_excluded": True}, (0, 0)),
    ],
    ids=[
        *("nobody reached", "put aside later", "put aside in them", "spoke in them"),
        *("not over", "needs no contact", "needs none, not over"),
    ],
)
def test_attempts_are_those_at_leads_that_stayed_open_for_ten_days(
    values, told, cadence, store, week
):
    cadence(3, **values)

    reading = read(store, ATTEMPTS_PER_LEAD, week())

    assert (reading.sample, reading.pending) == told
    assert reading.value == (3 if told[0] else None)


def test_attempts_per_lead_is_a_mean_with_its_doubt(cadence, store, week):
    for attempts in (0, 2, 4, 6) * 6:
        cadence(attempts)

    reading = read(store, ATTEMPTS_PER_LEAD, week())

    assert (reading.value, reading.sample, reading.hits) == (3.0, 24, 72)
    assert 2.0 < reading.low < 3.0 < reading.high < 4.0
    assert reading.confidence == 0.9


def test_attempts_per_lead_count_under_the_day_of_the_mql(cadence, store, week):
    for day in EDGES:
        cadence(3, mql_on=day)

    assert read(store, ATTEMPTS_PER_LEAD, week()).sample == 2


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"kept": True}, (1, 1, 0)),
        ({}, (0, 1, 0)),
        ({"ended": datetime(2026, 5, 13, 9), "due": TO_COME, "kept": True}, (1, 1, 0)),
        ({"due": TO_COME, "kept": True}, (0, 0, 0)),
        ({"is_clock_excluded": True}, (0, 0, 0)),
    ],
    ids=["kept", "given up", "ended early", "under way, in another period", "needs no contact"],
)
def test_a_cadence_is_judged_when_it_has_ended(values, told, cadence, store, week):
    cadence(**values)

    reading = read(store, CADENCE_COMPLETION, week())

    assert (reading.hits, reading.sample, reading.pending) == told


def test_a_cadence_under_way_is_printed_beside(cadence, store, week):
    cadence(due=TO_COME)

    reading = read(store, CADENCE_COMPLETION, week("2026-05-25..2026-05-31"))

    assert (reading.value, reading.pending) == (None, 1)


def test_a_cadence_counts_under_the_day_it_ended(cadence, store, week):
    for day in EDGES:
        cadence(cadence_ended_on=date.fromisoformat(day))

    assert read(store, CADENCE_COMPLETION, week()).sample == 2


def test_the_connect_rate_counts_attempts_and_nothing_else(attempt, store, week):
    attempt(is_reached=True)
    attempt()
    attempt(is_attempt=False, is_reached=True)
    for day in (EDGES[0], EDGES[-1]):
        attempt(day, is_reached=True)

    reading = read(store, CONNECT_RATE, week())

    assert (reading.hits, reading.sample, reading.value) == (1, 2, 0.5)


def test_few_attempts_show_no_rate(attempt, store, week):
    attempt(is_reached=True)

    assert shown(read(store, CONNECT_RATE, week())).value == "1 of 1"


def test_only_what_was_written_down_by_hand_can_be_late(attempt, store, week):
    attempt(is_late_logged=True)
    attempt(is_late_logged=False)
    attempt(is_attempt=False, is_late_logged=False)
    attempt(is_late_logged=None)
    for day in (EDGES[0], EDGES[-1]):
        attempt(day, is_late_logged=True)

    reading = read(store, LATE_LOGGED_SHARE, week())

    assert (reading.hits, reading.sample) == (1, 3)


def test_where_nobody_says_what_was_by_hand_there_is_no_share(attempt, store, week):
    attempt(is_late_logged=None)

    reading = read(store, LATE_LOGGED_SHARE, week())

    assert (reading.value, reading.missing) == (
        None,
        "no source says what was written down by hand",
    )


def test_a_lead_given_back_untried_counts_whatever_the_reason(verdict, store, week):
    verdict(reason="Spam", is_no_contact_required=True)
    verdict(reason="Not now")
    verdict(3, reason="Not now")
    for day in (EDGES[0], EDGES[-1]):
        verdict(decided_on=day)

    reading = read(store, NO_CONTACT_SHARE, week())

    assert (reading.hits, reading.sample) == (2, 3)


def test_the_reasons_given_untried_say_which_need_no_contact(verdict, store, week):
    for _ in range(2):
        verdict(reason="Spam", is_no_contact_required=True)
    verdict(reason="Not now")
    verdict()
    verdict(3, reason="Not now")

    reading = read(store, NO_CONTACT_REASONS, week())

    assert {part.name: part.sample for part in reading.parts} == {
        "Spam (needs no contact)": 2,
        "Not now": 1,
        "no reason": 1,
    }


@pytest.mark.parametrize(
    "metric", [ATTEMPTS_PER_LEAD, CADENCE_COMPLETION, CONNECT_RATE, NO_CONTACT_SHARE]
)
def test_nothing_at_all_has_no_value(metric, rows, store, week):
    reading = read(store, metric, week())

    assert (reading.value, reading.sample) == (None, 0)
    assert reading.missing
