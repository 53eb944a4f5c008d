"""Goals told with each release: of all, of each side, team and goal."""

from dataclasses import replace
from datetime import date

import pytest

from revdash.api.publishing import publish
from revdash.api.teller import Telling, unfiltered
from revdash.api.telling_goals import TELLERS
from revdash.desk.goals import Goal, read_goal, read_goals, save_goal
from revdash.metrics.catalog import find
from revdash.metrics.read import read
from revdash.store.ledger import note_of
from revdash.terms import Side


@pytest.fixture
def told(own_demo):
    """Rows of the goals teller over the short demo, by metric, on its last day."""

    def _told():
        with own_demo.facts() as connection:
            note = note_of(connection)
            rules = own_demo.rules(connection, note)
            telling = Telling(
                connection=connection,
                house=own_demo,
                rules=rules,
                as_of=note.data_to,
                now=note.data_to,
            )
            rows = [*TELLERS[0].rows(telling)]
        last = max(row["as_on"] for row in rows)
        return [row for row in rows if row["as_on"] == last]

    return _told


def test_each_goal_stands_beside_the_one_in_the_middle_and_each_side(own_demo, told):
    rows = [row for row in told() if row["metric"] == "goal_pace"]

    items = [row["value"] for row in rows if row.get("item")]
    (whole,) = [r for r in rows if not (r.get("item") or r.get("side") or r.get("team"))]
    assert whole["value"] == sorted(items)[(len(items) - 1) // 2]
    assert whole["sample"] == len(items)
    assert {row.get("side") for row in rows} == {None, "marketing", "sales"}


def test_a_team_s_goal_is_told_of_the_team(own_demo, told, revops):
    goal = Goal(
        metric="mql_new", target=5, valid_from=date(2026, 4, 1), team="EMEA", side=Side.SALES
    )
    with own_demo.desk.writing() as desk:
        save_goal(desk, goal, own_demo.stamp(revops.actor_id))

    rows = [row for row in told() if row.get("team")]

    assert {(row["metric"], row["team"]) for row in rows} >= {("goal_attainment", "EMEA")}


def test_what_was_reached_is_held_against_the_goal_of_then(own_demo, told, revops):
    small = {"segment": "SMB"}
    old = Goal(metric="mql_new", target=900, valid_from=date(2026, 4, 1), scope=small)
    with own_demo.desk.writing() as desk:
        key = save_goal(desk, old, own_demo.stamp(revops.actor_id))
    with own_demo.desk.writing() as desk:
        new = replace(read_goal(desk, key), target=1, valid_from=date(2026, 5, 1))
        save_goal(desk, new, own_demo.stamp(revops.actor_id))

    found = {row["metric"]: row["value"] for row in told() if row.get("segment") == "SMB"}

    assert 0 < found["goal_attainment"] < 0.5
    assert found["goal_pace"] > 1


def test_a_changed_goal_is_told_with_the_next_release(own_demo, revops):
    with own_demo.desk.writing() as desk:
        known = {goal.metric for goal in read_goals(desk)}
        goal = Goal(metric="impressions", target=1, valid_from=date(2026, 4, 1))
        save_goal(desk, goal, own_demo.stamp(revops.actor_id))

    publish(own_demo, "test")

    with own_demo.facts() as connection:
        found = read(connection, find("goal_attainment"), _scope(own_demo, connection))
    assert "impressions" not in known
    assert any(part.name.startswith("Impressions: 1 a month") for part in found.parts)


def _scope(house, connection):
    note = note_of(connection)
    return unfiltered(house.rules(connection, note), note.data_to)
