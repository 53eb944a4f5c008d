"""Who waits for a first attempt, the most valuable first, and what became of a group."""

from datetime import datetime

import pytest

from revdash.handoffs.funnel import handed_over
from revdash.handoffs.waiting import waiting_leads
from revdash.metrics.follow_up import FOLLOW_UP_TIME, UNTOUCHED_LEADS
from revdash.metrics.read import read

THIS_WEEK = "2026-05-11..2026-05-17"
NOON = datetime(2026, 5, 15, 12)


@pytest.fixture
def five(given):
    """Five handed over on Monday: tried, closed, of a queue, known by its day, due later."""
    for person in ("tried", "closed", "queued"):
        given.stage(person, "MQL", "2026-05-11 09:00", tier="B")
    given.attempt("tried", "2026-05-11 11:00")
    given.stage("closed", "RECYCLED", "2026-05-12 09:00", reason_code="timing")
    given.stage("dated", "MQL", "2026-05-11 00:00", event_precision="date")
    given.stage("fresh", "MQL", "2026-05-15 11:30", tier="A")
    given.load(as_of=NOON)
    return given


def test_those_wait_who_are_open_and_untried(five, store, scope):
    waiting = waiting_leads(store, scope(THIS_WEEK))

    people = {lead.episode_id.removesuffix("#1") for lead in waiting.leads}
    assert people == {"queued", "dated", "fresh"}
    assert (waiting.total, waiting.late) == (3, 1)


def test_as_many_wait_as_the_tile_counts(five, store, scope):
    waiting = waiting_leads(store, scope(THIS_WEEK))

    assert read(store, UNTOUCHED_LEADS, scope(THIS_WEEK)).value == waiting.total
    assert read(store, FOLLOW_UP_TIME, scope(THIS_WEEK)).pending == waiting.total - 1  # no clock


def test_waits_are_told_in_open_hours_until_now(five, store, scope):
    waits = {lead.episode_id: lead for lead in waiting_leads(store, scope(THIS_WEEK)).leads}

    assert waits["queued#1"].waited_hours == pytest.approx(8 * 4 + 3)
    assert waits["fresh#1"].waited_hours == pytest.approx(0.5)
    assert (waits["queued#1"].is_late, waits["fresh#1"].is_late) == (True, False)
    assert (waits["dated#1"].waited_hours, waits["dated#1"].due_at) == (None, None)


def test_the_most_valuable_come_first_and_then_the_longest_waiting(given, store, scope):
    """Tier A: 1 of 1 won; B: 1 of 2; C as any: 2 of 3; the average won deal is 4,500."""
    for number, (tier, amount) in enumerate((("A", 8000.0), ("B", 1000.0))):
        given.stage(f"won{tier}", "MQL", f"2026-01-0{number + 5} 09:00", tier=tier)
        won = {"created_on": "2026-01-12", "closed_on": "2026-02-02", "amount": amount}
        given.deal(f"d{tier}", "won", person_id=f"won{tier}", **won)
    given.stage("turned-down", "MQL", "2026-01-06 10:00", tier="B")
    given.stage("turned-down", "REJECTED", "2026-01-07 10:00", reason_code="bad_fit")
    for person, tier, day in (("b1", "B", 12), ("a2", "A", 13), ("a1", "A", 12), ("c", "C", 11)):
        given.stage(person, "MQL", f"2026-05-{day} 09:00", tier=tier)
    given.load(as_of=NOON)

    waiting = waiting_leads(store, scope(THIS_WEEK), limit=3)

    assert [lead.episode_id for lead in waiting.leads] == ["a1#1", "a2#1", "c#1"]
    assert [lead.value for lead in waiting.leads] == [4500, 4500, 3000]
    assert (waiting.total, waiting.value) == (4, 14_250)


def test_a_lead_is_worth_its_segments_average_deal(given, store, scope):
    for segment, amount in (("ENT", 9000.0), ("SMB", 1000.0)):
        given.row("person", person_id=f"won{segment}", segment=segment)
        given.stage(f"won{segment}", "MQL", "2026-01-05 09:00", tier="A")
        won = {"created_on": "2026-01-12", "closed_on": "2026-02-02", "amount": amount}
        given.deal(f"d{segment}", "won", person_id=f"won{segment}", **won)
        given.row("person", person_id=f"new{segment}", segment=segment)
        given.stage(f"new{segment}", "MQL", "2026-05-12 09:00", tier="A")
    given.load(as_of=NOON)

    waiting = waiting_leads(store, scope(THIS_WEEK))

    assert [lead.value for lead in waiting.leads] == [9000, 1000]


def test_a_filter_shortens_the_list(five, store, scope):
    assert waiting_leads(store, scope(THIS_WEEK, tier=["A"])).total == 1


def test_nobody_waits_in_an_empty_store(store, scope):
    waiting = waiting_leads(store, scope(THIS_WEEK))

    assert (waiting.leads, waiting.total, waiting.late, waiting.value) == ((), 0, 0, None)


def test_the_funnel_follows_one_group_as_far_as_it_got(given, store, scope):
    for number, path in enumerate(("MQL", "MQL SAL", "MQL OPP", "MQL WON", "MQL RECYCLED")):
        for day, stage in enumerate(path.split()):
            given.stage(f"p{number}", stage, f"2026-05-{11 + day} 09:00")
    given.attempt("p0", "2026-05-11 10:00")
    given.stage("before", "MQL", "2026-05-10 09:00")
    given.stage("after", "MQL", "2026-05-18 09:00")
    given.load()

    steps = handed_over(store, scope(THIS_WEEK))

    assert {step.label: step.people for step in steps} == {
        "MQL": 5,
        "Tried": 1,
        "Accepted": 3,
        "SQL": 2,
        "Opportunity": 2,
        "Won": 1,
    }


def test_the_funnel_leaves_expansions_out(given, store, scope):
    given.stage("p", "MQL", "2026-03-02 09:00")
    given.stage("p", "WON", "2026-03-09 09:00")
    given.stage("p", "MQL", "2026-05-12 09:00")
    given.load()

    assert handed_over(store, scope(THIS_WEEK))[0].people == 0


def test_those_whom_silence_took_off_the_list_are_counted_apart(given, store, scope):
    given.stage("silent", "MQL", "2026-01-12 09:00")
    given.stage("tried", "MQL", "2026-01-12 09:00")
    given.attempt("tried", "2026-01-13 09:00")
    given.load(as_of=NOON)

    waiting = waiting_leads(store, scope(THIS_WEEK))

    assert (waiting.total, waiting.lapsed) == (0, 1)
