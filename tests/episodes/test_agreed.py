"""What a version of the agreement decides for a lead, and that no later one decides it again."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from revdash.episodes.agreed import FACT_ASKED, Part, Policy
from revdash.episodes.clocks import Attempt, Story, clock_of
from revdash.episodes.episode import Event
from revdash.episodes.machine import run
from revdash.episodes.pausing import Pause
from revdash.episodes.rules import PastCalendar, PastReason, Reason
from revdash.metrics.feedback import FEEDBACK_COMPLETENESS
from revdash.metrics.follow_up import FOLLOW_UP_TIME, SLA_ATTAINMENT
from revdash.metrics.read import read
from revdash.terms import LeadStage
from revdash.worktime.calendar import Calendar

HOUR = 3600.0
LATER, HOLD = "asked_for_later", "legal_hold"
MONDAY = datetime(2026, 5, 11, 10)
WEEK = "2026-05-11..2026-05-17"


def at(day, hour, minute=0):
    return datetime(2026, 5, day, hour, minute)


def lead(mql_at=MONDAY, tier="A"):
    return run([Event("e", "p", LeadStage.MQL, mql_at, tier=tier)]).episodes[0]


def call(moment):
    return Attempt(moment, moment, "call", is_outbound=True, is_automated=False, is_connected=False)


@pytest.fixture
def agreed(rules):
    """The one version changed."""
    return lambda **changes: replace(rules, policies=(replace(rules.policies[0], **changes),))


WEBINAR, DACH = Part(source="Webinar"), Part(region="DACH")


@pytest.mark.parametrize(
    ("of", "hours"),
    [
        (Part("Ads", "UK", "SMB", "A"), 1),  # its tier's
        (Part("Ads", "UK", "SMB", "Z"), 4),  # what is agreed without a tier
        (Part("webinar", "UK", "SMB", "A"), 10),  # a source goes before a tier
        (Part("Webinar", "DACH", None, "B"), 10),  # and before a region
        (Part("Ads", "DACH", "ENT", None), 20),  # a region before a segment
        (Part("Ads", "DACH", "ENT", "A"), 40),  # two parts before one
        (Part("Webinar", "DACH", "ENT", "A"), 40),
    ],
)
def test_the_target_that_names_most_of_a_lead_applies(agreed, of, hours):
    scoped = {WEBINAR: 10, DACH: 20, Part(segment="ENT"): 30, DACH._replace(tier="A"): 40}
    rules = agreed(scoped={part: n * HOUR for part, n in scoped.items()})

    assert rules.policies[0].target(of) == hours * HOUR


def test_a_target_of_a_part_makes_the_due_time_and_what_was_kept(given, store, scope, agreed):
    given.judged_by(policies=agreed(scoped={WEBINAR: 6 * HOUR}).policies)
    for person, source in (("w", "Webinar"), ("x", "Ads")):
        given.stage(person, "MQL", at(11, 9), source=source)
        given.attempt(person, at(11, 14))
    given.load()

    assert [one["due_at"] for one in given.episodes()] == [at(11, 15), at(11, 13)]
    reading = read(store, SLA_ATTAINMENT, scope(WEEK))
    assert (reading.hits, reading.sample) == (1, 2)


@pytest.mark.parametrize(
    ("pauses", "due_at", "seconds"),
    [
        ([], at(11, 14), None),
        ([Pause(at(11, 12), at(13, 9), LATER)], at(13, 11), 13 * HOUR),  # as much open time
        ([Pause(at(11, 9), at(12, 9), LATER)], at(12, 13), 7 * HOUR),  # from the clock's start
        ([Pause(at(11, 15), at(13, 9), LATER)], at(11, 14), None),  # it was late already
        ([Pause(at(11, 12), at(13, 9), HOLD)], at(11, 14), None),  # not agreed
    ],
)
def test_a_pause_moves_the_due_time_by_its_business_time(agreed, pauses, due_at, seconds):
    told = clock_of(lead(tier="B"), Story(pauses=pauses), agreed(pauses=frozenset({LATER})))

    assert (told.due_at, told.paused.seconds) == (due_at, seconds)


def test_a_pause_after_the_first_attempt_leaves_what_was_due(agreed):
    story = Story(attempts=[call(at(11, 11))], pauses=[Pause(at(11, 12), at(20, 9), LATER)])

    told = clock_of(lead(tier="B"), story, agreed(pauses=frozenset({LATER})))

    assert (told.due_at, told.wait_seconds, told.paused.seconds) == (at(11, 14), HOUR, None)


@pytest.fixture
def met(given, agreed):
    """A lead handed over at ten that agreed at noon on a meeting two days later."""

    def _met(**values):
        given.judged_by(policies=agreed(pauses=frozenset({LATER})).policies)
        given.stage("p", "MQL", MONDAY)
        given.attempt("else", MONDAY)  # something is known of what sales does
        booked = {"scheduled_at": at(11, 12), "start_at": at(13, 9), "end_at": at(13, 10)}
        given.row("meeting", person_id="p", **booked, **values)
        given.load(as_of=at(12, 12))
        return given.episodes()[0]

    return _met


def test_a_meeting_agreed_on_ahead_stops_the_clock_until_then(met, store, scope):
    found = met()

    assert (found["due_at"], found["paused_for"]) == (at(13, 11), LATER)
    assert found["clock_resumed_at"] == at(13, 9)
    waiting = read(store, FOLLOW_UP_TIME, scope(WEEK)).curve
    assert waiting.longest == 2  # hours, while it stands still


def test_a_meeting_that_was_called_off_stops_nothing(met):
    assert met(outcome="CANCELED")["due_at"] == at(11, 14)


def test_what_was_stated_here_stops_the_clock_and_the_verdict_waits_too(given, agreed):
    given.judged_by(policies=agreed(pauses=frozenset({HOLD})).policies)
    given.stage("p", "MQL", MONDAY)
    given.attempt("p", at(11, 11))
    given.row("clock_pause", person_id="p", reason=HOLD, event_at=at(12, 9), until_at=at(14, 9))
    given.load()

    (found,) = given.episodes()
    assert found["due_at"] == at(11, 14)
    assert found["verdict_floor_at"] == at(20, 11)  # five days, and the two it stood still


def test_the_kind_of_a_reason_is_that_of_the_list_when_the_clock_began(given, rules):
    as_junk = Reason(code="timing", label="Not now", reason_class="junk")
    given.judged_by(past_reasons=(PastReason(datetime(2020, 1, 1), at(12, 0), as_junk),))
    for person, day in (("early", 11), ("late", 12)):
        given.stage(person, "MQL", at(day, 10))
        given.stage(person, "REJECTED", at(14, 10), reason_code="timing")
    given.load()

    assert [one["reason_class"] for one in given.episodes()] == ["junk", "timing"]
    found = given.connection.exec_driver_sql(
        "SELECT reason_class FROM verdict_now ORDER BY person_id"
    )
    assert found.scalars().all() == ["junk", "timing"]


@pytest.mark.parametrize(("asked", "known"), [(0.0, 3), (1.0, 2)])
def test_a_verdict_needs_a_fact_where_that_was_agreed(given, scope, agreed, asked, known):
    given.judged_by(policies=agreed(thresholds={FACT_ASKED: asked}).policies)
    for person in ("called", "noted", "guessed"):
        given.stage(person, "MQL", MONDAY)
        note = "She will have budget in autumn" if person == "noted" else None
        given.stage(person, "REJECTED", at(14, 10), reason_code="timing", note=note)
    given.attempt("called", at(12, 10))
    given.attempt("guessed", at(15, 10))  # after the verdict
    given.load(as_of=datetime(2026, 7, 1))

    reading = read(given.connection, FEEDBACK_COMPLETENESS, scope(WEEK))
    assert (reading.hits, reading.sample) == (known, 3)


MOMENTS = st.integers(0, 14 * 24).map(lambda hours: at(11, 0) + timedelta(hours=hours))
HOURS = st.tuples(st.integers(0, 12), st.integers(1, 12)).map(
    lambda span: dict.fromkeys(range(7), ((span[0] * 60, (span[0] + span[1]) * 60),))
)
VERSIONS = st.builds(
    lambda since, hours, kinds, parts, pauses: Policy(
        version=f"{since}",
        valid_from=since,
        targets={"*": hours * HOUR},
        scoped=dict.fromkeys(parts, HOUR),
        qualifying=kinds,
        pauses=pauses,
    ),
    *(MOMENTS, st.integers(1, 40), st.frozensets(st.sampled_from(["call", "sms"]), min_size=1)),
    *(st.sets(st.sampled_from([WEBINAR, DACH])), st.frozensets(st.sampled_from([LATER, HOLD]))),
)


PAST = st.lists(st.tuples(MOMENTS, HOURS), max_size=3, unique_by=lambda one: one[0])
PAUSES = st.tuples(MOMENTS, st.integers(1, 90), st.sampled_from([LATER, HOLD]))


@settings(max_examples=60)
@any_of(told=st.tuples(MOMENTS, PAUSES), history=st.lists(VERSIONS, max_size=4), data=st.data())
def test_no_version_changes_what_began_before_it(rules, told, history, data):
    start, (begins, lasts, reason) = told
    since, later, opening = data.draw(st.tuples(MOMENTS, VERSIONS, HOURS))
    hours = [(when, weekly) for when, weekly in sorted(data.draw(PAST)) if when < since]
    before = replace(rules, policies=by_age(history), past_calendars=was(*hours))
    after = replace(
        before,
        policies=by_age([*history, replace(later, valid_from=since)]),
        calendars=(replace(rules.calendars[0], weekly=opening),),
        past_calendars=was(*hours, (since, rules.calendars[0].weekly)),
    )
    pause = Pause(begins, begins + timedelta(hours=lasts), reason)
    story = Story(attempts=[call(at(20, 10))], pauses=[pause], part=WEBINAR)

    then, now = (facts_of(clock_of(lead(start), story, one)) for one in (before, after))

    assert start >= since or then == now


def facts_of(clock):
    return (clock.due_at, clock.wait_seconds, clock.policy_version, clock.paused, clock.tries)


def by_age(policies):
    return tuple(sorted(policies, key=lambda policy: policy.valid_from))


def was(*hours):
    return tuple(
        PastCalendar("office", until, Calendar(calendar_id=f"{until}", zone="UTC", weekly=weekly))
        for until, weekly in hours
    )
