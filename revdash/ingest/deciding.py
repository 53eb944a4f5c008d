"""Deciding: how a whole column is to be read, before its first value is."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest import quick
from revdash.ingest.dates import decide_format, words
from revdash.ingest.numbers import decide_decimal, without_currency
from revdash.ingest.parsing import Form, Kind
from revdash.ingest.refusals import shown

Column = Callable[[], Iterable[tuple[pa.Array, pa.Array]]]  # its texts and lines, by slices

_DATES = (Kind.INSTANT, Kind.DAY)
_NUMBERS = (Kind.NUMBER, Kind.WHOLE, Kind.MONEY)
_DATE_LENGTH = 10  # no date without its time is longer: 31/12/2026


def decide(name: str, column: Column, form: Form) -> tuple[Form, tuple[str, ...]]:
    """The form of a column with nothing left open, and in words what was decided.

    Raises InputError when the column as a whole can be read in two ways.
    """
    if form.kind in _DATES:
        return _dates(name, column, form)
    if form.kind in _NUMBERS:
        return _numbers(name, column, form)
    return form, ()


def _dates(name: str, column: Column, form: Form) -> tuple[Form, tuple[str, ...]]:
    if form.date_format or all(quick.is_year_first(text) for text, _ in column()):
        chosen, example = form.date_format or "Y-m-d", _first(column)
    else:
        chosen, example = decide_format(name, _one_a_day(_distinct(column)))
    if example is None:
        return form, ()
    said = f"Dates in {name} read as {words(chosen)}, from {_place(column, example)}"
    return replace(form, date_format=chosen), (said,)


def _numbers(name: str, column: Column, form: Form) -> tuple[Form, tuple[str, ...]]:
    if all(quick.is_point_decimal(text) for text, _ in column()):
        return replace(form, decimal=form.decimal or "."), ()
    distinct = _distinct(column).to_pylist()
    bare, sign = {value: value for value in distinct}, ""
    if form.kind is Kind.MONEY:
        bare, sign = without_currency(name, distinct)
    decimal = form.decimal or decide_decimal(
        name, tuple(bare.values()), is_whole=form.kind is Kind.WHOLE
    )
    telling = ",." if decimal == "," else ","  # a point alone is read as it looks
    example = next((value for value, plain in bare.items() if set(telling) & set(plain)), None)
    if example is None:
        return replace(form, decimal=decimal, sign=sign), ()
    point = "a comma" if decimal == "," else "a point"
    said = f"Numbers in {name} read with {point} before decimals, from {_place(column, example)}"
    return replace(form, decimal=decimal, sign=sign), (said,)


def _distinct(column: Column) -> pa.Array:
    """The column's values in the order they first come."""
    found = [pc.drop_null(pc.unique(text)) for text, _ in column()]
    return pc.unique(pa.chunked_array(found, pa.string()))


def _one_a_day(distinct: pa.Array) -> list[str]:
    """One value for each day among *distinct*: the order of its parts is what is asked."""
    days = pc.utf8_slice_codeunits(distinct, 0, _DATE_LENGTH).dictionary_encode()
    _, first = np.unique(days.indices.to_numpy(zero_copy_only=False), return_index=True)
    found: list[str] = distinct.take(pa.array(np.sort(first))).to_pylist()
    return found


def _first(column: Column) -> str | None:
    """The column's first value that is not blank."""
    for text, _ in column():
        filled = pc.drop_null(text)
        if len(filled):
            value: str = filled[0].as_py()
            return value
    return None


def _place(column: Column, example: str) -> str:
    """Where a value first stands, and the value."""
    for text, lines in column():
        row = pc.index(text, pa.scalar(example, pa.string())).as_py()
        if row >= 0:
            return f"line {lines[row].as_py()}: {shown(example)}"
    return shown(example)
