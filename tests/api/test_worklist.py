"""The worklist: what a reader sees of it, and what becomes of what people do about its rows."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from revdash import api
from revdash.api import worklist
from revdash.api.loop_views import Doing
from revdash.api.worklist_said import last_workday, since_when
from revdash.api.worklist_views import Wish
from revdash.episodes.rules import Rules
from revdash.errors import InputError, StaleEditError
from revdash.store.schema.lifecycle import clock_pause
from revdash.worktime.calendar import Calendar

EVERYTHING = Wish()
ASIDE = Wish(is_apart=True)
NEW = Wish(is_new=True)


@pytest.fixture
def seen(own_demo, revops):
    """Return a function that reads the list anew, for some wish."""
    return lambda wish=EVERYTHING, actor=revops: worklist.worklist(actor, wish)


@pytest.fixture
def first(seen):
    """The first row about a lead."""
    return next(row for row in seen().rows if row.person)


def keys_of(listed):
    return [row.key for row in listed.rows]


def opened(row):
    return row.key.rpartition("|")[2]


def doing(kind, *rows, **said):
    return Doing(kind=kind, seen={row.key: row.seen for row in rows}, **said)


def test_the_sentence_the_counts_and_the_rows_agree(seen):
    listed = seen()
    said = "".join(part.text for part in listed.sentence)

    assert said.startswith(f"{listed.total:,} handoffs are dropped")
    assert sum(facet.count for facet in listed.severities) == listed.total
    assert sum(facet.count for facet in listed.turns) == listed.total
    assert len(listed.rows) == min(listed.total, listed.limit)


def test_a_part_pressed_is_shown_alone_and_the_other_counts_follow(seen):
    listed = seen(Wish(severities=("high",), turns=("sales",)))
    turns = {facet.key: facet.count for facet in listed.turns}

    assert {(row.severity, row.turn) for row in listed.rows} == {("high", "sales")}
    assert listed.total == turns["sales"]
    assert [facet.key for facet in listed.severities if facet.is_pressed] == ["high"]


def test_what_is_new_since_the_last_business_day_is_counted_and_shown_alone(seen):
    everything, new = seen(Wish(limit=100_000)), seen(NEW)
    since = min(map(opened, new.rows))

    assert 0 < new.total < everything.total
    assert new.total == new.new.count == everything.new.count
    assert sum(facet.count for facet in new.severities) == new.total
    assert set(keys_of(new)) == {row.key for row in everything.rows if opened(row) >= since}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-05-13", "since yesterday"),
        ("2026-05-16", "since yesterday"),
        ("2026-05-18", "since Friday"),
        ("2026-01-12", "since Fri 2 Jan"),
    ],
)
def test_new_is_since_the_last_day_that_was_worked(day, said):
    shut = {date(2026, 1, day): () for day in range(5, 10)}
    weekly = dict.fromkeys(range(5), ((540, 1020),))
    calendar = Calendar(calendar_id="ours", zone="UTC", weekly=weekly, exceptions=shut)
    rules, today = Rules(calendars=(calendar,)), date.fromisoformat(day)

    assert since_when(last_workday(rules, today), today) == said


def test_what_is_about_to_be_late_comes_with_the_hours_its_clock_runs(seen):
    listed = seen()

    assert listed.soon
    assert all(listed.hours[one.calendar] for one in listed.soon)
    assert all(one.due_at > listed.now for one in listed.soon)


def test_what_is_taken_stays_on_the_list_says_by_whom_and_is_taken_back(seen, revops, first):
    done = worklist.act(revops, doing("take", first))
    taken = next(row for row in seen().rows if row.key == first.key)

    assert (taken.acted, taken.is_mine, taken.undoes) == ("Taken by you", True, done.action_ids[0])
    worklist.undo(revops, done.action_ids)
    assert next(row for row in seen().rows if row.key == first.key).acted == ""


def test_a_snooze_that_names_its_fact_stops_the_clock_until_it_is_taken_back(
    own_demo, seen, revops, first
):
    said = {"reason": "asked_for_later", "until": date(2026, 5, 28)}
    with pytest.raises(InputError, match="nobody's word alone"):
        worklist.act(revops, doing("snooze", first, **said))
    done = worklist.act(revops, doing("snooze", first, **said, evidence="Meeting on 28 May"))
    own_demo.errands.wait()
    stopped = pauses_of(own_demo)

    worklist.undo(revops, done.action_ids)
    own_demo.errands.wait()

    assert stopped == [(first.person, datetime(2026, 5, 27, 23), "Meeting on 28 May")]
    assert pauses_of(own_demo) == []


def pauses_of(house):
    p = clock_pause.c
    with house.facts() as connection:
        found = connection.execute(select(p.person_id, p.until_at, p.evidence_ref))
        return [tuple(row) for row in found]


def test_what_is_snoozed_is_set_aside_counted_and_comes_back_by_undo(seen, revops, first):
    total = seen().total
    done = worklist.act(
        revops, doing("snooze", first, until=date.fromisoformat(seen().choices.tomorrow))
    )

    assert (seen().total, seen().apart.count) == (total - 1, 1)
    assert first.key not in keys_of(seen())
    assert keys_of(seen(ASIDE)) == [first.key]
    assert seen(ASIDE).rows[0].acted.startswith("Snoozed by you until")
    worklist.undo(revops, done.action_ids)
    assert (seen().total, seen().apart.count) == (total, 0)


def test_the_second_who_acts_is_told_who_was_first_and_sees_it(seen, revops, viewer, first):
    worklist.act(revops, doing("handled", first, words="Called, wants a quote"))

    with pytest.raises(StaleEditError, match="marked it handled"):
        worklist.act(revops, doing("take", first))
    (row,) = seen(ASIDE, viewer).rows
    assert row.acted == "Handled by RevOps: Called, wants a quote"


def test_many_are_handled_at_once_or_none(seen, revops):
    some = seen().rows[:3]

    worklist.act(revops, doing("handled", *some, words="All three called"))

    assert seen().apart.count == 3
    with pytest.raises(InputError, match="This says nothing"):
        worklist.act(revops, doing("handled", *seen().rows[:2]))
    assert seen().apart.count == 3


def test_who_may_only_read_is_told_so(seen, viewer):
    assert "viewer" in seen(actor=viewer).may_not_act
    assert seen().may_not_act == ""


def test_the_file_holds_every_row_and_its_taking_is_written_down(seen, own_demo, revops, logged):
    content = worklist.csv(revops, Wish(turns=("sales",))).decode("utf-8-sig")

    rows = [line for line in content.splitlines() if not line.startswith(("#", '"#'))]
    assert len(rows) - 1 == seen(Wish(turns=("sales",))).total
    assert logged(own_demo, limit=1) == [("revops", "export csv", "worklist")]


def test_who_may_act_sees_a_row_first_and_its_side_is_told_from_then_on(seen, viewer):
    def told(**asked):
        return [row.first_seen for row in seen(**asked).rows]

    before = told(actor=viewer)

    assert told(actor=viewer) == before  # who may only read sees nothing for the others
    assert told() == before
    assert all(one.startswith("First seen by RevOps, ") for one in told(actor=viewer))


def test_the_life_of_a_drop_is_told_on_its_leads_page(own_demo, seen, first, revops):
    worklist.act(revops, doing("snooze", first, words="Away", until=date(2026, 5, 20)))

    lying = [line for line in api.story(revops, first.person).life.rows if line[4] == "open"]

    assert all(seen_by.startswith("RevOps, ") for _, _, seen_by, *_ in lying)
    assert sum("snoozed it" in acted for *_, acted, _, _ in lying) == 1
