"""Facts that people state in revdash itself: made equal to the desk, touching no import."""

from datetime import datetime

import pytest
from sqlalchemy import delete, select

from revdash.store.own import OWN, bring_in_line, difference
from revdash.store.schema.lifecycle import lead_question

NOON, LATER = datetime(2026, 5, 1, 12), datetime(2026, 5, 2, 12)
ASKED = {"event_key": "revdash:question:1", "person_id": "p", "question": "Why?"}
OTHER = {"event_key": "revdash:question:2", "person_id": "q", "question": "Who?"}


@pytest.fixture
def bring(store):
    """Bring rows in line at a moment; gives whom it concerns."""
    yield lambda rows, now=NOON: bring_in_line(store, lead_question, rows, now)
    store.execute(delete(lead_question))


def rows(store):
    columns = lead_question.c.question, lead_question.c.loaded_at, lead_question.c.batch_id
    return [tuple(row) for row in store.execute(select(*columns).order_by(columns[0]))]


def test_what_is_new_is_added_and_what_stays_keeps_when_it_was_loaded(store, bring):
    assert bring([ASKED]) == {"p"}
    assert bring([ASKED, OTHER], LATER) == {"q"}

    assert rows(store) == [("Who?", LATER, OWN), ("Why?", NOON, OWN)]
    assert bring([ASKED, OTHER], LATER) == set()


def test_what_changed_is_told_anew_and_what_was_taken_back_is_gone(store, bring):
    bring([ASKED, OTHER])

    assert bring([{**ASKED, "question": "How?"}], LATER) == {"p", "q"}

    assert rows(store) == [("How?", LATER, OWN)]


def test_what_an_import_told_is_left_alone(store, bring, given):
    given.row("lead_question", person_id="r", question="When?")
    given.load()

    bring([ASKED])
    bring([])

    assert [question for question, _, _ in rows(store)] == ["When?"]
    assert difference(store, lead_question, []).people == frozenset()
