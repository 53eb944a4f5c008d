"""Staging: a file as read and a mapping to Arrow frames ready to merge; refused rows apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Table

from revdash.ingest.filling import Company, Filled, Filler
from revdash.ingest.mapping import Mapping, Target
from revdash.ingest.parsing import Fault
from revdash.ingest.reading import Source
from revdash.ingest.refusals import Refusal
from revdash.ingest.tables import IN_CURRENCY, NEEDED, OWN_ID
from revdash.store.load import arrow_schema, staged_columns
from revdash.store.schema import FACTS
from revdash.terms import Precision

LISTED = 8  # names a reader takes in at a glance


@dataclass(frozen=True, kw_only=True)
class Staged:
    """What a file came to: rows for our tables, and every row that could not be taken."""

    file: str
    frames: tuple[tuple[Table, pa.Table], ...]
    read: int
    blank_lines: int
    refused: tuple[Refusal, ...]
    understood: tuple[str, ...]


def stage(source: Source, mapping: Mapping, company: Company) -> Staged:
    """Turn *source* into rows of our tables as *mapping* says.

    A row refused for one table is refused for all: nothing of it is loaded. A column that
    can be read in two ways raises InputError, and nothing of the file is.
    """
    filler = Filler(source=source, mapping=mapping, company=company)
    filled = [_Frame(filler, target).fill() for target in mapping.into]
    first: dict[int, tuple[str, Fault]] = {}
    for frame in filled:
        for column, fault in frame.faults:
            first.setdefault(fault.row, (column, fault))
    refused = [_refusal(source, column, fault) for column, fault in first.values()]
    clean = _all_but(first, filler.height)
    return Staged(
        file=source.name,
        frames=tuple((frame.table, frame.staged(clean)) for frame in filled),
        read=source.read,
        blank_lines=source.blank_lines,
        refused=tuple(sorted((*source.refused, *refused), key=lambda refusal: refusal.line)),
        understood=(*source.understood, *_understood(source, mapping, filler, filled)),
    )


@dataclass
class _Frame:
    """The rows of one target while they are being filled."""

    filler: Filler
    target: Target
    columns: dict[str, pa.Array] = field(default_factory=dict)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.table = FACTS[self.target.table]
        self.schema = arrow_schema(self.table, staged_columns(self.table))
        self.applies = self.filler.applies(self.target.when)

    def fill(self) -> "_Frame":
        """Fill every column that the mapping, the file or the row's key says something of."""
        days: dict[str, pa.Array] = {}
        for each in self.target.fields:
            kind = self.schema.field(each.target).type
            made = self._take(self.filler.value(self.table.name, each, kind))
            self.columns[each.target] = made.values
            if made.days is not None:
                days[each.target] = made.days
        self._key()
        self._precision(days.get("event_at"))
        self._company_currency()
        self._needs()
        return self

    def staged(self, clean: pa.Array) -> pa.Table:
        """The rows this target gives, of those that are clean for all targets."""
        keep = pc.and_(self.applies, clean)
        kept = pc.sum(keep).as_py() or 0
        self.columns["line"] = self.filler.source.lines
        blanks = {kind: pa.nulls(kept, kind) for kind in self.schema.types}
        columns = [
            self.columns.pop(f.name).filter(keep) if f.name in self.columns else blanks[f.type]
            for f in self.schema
        ]
        return pa.table(columns, schema=self.schema)

    def _take(self, made: Filled) -> Filled:
        """Keep the faults of the rows this target speaks of."""
        if made.faults:
            applies = self.applies.to_numpy(zero_copy_only=False)
            self.faults += (each for each in made.faults if applies[each[1].row])
        return made

    def _key(self) -> None:
        """The row's key, its source, and the id of the thing it is, where that is its key."""
        target, source = self.target, self.filler.mapping.source
        bare = self._take(self.filler.key(target)).values
        prefix = f"{source}:{target.object}:"
        key = bare if target.is_key_verbatim else pc.binary_join_element_wise(prefix, bare, "")
        lacking = pc.is_null(key)
        if pc.any(lacking).as_py():
            made = self.filler.made_key(lacking)
            key = pc.coalesce(key, pc.binary_join_element_wise(f"{prefix}row:", made, ""))
            self.notes.append(
                f"{_rows(pc.sum(lacking).as_py())} without an id: never taken as one."
            )
        self.columns["event_key"] = key
        self._default("source_system", pa.repeat(source, self.filler.height))
        if not target.is_key_verbatim:
            self._default("source_id", bare)
        if self.table.name in OWN_ID:
            self._default(OWN_ID[self.table.name], key)

    def _default(self, column: str, values: pa.Array) -> None:
        given = self.columns.get(column)
        self.columns[column] = values if given is None else pc.coalesce(given, values)

    def _precision(self, days: pa.Array | None) -> None:
        """Say of each event whether its time is an instant or a day."""
        if days is not None and "event_precision" in self.table.c:
            found = pc.if_else(days, Precision.DATE.value, Precision.INSTANT.value)
            self._default("event_precision", found)

    def _company_currency(self) -> None:
        """Say which amounts are in another currency than the company's.

        What an amount is in the company's currency is derived, not stored: the company may
        come to count in another one.
        """
        if IN_CURRENCY.get(self.table.name) not in self.columns:
            return
        own = self.filler.company.currency
        currency = self.columns.get("currency", pa.nulls(self.filler.height, pa.string()))
        is_own = pc.fill_null(pc.equal(currency, own), True)
        foreign = pc.unique(currency.filter(pc.invert(is_own))).to_pylist()
        if foreign:
            self.notes.append(
                f"Amounts in {', '.join(sorted(foreign))} are kept, but not counted in "
                f"{own or 'the company’s currency'}: no rate is known."
            )

    def _needs(self) -> None:
        """A fault for each row that lacks what the table's rows must say."""
        already = {fault.row for _, fault in self.faults}
        sources = {each.target: each.columns for each in self.target.fields}
        for needed in NEEDED.get(self.table.name, ()):
            values = self.columns.get(needed)
            lacking = self.applies if values is None else pc.and_(self.applies, pc.is_null(values))
            column = next(iter(sources.get(needed, ())), "")
            reason = f"The row has no {column or needed}, so it says nothing about {needed}."
            for row in pc.indices_nonzero(lacking).to_pylist():
                if row not in already:
                    fault = Fault(
                        row, "", reason, "Fill it in in the source, or map another column."
                    )
                    self.faults.append((column, fault))


def _refusal(source: Source, column: str, fault: Fault) -> Refusal:
    return Refusal(
        file=source.name,
        line=source.lines[fault.row].as_py(),
        column=column,
        value=fault.value,
        reason=fault.reason,
        remedy=fault.remedy,
    )


def _all_but(rows: Iterable[int], height: int) -> pa.Array:
    """True for every row but *rows*."""
    clean = np.ones(height, np.bool_)
    clean[list(rows)] = False
    return pa.array(clean)


def _understood(
    source: Source, mapping: Mapping, filler: Filler, frames: Iterable[_Frame]
) -> Iterable[str]:
    yield f"Recognised as: {mapping.name}."
    if mapping.not_needed:
        yield mapping.not_needed
        return
    yield from dict.fromkeys(filler.understood)
    silent = pa.repeat(True, filler.height)
    for frame in frames:
        yield from frame.notes
        silent = pc.and_(silent, pc.invert(frame.applies))
    if pc.any(silent).as_py():
        yield f"{_rows(pc.sum(silent).as_py())} nothing in the mapping speaks of: nothing loaded."
    unused = [name for name in source.header if name not in mapping.columns]
    if unused:
        more = len(unused) - LISTED
        listed = ", ".join(unused[:LISTED]) + (f" and {more} more" if more > 0 else "")
        yield f"Columns not used: {listed}."


def _rows(count: int) -> str:
    return f"{count:,} row{'s' * (count != 1)}"
