"""Followers made import by import are those that all facts together would have made."""

import pytest
from sqlalchemy import select

from revdash.episodes.followers import FOLLOWERS
from revdash.store.versions import take_back

FACTS = (
    ("lifecycle_event", {"person_id": "p", "to_stage": "MQL", "event_at": "2026-05-04 09:00"}),
    ("disposition", {"person_id": "q", "verdict": "REJECTED", "event_at": "2026-05-06 09:00"}),
    ("lifecycle_event", {"person_id": "q", "to_stage": "REJECTED", "event_at": "2026-05-06 15:00"}),
    ("meeting", {"opportunity_id": "d", "meeting_kind": "demo", "end_at": "2026-05-12 15:00"}),
    ("sales_activity", {"person_id": "q", "activity_type": "call", "event_at": "2026-05-05 09:00"}),
    ("opportunity", {"opportunity_id": "d", "outcome": "open", "created_on": "2026-05-08"}),
    ("meeting", {"person_id": "p", "meeting_kind": "demo", "end_at": "2026-05-13 15:00"}),
    ("app_user", {"user_id": "u", "name": "Ann", "team_id": "t"}),
    ("opportunity_contact", {"opportunity_id": "d", "person_id": "p"}),
    ("lead_question", {"person_id": "q", "asked_at": "2026-05-07 09:00"}),
    ("lifecycle_event", {"person_id": "q", "to_stage": "MQL", "event_at": "2026-05-05 08:00"}),
    ("touch", {"person_id": "q", "touch_type": "demo_request", "event_at": "2026-05-05 07:59"}),
    ("person", {"person_id": "q", "full_name": "Ann Lee"}),
    ("person_alias", {"alias_id": "q", "person_id": "p"}),
    ("team", {"team_id": "t", "name": "Sellers"}),
)


@pytest.fixture
def told(given):
    """What every follower says."""

    def _told():
        tables = (follower.table for follower in FOLLOWERS)
        asked = (select(table).order_by(*table.columns) for table in tables)
        return [list(map(tuple, given.connection.execute(rows))) for rows in asked]

    return _told


def test_it_does_not_matter_which_import_told_what(given, told):
    batches = []
    for number, (table, values) in reversed(list(enumerate(FACTS))):  # the latest come first
        host = {"host_user_id": "u"} if table == "meeting" else {}
        given.row(table, event_key=f"k{number:02d}", **values, **host)
        batches.append(given.load())

    step_by_step = told()
    given.derive()
    assert told() == step_by_step
    assert sum(map(bool, step_by_step)) == len(FOLLOWERS)

    people = given.concerned(batches[1])  # that the two are one
    take_back(given.connection, batches[1])
    given.derive(people)
    without = told()
    given.derive()
    assert told() == without


def test_many_people_are_followed_a_part_at_a_time(given, told, monkeypatch):
    for number, (table, values) in enumerate(FACTS):
        given.row(table, event_key=f"k{number:02d}", **values)
    given.load()
    at_once = told()

    monkeypatch.setattr("revdash.episodes.followers.AT_ONCE", 1)
    given.derive()

    assert told() == at_once
