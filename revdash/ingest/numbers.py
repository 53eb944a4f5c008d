"""Numbers: thousands and decimal signs decided for a whole column, then every value read."""

import math
import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from revdash.errors import InputError
from revdash.ingest.unreadable import Unreadable

LARGEST = 1e15
_STATE = (
    'State decimal = "." or decimal = "," for it in the mapping, or pass --decimal point or comma.'
)

_SPACES = str.maketrans("\u2212", "-", "\u00a0\u202f\u2009 '’")
_OWED = re.compile(r"\(([^-+()]+)\)")  # as accountants write a negative amount
_PLAIN = re.compile(r"[+-]?\d+")
_FORMS = {
    ".": re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d*)?"),
    ",": re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d*)?"),
}
_SHORT = re.compile(r"(?<=\d) ?([KkMm])$")  # $342.09K: thousands or millions of money
_ZEROS = {"k": 3, "m": 6}
_CURRENCY = re.compile(r"[$€£¥₹]|\b[A-Z]{3}\b|(?<![A-Z])(?:R|C|A|US)(?=\$)")
_CODE = re.compile(r"[A-Z]{3}")
_CODES = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "US$": "USD",
    "C$": "CAD",
    "A$": "AUD",
    "R$": "BRL",
}
_SHARED = {"$": ("AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "USD"), "¥": ("CNY", "JPY")}
_OTHER_WAYS = (
    (re.compile(r"[+-]?0[xX].*"), "is written in base 16"),
    (re.compile(r"[+-]?[\d.,]+[eE][+-]?\d+"), "is written in powers of ten"),
    (re.compile(r"(?i)[+-]?(nan|inf(inity)?)"), "is no number that can be counted"),
    (re.compile(r".*%"), "is a percentage"),
)


class AmbiguousNumbersError(InputError):
    """A column whose numbers can be read in two ways: *unclear* is one of them."""

    def __init__(self, text: str, column: str, unclear: str) -> None:
        super().__init__(text)
        self.column, self.unclear = column, unclear


def without_currency(column: str, values: Iterable[str]) -> tuple[dict[str, str], str]:
    """Each value without its currency sign, and the one sign; refuse a column that mixes them."""
    bare: dict[str, str] = {}
    signs: dict[str, str] = {}
    for value in values:
        found = "".join(_CURRENCY.findall(value))
        bare[value] = _written_out(_CURRENCY.sub("", value).strip() if found else value)
        if found:
            signs.setdefault(found, value)
    if len(signs) > 1:
        (_, first), (_, second), *_ = signs.items()
        raise InputError(
            f"Column '{column}' mixes currencies: '{first}' and '{second}'. Export one currency a "
            "file, or amounts and their currency in two columns."
        )
    return bare, next(iter(signs), "")


def code_of(sign: str, own: str) -> str:
    """The currency of a sign; one that several currencies share is *own*, where that is one."""
    code = _CODE.search(sign)  # $5.00 USD
    return code[0] if code else own if own in _SHARED.get(sign, ()) else _CODES.get(sign, sign)


def _written_out(value: str) -> str:
    """An amount in thousands or millions (342.09K) with all its digits; others as they are."""
    short = _SHORT.search(value)
    if short is None:
        return value
    digits = value[: short.start()].translate(_SPACES)
    if not _FORMS["."].fullmatch(digits):
        return value
    return format(Decimal(digits.replace(",", "")).scaleb(_ZEROS[short[1].lower()]), "f")


def _digits(value: str) -> str:
    """A number without its spaces, and with a minus where it stands in brackets."""
    return _OWED.sub(r"-\1", value.translate(_SPACES))


def decide_decimal(column: str, values: Iterable[str], *, is_whole: bool = False) -> str:
    """The decimal sign of a column; refuse one that can be read both ways.

    A whole number has no decimals, so what stands before its last three digits groups them.
    """
    seen: dict[str, str] = {}
    either: dict[str, str] = {}
    for value in values:
        digits = _digits(value)
        if _PLAIN.fullmatch(digits):
            continue
        fits = [sign for sign, form in _FORMS.items() if form.fullmatch(digits)]
        if len(fits) == 1:
            seen.setdefault(fits[0], value)
        elif fits:
            either.setdefault("." if "," in digits else ",", value)
    if is_whole and not seen and len(either) == 1:
        return next(iter(either))
    if len(seen) == len(_FORMS):
        raise AmbiguousNumbersError(
            f"Column '{column}' has two ways to write numbers: '{seen['.']}' and '{seen[',']}'. "
            f"Which is right? {_STATE}",
            column,
            seen["."],
        )
    if not seen and either:
        unclear = next(iter(either.values()))
        raise AmbiguousNumbersError(
            f"Column '{column}' can be read two ways: is '{unclear}' a thousand times more? "
            f"{_STATE}",
            column,
            unclear,
        )
    return next(iter(seen), ".")


def number_reader(decimal: str, factor: float) -> Callable[[str], float]:
    """What reads one number written with *decimal*, times *factor*."""
    form = _FORMS[decimal]
    grouping = "," if decimal == "." else "."
    scale = Decimal(repr(factor))

    def read(value: str) -> float:
        digits = _digits(value)
        if not form.fullmatch(digits):
            raise _unreadable(value, decimal)
        plain = digits.replace(grouping, "").replace(",", ".")
        number = float(plain) if factor == 1 else float(Decimal(plain) * scale)
        if not math.isfinite(number) or abs(number) >= LARGEST:
            raise Unreadable(f"'{value}' is too large to be right.", "Give the true figure.")
        return number

    return read


def whole_reader(decimal: str, factor: float) -> Callable[[str], int]:
    """What reads one whole number; '12.0' is whole, '12.5' is not."""
    number = number_reader(decimal, factor)

    def read(value: str) -> int:
        found = number(value)
        if not found.is_integer():
            raise Unreadable(f"'{value}' is not a whole number.", "Give one without a fraction.")
        return int(found)

    return read


def _unreadable(value: str, decimal: str) -> Unreadable:
    example = "1,234.50 or 1234.50" if decimal == "." else "1.234,50 or 1234,50"
    for form, what in _OTHER_WAYS:
        if form.fullmatch(value):
            return Unreadable(f"'{value}' {what}.", f"Write it out, such as {example}.")
    return Unreadable(f"'{value}' is not a number.", f"Write a number such as {example}.")
