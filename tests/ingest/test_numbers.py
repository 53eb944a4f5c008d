import pytest

from revdash.errors import InputError
from revdash.ingest.numbers import decide_decimal, number_reader, whole_reader, without_currency
from revdash.ingest.unreadable import Unreadable


@pytest.mark.parametrize(
    ("values", "decimal"),
    [
        (["10.50", "1"], "."),
        (["10,50", "1"], ","),
        (["1,234.50"], "."),
        (["1.234,50"], ","),
        (["1.234", "10,5"], ","),
        (["1,234,567"], "."),
        (["0.123"], "."),
        (["5", "17"], "."),
        (["1\u202f234,5"], ","),
    ],
)
def test_the_decimal_sign_is_decided_on_the_column(values: list[str], decimal: str) -> None:
    assert decide_decimal("amount", values) == decimal


@pytest.mark.parametrize("values", [["1.234", "5"], ["1,234"], ["10.5", "10,5"]])
def test_amounts_that_can_be_read_two_ways_are_asked_about(values: list[str]) -> None:
    with pytest.raises(InputError, match=r'decimal = "\." or decimal = ","'):
        decide_decimal("amount", values)


@pytest.mark.parametrize(
    ("value", "decimal", "expected"),
    [
        ("1,234.50", ".", 1234.5),
        ("1.234,50", ",", 1234.5),
        ("-5", ".", -5.0),
        ("1 234.5", ".", 1234.5),
        ("1'234.5", ".", 1234.5),
        ("0", ",", 0.0),
    ],
)
def test_a_number_is_read_by_its_column_s_signs(value: str, decimal: str, expected: float) -> None:
    assert number_reader(decimal, 1)(value) == expected


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("NaN", "no number that can be counted"),
        ("-inf", "no number that can be counted"),
        ("0x1F", "base 16"),
        ("1e5", "powers of ten"),
        ("1.23457E+11", "powers of ten"),
        ("12%", "a percentage"),
        ("1_000", "not a number"),
        ("12,34.5", "not a number"),
        ("9" * 20, "too large"),
    ],
)
def test_what_only_looks_like_a_number_is_refused_with_its_reason(value: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        number_reader(".", 1)(value)


def test_a_factor_is_exact_in_decimals() -> None:
    assert number_reader(".", 1_000_000)("1100.04") == 1_100_040_000


def test_a_whole_number_has_no_fraction() -> None:
    assert whole_reader(".", 1)("2,822") == 2822
    with pytest.raises(Unreadable, match="not a whole number"):
        whole_reader(".", 1)("2.5")


def test_one_currency_sign_is_taken_off_and_two_refuse_the_column() -> None:
    assert without_currency("amount", ["$199.00", "$ 5"]) == (
        {"$199.00": "199.00", "$ 5": "5"},
        "$",
    )
    assert without_currency("amount", ["5 EUR"])[0] == {"5 EUR": "5"}
    with pytest.raises(InputError, match="mixes currencies: '€ 1' and '\\$2'"):
        without_currency("amount", ["€ 1", "$2"])


def test_money_in_thousands_or_millions_is_written_out() -> None:
    values = ["$342.09K", "$1,117.10K", "$2M", "$45"]

    bare, sign = without_currency("cost", values)

    assert ([bare[value] for value in values], sign) == (
        ["342090", "1117100", "2000000", "45"],
        "$",
    )


@pytest.mark.parametrize(
    ("value", "decimal", "expected"),
    [
        ("(1,234.50)", ".", -1234.5),
        ("(1.234,50)", ",", -1234.5),
        ("\u221212.5", ".", -12.5),
        ("1\u00a0234,56", ",", 1234.56),
        ("12\u202f345,6", ",", 12345.6),
    ],
)
def test_amounts_as_accountants_and_programs_write_them_are_read(
    value: str, decimal: str, expected: float
) -> None:
    assert decide_decimal("amount", [value]) == decimal
    assert number_reader(decimal, 1)(value) == expected


@pytest.mark.parametrize("value", ["(-5)", "()", "((5))", "(5", "5)"])
def test_brackets_that_mean_nothing_are_refused(value: str) -> None:
    with pytest.raises(Unreadable, match="not a number"):
        number_reader(".", 1)(value)


def test_a_negative_amount_keeps_its_brackets_when_its_currency_is_taken_off() -> None:
    bare, _ = without_currency("cost", ["($1,234.50)", "€ 199.00".replace("€", "$")])

    assert bare == {"($1,234.50)": "(1,234.50)", "$ 199.00": "199.00"}


@pytest.mark.parametrize(("value", "decimal"), [("12,000", "."), ("12.000", ",")])
def test_whole_numbers_have_thousands_and_no_decimals(value: str, decimal: str) -> None:
    assert decide_decimal("impressions", [value, "7"], is_whole=True) == decimal


def test_whole_numbers_grouped_in_two_ways_are_asked_about() -> None:
    with pytest.raises(InputError, match="can be read two ways"):
        decide_decimal("impressions", ["12,000", "12.000"], is_whole=True)
