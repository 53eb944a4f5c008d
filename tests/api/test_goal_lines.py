"""Goals pasted from a spreadsheet: each row understood, or refused with what would be right."""

from dataclasses import replace
from datetime import date

import pytest

from revdash.api.goal_lines import Known, understand
from revdash.desk.goals import Cadence, Goal, GoalKind
from revdash.errors import InputError
from revdash.terms import Orientation, Side

KNOWN = Known(
    goals=(),
    values={"tier": ("A", "B"), "segment": ("SMB", "Enterprise")},
    owners={"u1": "Ann", "u2": "Ben", "u3": "Ben"},
    zone="UTC",
)
HEAD = "Metric\tTarget\tEach\tFrom"


def read(*rows, head=HEAD, known=KNOWN):
    return understand("\n".join([head, *rows]), known)


def test_a_row_is_a_goal():
    (row,) = read("New MQLs\t1,250.5\tmonth\t2026-06-01")

    assert row.goal == Goal(
        metric="mql_new", target=1250.5, valid_from=date(2026, 6, 1), side=Side.MARKETING
    )


def test_a_row_may_say_of_what_and_whose_it_is():
    head = "metric\ttarget\tto\tper\tabout\tteam\towner\tsegment\ttier\tfrom"

    (row,) = read(
        "win_rate_count\t40 %\t60 %\tquarter\tcustomer\tEMEA\tAnn\tsmb\tA\t1 Jun 2026", head=head
    )

    goal = row.goal
    assert (goal.kind, goal.target, goal.target_high) == (GoalKind.BAND, 0.4, 0.6)
    assert (goal.cadence, goal.orientation) == (Cadence.QUARTER, Orientation.CUSTOMER)
    assert goal.part == {"segment": "SMB", "tier": "A", "team": "EMEA", "owner": "u1"}


def test_a_row_may_say_until_when():
    (row,) = read("mql_new\t40\tmonth\t2026-06-01\t2026-07-15", head=f"{HEAD}\tUntil")

    assert row.goal.valid_to == date(2026, 7, 16)


def test_without_a_head_the_usual_columns_are_meant():
    (row,) = understand("mql_new\t40\tweek\t2026-06-01\t\t\tA", KNOWN)

    assert (row.goal.cadence, row.goal.scope) == (Cadence.WEEK, {"tier": "A"})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("mql_nev\t40\tmonth\t2026-06-01", "Did you mean 'mql_new'"),
        ("mql_new\tmany\tmonth\t2026-06-01", "not a number"),
        ("mql_new\t\tmonth\t2026-06-01", "target is empty"),
        ("mql_new\t1.200\tmonth\t2026-06-01", "two ways"),
        ("mql_new\t40\tdecade\t2026-06-01", "no choice for each"),
        ("mql_new\t40\tmonth\t", "from which day"),
        ("mql_new\t40\tmonth\t03/04/2026", "two ways"),
        ("win_rate_count\t80\tmonth\t2026-06-01", "80 % is 0.8"),
        ("mql_new\t40\tmonth\t2026-06-01\tmore", "5 cells"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_what_would_be_right(row, said):
    (found,) = read(row)

    assert found.goal is None
    assert said in found.problem


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("tier", "D", "No tier is named 'D'"), ("owner", "Ben", "2 owners"), ("owner", "Bo", "Ben")],
)
def test_a_part_nobody_knows_is_refused(name, value, said):
    (row,) = read(f"mql_new\t4\tweek\t2026-06-01\t{value}", head=f"{HEAD}\t{name}")

    assert said in row.problem


def test_what_is_understood_stands_beside_what_is_not():
    rows = read("mql_new\t40\tweek\t2026-06-01", "nothing\t4\tweek\t2026-06-01")

    assert [bool(row.problem) for row in rows] == [False, True]
    assert [row.number for row in rows] == [2, 3]


def test_a_row_for_what_has_a_goal_changes_that_and_none_before_it_began():
    old = Goal(
        goal_id="g", metric="mql_new", target=9, valid_from=date(2026, 3, 1), side=Side.MARKETING
    )
    known = replace(KNOWN, goals=(replace(old, version=4),))

    later, sooner = (
        read(f"mql_new\t40\tmonth\t{day}", known=known)[0] for day in ("2026-06-01", "2026-01-01")
    )

    assert (later.goal.goal_id, later.goal.version, later.follows.target) == ("g", 4, 9)
    assert "choose a later day" in sooner.problem


def test_two_rows_for_the_same_are_one_too_many():
    _, second = read("mql_new\t40\tmonth\t2026-06-01", "mql_new\t50\tmonth\t2026-07-01")

    assert "Row 2 aims at the same thing" in second.problem


def test_a_column_nobody_knows_is_refused_before_any_row():
    with pytest.raises(InputError, match="No column is called 'colour'"):
        read("mql_new\tred", head="metric\tcolour")
