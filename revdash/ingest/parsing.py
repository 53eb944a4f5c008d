"""Parsing: a column of text to a typed Arrow column, plain values at once, others one by one."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest import quick
from revdash.ingest.dates import Zones, day_of, instant_of, is_day
from revdash.ingest.numbers import number_reader, whole_reader, without_currency
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
    sign: str = ""  # of the currency, where the amounts carry one


class Fault(NamedTuple):
    """A value of one row that cannot be read."""

    row: int
    value: str
    reason: str
    remedy: str


class Parsed(NamedTuple):
    """A typed column: null where blank or at fault; of instants, which rows give only a day."""

    values: pa.Array
    days: pa.Array | None = None
    faults: tuple[Fault, ...] = ()


TYPES = {
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
_HEX = re.compile(r"[0-9A-Fa-f]{32,64}")
_BASE64 = re.compile(  # of 16, 20, 28, 32, 48 or 64 bytes
    r"[\w+/]{22}==|[\w+/]{27}=|[\w+/]{38}==|[\w+/]{43}=|[\w+/]{64}|[\w+/]{86}==", re.ASCII
)


def text_of(cells: pa.ChunkedArray | pa.Array) -> pa.Array:
    """The cells as text: trimmed, in one Unicode form, null where nothing is left."""
    plain = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    if pc.all(pc.string_is_ascii(plain)).as_py() is False:
        plain = pc.utf8_normalize(plain, form="NFC")
    normal = pc.utf8_trim_whitespace(plain)
    return pc.if_else(pc.equal(normal, ""), pa.scalar(None, pa.string()), normal)


def parse(column: str, text: pa.Array, form: Form) -> Parsed:
    """Read *text* (as `text_of` gives it) as *form*, decided for the whole column, says."""
    if form.kind is Kind.TEXT:
        return Parsed(text)
    found = _at_once(text, form)
    days = _days_of(found, form)
    left = pc.and_not(pc.is_valid(text), found.is_read)
    if not pc.any(left).as_py():
        return Parsed(found.values, days)
    slow = _one_by_one(column, pc.if_else(left, text, pa.scalar(None, pa.string())), form)
    return Parsed(
        pc.coalesce(found.values, slow.values),
        None if days is None else pc.coalesce(days, slow.days),
        slow.faults,
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


def _at_once(text: pa.Array, form: Form) -> quick.Quick:
    """Read what is written in its plainest form."""
    is_iso = form.date_format == "Y-m-d"
    if form.kind is Kind.INSTANT and is_iso:
        return quick.instants(text, form.zones)
    if form.kind is Kind.DAY and is_iso:
        return quick.days(text)
    if form.kind in (Kind.NUMBER, Kind.MONEY) and form.decimal and form.factor == 1:
        return quick.numbers(text, form.decimal)
    if form.kind is Kind.WHOLE and form.decimal and form.factor == 1:
        return quick.wholes(text, form.decimal)
    if form.kind in (Kind.EMAIL, Kind.EMAIL_HASH):
        found = quick.emails(text)
        is_hash = form.kind is Kind.EMAIL_HASH
        return found._replace(values=quick.hashes(found.values)) if is_hash else found
    none = pa.repeat(False, len(text))
    days = none if form.kind is Kind.INSTANT else None
    return quick.Quick(pa.nulls(len(text), TYPES[form.kind]), none, days)


def _days_of(found: quick.Quick, form: Form) -> pa.Array | None:
    """Of the instants read at once, which rows give only a day."""
    if form.kind is not Kind.INSTANT:
        return None
    return pc.if_else(found.is_read, found.days, pa.scalar(None, pa.bool_()))


def _one_by_one(column: str, text: pa.Array, form: Form) -> Parsed:
    """Read each distinct value once."""
    encoded = text.dictionary_encode()
    distinct: list[str] = encoded.dictionary.to_pylist()
    read = _READERS[form.kind](column, distinct, form)
    found: list[object] = []
    unreadable: dict[int, Unreadable] = {}
    for index, value in enumerate(distinct):
        try:
            found.append(read(value))
        except Unreadable as problem:
            found.append(None)
            unreadable[index] = problem
    days = None
    if form.kind is Kind.INSTANT:
        flags = [is_day(value, form.date_format) for value in distinct]
        days = pa.array(flags, pa.bool_()).take(encoded.indices)
    values = pa.array(found, TYPES[form.kind]).take(encoded.indices)
    return Parsed(values, days, faults_of(encoded, unreadable))


def _instants(_column: str, _distinct: Sequence[str], form: Form) -> Callable[[str], object]:
    return lambda value: instant_of(value, form.date_format, form.zones)


def _days(_column: str, _distinct: Sequence[str], form: Form) -> Callable[[str], object]:
    return lambda value: day_of(value, form.date_format, form.zones)


def _numbers(_column: str, _distinct: Sequence[str], form: Form) -> Callable[[str], object]:
    maker = whole_reader if form.kind is Kind.WHOLE else number_reader
    return maker(form.decimal, form.factor)


def _money(column: str, distinct: Sequence[str], form: Form) -> Callable[[str], object]:
    bare, _ = without_currency(column, distinct)
    read = _numbers(column, distinct, form)
    return lambda value: read(bare[value])


def _flags(_column: str, _distinct: Sequence[str], _form: Form) -> Callable[[str], object]:
    def read(value: str) -> bool:
        known = _FLAGS.get(value.casefold())
        if known is None:
            raise Unreadable(f"'{shown(value)}' is neither yes nor no.", "Write true or false.")
        return known

    return read


def _emails(_column: str, _distinct: Sequence[str], form: Form) -> Callable[[str], object]:
    is_hash = form.kind is Kind.EMAIL_HASH

    def read(value: str) -> str | None:
        if _HEX.fullmatch(value) or _BASE64.fullmatch(value):
            return (value.lower() if _HEX.fullmatch(value) else value) if is_hash else None
        address = _INVISIBLE.sub("", value).casefold()
        if not _EMAIL.fullmatch(address):
            raise Unreadable(
                f"'{shown(value)}' is not an e-mail address.", "Correct it, or leave it blank."
            )
        return hashlib.sha256(address.encode()).hexdigest() if is_hash else address

    return read


_READERS: dict[Kind, Callable[[str, Sequence[str], Form], Callable[[str], object]]] = {
    Kind.INSTANT: _instants,
    Kind.DAY: _days,
    Kind.NUMBER: _numbers,
    Kind.WHOLE: _numbers,
    Kind.MONEY: _money,
    Kind.FLAG: _flags,
    Kind.EMAIL: _emails,
    Kind.EMAIL_HASH: _emails,
}
