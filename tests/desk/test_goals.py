from dataclasses import replace
from datetime import date

import pytest

from revdash.desk.goals import (
    Goal,
    GoalKind,
    approve_goal,
    end_goal,
    read_goal,
    read_goals,
    save_goal,
)
from revdash.desk.revisions import EditConflictError
from revdash.errors import InputError
from revdash.terms import Side

JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)
MQLS = Goal(metric="new_mql", target=160, valid_from=JANUARY, side=Side.MARKETING)


@pytest.fixture
def saved(desk, by):
    """The desk with the goal of 160 MQLs a month since January, and that goal as it is read."""
    with desk.writing() as connection:
        return desk, read_goal(connection, save_goal(connection, MQLS, by))


def test_a_goal_is_read_as_it_was_saved(saved):
    _, goal = saved

    assert goal == replace(MQLS, goal_id=goal.goal_id, version=1)


def test_a_change_keeps_the_goal_that_was(saved, by):
    desk, goal = saved
    with desk.writing() as connection:
        save_goal(connection, replace(goal, target=200, valid_from=MARCH), by)

        targets = [
            [goal.target for goal in read_goals(connection, on)]
            for on in (date(2025, 12, 31), JANUARY, date(2026, 2, 28), MARCH)
        ]

    assert targets == [[], [160], [160], [200]]


def test_all_goals_there_ever_were_can_be_read(saved, by):
    desk, goal = saved
    with desk.writing() as connection:
        save_goal(connection, replace(goal, target=200, valid_from=MARCH), by)

        old, new = read_goals(connection)

    assert (old.valid_to, new.valid_to) == (MARCH, None)


def test_a_mistake_put_right_on_the_same_day_is_in_force_alone(saved, by):
    desk, goal = saved
    with desk.writing() as connection:
        save_goal(connection, replace(goal, target=16), by)

        assert [goal.target for goal in read_goals(connection, JANUARY)] == [16]


def test_the_past_is_not_rewritten(saved, by):
    desk, goal = saved

    with desk.writing() as connection, pytest.raises(InputError, match="choose a later day"):
        save_goal(connection, replace(goal, valid_from=date(2025, 1, 1)), by)


def test_two_people_changing_a_goal_do_not_overwrite_one_another(saved, by):
    desk, goal = saved
    with desk.writing() as connection:
        save_goal(connection, replace(goal, target=200, valid_from=MARCH), by)

    with pytest.raises((EditConflictError, InputError)), desk.writing() as connection:
        save_goal(connection, replace(goal, target=300, valid_from=MARCH), by)

    with desk.connect() as connection:
        assert [goal.target for goal in read_goals(connection, JUNE)] == [200]


def test_a_second_goal_for_the_same_thing_is_refused(saved, by):
    desk, _ = saved

    with desk.writing() as connection, pytest.raises(InputError, match="160 a month since"):
        save_goal(connection, replace(MQLS, target=5, valid_from=MARCH), by)


def test_another_scope_has_a_goal_of_its_own(saved, by):
    desk, _ = saved
    with desk.writing() as connection:
        save_goal(connection, replace(MQLS, scope={"segment": "SMB"}), by)

        assert len(read_goals(connection, JUNE)) == 2


def test_goals_of_one_metric_stand_by_their_parts_whenever_they_were_saved(saved, by):
    desk, goal = saved
    parts = [{"region": "UK"}, {"region": "DACH"}, {"tier": "A"}]
    with desk.writing() as connection:
        for scope in parts:
            save_goal(connection, replace(goal, goal_id="", version=0, scope=scope), by)

        read = [{**one.part} for one in read_goals(connection, JANUARY)]

    assert read == [{}, {"region": "DACH"}, {"region": "UK"}, {"tier": "A"}]


def test_a_second_click_saves_one_goal(desk, by):
    click = replace(by, click_id="form-1")

    with desk.writing() as connection:
        ids = {save_goal(connection, MQLS, click) for _ in range(2)}

        assert [goal.goal_id for goal in read_goals(connection)] == list(ids)


def test_a_goal_can_end(saved, by):
    desk, goal = saved
    with desk.writing() as connection:
        end_goal(connection, goal, MARCH, by)

        assert read_goals(connection, MARCH) == ()
        assert len(read_goals(connection, date(2026, 2, 28))) == 1


def test_a_goal_that_could_not_be_judged_is_refused(desk, by):
    band = replace(MQLS, kind=GoalKind.BAND, target_high=100)
    backwards = replace(MQLS, valid_to=date(2025, 1, 1))

    with desk.writing() as connection:
        for wrong in (band, replace(band, target_high=None), backwards):
            with pytest.raises(InputError):
                save_goal(connection, wrong, by)


def test_each_side_approves_a_goal_once_and_a_change_is_approved_again(saved, by):
    desk, goal = saved
    with desk.writing() as connection:
        approve_goal(connection, goal, Side.SALES, by)
        approved = read_goal(connection, goal.goal_id)
        for side in (Side.MARKETING, Side.SHARED):
            with pytest.raises(InputError, match="once by each side"):
                approve_goal(connection, approved, side, by)

        changed = save_goal(connection, replace(approved, target=9, valid_from=MARCH), by)

        assert approved.approved_by_sales == by.actor_id
        assert read_goal(connection, changed).approved_by_sales is None
