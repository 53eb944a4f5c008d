"""What people do about dropped handoffs: once, in order, audited, never one over another."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from revdash.desk.actions import (
    ActedMeanwhileError,
    act,
    actions_of,
    newest_actions,
    set_aside_keys,
    standing_actions,
    undo,
)
from revdash.desk.audit import Stamp, read_log, verify_chain
from revdash.desk.deeds import About, ActionKind, Deed, firing_of
from revdash.desk.people import Member, Role, save_member
from revdash.errors import InputError

NOON = datetime(2026, 11, 5, 12)
DAY = timedelta(days=1)
ONE, TWO = "D04|lead:p#1|2026-11-04T10:00:00Z", "D01|lead:q#1|2026-11-04T11:00:00Z"
TAKE = Deed(kind=ActionKind.TAKE, at=NOON)
REJECT = Deed(kind=ActionKind.REJECT, at=NOON, reason_code="spam", evidence="call:7")

ANOTHER_PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
from revdash.desk.actions import act
from revdash.desk.audit import Stamp
from revdash.desk.deeds import About, ActionKind, Deed
from revdash.desk.engine import open_desk
folder, key, who = sys.argv[1:]
now = datetime(2026, 11, 5, 12)
desk = open_desk(Path(folder), now=now)
try:
    with desk.writing() as connection:
        deed = Deed(kind=ActionKind.TAKE, at=now)
        act(connection, [About(instance_key=key)], deed, Stamp(actor_id=who, now=now))
finally:
    desk.close()
"""


def about(*keys, seen="", person="p"):
    return [About(instance_key=key, seen=seen, person_id=person) for key in keys]


def deed(kind, **values):
    return Deed(kind=ActionKind(kind), at=NOON, **values)


@pytest.fixture
def do(seeded):
    """Do something about firings as somebody; gives what was done."""

    def _do(wanted, keys=(ONE,), who="ann", seen="", click=""):
        by = Stamp(actor_id=who, now=NOON, click_id=click)
        with seeded.writing() as connection:
            return act(connection, about(*keys, seen=seen), wanted, by)

    return _do


@pytest.fixture
def take_back(seeded):
    def _take_back(*action_ids, who="ann"):
        with seeded.writing() as connection:
            return undo(connection, action_ids, NOON, Stamp(actor_id=who, now=NOON))

    return _take_back


def standing(desk, key=ONE):
    with desk.connect() as connection:
        return newest_actions(connection, [key]).get(key)


def test_a_key_names_a_rule_a_subject_and_a_moment():
    assert firing_of("D10|meeting:sf|9:1|2026-11-04T10:00:00Z") == (
        "D10",
        "meeting:sf|9:1",
        datetime(2026, 11, 4, 10),
    )
    with pytest.raises(InputError, match="names no dropped handoff"):
        firing_of("D10|lead")


def test_an_action_is_read_as_done_and_audited(seeded, do):
    (action_id,) = do(deed("hand", to_user_id="ben", words="Your region")).action_ids

    found = standing(seeded)
    with seeded.connect() as connection:
        (row,) = read_log(connection, limit=1)
    assert (found.kind, found.to_user_id, found.by) == (ActionKind.HAND, "ben", "ann")
    assert (found.words, found.last_id) == ("Your region", action_id)
    assert (row.action, row.subject) == ("handoff_action.added", f"handoff_action:{action_id}")
    assert row.detail["words"] == "11 characters"


def test_many_are_acted_on_at_once_by_one_click_and_no_more(seeded, do):
    first = do(TAKE, (ONE, TWO), click="c")
    again = do(TAKE, (ONE, TWO), click="c")

    assert again.deed_id == first.deed_id
    assert {*again.action_ids} == {*first.action_ids}
    with seeded.connect() as connection:
        assert len(actions_of(connection, ONE)) == 1
        assert verify_chain(connection) == ""


def test_who_acts_second_is_told_who_was_first_and_nothing_is_overwritten(seeded, do, by):
    with seeded.writing() as connection:
        save_member(connection, Member(member_id="ben", name="Ben", role=Role.LEAD), by)
    do(TAKE, (TWO,), who="ben")

    said = r"Ben took it \(D01, lead:q#1\) at 2026-11-05 12:00 UTC, after you opened"
    with pytest.raises(ActedMeanwhileError, match=said):
        do(deed("handled", words="Called them"), (ONE, TWO))

    assert standing(seeded) is None
    assert standing(seeded, TWO).by == "ben"


def test_who_saw_the_last_action_may_act_after_it(seeded, do):
    (first,) = do(TAKE).action_ids
    do(deed("handled", words="Called them"), who="ben", seen=first)

    with seeded.connect() as connection:
        assert [action.by for action in actions_of(connection, ONE)] == ["ann", "ben"]
    assert standing(seeded).kind is ActionKind.HANDLED


def test_of_two_threads_one_acts_and_the_other_is_told(seeded, do):
    def attempt(who):
        try:
            do(TAKE, (ONE, TWO), who=who)
        except ActedMeanwhileError as problem:
            return str(problem)
        return ""

    with ThreadPoolExecutor(4) as pool:
        told = [*pool.map(attempt, "abcd")]

    winner = "abcd"[told.index("")]
    assert told.count("") == 1
    assert all(f"{winner} took it" in one and "1 more" in one for one in told if one)


def test_of_two_programs_one_acts_and_the_other_is_told(seeded):
    folder = str(seeded.path.parent)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", ANOTHER_PROGRAM, folder, ONE, who],
            stderr=subprocess.PIPE,
            text=True,
        )
        for who in ("ann", "ben")
    ]
    said = [one.communicate(timeout=60)[1] for one in running]

    assert sorted(one.returncode for one in running) == [0, 1]
    assert f"{standing(seeded).by} took it (D04, lead:p#1)" in "".join(said)


def test_an_undone_action_leaves_the_one_before(seeded, do, take_back):
    (first,) = do(TAKE).action_ids
    (second,) = do(deed("handled", words="Called them"), seen=first).action_ids

    (back,) = take_back(second).action_ids

    assert (standing(seeded).action_id, standing(seeded).last_id) == (first, back)
    take_back(first)
    assert standing(seeded).kind is ActionKind.UNDO


def test_a_bulk_is_undone_as_one_and_only_by_the_first(do, take_back):
    done = do(TAKE, (ONE, TWO))
    take_back(*done.action_ids, who="ben")

    with pytest.raises(ActedMeanwhileError, match="ben took the last action back"):
        take_back(*done.action_ids)
    with pytest.raises(InputError, match="not known"):
        take_back("nothing")


def test_only_what_stands_is_set_aside_and_for_as_long_as_it_was_said(seeded, do, take_back):
    do(deed("snooze", until_at=NOON + DAY))
    done = do(deed("mistake", words="It is a test"), (TWO,))

    with seeded.connect() as connection:
        assert set(set_aside_keys(connection, NOON)) == {ONE, TWO}
        assert set(set_aside_keys(connection, NOON + DAY)) == {TWO}
    take_back(*done.action_ids)
    with seeded.connect() as connection:
        assert set(set_aside_keys(connection, NOON)) == {ONE}


def test_a_verdict_stands_until_it_is_taken_back(seeded, do, take_back):
    (told,) = do(REJECT).action_ids
    (after,) = do(TAKE, seen=told).action_ids

    with seeded.connect() as connection:
        assert [one.action_id for one in standing_actions(connection, [REJECT.kind])] == [told]
    take_back(after)
    take_back(told)
    with seeded.connect() as connection:
        assert standing_actions(connection, [REJECT.kind]) == ()


def test_a_rejection_without_a_fact_is_visible_as_such(seeded, do):
    do(REJECT)
    do(deed("reject", reason_code="spam"), (TWO,))

    assert not standing(seeded).is_without_fact
    assert standing(seeded, TWO).is_without_fact


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (deed("snooze", until_at=NOON - DAY), "not ahead of 2026-11-05"),
        (deed("snooze"), "would end on no day"),
        (deed("mute", until_at=NOON + DAY), "Write why nobody needs to see it"),
        (deed("mute", words="Away", until_at=NOON + 31 * DAY), "more than 30 days ahead"),
        (deed("reject"), "No reason is given"),
        (deed("reject", reason_code="spaam"), "Did you mean 'spam'"),
        (deed("reject", reason_code="other", words="Don't know"), "says too little"),
        (deed("recycle", reason_code="not_now"), "day of the review is no day"),
        (deed("hand"), "handed to nobody"),
        (deed("hand", to_user_id="ben", to_queue="EMEA"), "or to two"),
        (deed("handled", words="  "), "Write what was done"),
        (deed("mistake"), "Write what the rule got wrong"),
        (deed("ask"), "Write the question"),
    ],
)
def test_what_is_not_said_well_enough_is_refused(seeded, do, wanted, said):
    with pytest.raises(InputError, match=said):
        do(wanted)

    assert standing(seeded) is None


def test_a_verdict_is_about_somebody(seeded, by):
    with seeded.writing() as connection, pytest.raises(InputError, match="about no single lead"):
        act(connection, about(ONE, person=None), REJECT, by)


def test_nothing_or_one_thing_twice_is_no_choice(do):
    for keys in ((), (ONE, ONE)):
        with pytest.raises(InputError, match="Nothing was chosen, or one thing twice"):
            do(TAKE, keys)
