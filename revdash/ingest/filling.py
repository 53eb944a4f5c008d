"""Filling: the values of one table's columns for some rows of a file, and what is at fault."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest import quick
from revdash.ingest.cells import SLICE_ROWS, Cells, Origin, origins, slices
from revdash.ingest.conditions import holds
from revdash.ingest.dates import Zones
from revdash.ingest.deciding import decide
from revdash.ingest.fields import Constant, Field
from revdash.ingest.mapping import Ids
from revdash.ingest.mapping import Mapping as FileMapping
from revdash.ingest.meanings import Meanings, UnmeantCount, has_meanings, meant
from revdash.ingest.numbers import code_of
from revdash.ingest.parsing import Fault, Form, Kind, Parsed, parse
from revdash.ingest.reading import Source
from revdash.ingest.record_ids import damaged, made_ids
from revdash.ingest.targets import Target, When
from revdash.ingest.templates import Template


@dataclass(frozen=True, kw_only=True)
class Company:
    """What the company's settings say: its zone, its currency, and what sources' words mean.

    ``meanings`` are by source and 'table.field'; a word that means None is passed over.
    """

    zone: str = "UTC"
    currency: str = ""
    meanings: Mapping[tuple[str, str], Meanings] = field(default_factory=dict)


class Filled(NamedTuple):
    """The values of one column of a table, and for instants which rows give only a day."""

    values: pa.Array
    days: pa.Array | None = None
    faults: tuple[tuple[str, Fault], ...] = ()  # with the file's column
    passed: pa.Array | None = None  # rows that are not for this table
    unmeant: tuple[tuple[str, pa.Array], ...] = ()  # with the file's column


@dataclass
class Reader:
    """How a whole file is read: what was decided for each column, and what was understood."""

    source: Source
    mapping: FileMapping
    company: Company
    slice_rows: int = SLICE_ROWS
    understood: dict[str, None] = field(default_factory=dict)
    unmeant: UnmeantCount = field(default_factory=UnmeantCount)
    _forms: dict[tuple[Origin, Form], Form] = field(default_factory=dict)

    def form(self, each: Field, origin: Origin) -> Form:
        """How the texts of *origin* are to be read for a field."""
        written = Form(
            kind=each.kind,
            zones=Zones(source=self.zone(each), company=self.company.zone),
            date_format=each.date_format,
            decimal=each.decimal,
            factor=each.factor,
        )
        if (origin, written) not in self._forms:
            decided, said = decide(origin.name, lambda: self._column(origin), written)
            self._forms[origin, written] = decided
            self.understood |= dict.fromkeys(said)
        return self._forms[origin, written]

    def zone(self, each: Field) -> str:
        """The zone of a field's times that name none."""
        return each.zone or self.mapping.zone or self.company.zone

    def meanings(self, table: str, each: Field) -> Meanings:
        """What the company says that the words of a field mean."""
        return self.company.meanings.get((self.mapping.source, f"{table}.{each.target}"), {})

    def slices(self) -> Iterable[Cells]:
        """The file's rows, so many at a time."""
        return slices(self.source, self.mapping.blanks, self.slice_rows)

    def _column(self, origin: Origin) -> Iterable[tuple[pa.Array, pa.Array]]:
        return ((cells.said(origin), cells.lines) for cells in self.slices())


@dataclass
class Filler:
    """Reads the columns of some rows, each once, as the fields of a mapping ask for them."""

    reader: Reader
    cells: Cells
    _parsed: dict[tuple[Origin, Form], Parsed] = field(default_factory=dict)
    _damaged: dict[str, tuple[Fault, ...]] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """How many rows there are to fill."""
        return self.cells.height

    def of_split(self, target: Target) -> "Filler":
        """What fills a target: these rows, or one for each part of a column's cells."""
        if target.split is None:
            return self
        return replace(self, cells=self.cells.split(target.split), _parsed={}, _damaged={})

    def key(self, target: Target) -> Filled:
        """The keys of a target's rows, without the source in front; null where none can be."""
        keys: pa.Array = pa.nulls(self.height, pa.string())
        faults: list[tuple[str, Fault]] = []
        times = self._times(target)
        for template in target.keys:
            made = self._ids(template, times=times)
            faults += made.faults
            keys = pc.coalesce(keys, made.values)
        return Filled(keys, faults=tuple(faults))

    def ids(self, template: Template, prefix: str) -> pa.Array:
        """The ids that a template gives."""
        return self._ids(template, prefix=prefix).values

    def made_key(self, wanted: pa.Array, seen: Counter[bytes]) -> pa.Array:
        """Keys for the *wanted* rows, which have no id: never the same for two rows."""
        return made_ids(self.cells.content(), seen, wanted)

    def value(self, table: str, each: Field, kind: pa.DataType) -> Filled:
        """The values of one column of *table*."""
        if each.constant is not None:
            said = self.reader.meanings(table, each).get(str(each.constant))
            return Filled(self.repeated(said or each.constant, kind))
        if each.id:
            return self._ids(each.id, each.first_of, f"{self.reader.mapping.source}:")
        first, *others = (self._read(table, each, origin, kind) for origin in origins(each))
        filled = _first_filled(first, others)
        values = filled.values
        if each.add_days:
            values = _moved(values, filled.days, each.add_days)
        if each.default is not None:
            values = pc.fill_null(values, pa.scalar(each.default, kind))
        return filled._replace(values=values)

    def foreign_currency(self, each: Field) -> str:
        """The currency that a column's amounts carry a sign of, where it is not the company's."""
        own = self.reader.company.currency
        signs = (self.reader.form(each, origin).sign for origin in origins(each))
        codes = (code_of(sign, own) for sign in signs if sign and own)
        return next((code for code in codes if code != own), "")

    def applies(self, conditions: Iterable[When]) -> pa.Array:
        """Which rows fulfil every one of *conditions*."""
        found = self.repeated(True, pa.bool_())
        for when in conditions:
            found = pc.and_(found, holds(when, self.cells))
        return found

    def repeated(self, value: Constant, kind: pa.DataType) -> pa.Array:
        """One value for every row."""
        return pa.repeat(pa.scalar(value, kind), self.height)

    def _ids(
        self,
        template: Template,
        first_of: str = "",
        prefix: str = "",
        times: Mapping[str, pa.Array] | None = None,
    ) -> Filled:
        faults = tuple(
            (column, fault) for column in template.columns for fault in self._damage(column)
        )
        self._say_respelled(template)
        cells = replace(self.cells, spelled=times) if times else self.cells
        ids = cells.ids(template, self.reader.mapping.ids, first_of, prefix)
        return Filled(ids, faults=faults)

    def _say_respelled(self, template: Template) -> None:
        """Say of which ids a spreadsheet changed the spelling."""
        if self.reader.mapping.ids is not Ids.WHOLE:
            return
        for name in template.columns:
            written, read = self.cells.text(name), self.cells.id_text(name, Ids.WHOLE)
            if written is not read:
                row = pc.index(pc.not_equal(written, read), pa.scalar(True)).as_py()
                said = (
                    f"Ids in {name} read as whole numbers, such as {written[row]} as {read[row]}."
                )
                self.reader.understood.setdefault(said)

    def _times(self, target: Target) -> dict[str, pa.Array]:
        """The times in a target's keys in one spelling: another export may write them otherwise."""
        named = {column for template in target.keys for column in template.columns}
        found: dict[str, pa.Array] = {}
        for each in target.fields:
            for origin in origins(each) if each.kind in (Kind.INSTANT, Kind.DAY) else ():
                if origin.name in named and origin.name not in found:
                    found[origin.name] = self._spelled(each, origin)
        return found

    def _spelled(self, each: Field, origin: Origin) -> pa.Array:
        parsed = self._parse(each, origin)
        times = quick.spelled(parsed.values, self.reader.zone(each))
        if parsed.days is not None:
            is_day = pc.fill_null(parsed.days, False)
            times = pc.if_else(is_day, parsed.values.cast(pa.date32()).cast(pa.string()), times)
        return pc.coalesce(times, self.cells.said(origin))  # what is at fault stays as written

    def _damage(self, column: str) -> tuple[Fault, ...]:
        if column not in self._damaged:
            text = self.cells.text(column)
            rows = pc.indices_nonzero(pc.fill_null(damaged(text), False)).to_pylist()
            self._damaged[column] = tuple(
                Fault(
                    row,
                    text[row].as_py(),
                    f"'{text[row]}' is an id that a spreadsheet rounded; its digits are lost.",
                    "Export again and import that file without opening it in a spreadsheet.",
                )
                for row in rows
            )
        return self._damaged[column]

    def _read(self, table: str, each: Field, origin: Origin, kind: pa.DataType) -> Filled:
        said = self.reader.meanings(table, each)
        if has_meanings(table, each, said):
            words = meant(table, each, self.cells.said(origin), kind, said)
            unmeant = () if words.unmeant is None else ((origin.name, words.unmeant),)
            faults = tuple((origin.name, fault) for fault in words.faults)
            return Filled(words.values, None, faults, words.passed, unmeant)
        parsed = self._parse(each, origin)
        faults = tuple((origin.name, fault) for fault in parsed.faults)
        if each.kind is Kind.DAY and pa.types.is_timestamp(kind):
            return Filled(parsed.values.cast(kind), pc.is_valid(parsed.values), faults)
        return Filled(parsed.values, parsed.days, faults)

    def _parse(self, each: Field, origin: Origin) -> Parsed:
        form = self.reader.form(each, origin)
        key = (origin, form)
        if key not in self._parsed:
            self._parsed[key] = parse(origin.name, self.cells.said(origin), form)
            days = self._parsed[key].days
            if days is not None:
                self._say_zone(origin.name, self.reader.zone(each), days)
        return self._parsed[key]

    def _say_zone(self, column: str, zone: str, days: pa.Array) -> None:
        said = self.reader.understood
        if pc.any(days).as_py():
            said.setdefault(f"{column} holds days without a time: kept as days.")
        if pc.any(pc.invert(days)).as_py():
            said.setdefault(f"Times in {column} that name no zone read as {zone}.")


def _first_filled(first: Filled, others: Iterable[Filled]) -> Filled:
    """Of a field's columns, each row's first that is filled in, be it at fault or not."""
    for other in others:
        first = _coalesced(first, other)
    return first


def _coalesced(first: Filled, other: Filled) -> Filled:
    taken = pc.is_valid(first.values)
    if first.passed is not None:
        taken = pc.or_(taken, first.passed)
    at_fault = {fault.row for _, fault in first.faults}
    if at_fault:
        rows = pa.array(range(len(taken)), pa.int64())
        taken = pc.or_(taken, pc.is_in(rows, value_set=pa.array(list(at_fault), pa.int64())))
    is_taken = taken.to_numpy(zero_copy_only=False)
    left = pa.scalar(None, pa.string())
    return Filled(
        pc.if_else(taken, first.values, other.values),
        None if first.days is None else pc.if_else(taken, first.days, other.days),
        (*first.faults, *(each for each in other.faults if not is_taken[each[1].row])),
        None if first.passed is None else pc.if_else(taken, first.passed, other.passed),
        (*first.unmeant, *((name, pc.if_else(taken, left, text)) for name, text in other.unmeant)),
    )


def _moved(values: pa.Array, days: pa.Array | None, count: int) -> pa.Array:
    """Days so many later; an instant that is more than a day stays."""
    if days is None:
        return pc.add(values.cast(pa.int32()), pa.scalar(count, pa.int32())).cast(pa.date32())
    later = pc.add(values, pa.scalar(timedelta(days=count), pa.duration("us")))
    return pc.if_else(pc.fill_null(days, False), later, values)
