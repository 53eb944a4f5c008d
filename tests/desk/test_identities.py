"""Identities: two people kept apart by a decision, which can be taken back."""

from datetime import datetime

import pytest

from revdash.desk.audit import read_log
from revdash.desk.identities import keep_apart, read_kept_apart, take_decision_back
from revdash.errors import InputError


def test_a_decision_is_kept_once_and_taken_back(desk, by):
    with desk.writing() as connection:
        key = keep_apart(connection, "s:1", "h:1", by)
        assert keep_apart(connection, "s:1", "h:1", by) == key
        (one,) = read_kept_apart(connection)
        taken = take_decision_back(connection, key, by)

        assert (one.person_id, one.other_person_id) == ("s:1", "h:1")
        assert (one.decided_by, one.decided_at) == ("revops", datetime(2026, 11, 5, 12))
        assert taken == one
        assert read_kept_apart(connection) == ()
        actions = [row.action for row in read_log(connection)]
        assert actions == ["identity_decision.removed", "identity_decision.added"]


def test_a_decision_taken_back_meanwhile_is_one_sentence(desk, by):
    with desk.writing() as connection, pytest.raises(InputError, match=r"taken back meanwhile"):
        take_decision_back(connection, "gone", by)
