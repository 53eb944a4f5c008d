"""When a follow-up is due, when it happened, and who still waits."""

from datetime import date, datetime, timedelta

import pytest

from revdash.episodes.clocks import Assigned, Attempt, Story, clock_of
from revdash.episodes.episode import Event
from revdash.episodes.machine import run
from revdash.episodes.rules import ORIGIN, Rules, read_rules, worktime_until
from revdash.terms import LeadStage, Precision
from revdash.worktime.calendar import Calendar, elapsed

HOUR = 3600.0
MONDAY = datetime(2026, 5, 11, 10)
LONDON = Calendar(
    calendar_id="london", zone="Europe/London", weekly=dict.fromkeys(range(5), ((540, 1050),))
)
NEW_YORK = Calendar(
    calendar_id="newyork",
    zone="America/New_York",
    weekly=dict.fromkeys(range(5), ((540, 1020),)),
)


def at(day, hour, minute=0):
    return datetime(2026, 5, day, hour, minute)


def call(moment, **values):
    ordinary = {
        "recorded_at": moment,
        "activity_type": "call",
        "is_outbound": True,
        "is_automated": False,
        "is_connected": False,
    }
    return Attempt(at=moment, **{**ordinary, **values})


def episode(*events, mql_at=MONDAY, **values):
    opening = Event("e1", "p", LeadStage.MQL, mql_at, **values)
    later = (Event(f"x{n}", "p", LeadStage(s), when, **v) for n, (s, when, v) in enumerate(events))
    return run([opening, *later]).episodes[0]


@pytest.fixture
def clock(rules):
    def _clock(one, **story):
        return clock_of(one, Story(**story), rules)

    return _clock


def test_the_clock_starts_at_the_mql_and_runs_in_open_hours(clock):
    told = clock(episode(mql_at=at(11, 16)), attempts=[call(at(12, 10))])

    assert told.start_at == at(11, 16)
    assert told.wait_seconds == 2 * HOUR
    assert told.due_at == at(12, 12)


def test_the_target_is_that_of_the_tier(clock):
    assert clock(episode(tier="A")).due_at == at(11, 11)
    assert clock(episode(tier="B")).due_at == at(11, 14)


def test_the_clock_starts_at_the_hand_raise_that_led_to_the_mql(clock):
    told = clock(episode(), hand_raises=[at(1, 9), at(11, 9)])

    assert (told.hand_raised_at, told.start_at) == (at(1, 9), at(1, 9))


@pytest.mark.parametrize(
    ("raised", "since"),
    [
        (MONDAY - timedelta(days=31), None),
        (MONDAY + timedelta(hours=1), None),
        (at(4, 9), at(5, 9)),
    ],
    ids=["too long ago", "after the MQL", "in the episode before"],
)
def test_a_hand_raise_of_another_story_starts_nothing(clock, raised, since):
    told = clock(episode(), hand_raises=[raised], since=since)

    assert (told.hand_raised_at, told.start_at) == (None, MONDAY)


@pytest.mark.parametrize(
    "other",
    [
        {"is_automated": True},
        {"is_outbound": False},
        {"activity_type": "task"},
        {"precision": Precision.DATE},
    ],
    ids=["automated", "inbound", "another kind", "known by its day only"],
)
def test_what_is_no_human_attempt_does_not_stop_the_clock(clock, other):
    told = clock(episode(), attempts=[call(at(11, 11), **other)])

    assert (told.first_attempt_at, told.wait_seconds, told.attempts) == (None, None, 0)


def test_an_inbound_reply_connects_without_being_an_attempt(clock):
    reply = call(at(11, 11), is_outbound=False, is_connected=True)

    told = clock(episode(), attempts=[reply])

    assert (told.is_connected, told.attempts) == (True, 0)


@pytest.mark.parametrize(
    ("logged", "credited"), [(at(12, 11), at(11, 11)), (at(12, 12), at(12, 12))]
)
def test_an_attempt_logged_too_late_counts_when_it_was_logged(clock, logged, credited):
    told = clock(episode(), attempts=[call(at(11, 11), recorded_at=logged)])

    assert told.first_attempt_at == at(11, 11)
    assert told.credited_at == credited


def test_a_lead_put_aside_for_a_reason_that_needs_no_contact_is_excluded(clock):
    spam = ("DISQUALIFIED", at(11, 12), {"reason": "spam"})

    assert clock(episode(spam)).is_excluded
    assert not clock(episode(spam), attempts=[call(at(11, 11))]).is_excluded
    assert not clock(episode(("RECYCLED", at(11, 12), {"reason": "timing"}))).is_excluded


def test_a_lead_closed_untried_waited_until_then(clock):
    told = clock(episode(("RECYCLED", at(11, 12), {})), attempts=[call(at(13, 12))])

    assert (told.first_attempt_at, told.wait_seconds) == (None, 2 * HOUR)


def test_what_follows_the_next_mql_belongs_to_that(clock):
    told = clock(episode(), attempts=[call(at(13, 12))], until=at(12, 9))

    assert told.first_attempt_at is None


def test_an_mql_known_by_its_day_has_no_clock(clock):
    assert clock(episode(mql_at=datetime(2026, 5, 11), precision=Precision.DATE)) is None


def test_without_an_agreement_in_force_nothing_is_due(rules):
    told = clock_of(episode(mql_at=datetime(2019, 5, 13, 9)), Story(), rules)

    assert (told.policy_version, told.due_at) == (None, None)


def test_reassigning_continues_the_clock_on_the_next_owners_calendar():
    """G02: an hour on Friday and three on Monday in London, then 1.5 h in New York."""
    friday, monday = datetime(2026, 3, 27, 16, 30), datetime(2026, 3, 30, 11)
    rules = Rules(calendars=(LONDON, NEW_YORK))
    handings = [
        Assigned(friday, "ann", is_human=True, calendar_id="london"),
        Assigned(monday, "bob", is_human=True, calendar_id="newyork"),
    ]
    story = Story(assigned=handings, attempts=[call(datetime(2026, 3, 30, 14, 30))])

    told = clock_of(episode(mql_at=friday), story, rules)

    assert told.wait_seconds == 5.5 * HOUR
    assert told.calendar_id == "newyork"


def test_the_offset_and_the_calendar_give_the_wait_until_any_moment(rules):
    origin = datetime.combine(ORIGIN, datetime.min.time())

    told = clock_of(episode(mql_at=at(11, 16)), Story(), rules)

    so_far = told.offset_seconds + elapsed(rules.default_calendar, origin, at(13, 10))
    assert so_far == (1 + 8 + 1) * HOUR


def test_an_owner_named_without_a_handing_lends_the_calendar():
    rules = Rules(calendars=(LONDON, NEW_YORK))
    owner = Assigned(datetime.min, "bob", is_human=True, calendar_id="newyork")

    assert clock_of(episode(), Story(owner=owner), rules).calendar_id == "newyork"


@pytest.mark.parametrize(
    ("handings", "routed", "seconds"),
    [
        ([(at(10, 9), True)], at(10, 9), 0.0),
        ([(at(10, 9), True), (at(11, 12), True)], at(10, 9), 0.0),
        ([(at(11, 10), False), (at(11, 12), True)], at(11, 12), 2 * HOUR),
        ([(at(10, 9), True), (at(10, 10), False), (at(11, 12), True)], at(11, 12), 2 * HOUR),
        ([(at(11, 10), False)], None, None),
    ],
    ids=["before", "before, then again", "a queue first", "back in a queue", "never"],
)
def test_routing_ends_when_a_human_has_the_lead(clock, handings, routed, seconds):
    assigned = [Assigned(when, "x", human, None) for when, human in handings]

    told = clock(episode(), assigned=assigned)

    assert (told.first_assigned_at, told.routing_seconds) == (routed, seconds)


def test_rules_are_read_back_as_they_were_written(store, rules):
    assert read_rules(store) == rules
    assert worktime_until(store) >= date(2028, 1, 1)
