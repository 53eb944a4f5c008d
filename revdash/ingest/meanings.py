"""Meanings: what a source's own words mean here, and what becomes of one nobody explained."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from revdash.errors import InputError, suggestion
from revdash.ingest.fields import Constant, Field, Unknown
from revdash.ingest.parsing import Fault, Kind, faults_of
from revdash.ingest.refusals import shown
from revdash.ingest.tables import vocabulary
from revdash.ingest.unreadable import Unreadable
from revdash.plural import counted

_SHOWN = 5  # values a reader takes in at a glance

Meanings = Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class Unmeant:
    """A value that nobody has said the meaning of: passed over, left blank or its default."""

    table: str
    field: str
    column: str
    value: str
    rows: int


class Meant(NamedTuple):
    """The values of a column in our words: null where blank; which rows are passed over."""

    values: pa.Array
    passed: pa.Array | None = None
    unmeant: pa.Array | None = None  # the words that nobody has explained
    faults: tuple[Fault, ...] = ()


def has_meanings(table: str, each: Field, said: Meanings) -> bool:
    """Whether a field's values are words to be looked up rather than read."""
    if each.values:
        return True
    is_word = bool(said or vocabulary(table, each.target) or each.unknown is not Unknown.REFUSE)
    return is_word and each.kind is Kind.TEXT


def meant(table: str, each: Field, text: pa.Array, kind: pa.DataType, said: Meanings) -> Meant:
    """Look every distinct value up: first in what the company *said*, then in the mapping."""
    words = _Words(table, each, kind, said)
    encoded = text.dictionary_encode()
    found: list[_Meaning] = []
    strange: dict[int, Unreadable] = {}
    for index, value in enumerate(encoded.dictionary.to_pylist()):
        try:
            found.append(words.meaning(value))
        except Unreadable as problem:
            found.append(_Meaning(None))
            strange[index] = problem
    values = pa.array([meaning.value for meaning in found], kind).take(encoded.indices)
    passed = pa.array([meaning.is_passed for meaning in found], pa.bool_()).take(encoded.indices)
    asked = pa.array([meaning.is_asked for meaning in found], pa.bool_()).take(encoded.indices)
    return Meant(
        values,
        pc.fill_null(passed, False),
        pc.if_else(asked, text, pa.scalar(None, pa.string())) if pc.any(asked).as_py() else None,
        faults_of(encoded, strange),
    )


class _Meaning(NamedTuple):
    """What a word means; whether its row is passed over, and people asked about it."""

    value: Constant | None
    is_passed: bool = False
    is_asked: bool = False


class _Words:
    """What the words of one field mean."""

    def __init__(self, table: str, each: Field, kind: pa.DataType, said: Meanings) -> None:
        self._each = each
        self._known = vocabulary(table, each.target)
        self._said = {word.strip().casefold(): _typed(m, kind, each) for word, m in said.items()}
        self._values = {word.casefold(): meaning for word, meaning in each.values.items()}

    def meaning(self, value: str) -> _Meaning:
        """What *value* means; Unreadable when it is unknown and must not be."""
        folded = value.casefold()
        if folded in self._said:
            return _Meaning(self._said[folded], is_passed=self._said[folded] is None)
        if folded in self._values:
            return _Meaning(self._values[folded])
        if not self._each.values and (not self._known or value in self._known):
            return _Meaning(value)
        return self._unknown(value)

    def _unknown(self, value: str) -> _Meaning:
        each = self._each
        if each.unknown is Unknown.KEEP:
            return _Meaning(value)
        if each.unknown is Unknown.SKIP:
            return _Meaning(None, is_passed=True, is_asked=True)
        if each.unknown in (Unknown.BLANK, Unknown.ASK):
            return _Meaning(each.default, is_asked=True)
        if each.default is not None:
            return _Meaning(each.default)
        raise self._unreadable(value)

    def _unreadable(self, value: str) -> Unreadable:
        target = self._each.target
        if not self._each.values:
            return Unreadable(
                f"'{shown(value)}' is no {target} that is known.", suggestion(value, self._known)
            )
        return Unreadable(
            f"'{shown(value)}' has no meaning for {target}.",
            f"{suggestion(value, self._each.values)} If it is another, say what it means in the "
            "mapping's values.",
        )


def _typed(meaning: str | None, kind: pa.DataType, each: Field) -> Constant | None:
    """What the company said a word means, as the column keeps it."""
    try:
        typed: Constant | None = pa.scalar(meaning, pa.string()).cast(kind).as_py()
    except pa.ArrowInvalid as error:
        raise InputError(
            f"'{meaning}' cannot be what a value of {each.target} means. "
            "Correct it on the Data page."
        ) from error
    return typed


class UnmeantCount:
    """How many rows each word that nobody has explained stands in."""

    def __init__(self) -> None:
        self._rows: Counter[tuple[str, str, str, str]] = Counter()

    def add(self, place: tuple[str, str, str], words: pa.Array) -> None:
        """Count the *words* of one table, field and column."""
        for pair in pc.value_counts(pc.drop_null(words)).to_pylist():
            self._rows[(*place, pair["values"])] += pair["counts"]

    def all(self) -> tuple[Unmeant, ...]:
        """Each word, the most frequent first."""
        return tuple(
            Unmeant(table=table, field=name, column=column, value=value, rows=rows)
            for (table, name, column, value), rows in sorted(
                self._rows.items(), key=lambda pair: (-pair[1], pair[0])
            )
        )


def said_of(unmeant: Iterable[Unmeant]) -> Iterable[str]:
    """In words, which values nobody has explained."""
    by_column: dict[str, Counter[str]] = {}
    for each in unmeant:
        by_column.setdefault(each.column, Counter())[each.value] += each.rows
    for column, counts in by_column.items():
        values = ", ".join(
            f"'{shown(value)}' ({counted(rows, 'row')})"
            for value, rows in counts.most_common(_SHOWN)
        )
        more = f" and {len(counts) - _SHOWN} more" if len(counts) > _SHOWN else ""
        yield f"Not understood in {column} until the Data page says what it means: {values}{more}."
