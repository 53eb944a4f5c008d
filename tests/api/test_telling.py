"""Each release is told what the desk says, and is behind when the desk says something else."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from revdash import api
from revdash.api.asking import ask
from revdash.api.publishing import publish
from revdash.api.questions import Question
from revdash.api.telling import is_behind
from revdash.desk.audit import Stamp
from revdash.desk.goals import Cadence, Goal, save_goal
from revdash.desk.revisions import insert
from revdash.desk.tables.meetings import (
    commitment,
    experiment,
    meeting,
    meeting_item,
    meeting_series,
    weekly_snapshot,
)
from revdash.metrics.catalog import find
from revdash.metrics.read import read
from revdash.metrics.records import records
from revdash.period import Period
from revdash.store.schema.joint import commitment_now

G25 = json.loads(
    (Path(__file__).parents[1] / "golden" / "G25_commitments_feedback.json").read_text("utf-8")
)
FRIDAY = b"person_id,to_stage,event_at\np1,MQL,2026-05-15 18:00:00\n"
BY = Stamp(actor_id="ann", now=datetime(2026, 5, 15, 18))
WEEKLY = {"series_id": "weekly", "name": "W", "cadence": "week", "weekday": 0, "is_active": True}
MAY = Period(date(2026, 5, 4), date(2026, 5, 25))


@pytest.fixture
def company(own_empty, revops):
    """A company whose data end on Friday, 15 May 2026."""
    api.import_file(revops, "lifecycle_event.csv", FRIDAY, "")
    return own_empty


@pytest.fixture
def say(company):
    """Write rows on the desk, each with its key named."""

    def _say(table, *rows):
        with company.desk.writing() as desk:
            for row in rows:
                insert(desk, table, row, BY)

    return _say


def told(house, name, period=MAY):
    publish(house, "Ann")
    with house.facts() as connection:
        return read(connection, find(name), ask(house, connection, Question()).over(period))


def day(text):
    return date.fromisoformat(text) if text else None


def test_commitments_are_kept_by_the_day_that_was_named_first(company, say):
    names = {"id": "commitment_id", "status": "state", "original_due": "original_due_on"}
    names |= {"current_due": "current_due_on", "done_on": "done_on"}
    for one in G25["inputs"]["commitments"]:
        row = {
            new: day(one[old]) if new.endswith("_on") else one[old] for old, new in names.items()
        }
        say(commitment, row | {"owner": "ann", "side": "sales"})
    first, last = map(day, G25["inputs"]["window"])

    found = told(company, "commitments_kept", Period(first, last))

    wanted = G25["expected"]
    told_of = (found.hits, found.sample, found.value)
    assert told_of == (wanted["kept"], wanted["due"], wanted["kept_rate"])
    with company.facts() as connection:
        rows = connection.execute(select(commitment_now)).all()
    slipped = [row for row in rows if row.current_due_on > row.original_due_on]
    assert len(slipped) == wanted["slipped"]


def test_what_the_desk_says_anew_makes_the_release_behind(company, say):
    publish(company, "Ann")
    with company.facts() as connection:
        assert not is_behind(connection, company.desk)

    say(commitment, {"owner": "ann", "side": "sales", "state": "open"})

    with company.facts() as connection:
        assert is_behind(connection, company.desk)
    assert publish(company, "Ann").number == 3
    assert publish(company, "Ann").number == 3


def test_what_was_before_the_first_data_is_no_goal_missed(company, revops):
    goal = Goal(metric="mql_new", target=4, valid_from=date(2026, 1, 1), cadence=Cadence.WEEK)
    with company.desk.writing() as desk:
        save_goal(desk, goal, company.stamp(revops.actor_id))

    february = told(company, "goal_attainment", Period(date(2026, 2, 1), date(2026, 3, 1)))

    assert february.value is None
    assert told(company, "goal_pace", MAY).value == pytest.approx(1 / 4)


def weekly(key, held_on, *leaders, frozen=True):
    yield (
        meeting,
        {
            "meeting_id": key,
            "series_id": "weekly",
            "held_on": date.fromisoformat(held_on),
            "state": "closed" if frozen else "planned",
        },
    )
    if frozen:
        page = {"attendees": [[side, side, "leader"] for side in leaders]}
        marks = {"release_name": "r", "definition_set_hash": "d", "package_version": "1"}
        yield weekly_snapshot, {"meeting_id": key, "frozen_at": BY.now, "page": page, **marks}


def test_a_week_counts_when_both_leaders_closed_its_meeting(company, say):
    say(meeting_series, WEEKLY)
    held = [
        *weekly("both", "2026-04-20", "marketing", "sales"),
        *weekly("one", "2026-04-27", "sales"),
        *weekly("ahead", "2026-05-18", frozen=False),
    ]
    for table, row in held:
        say(table, row)

    found = told(company, "meeting_cadence", Period(date(2026, 4, 20), date(2026, 5, 25)))

    assert (found.hits, found.sample, found.pending) == (1, 3, 2)  # nobody met on 4 May


def test_a_review_is_balanced_when_each_side_has_a_win_and_a_miss(company, say):
    say(meeting_series, WEEKLY)
    for key, on in (("even", "2026-05-04"), ("lame", "2026-05-11")):
        for table, row in weekly(key, on, "marketing", "sales"):
            say(table, row)
    both = [(kind, side) for kind in ("win", "miss") for side in ("marketing", "sales")]
    for key, items in (("even", both), ("lame", [*both[:3], ("no_miss", "sales")])):
        for kind, side in items:
            say(meeting_item, {"meeting_id": key, "kind": kind, "side": side, "subject": "x"})

    found = told(company, "balanced_review")

    assert (found.hits, found.sample) == (1, 2)


def test_only_what_was_written_down_before_it_began_is_an_experiment(company, say):
    ten_days = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 13), "spend": 1000.0}
    early = {"channel": "Events", "registered_at": datetime(2026, 5, 1), **ten_days}
    say(experiment, early | {"hypothesis": "Small is better"})
    say(experiment, early | {"registered_at": datetime(2026, 5, 6)}, early | {"ends_on": None})
    publish(company, "Ann")

    with company.facts() as connection:
        scope = ask(company, connection, Question()).over(Period(MAY.start, date(2026, 5, 8)))
        found = records(connection, find("experiment_share"), scope, part="experiment_cost")

    assert (found.total, {row[3:6] for row in found.rows}) == (
        4,
        {("Events", "Small is better", 100.0)},
    )
