"""Goals saved from a paste: all or none, and as they were looked over."""

from datetime import date

import pytest

from revdash import api
from revdash.api import goal_setting
from revdash.api.actors import Actor
from revdash.desk.goals import read_goals
from revdash.desk.people import Role
from revdash.errors import InputError, NotAllowedError, StaleEditError
from revdash.terms import Side

FIRST, LAST = date(2026, 6, 1), date(2099, 12, 20)
CRO = Actor(actor_id="cro", name="CRO", role=Role.LEAD, side=Side.SALES)

ROWS = "metric\ttarget\teach\tfrom\nmql_new\t40\tmonth\t2026-06-01\nwon_count\t9\tmonth\t2026-06-01"


def goals(house):
    with house.desk.connect() as desk:
        return [(goal.metric, goal.target) for goal in read_goals(desk)]


def test_rows_are_looked_over_then_saved_all_at_once(own_empty, revops):
    found = goal_setting.look_over(revops, ROWS)
    before = goals(own_empty)

    said = goal_setting.save_pasted(revops, ROWS, found.seen)
    own_empty.errands.wait()

    assert (before, found.may_save) == ([], True)
    assert found.lines[0].goal == "New MQLs: 40 a month from 1 Jun 2026"
    assert found.summary.startswith("2 rows: 2 new.")
    assert said.startswith("2 goals are saved.")
    assert goals(own_empty) == [("mql_new", 40.0), ("won_count", 9.0)]


def test_nothing_is_half_saved(own_empty, revops):
    rows = f"{ROWS}\nnothing\t1\tmonth\t2026-06-01"
    found = goal_setting.look_over(revops, rows)

    with pytest.raises(InputError, match=r"1 of 3 rows are not understood; nothing was saved"):
        goal_setting.save_pasted(revops, rows, found.seen)

    assert (found.may_save, goals(own_empty)) == (False, [])


def test_goals_changed_since_they_were_looked_over_are_looked_over_again(own_empty, revops):
    seen = goal_setting.look_over(revops, ROWS).seen
    goal_setting.save_pasted(revops, ROWS, seen)

    with pytest.raises(StaleEditError, match="again"):
        goal_setting.save_pasted(revops, ROWS, seen)

    changed = goal_setting.look_over(revops, ROWS.replace("\t9\t", "\t11\t"))
    assert changed.lines[1].changes == "Deals won: 9 a month"
    assert changed.summary.startswith("2 rows: 2 changed.")


def test_a_goal_with_an_end_is_shown_changed_and_ended_before_it(own_empty, revops, filled):
    given = {"metric": "mql_new", "target": 40.0, "valid_from": FIRST, "valid_to": LAST}
    values, version = filled(revops, "goals", "new", **given)
    said = api.save_settings(revops, "goals", "new", values, version)

    (goal,) = [form for form in api.settings(revops, "goals") if form.key != "new"]
    values, version = filled(revops, "goals", goal.key, target=50.0)
    api.save_settings(revops, "goals", goal.key, values, version)
    found = goal_setting.goals(revops)

    assert said.startswith("Saved. The goal counts from 1 Jun 2026 until 20 Dec 2099.")
    assert {row[2] for row in found.grid.rows} == {"31 May 2026", "20 Dec 2099"}
    assert goal_setting.end(revops, found.acting[0]).startswith("Ended: New MQLs: 50 a week")
    assert sorted(goals(own_empty)) == [("mql_new", 40.0), ("mql_new", 50.0)]


def test_a_leader_approves_a_goal_and_who_may_set_it_ends_it(own_empty, revops):
    goal_setting.save_pasted(revops, ROWS, goal_setting.look_over(revops, ROWS).seen)
    offered = goal_setting.goals(CRO)

    said = goal_setting.approve(CRO, offered.acting[0])
    with pytest.raises(StaleEditError, match="Reload"):
        goal_setting.approve(CRO, offered.acting[0])
    with pytest.raises(NotAllowedError):
        goal_setting.end(CRO, offered.acting[1])

    left = goal_setting.goals(revops)
    ended = goal_setting.end(revops, left.acting[1])
    own_empty.errands.wait()
    assert (offered.action, left.action) == ("Approve", "End")
    assert said.startswith("Approved for sales: ")
    assert ended.startswith("Ended: ")
    assert len(goal_setting.goals(revops).acting) == 1
    assert [row[-1] for row in left.grid.rows] == ["cro", ""]
