"""Why handoffs were dropped, by a list both sides agree, and what the rules got wrong."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from revdash.desk.actions import act
from revdash.desk.audit import Stamp
from revdash.desk.causes import (
    FIRST_LIST,
    Cause,
    CauseClass,
    Given,
    causes_given,
    causes_pareto,
    give_cause,
    mistakes_by_rule,
    read_causes,
    save_causes,
)
from revdash.desk.deeds import About, ActionKind, Deed
from revdash.desk.revisions import EditConflictError
from revdash.errors import InputError

NOON = datetime(2026, 11, 5, 12)
TODAY = NOON.date()
DAY = timedelta(days=1)
BY = Stamp(actor_id="ann", now=NOON)


def key(number, rule="D04"):
    return f"{rule}|lead:p#{number}|2026-11-04T10:00:00Z"


def given(number, code="wrong_owner", at=NOON, version=0):
    return Given(instance_key=key(number), code=code, resolved_at=at, by="", version=version)


@pytest.fixture
def write(desk):
    def _write(function, *values):
        with desk.writing() as connection:
            return function(connection, *values, BY)

    return _write


def test_a_new_desk_begins_with_a_neutral_list(desk):
    with desk.connect() as connection:
        assert read_causes(connection, TODAY) == FIRST_LIST
    assert {cause.cause_class for cause in FIRST_LIST} == {*CauseClass}


def test_a_new_list_holds_from_its_day_on_and_the_old_one_stays_known(desk, write):
    only = Cause(code="wrong_owner", label="Wrong owner", cause_class=CauseClass.DATA)

    assert write(save_causes, [only], TODAY) == 2

    with desk.connect() as connection:
        assert [one.label for one in read_causes(connection, TODAY)] == ["Wrong owner"]
        assert len(read_causes(connection, TODAY - DAY)) == len(FIRST_LIST)
        assert len(read_causes(connection)) == len(FIRST_LIST) + 1


def test_causes_are_counted_by_when_the_drop_was_resolved(desk, write):
    for number in (1, 2):
        write(give_cause, given(number))
    write(give_cause, given(3, "list_came_late"))
    write(give_cause, given(4, at=NOON + DAY))

    with desk.connect() as connection:
        found = causes_pareto(connection, NOON, NOON + DAY)
    assert [(cause.code, count) for cause, count in found] == [
        ("wrong_owner", 2),
        ("list_came_late", 1),
    ]


def test_a_cause_is_changed_and_taken_back_as_it_was_seen(desk, write):
    write(give_cause, given(1))
    write(give_cause, given(1, "no_rule", version=1))
    with pytest.raises(EditConflictError):
        write(give_cause, given(1, version=1))
    write(give_cause, given(1, "", version=2))

    with desk.connect() as connection:
        assert causes_given(connection, [key(1), key(2)])[key(1)].code == ""
        assert causes_pareto(connection, NOON, NOON + DAY) == ()


def test_a_cause_of_no_list_or_a_list_of_nothing_is_refused(write):
    with pytest.raises(InputError, match="Did you mean 'wrong_owner'"):
        write(give_cause, given(1, "wrong_owners"))
    for causes in ([], [FIRST_LIST[0]] * 2, [replace(FIRST_LIST[0], label=" ")]):
        with pytest.raises(InputError, match="at least one"):
            write(save_causes, causes, date(2026, 11, 5))


def test_what_a_rule_got_wrong_is_counted_by_rule(desk):
    about = [About(instance_key=key(n, rule)) for n, rule in ((1, "D04"), (2, "D04"), (3, "D19"))]
    with desk.writing() as connection:
        deed = Deed(kind=ActionKind.MISTAKE, at=NOON, words="It is a test lead")
        act(connection, about, deed, BY)

    with desk.connect() as connection:
        assert mistakes_by_rule(connection, NOON - 2 * DAY, NOON) == {"D04": 2, "D19": 1}
        assert mistakes_by_rule(connection, NOON, NOON + DAY) == {}
