from dataclasses import replace
from datetime import date

import pytest

from revdash.desk.reasons import Reason, read_reasons, save_dictionary
from revdash.errors import InputError
from revdash.terms import ReasonClass

JUNE = date(2026, 6, 1)
SPAM = Reason(code="spam", label="Spam", reason_class=ReasonClass.JUNK)


def test_a_new_dictionary_replaces_the_one_before_from_its_day_on(seeded, by):
    with seeded.writing() as connection:
        first = read_reasons(connection, date(2026, 1, 1))
        save_dictionary(connection, [SPAM], JUNE, by)

        assert [reason.code for reason in read_reasons(connection, JUNE)] == ["spam"]
        before = read_reasons(connection, date(2026, 5, 31))

    assert [reason.code for reason in before] == [reason.code for reason in first]


def test_a_second_click_saves_one_dictionary(seeded, by):
    click = replace(by, click_id="form-1")

    with seeded.writing() as connection:
        versions = [save_dictionary(connection, [SPAM], JUNE, click) for _ in range(2)]

        assert versions == [2, 2]
        assert len(read_reasons(connection, JUNE)) == 1


@pytest.mark.parametrize("reasons", [[], [SPAM, SPAM]])
def test_a_dictionary_without_distinct_codes_is_refused(desk, by, reasons):
    with desk.writing() as connection, pytest.raises(InputError, match="each code stands once"):
        save_dictionary(connection, reasons, None, by)


def test_a_later_dictionary_needs_its_day(seeded, by):
    with seeded.writing() as connection, pytest.raises(InputError, match="from which day"):
        save_dictionary(connection, [SPAM], None, by)
