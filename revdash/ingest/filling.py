"""Filling: the values of one table's columns for every row of a file, and what is at fault."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from revdash.errors import InputError, suggestion
from revdash.ingest.dates import Zones
from revdash.ingest.mapping import Constant, Field, Mapping, Target, When
from revdash.ingest.parsing import Fault, Form, Kind, Parsed, faults_of, parse, text_of
from revdash.ingest.reading import Source
from revdash.ingest.refusals import shown
from revdash.ingest.tables import vocabulary
from revdash.ingest.templates import ROW, damaged, made_ids, render
from revdash.ingest.unreadable import Unreadable


@dataclass(frozen=True, kw_only=True)
class Company:
    """What the company's settings say: its zone, and the currency its figures are in."""

    zone: str = "UTC"
    currency: str = ""


class Filled(NamedTuple):
    """The values of one column of a table, and for instants which rows give only a day."""

    values: pa.Array
    days: pa.Array | None = None
    faults: tuple[tuple[str, Fault], ...] = ()  # with the file's column


@dataclass
class Filler:
    """Reads the columns of one file, each once, as the fields of a mapping ask for them."""

    source: Source
    mapping: Mapping
    company: Company
    understood: list[str] = field(default_factory=list)
    _texts: dict[str, pa.Array] = field(default_factory=dict)
    _parsed: dict[tuple[str, Form], Parsed] = field(default_factory=dict)
    _damaged: dict[str, tuple[Fault, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        missing = [n for n in self.mapping.columns if n not in {*self.source.header, ROW}]
        if missing:
            raise InputError(
                f"'{self.source.name}' has no column '{missing[0]}', which the mapping "
                f"'{self.mapping.name}' reads. {suggestion(missing[0], self.source.header)}"
            )

    @property
    def height(self) -> int:
        """How many rows there are to fill."""
        return int(self.source.cells.num_rows)

    def text(self, column: str) -> pa.Array:
        """A column's cells as text, null where blank."""
        if column not in self._texts:
            is_made = column == ROW and column not in self.source.header
            self._texts[column] = (
                made_ids(self.source.cells) if is_made else text_of(self.source.cells[column])
            )
        return self._texts[column]

    def key(self, target: Target) -> Filled:
        """The keys of a target's rows, without the source in front; null where none can be."""
        keys: pa.Array = pa.nulls(self.height, pa.string())
        faults: list[tuple[str, Fault]] = []
        for template in target.keys:
            made = self._rendered(template)
            faults += made.faults
            keys = pc.coalesce(keys, made.values)
        return Filled(keys, faults=tuple(faults))

    def made_key(self, wanted: pa.Array) -> pa.Array:
        """Keys for the *wanted* rows, which have no id: never the same for two rows."""
        return made_ids(self.source.cells, wanted)

    def value(self, table: str, each: Field, kind: pa.DataType) -> Filled:
        """The values of one column of *table*."""
        if each.constant is not None:
            return Filled(self._repeated(each.constant, kind))
        if each.id or each.text:
            prefix = f"{self.mapping.source}:" if each.id else ""
            return self._rendered(each.id or each.text, prefix=prefix, is_id=bool(each.id))
        if each.values:
            return self._meant(each, kind)
        parsed = self._parse(each)
        faults = (*parsed.faults, *self._strangers(table, each, parsed.values))
        values = parsed.values
        if each.default is not None:
            values = pc.fill_null(values, pa.scalar(each.default, kind))
        return Filled(values, parsed.days, tuple((each.column, fault) for fault in faults))

    def applies(self, conditions: Iterable[When]) -> pa.Array:
        """Which rows fulfil every one of *conditions*."""
        holds = self._repeated(True, pa.bool_())
        for when in conditions:
            text = self.text(when.column)
            one = (
                pc.is_in(text, value_set=pa.array(when.equals, pa.string()))
                if when.equals
                else pc.is_valid(text)
            )
            holds = pc.and_(holds, one)
        return holds

    def _repeated(self, value: Constant, kind: pa.DataType) -> pa.Array:
        return pa.repeat(pa.scalar(value, kind), self.height)

    def _rendered(self, template: str, *, prefix: str = "", is_id: bool = True) -> Filled:
        target = Field(target="", kind=Kind.TEXT, text=template)
        faults: list[tuple[str, Fault]] = []
        for column in target.columns if is_id else ():
            faults += ((column, fault) for fault in self._damage(column))
        cells = {column: self.text(column) for column in target.columns}
        made = render(template, cells, prefix=prefix)
        return Filled(
            made if isinstance(made, pa.Array) else self._repeated(made.as_py(), pa.string()),
            faults=tuple(faults),
        )

    def _damage(self, column: str) -> tuple[Fault, ...]:
        if column not in self._damaged:
            text = self.text(column)
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

    def _parse(self, each: Field) -> Parsed:
        zone = each.zone or self.mapping.zone or self.company.zone
        form = Form(
            kind=each.kind,
            zones=Zones(source=zone, company=self.company.zone),
            date_format=each.date_format,
            decimal=each.decimal,
            factor=each.factor,
        )
        key = (each.column, form)
        if key not in self._parsed:
            found = parse(each.column, self.text(each.column), self.source.lines, form)
            self._parsed[key] = found
            self.understood += found.understood
            if each.kind is Kind.INSTANT and found.days is not None:
                self._say_zone(each.column, zone, found.days)
        return self._parsed[key]

    def _say_zone(self, column: str, zone: str, days: pa.Array) -> None:
        if pc.any(days).as_py():
            self.understood.append(f"{column} holds days without a time: kept as days.")
        if pc.any(pc.invert(days)).as_py():
            self.understood.append(f"Times in {column} that name no zone read as {zone}.")

    def _meant(self, each: Field, kind: pa.DataType) -> Filled:
        """The meanings of a column's values; one without a meaning is a fault."""
        encoded = self.text(each.column).dictionary_encode()
        meanings: list[Constant | None] = []
        unknown: dict[int, Unreadable] = {}
        for index, value in enumerate(encoded.dictionary.to_pylist()):
            meanings.append(each.values.get(value, each.default))
            if meanings[-1] is None:
                unknown[index] = Unreadable(
                    f"'{shown(value)}' has no meaning for {each.target}.",
                    f"{suggestion(value, each.values)} Or add it to the mapping's values.",
                )
        values = pa.array(meanings, kind).take(encoded.indices)
        if each.default is not None:
            values = pc.fill_null(values, pa.scalar(each.default, kind))
        faults = tuple((each.column, fault) for fault in faults_of(encoded, unknown))
        return Filled(values, faults=faults)

    def _strangers(self, table: str, each: Field, values: pa.Array) -> tuple[Fault, ...]:
        """Faults for values that are none of the words the column may hold."""
        known = vocabulary(table, each.target)
        if not known:
            return ()
        encoded = values.dictionary_encode()
        strange = {
            index: Unreadable(
                f"'{shown(value)}' is no {each.target} that is known.", suggestion(value, known)
            )
            for index, value in enumerate(encoded.dictionary.to_pylist())
            if value not in known
        }
        return faults_of(encoded, strange)
