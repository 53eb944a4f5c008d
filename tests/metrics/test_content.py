"""Content: companies and people that used it, and who went a step further."""

import pytest

from revdash.metrics.content import (
    CONTENT_ENGAGEMENT,
    MESSAGE_PHASE_MIX,
    NEXT_STEP_RATE,
    OBJECTIVE_SPEND_MIX,
    TARGET_ACCOUNT_REACH,
)
from revdash.metrics.read import read
from revdash.metrics.records import records
from revdash.store.schema.followers import account_now, touch_now

APRIL = "2026-04-01..2026-04-30"


@pytest.fixture
def used(rows):
    """Let a person use a piece of content; *after* so many days they took a step."""

    def _used(on="2026-04-07", after=None, **told):
        ordinary = {"person_id": "p", "asset_id": "s", "asset": "Guide", "is_eligible": True}
        ordinary |= {"event_at": f"{on} 10:00", "touched_on": on, "is_first_of_asset": True}
        if after is not None:
            ordinary["next_step_at"] = after
        rows.put(touch_now, **ordinary | told)

    return _used


@pytest.fixture
def listed(rows):
    """Companies by name, on the target list unless said otherwise."""

    def _listed(*names, **told):
        for name in names:
            rows.put(account_now, **{"account_id": name, "is_target": True, **told})

    return _listed


def test_people_count_once_whatever_they_used(used, store, week):
    used()
    used(asset_id="other")
    used(person_id="q")
    used(person_id="r", is_eligible=False)
    used(person_id="s", asset_id=None)
    used(person_id=None)

    assert read(store, CONTENT_ENGAGEMENT, week(APRIL)).value == 2


@pytest.mark.parametrize("day", ["2026-03-31", "2026-04-01", "2026-04-30", "2026-05-01"])
def test_a_touch_counts_on_its_own_day(day, used, store, week):
    used(day)

    assert read(store, CONTENT_ENGAGEMENT, week(APRIL)).value == (day[5:7] == "04")


@pytest.mark.parametrize(
    ("after", "counts"),
    [("2026-04-07 10:00", 1), ("2026-05-07 10:00", 1), ("2026-05-07 10:01", 0), (None, 0)],
)
def test_a_next_step_is_taken_within_thirty_days(after, counts, used, store, week):
    used("2026-04-07", after)

    reading = read(store, NEXT_STEP_RATE, week(APRIL))

    assert (reading.hits, reading.sample) == (counts, 1)


def test_touches_that_have_not_had_their_thirty_days_wait(used, store, week):
    used("2026-04-22")
    used("2026-04-23", "2026-04-24 10:00")

    reading = read(store, NEXT_STEP_RATE, week(APRIL))

    assert (reading.sample, reading.pending) == (1, 1)
    marks = {row[1] for row in records(store, NEXT_STEP_RATE, week(APRIL)).rows}
    assert marks == {"none within 30 days", "too young yet"}


def test_only_the_first_use_of_a_content_is_a_try(used, store, week):
    used()
    used(is_first_of_asset=False)

    assert read(store, NEXT_STEP_RATE, week(APRIL)).sample == 1


def test_the_message_mix_is_of_touches_on_content(used, store, week):
    for phase in ("awareness", "awareness", "conversion", None):
        used(message_phase=phase)
    used(asset_id=None)

    reading = read(store, MESSAGE_PHASE_MIX, week(APRIL))

    assert (reading.value, reading.sample) == (0.5, 4)
    assert [part.name for part in reading.parts] == ["awareness", "conversion", None]


def test_the_spend_mix_is_of_money(rows, store, week):
    rows.shown(cost_base=75.0, objective="awareness")
    rows.shown(cost_base=25.0, objective="demand")

    assert read(store, OBJECTIVE_SPEND_MIX, week()).value == 0.75


def test_target_accounts_are_reached_from_the_first_day_of_the_quarter(used, listed, store, week):
    listed("a", "b", "c", "d", "e")
    listed("other", is_target=False)
    for account, day in (("a", "04-01"), ("a", "05-12"), ("b", "05-17"), ("c", "03-31")):
        used(f"2026-{day}", account_id=account, is_target=True)
    used("2026-05-12", account_id="d", is_target=True, is_eligible=False)
    used("2026-05-18", account_id="e", is_target=True)
    used("2026-05-12", account_id="other", is_target=False)

    reading = read(store, TARGET_ACCOUNT_REACH, week())

    assert (reading.value, reading.sample) == (0.4, 5)
    assert (reading.low, reading.high) == pytest.approx((0.1176, 0.7693), abs=1e-4)


def test_a_visit_of_nobody_known_reaches_its_company(used, listed, store, week):
    listed("a", "b")
    used("2026-05-12", account_id="a", is_target=True, person_id=None)

    assert read(store, TARGET_ACCOUNT_REACH, week()).value == 0.5


def test_the_targets_of_one_owner_are_not_set_against_all_touches(used, listed, store, week):
    listed("a", "b", owner="Ann")
    used("2026-05-12", account_id="a", is_target=True)

    reading = read(store, TARGET_ACCOUNT_REACH, week(owner=["Ann"]))

    assert (reading.value, reading.missing) == (None, "touches are not known by owner")


def test_without_a_target_list_nothing_is_reached(used, listed, store, week):
    listed("a", is_target=False)
    used("2026-05-12", account_id="a")

    reading = read(store, TARGET_ACCOUNT_REACH, week())

    assert (reading.value, reading.missing) == (None, "no target accounts named")
