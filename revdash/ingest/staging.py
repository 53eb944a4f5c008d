"""Staging: a file as read and a mapping to Arrow frames ready to merge; refused rows apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Table

from revdash.ingest.cells import SLICE_ROWS, Cells
from revdash.ingest.filling import Company, Filler, Reader
from revdash.ingest.frames import completed, latest
from revdash.ingest.framing import NEWEST, Framing, Rows
from revdash.ingest.mapping import Mapping
from revdash.ingest.meanings import Unmeant, said_of
from revdash.ingest.parsing import Fault
from revdash.ingest.reading import Source
from revdash.ingest.refusals import Refusal
from revdash.ingest.resolving import lacking, resolve
from revdash.ingest.spill import Spill
from revdash.plural import counted
from revdash.store.schema import FACTS
from revdash.store.schema.marketing import channel_day

LISTED = 8  # names a reader takes in at a glance


class Parted(NamedTuple):
    """Records of a file whose rows are their parts: a call's contacts, a deal's people."""

    table: Table
    records: pa.Table  # every ``record`` told, with its ``line``
    parts: pa.Table  # the ``event_key`` of every part


@dataclass(frozen=True, kw_only=True)
class Staged:
    """What a file came to: rows for our tables, and every row that could not be taken."""

    file: str
    frames: tuple[tuple[Table, pa.Table], ...]  # mapped from temporary files where they are large
    read: int
    blank_lines: int
    refused: tuple[Refusal, ...]
    understood: tuple[str, ...]
    unneeded: int = 0  # rows of which nothing is kept
    earlier: int = 0  # rows that a newer one of the same thing stands for
    unmeant: tuple[Unmeant, ...] = ()  # values passed over until someone says what they mean
    warnings: tuple[str, ...] = ()  # what cannot be measured by this file
    parted: tuple[Parted, ...] = ()  # records told with all their parts
    ways: tuple[str, ...] = ()  # what the keys of its days of campaigns begin with


def stage(
    source: Source, mapping: Mapping, company: Company, *, slice_rows: int = SLICE_ROWS
) -> Staged:
    """Turn *source* into rows of our tables as *mapping* says.

    A row refused for one table is refused for all: nothing of it is loaded. A column that
    can be read in two ways raises InputError, and nothing of the file is. So many rows are in
    memory at a time as *slice_rows* says, which changes nothing else.
    """
    found = resolve(mapping, source.header, file=source.name)
    reader = Reader(source=source, mapping=found, company=company, slice_rows=slice_rows)
    staging = _Staging(reader, [Framing(target) for target in found.into])
    if found.into:
        for cells in reader.slices():
            staging.take(cells)
    return staging.staged()


@dataclass
class _Staging:
    """A file while it is staged, slice by slice."""

    reader: Reader
    framings: Sequence[Framing]
    spills: dict[int, Spill] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    given: int = 0  # rows that something is kept of
    records: dict[str, list[pa.Table]] = field(default_factory=dict)

    def take(self, cells: Cells) -> None:
        """Fill every target from some rows; those at fault for one are taken by none."""
        filler = Filler(reader=self.reader, cells=cells)
        filled = [framing.rows(filler) for framing in self.framings]
        first: dict[int, tuple[str, Fault]] = {}
        for rows in filled:
            for column, fault in rows.faults:
                first.setdefault(fault.row, (column, fault))
        self.refused += (self._refusal(cells, *each) for each in first.values())
        clean = _all_but(first, cells.height)
        kept = np.zeros(cells.height, np.bool_)
        for framing, rows in zip(self.framings, filled, strict=True):
            self._keep(framing, rows, clean, kept)
            told = framing.records(filler)
            if told is not None:
                self.records.setdefault(framing.table.name, []).append(told.filter(clean))
        self.given += int(kept.sum())

    def staged(self) -> Staged:
        """What the slices came to."""
        source = self.reader.source
        frames, earlier = self._frames()
        refused = (*source.refused, *self.refused)
        unneeded = source.read - len(refused) - self.given
        unmeant = self.reader.unmeant.all()
        days = [f.target for f in self.framings if f.table is channel_day]
        return Staged(
            file=source.name,
            frames=frames,
            read=source.read,
            blank_lines=source.blank_lines,
            refused=tuple(sorted(refused, key=lambda refusal: refusal.line)),
            understood=(*source.understood, *self._understood(unneeded, earlier, unmeant)),
            unneeded=unneeded,
            earlier=earlier,
            unmeant=unmeant,
            warnings=(*source.warnings, *lacking(self.reader.mapping, source.header)),
            parted=tuple(self._parted(frames)),
            ways=tuple(sorted({each.way(self.reader.mapping.source) for each in days} - {""})),
        )

    def _keep(self, framing: Framing, rows: Rows, clean: pa.Array, kept: NDArray[np.bool_]) -> None:
        """Set aside what one target gives, and note which rows that is."""
        staged = framing.staged(rows, clean)
        spill = self.spills.setdefault(framing.target.group, Spill(staged.schema))
        spill.add(staged)
        applies = rows.applies.to_numpy(zero_copy_only=False)
        here = clean if rows.parents is None else clean.take(rows.parents)
        own = np.flatnonzero(applies & here.to_numpy(zero_copy_only=False))
        kept[own if rows.parents is None else rows.parents.to_numpy()[own]] = True
        for name, column, words in rows.unmeant:
            place = (framing.table.name, name, column)
            self.reader.unmeant.add(place, words.filter(here))

    def _parted(self, frames: Iterable[tuple[Table, pa.Table]]) -> Iterable[Parted]:
        for name, told in self.records.items():
            keys = [frame.select(["event_key"]) for table, frame in frames if table.name == name]
            yield Parted(FACTS[name], pa.concat_tables(told).drop_null(), pa.concat_tables(keys))

    def _frames(self) -> tuple[tuple[tuple[Table, pa.Table], ...], int]:
        """Each target's frame, and how many rows only hold earlier versions."""
        by_group = {framing.target.group: framing for framing in self.framings}
        frames: list[tuple[Table, pa.Table]] = []
        dropped: list[NDArray[np.int64]] = []
        for group, framing in by_group.items():
            filled = self.spills[group].table()
            if NEWEST in filled.column_names:
                filled, earlier = latest(filled)
                dropped.append(earlier)
            fields = framing.target.fields
            absent = {each.target: each.constant for each in fields if each.is_absent}
            frames.append((framing.table, completed(filled, framing.schema, absent)))
        if not any(map(len, dropped)):
            return tuple(frames), 0
        standing = [frame["line"].to_numpy() for _, frame in frames]
        return tuple(frames), len(np.setdiff1d(np.concatenate(dropped), np.concatenate(standing)))

    def _refusal(self, cells: Cells, column: str, fault: Fault) -> Refusal:
        return Refusal(
            file=self.reader.source.name,
            line=cells.lines[fault.row].as_py(),
            column=column,
            value=fault.value,
            reason=fault.reason,
            remedy=fault.remedy,
        )

    def _understood(self, unneeded: int, earlier: int, unmeant: Iterable[Unmeant]) -> Iterable[str]:
        mapping, header = self.reader.mapping, self.reader.source.header
        yield f"Recognised as: {mapping.name}."
        if mapping.not_needed:
            yield mapping.not_needed
            return
        yield from self.reader.understood
        for framing in self.framings:
            yield from framing.notes(self.reader.company.currency)
        yield from said_of(unmeant)
        if unneeded:
            are = "is" if unneeded == 1 else "are"
            yield f"{counted(unneeded, 'row')} {are} of other kinds: nothing of them is kept."
        if earlier:
            holds = "holds an earlier version" if earlier == 1 else "hold earlier versions"
            yield f"{counted(earlier, 'row')} {holds}: only the newest of each thing counts."
        unused = [name for name in header if name not in mapping.columns]
        if unused:
            more = len(unused) - LISTED
            listed = ", ".join(unused[:LISTED]) + (f" and {more} more" if more > 0 else "")
            yield f"Columns not used: {listed}."


def _all_but(rows: Iterable[int], height: int) -> pa.Array:
    """True for every row but *rows*."""
    clean = np.ones(height, np.bool_)
    clean[list(rows)] = False
    return pa.array(clean)
