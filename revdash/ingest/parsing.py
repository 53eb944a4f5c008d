"""Parsing: a column of text to a typed Arrow column, its distinct values read once each."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest.dates import Zones, day_of, decide_format, instant_of, is_day, words
from revdash.ingest.numbers import decide_decimal, number_reader, whole_reader, without_currency
from revdash.ingest.refusals import shown
from revdash.ingest.unreadable import Unreadable


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    INSTANT = "instant"
    DAY = "day"
    NUMBER = "number"
    MONEY = "money"
    WHOLE = "whole"
    FLAG = "flag"
    EMAIL = "email"
    EMAIL_HASH = "email_hash"


@dataclass(frozen=True, kw_only=True)
class Form:
    """How a column is to be read; an empty text means 'decide on the column'."""

    kind: Kind
    zones: Zones
    date_format: str = ""
    decimal: str = ""
    factor: float = 1


class Fault(NamedTuple):
    """A value of one row that cannot be read."""

    row: int
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """A typed column: null where blank or at fault."""

    values: pa.Array
    days: pa.Array | None = None  # of instants: whether a row gives only a day
    faults: tuple[Fault, ...] = ()
    understood: tuple[str, ...] = ()


_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.EMAIL: pa.string(),
    Kind.EMAIL_HASH: pa.string(),
    Kind.INSTANT: pa.timestamp("us"),
    Kind.DAY: pa.date32(),
    Kind.NUMBER: pa.float64(),
    Kind.MONEY: pa.float64(),
    Kind.WHOLE: pa.int64(),
    Kind.FLAG: pa.bool_(),
}
_FLAGS = {
    **dict.fromkeys(("true", "t", "yes", "y", "1"), True),
    **dict.fromkeys(("false", "f", "no", "n", "0"), False),
}
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
_EMAIL = re.compile(
    r"[^@\s,;:<>()\[\]\"\\\u202a-\u202e\u2066-\u2069]+"
    r"@[^@\s,;:<>()\[\]\"\\\u202a-\u202e\u2066-\u2069.]+(\.[^@\s,;:<>()\[\]\"\\\u202a-\u202e\u2066-\u2069.]+)+"
)


def text_of(cells: pa.ChunkedArray) -> pa.Array:
    """The cells as text: trimmed, in one Unicode form, null where nothing is left."""
    normal = pc.utf8_trim_whitespace(pc.utf8_normalize(cells, form="NFC"))
    text = pc.if_else(pc.equal(normal, ""), pa.scalar(None, pa.string()), normal)
    return text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text


def parse(column: str, text: pa.Array, lines: pa.Array, form: Form) -> Parsed:
    """Read *text* (as `text_of` gives it) as *form* says.

    Raises InputError when the column as a whole can be read in two ways.
    """
    if form.kind is Kind.TEXT:
        return Parsed(values=text)
    encoded = text.dictionary_encode()
    distinct: list[str] = encoded.dictionary.to_pylist()
    if not distinct:
        return Parsed(values=pa.nulls(len(text), _TYPES[form.kind]))
    reading = _READINGS[form.kind](column, distinct, form)
    found, unreadable = _read_each(distinct, reading.read)
    days = None
    if form.kind is Kind.INSTANT:
        flags = [reading.is_day(value) for value in distinct]
        days = pa.array(flags, pa.bool_()).take(encoded.indices)
    return Parsed(
        values=pa.array(found, _TYPES[form.kind]).take(encoded.indices),
        days=days,
        faults=faults_of(encoded, unreadable),
        understood=_understood(reading, encoded, lines),
    )


def faults_of(encoded: pa.DictionaryArray, unreadable: dict[int, Unreadable]) -> tuple[Fault, ...]:
    """One fault for every row that holds one of the unreadable distinct values."""
    if not unreadable:
        return ()
    at_fault = pc.is_in(encoded.indices, value_set=pa.array(list(unreadable), pa.int32()))
    rows = pc.indices_nonzero(at_fault)
    distinct = encoded.dictionary
    return tuple(
        Fault(
            row, shown(distinct[index].as_py()), unreadable[index].reason, unreadable[index].remedy
        )
        for row, index in zip(rows.to_pylist(), encoded.indices.take(rows).to_pylist(), strict=True)
    )


class _Reading(NamedTuple):
    """How each value of a column is read, in words with the value that shows it."""

    read: Callable[[str], object]
    words: str = ""
    example: str = ""
    is_day: Callable[[str], bool] = lambda _: False


def _read_each(
    distinct: Sequence[str], read: Callable[[str], object]
) -> tuple[list[object], dict[int, Unreadable]]:
    found: list[object] = []
    unreadable: dict[int, Unreadable] = {}
    for index, value in enumerate(distinct):
        try:
            found.append(read(value))
        except Unreadable as problem:
            found.append(None)
            unreadable[index] = problem
    return found, unreadable


def _understood(reading: _Reading, encoded: pa.DictionaryArray, lines: pa.Array) -> tuple[str, ...]:
    if not reading.words:
        return ()
    index = encoded.dictionary.index(reading.example).as_py()
    line = lines[pc.index(encoded.indices, pa.scalar(index, pa.int32())).as_py()].as_py()
    return (f"{reading.words}, from line {line}: {shown(reading.example)}",)


def _dates(column: str, distinct: Sequence[str], form: Form) -> tuple[str, _Reading]:
    if form.date_format:
        chosen, example = form.date_format, distinct[0]
    else:
        chosen, example = decide_format(column, distinct)
    said = f"Dates in {column} read as {words(chosen)}"
    return chosen, _Reading(str, said, example)


def _instants(column: str, distinct: Sequence[str], form: Form) -> _Reading:
    chosen, said = _dates(column, distinct, form)
    return said._replace(
        read=lambda value: instant_of(value, chosen, form.zones),
        is_day=lambda value: is_day(value, chosen),
    )


def _days(column: str, distinct: Sequence[str], form: Form) -> _Reading:
    chosen, said = _dates(column, distinct, form)
    return said._replace(read=lambda value: day_of(value, chosen, form.zones))


def _numbers(column: str, distinct: Sequence[str], form: Form) -> _Reading:
    decimal = form.decimal or decide_decimal(column, distinct)
    maker = whole_reader if form.kind is Kind.WHOLE else number_reader
    read = maker(decimal, form.factor)
    example = next((value for value in distinct if "," in value), "")
    if not example:
        return _Reading(read)
    sign = "a comma" if decimal == "," else "a point"
    return _Reading(read, f"Numbers in {column} read with {sign} before decimals", example)


def _money(column: str, distinct: Sequence[str], form: Form) -> _Reading:
    bare, _ = without_currency(column, distinct)
    reading = _numbers(column, tuple(bare.values()), form)
    example = next((value for value, plain in bare.items() if plain == reading.example), "")
    return reading._replace(read=lambda value: reading.read(bare[value]), example=example)


def _flags(_column: str, _distinct: Sequence[str], _form: Form) -> _Reading:
    def read(value: str) -> bool:
        known = _FLAGS.get(value.casefold())
        if known is None:
            raise Unreadable(f"'{shown(value)}' is neither yes nor no.", "Write true or false.")
        return known

    return _Reading(read)


def _emails(_column: str, _distinct: Sequence[str], form: Form) -> _Reading:
    def read(value: str) -> str:
        address = _INVISIBLE.sub("", value).casefold()
        if not _EMAIL.fullmatch(address):
            raise Unreadable(
                f"'{shown(value)}' is not an e-mail address.", "Correct it, or leave it blank."
            )
        if form.kind is Kind.EMAIL:
            return address
        return hashlib.sha256(address.encode()).hexdigest()

    return _Reading(read)


_READINGS: dict[Kind, Callable[[str, Sequence[str], Form], _Reading]] = {
    Kind.INSTANT: _instants,
    Kind.DAY: _days,
    Kind.NUMBER: _numbers,
    Kind.WHOLE: _numbers,
    Kind.MONEY: _money,
    Kind.FLAG: _flags,
    Kind.EMAIL: _emails,
    Kind.EMAIL_HASH: _emails,
}
