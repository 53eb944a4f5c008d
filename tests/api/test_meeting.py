"""The weekly meeting from its preparation to its close: what it shows, takes in, and refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from revdash.api import meeting as weekly
from revdash.api import worklist
from revdash.api.actors import Actor
from revdash.api.asking import ask
from revdash.api.meeting_running import moment_of
from revdash.api.meeting_says import (
    Bringing,
    Deciding,
    Noting,
    Promising,
    Rewording,
    SettingSeries,
)
from revdash.api.meeting_words import status
from revdash.api.questions import Question
from revdash.desk.commitments import Commitment, CommitmentState
from revdash.desk.goals import Cadence, Goal, save_goal
from revdash.desk.meetings import close_meeting
from revdash.desk.people import Role
from revdash.errors import InputError, NotAllowedError
from revdash.meetings.agenda import AGENDA
from revdash.meetings.sheet import Heading, as_document, sheet_of
from revdash.metrics.catalog import HEADLINES
from revdash.store.schema.drops import handoff_drop
from revdash.store.schema.episodes import deal, lead_episode
from revdash.terms import Side

MIA = Actor(actor_id="mia", name="Mia", role=Role.LEAD, side=Side.MARKETING)
SAM = Actor(actor_id="sam", name="Sam", role=Role.LEAD, side=Side.SALES)


def part_of(sheet, heading):
    return next(part for part in sheet.parts if part.heading is heading)


def blocks_of(sheet, heading, kind):
    return [block for block in part_of(sheet, heading).blocks if block.kind == kind]


@pytest.fixture
def running(own_demo, revops):
    """A meeting of the demo company that runs; its key."""
    key = weekly.prepare(revops)
    weekly.start(revops, key, weekly.meeting(revops).version)
    return key


@pytest.fixture
def count(demo):
    """Count rows of a table since one moment and before another."""

    def _count(when, since, until, *more):
        with demo.facts() as connection:
            query = select(func.count()).where(when >= since, when < until, *more)
            return connection.execute(query).scalar_one()

    return _count


def test_a_sheet_says_of_its_week_what_the_records_say(demo, viewer, count):
    sheet = weekly.meeting(viewer).sheet
    week = sheet.first, sheet.last + timedelta(days=1)
    told = {one.metric: one for one in sheet.readings if not one.filters}
    with demo.facts() as connection:
        rules = ask(demo, connection, Question()).rules
    instants = map(rules.midnight, week)

    is_new, is_won = lead_episode.c.kind == "new", deal.c.outcome == "won"
    assert (sheet.last - sheet.first).days == 6
    assert told["mql_new"].value == count(lead_episode.c.mql_on, *week, is_new)
    assert told["won_count"].value == count(deal.c.closed_on, *week, is_won, deal.c.is_new_business)
    fired = count(handoff_drop.c.opens_at, *instants, handoff_drop.c.weight > 0)
    assert f"The rules found {fired} drops" in part_of(sheet, Heading.DROPS).sentence
    assert sheet_of(as_document(sheet)) == sheet


def test_both_sides_stand_side_by_side_and_neither_is_complete_without_the_other(demo, viewer):
    view = weekly.meeting(viewer)

    sides = [Side.MARKETING, Side.SALES]
    for heading in (Heading.WINS, Heading.ASKS, Heading.COMMITMENTS):
        found = [block.side for block in blocks_of(view.sheet, heading, "cells")]
        assert found == sides * (len(found) // 2)
    assert [one.side for one in blocks_of(view.sheet, Heading.PROMISES, "tiles")] == sides
    assert [line.heading for line in AGENDA] == [part.heading for part in view.sheet.parts]
    assert (view.state, view.may_act, view.minutes) == ("coming", False, 30)
    assert "marketing's win" in view.needs[0]
    assert "sales' owned miss" in view.needs[0]


def test_only_a_rule_makes_a_signal_and_says_it_in_its_own_words(demo, viewer):
    sheet = weekly.meeting(viewer).sheet
    lines = blocks_of(sheet, Heading.SIGNALS, "lines")
    told = {one.label: one for one in sheet.readings if one.metric in HEADLINES}

    loud = [one for one in told.values() if one.signal]

    assert loud
    assert {line.subtitle for line in lines} == {one.signal_text for one in loud}
    sentence = part_of(sheet, Heading.SIGNALS).sentence
    assert sentence.startswith(f"{len(loud)} of ")
    assert all(f"{one.label} ({one.signal.casefold()})" in sentence for one in loud)


def test_a_company_without_data_is_not_said_to_do_well(own_empty, viewer):
    sheet = weekly.meeting(viewer).sheet

    assert sheet.sentence == (
        "No goal could be judged; no headline number speaks of a change; "
        "nobody can tell what was dropped."
    )
    assert part_of(sheet, Heading.SIGNALS).sentence == (
        "No headline number has weeks enough to be judged."
    )


def test_how_fast_a_person_responds_is_not_sent_to_a_meeting(own_demo, revops):
    question = Question(filters=(("owner", ("Ben",)),))

    with pytest.raises(NotAllowedError, match="by team"):
        weekly.send(revops, "follow_up_time", question, "Why?")


def test_a_goal_for_a_part_stands_with_the_promises_of_its_side(own_demo, viewer):
    goal = Goal(
        metric="mql_new",
        target=5,
        valid_from=date(2026, 1, 1),
        side=Side.MARKETING,
        scope={"tier": "A"},
        cadence=Cadence.WEEK,
    )
    with own_demo.desk.writing() as desk:
        save_goal(desk, goal, own_demo.stamp("mia"))

    tiles, *_ = blocks_of(weekly.meeting(viewer).sheet, Heading.PROMISES, "tiles")

    found = next(one for one in tiles.tiles if one.label == "New MQLs, A")
    assert (found.filters, found.goal) == ((("tier", ("A",)),), "Goal 5")
    assert found.verdict in {"met", "missed"}


def test_the_worst_open_drops_are_those_of_the_worklist(demo, viewer):
    sheet = weekly.meeting(viewer).sheet
    (cells,) = blocks_of(sheet, Heading.DROPS, "cells")

    rows, total = worklist.worst(demo, viewer, len(cells.rows))

    assert [row[:2] for row in cells.rows] == [(one.lead, one.account) for one in rows]
    assert f"{total:,} are open now" in part_of(sheet, Heading.DROPS).sentence


def test_a_tile_is_sent_with_its_filters_and_shown_with_its_note(own_demo, revops):
    question = Question(filters=(("segment", ("SMB",)),))
    weekly.send(revops, "mql_new", question, "Why so few?")
    key = weekly.prepare(revops)
    weekly.start(revops, key, 1)

    sheet = weekly.meeting(revops).sheet

    (tiles,) = blocks_of(sheet, Heading.SENT, "tiles")
    assert (tiles.title, tiles.tiles[0].filters) == ("New MQLs, SMB", question.filters)
    assert blocks_of(sheet, Heading.SENT, "words")[0].said == (("RevOps", "", "Why so few?"),)


def test_a_meeting_is_whole_once_both_sides_have_spoken(running, revops):
    view = weekly.meeting(revops)
    weekly.attend(revops, running, view.version, {"revops": "guest"})
    for actor, side in ((MIA, "marketing"), (SAM, "sales")):
        win = Bringing(meeting=running, kind="win", words="Won", side=side)
        weekly.bring(actor, replace(win, subject="metric:won_count"))
        weekly.bring(actor, replace(win, kind="no_miss", words="All kept"))
    slow = replace(win, kind="miss", words="Slow", side="sales")
    with pytest.raises(InputError, match="which number or deal this miss rests on"):
        weekly.bring(SAM, slow)
    with pytest.raises(NotAllowedError, match="sales says what it owns"):
        weekly.bring(MIA, replace(slow, subject="metric:follow_up_time"))

    view = weekly.meeting(revops)

    wins = blocks_of(view.sheet, Heading.WINS, "cells")
    assert view.needs == ()
    assert (wins[0].rows, wins[0].about) == ((("Won", "Deals won", "mia"),), ("metric:won_count",))
    assert wins[2].empty == "None: All kept"


def test_an_ask_is_answered_by_the_side_that_is_asked(running, revops):
    weekly.bring(MIA, Bringing(meeting=running, kind="ask", words="The list, please"))
    (asked,) = weekly.meeting(SAM).items_of("ask")
    said = Deciding(key=asked.key, version=asked.version, words="Yes", due_on=date(2026, 6, 1))
    with pytest.raises(NotAllowedError, match="here sales answers"):
        weekly.answer(MIA, said)

    weekly.answer(SAM, said)

    (cells, _) = blocks_of(weekly.meeting(SAM).sheet, Heading.ASKS, "cells")
    assert cells.rows == (("The list, please", "mia", "Yes", "1 Jun 2026"),)


def test_promises_are_carried_over_and_held_against_their_first_day(own_demo, running, revops):
    view = weekly.meeting(revops)
    due = view.sheet.held_on + timedelta(days=1)
    said = Promising(meeting=running, words="Clean", owner="revops", side="sales", due_on=due)
    weekly.promise(revops, said)
    (made,) = weekly.meeting(revops).commitments
    with own_demo.desk.writing() as desk:
        close_meeting(desk, running, own_demo.stamp("x").now, view.version, own_demo.stamp("x"))

    (carried,) = weekly.meeting(revops).commitments

    assert (made.is_new, carried.is_new) == (True, False)
    assert (carried.status, carried.version) == ("due in 2 days", made.version)
    with pytest.raises(NotAllowedError, match="is closed"):
        weekly.note(MIA, Noting(meeting=running, heading="wins", words="Late"))


def test_notes_of_two_are_both_there_and_each_mends_their_own(running):
    for actor in (MIA, SAM):
        weekly.note(actor, Noting(meeting=running, heading="wins", words=f"By {actor.name}"))
    mine, other = weekly.meeting(MIA).notes["wins"]
    weekly.reword_note(MIA, Rewording(key=mine.key, version=1, words="Mended"))

    said = blocks_of(weekly.meeting(SAM).sheet, Heading.WINS, "words")[0].said

    assert (mine.is_mine, other.is_mine) == (True, False)
    assert [words for _, _, words in said] == ["Mended", "By Sam"]


def test_the_agenda_is_set_in_order_and_without_what_is_left_out(own_demo, revops):
    found = weekly.series(revops)
    said = SettingSeries(
        key=found.key,
        version=found.version,
        name="Monday",
        cadence="two weeks",
        weekday=0,
        minutes={"rating": 2, "wins": 0, "drops": 9},
        leaders={"marketing": "revops"},
    )
    weekly.save_series(revops, said)

    view = weekly.meeting(revops)

    assert [part.heading for part in view.sheet.parts] == [Heading.RATING, Heading.DROPS]
    assert (view.sheet.title, view.minutes) == ("Monday", 11)
    assert (view.attendees[0].key, view.attendees[0].role) == ("revops", "leader")
    with pytest.raises(InputError, match="'lunch' is no heading"):
        weekly.save_series(revops, replace(said, minutes={"lunch": 30}))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "due in 2 days"),
        ({"original_due_on": date(2026, 5, 4), "slips": 2}, "put off twice, 7 days past"),
        ({"state": CommitmentState.DONE, "done_on": date(2026, 5, 13)}, "kept"),
        ({"state": CommitmentState.DONE, "done_on": date(2026, 5, 14)}, "done 1 day late"),
        ({"state": CommitmentState.CANCELLED}, "cancelled by both sides"),
        ({"state": CommitmentState.CANCEL_BY_SALES}, "due in 2 days, marketing to agree"),
    ],
)
def test_a_promise_is_told_against_the_day_named_first(changes, words):
    one = Commitment(words="Clean", owner="mia", side=Side.SALES, original_due_on=date(2026, 5, 13))

    assert status(replace(one, **changes), date(2026, 5, 11)).startswith(words)


def test_the_demos_meeting_is_opened_written_in_and_closed_on_the_day_it_is_held(
    own_demo, running, revops
):
    weekly.note(revops, Noting(meeting=running, heading="promises", words="So it is"))
    view = weekly.meeting(revops, running)

    (note,) = view.notes["promises"]
    closes = moment_of(own_demo)
    assert (note.when[:6], view.opened_at.date()) == ("18 May", view.sheet.held_on)
    assert (closes.today, closes.at > view.opened_at) == (view.sheet.held_on, True)
