"""A new calendar begins with the public holidays of its country or part of it."""

from datetime import date

import pytest

from revdash.errors import InputError
from revdash.worktime.holidays_seed import public_holidays


def test_a_year_of_holidays_is_listed_in_order_with_names():
    days = public_holidays("US", [2026])

    assert days[0] == (date(2026, 1, 1), "New Year's Day")
    assert (date(2026, 5, 25), "Memorial Day") in days
    assert (date(2026, 7, 3), "Independence Day (observed)") in days
    assert days == sorted(days)


def test_parts_of_a_country_have_their_own_days():
    whole = dict(public_holidays("DE", [2026]))
    bavaria = dict(public_holidays("DE", [2026], "BY"))

    assert date(2026, 1, 6) in bavaria
    assert date(2026, 1, 6) not in whole


def test_no_years_have_no_holidays():
    assert public_holidays("GB", []) == []


def test_a_country_that_is_not_known_is_refused():
    with pytest.raises(InputError, match="country 'XX'"):
        public_holidays("XX", [2026])


def test_a_part_that_is_not_known_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match=r"'BAV' in 'DE'.*BY"):
        public_holidays("DE", [2026], "BAV")
