"""Seen: the first look at a dropped handoff is kept, told by side, and changes nothing else."""

from datetime import datetime, timedelta

import pytest

from revdash.desk.audit import Stamp, last_number
from revdash.desk.causes import Given, causes_given, causes_pareto, give_cause
from revdash.desk.seen import first_seen, note_seen

NOON = datetime(2026, 11, 5, 12)
LATER = NOON + timedelta(hours=1)
ANN, BEN = (Stamp(actor_id=name, now=NOON) for name in ("ann", "ben"))
KEY, OTHER = (f"D04|lead:p#{n}|2026-11-04T10:00:00Z" for n in (1, 2))


@pytest.fixture
def look(desk):
    def _look(keys, at=NOON, side="Sales", by=ANN):
        with desk.writing() as connection:
            return note_seen(connection, keys, at, side, by)

    return _look


def test_the_first_look_stays_the_first(desk, look):
    assert look([KEY]) == 1
    assert look([KEY, OTHER], LATER, "Marketing", BEN) == 1

    with desk.connect() as connection:
        found = first_seen(connection, [KEY, OTHER])
    assert found == {KEY: (NOON, "Sales"), OTHER: (LATER, "Marketing")}


def test_a_look_leaves_no_row_in_the_audit_log(desk, look):
    with desk.connect() as connection:
        before = last_number(connection)

    look([KEY])

    with desk.connect() as connection:
        assert last_number(connection) == before


def test_what_was_seen_gets_its_cause_and_the_other_way_round(desk, look):
    look([KEY])
    with desk.writing() as connection:
        for key, version in ((KEY, 1), (OTHER, 0)):
            wanted = Given(
                instance_key=key, code="wrong_owner", resolved_at=LATER, by="", version=version
            )
            give_cause(connection, wanted, BEN)
    look([OTHER])

    with desk.connect() as connection:
        assert {*first_seen(connection, [KEY, OTHER])} == {KEY, OTHER}
        given = causes_given(connection, [KEY, OTHER])
        assert {one.code for one in given.values()} == {"wrong_owner"}
        pareto = causes_pareto(connection, NOON, LATER + timedelta(days=1))
    assert [count for _, count in pareto] == [2]
