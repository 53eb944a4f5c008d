"""What one side asks the other about a lead: asked once, due, answered with a fact."""

from datetime import datetime, timedelta

import pytest

from revdash.desk.audit import Stamp
from revdash.desk.questions import (
    Answer,
    LeadQuestion,
    answer,
    ask,
    read_question,
    read_questions,
    take_answer_back,
    withdraw,
)
from revdash.desk.revisions import EditConflictError
from revdash.errors import InputError
from revdash.terms import Side

NOON = datetime(2026, 11, 5, 12)
DUE = NOON + timedelta(days=4)
WHY = LeadQuestion(
    asked_side=Side.MARKETING,
    person_id="p",
    words="Why did they stop answering?",
    asked_at=NOON,
    due_at=DUE,
)


@pytest.fixture
def write(desk):
    """Write one thing as somebody."""

    def _write(function, *given, who="ann"):
        with desk.writing() as connection:
            return function(connection, *given, Stamp(actor_id=who, now=NOON))

    return _write


@pytest.fixture
def asked(write):
    return write(ask, WHY)


def said(question, version=1, **values):
    told = {"words": "They chose another", "evidence": "call:7", "at": NOON}
    return Answer(question_id=question, version=version, **(told | values))


def read(desk, question):
    with desk.connect() as connection:
        return read_question(connection, question)


def test_a_question_waits_for_the_other_side(desk, asked):
    found = read(desk, asked)

    assert (found.words, found.asked_of_side, found.asked_by) == (WHY.words, Side.SALES, "ann")
    assert not found.is_overdue(DUE)
    assert found.is_overdue(DUE + timedelta(seconds=1))


def test_an_answer_links_its_fact(desk, asked, write):
    write(answer, said(asked), who="ben")

    found = read(desk, asked)
    assert (found.answer, found.evidence) == ("They chose another", "call:7")
    assert (found.answered_by, found.is_overdue(DUE + timedelta(days=9))) == ("ben", False)


def test_of_two_answers_the_second_is_told_of_the_first(asked, write):
    write(answer, said(asked), who="ben")

    with pytest.raises(EditConflictError, match="changed by ben"):
        write(answer, said(asked, words="No idea"), who="cid")


def test_an_answer_taken_back_leaves_the_question_open(desk, asked, write):
    write(answer, said(asked))
    write(take_answer_back, asked, 2)

    found = read(desk, asked)
    assert (found.answered_at, found.answer, found.evidence) == (None, "", "")


def test_only_an_open_question_is_withdrawn(desk, asked, write):
    write(answer, said(asked))
    with pytest.raises(InputError, match="was answered on 2026-11-05"):
        write(withdraw, asked)
    write(take_answer_back, asked, 2)
    write(withdraw, asked)

    with pytest.raises(InputError, match="no longer there"):
        read(desk, asked)


def test_the_open_ones_come_first_and_of_them_the_one_due_first(desk, write):
    later, first, done = (
        write(ask, LeadQuestion(**{**vars(WHY), "due_at": DUE + timedelta(days=days)}))
        for days in (2, 1, 0)
    )
    write(answer, said(done))

    with desk.connect() as connection:
        found = [one.question_id for one in read_questions(connection)]
    assert found == [first, later, done]


def test_what_says_nothing_is_refused(asked, write):
    with pytest.raises(InputError, match="question is empty"):
        write(ask, LeadQuestion(**{**vars(WHY), "words": " "}))
    with pytest.raises(InputError, match="for which side"):
        write(ask, LeadQuestion(**{**vars(WHY), "asked_side": Side.SHARED}))
    with pytest.raises(InputError, match="answer is empty"):
        write(answer, said(asked, words=""))
