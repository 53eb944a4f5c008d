"""Framing: the rows of one table as a file's slices give them, gathered into one frame."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest.fields import Field
from revdash.ingest.filling import Filled, Filler
from revdash.ingest.parsing import Fault, Kind
from revdash.ingest.tables import IN_CURRENCY, NEEDED, OWN_ID, one_of
from revdash.ingest.targets import Target
from revdash.plural import counted
from revdash.store.load import arrow_schema, staged_columns
from revdash.store.schema import FACTS
from revdash.terms import Outcome, Precision

NEWEST = "newest"  # a column of a frame while it is made: which of two rows of a key is later


class Rows(NamedTuple):
    """What one target makes of a slice: columns for every row, and which rows it speaks of."""

    columns: dict[str, pa.Array]
    applies: pa.Array
    faults: tuple[tuple[str, Fault], ...]  # with the file's column; by the slice's own rows
    parents: pa.Array | None  # of rows split in several: which row each came from
    unmeant: tuple[tuple[str, str, pa.Array], ...]  # field, the file's column, words


@dataclass
class Framing:
    """One target of a mapping while a file's slices are filled into it."""

    target: Target
    made_keys: int = 0
    given: int = 0  # rows staged
    foreign: set[str] = field(default_factory=set)
    lacking: Counter[str] = field(default_factory=Counter)
    differing: Counter[tuple[str, str]] = field(default_factory=Counter)
    _seen: Counter[bytes] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.table = FACTS[self.target.table]
        self.schema = arrow_schema(self.table, staged_columns(self.table))

    def rows(self, whole: Filler) -> Rows:
        """Fill every column that the mapping, the file or the row's key says something of."""
        filler = whole.of_split(self.target)
        return _Filling(self, filler).rows()

    def records(self, whole: Filler) -> pa.Table | None:
        """Which of the file's records its rows are parts of; nothing where they are no parts."""
        record = self.target.record
        if record is None:
            return None
        way = self.target.way(whole.reader.mapping.source)
        return pa.table({"record": whole.ids(record, way), "line": whole.cells.lines})

    def made_key(self, filler: Filler, lacking: pa.Array) -> pa.Array:
        """Keys for rows that have none."""
        return filler.made_key(lacking, self._seen)

    def staged(self, rows: Rows, clean: pa.Array) -> pa.Table:
        """The rows this target gives, of those that are clean for all targets."""
        keep = pc.and_(rows.applies, clean if rows.parents is None else clean.take(rows.parents))
        names = [name for name in self.schema.names if name in rows.columns]
        names += [NEWEST] if self.target.newest else []
        self.given += pc.sum(keep).as_py() or 0
        return pa.table({name: rows.columns[name].filter(keep) for name in names})

    def notes(self, currency: str) -> Iterator[str]:
        """In words, what is worth knowing of its rows."""
        if self.made_keys:
            yield f"{counted(self.made_keys, 'row')} without an id: never taken as one."
        if self.foreign:
            yield (
                f"Amounts in {', '.join(sorted(self.foreign))} are kept, but not counted in "
                f"{currency or 'the company’s currency'}: no rate is known."
            )
        reasons = [
            *(
                f"{counted(count, 'row')} without {needed}"
                for needed, count in self.lacking.items()
            ),
            *(
                f"{counted(count, 'row')} in which {one} and {other} differ"
                for (one, other), count in self.differing.items()
            ),
        ]
        thing = one_of(self.table.name)
        if reasons and not self.given:
            yield f"No {thing} came out of this file, because of {' and '.join(reasons)}."
            return
        yield from (f"No {thing} came out of {reason}." for reason in reasons)


@dataclass
class _Filling:
    """The filling of one target from one slice."""

    framing: Framing
    filler: Filler
    columns: dict[str, pa.Array] = field(default_factory=dict)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    unmeant: list[tuple[str, str, pa.Array]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.target, self.table = self.framing.target, self.framing.table
        self.applies = self.filler.applies(self.target.when)
        self._notice_differing()

    def rows(self) -> Rows:
        days: pa.Array | None = None
        for each in self.target.fields:
            kind = self.framing.schema.field(each.target).type
            made = self.filler.value(self.table.name, each, kind)
            self.columns[each.target] = self._take(made, each.target).values
            days = made.days if each.target == "event_at" else days
        self._open_deals()
        self._newest()
        key = self._take(self.filler.key(self.target), "")
        self._drop_faults()
        self._needs()
        self._key(key.values)
        self._precision(days)
        self._company_currency()
        self.columns["line"] = self.filler.cells.lines
        return self._rows()

    def _notice_differing(self) -> None:
        """Count the rows that would be of this target, did two of their cells agree."""
        for agreeing in (when for when in self.target.when if when.same):
            others = [when for when in self.target.when if when is not agreeing]
            left = pc.and_not(self.filler.applies(others), self.applies)
            count = pc.sum(left).as_py()
            if count:
                self.framing.differing[agreeing.columns[0], agreeing.same[0]] += count

    def _rows(self) -> Rows:
        parents = self.filler.cells.parents
        faults = tuple(self.faults)
        if parents is not None:
            faults = tuple(
                (column, fault._replace(row=parents[fault.row].as_py())) for column, fault in faults
            )
        return Rows(self.columns, self.applies, faults, parents, tuple(self.unmeant))

    def _take(self, made: Filled, name: str) -> Filled:
        """Keep what is at fault, and leave out the rows that are passed over."""
        self.faults += made.faults
        self.unmeant += (
            (name, column, pc.if_else(self.applies, words, pa.scalar(None, pa.string())))
            for column, words in made.unmeant
        )
        if made.passed is not None:
            self.applies = pc.and_not(self.applies, made.passed)
        return made

    def _drop_faults(self) -> None:
        """Keep the faults of the rows this target speaks of."""
        if self.faults:
            applies = self.applies.to_numpy(zero_copy_only=False)
            self.faults = [each for each in self.faults if applies[each[1].row]]

    def _open_deals(self) -> None:
        """An open deal has not closed: programs write the day it may into the same column."""
        closed_on = self.columns.get("closed_on")
        if self.table.name == "opportunity" and closed_on is not None:
            outcome = self.columns.get("outcome", pa.nulls(len(closed_on), pa.string()))
            is_open = pc.fill_null(pc.equal(outcome, Outcome.OPEN.value), False)
            nothing = pa.scalar(None, closed_on.type)
            self.columns["closed_on"] = pc.if_else(is_open, nothing, closed_on)

    def _newest(self) -> None:
        """The instant by which the latest of several rows of one key is told."""
        if self.target.newest:
            by = Field(target=NEWEST, kind=Kind.INSTANT, alternatives=self.target.newest)
            made = self.filler.value(self.table.name, by, pa.timestamp("us"))
            self.columns[NEWEST] = self._take(made, NEWEST).values

    def _needs(self) -> None:
        """A fault for each row that lacks what the table's rows must say.

        Of a target for some rows only, such a row is none.
        """
        already = {fault.row for _, fault in self.faults}
        sources = {each.target: each.columns for each in self.target.fields}
        for needed in NEEDED.get(self.table.name, ()):
            values = self.columns.get(needed)
            lacking = self.applies if values is None else pc.and_(self.applies, pc.is_null(values))
            rows = [r for r in pc.indices_nonzero(lacking).to_pylist() if r not in already]
            column = next(iter(sources.get(needed, ())), "")
            if not rows:
                continue
            if self.target.is_filtered:
                self._leave_out(rows)
                self.framing.lacking[column or needed] += len(rows)
                continue
            already |= set(rows)
            reason = f"The row has no {column or needed}, so it says nothing about {needed}."
            remedy = "Fill it in in the source, or map another column."
            self.faults += ((column, Fault(row, "", reason, remedy)) for row in rows)

    def _leave_out(self, rows: list[int]) -> None:
        every = pa.array(range(self.filler.height), pa.int64())
        out = pc.is_in(every, value_set=pa.array(rows, pa.int64()))
        self.applies = pc.and_not(self.applies, out)

    def _key(self, bare: pa.Array) -> None:
        """The row's key, its source, and the id of the thing it is, where that is its key."""
        target, source = self.target, self.filler.reader.mapping.source
        prefix = f"{source}:{target.object}:"
        key = bare if target.is_key_verbatim else pc.binary_join_element_wise(prefix, bare, "")
        lacking = pc.and_(pc.is_null(key), self.applies)
        if pc.any(lacking).as_py():
            made = self.framing.made_key(self.filler, lacking)
            key = pc.coalesce(key, pc.binary_join_element_wise(f"{prefix}row:", made, ""))
            self.framing.made_keys += pc.sum(lacking).as_py()
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

    def _currency_by_sign(self) -> None:
        """Where no column names the currency, the sign of the amounts does."""
        amount = IN_CURRENCY.get(self.table.name)
        for each in self.target.fields:
            code = each.target == amount and self.filler.foreign_currency(each)
            if code:
                self._default("currency", self.filler.repeated(code, pa.string()))

    def _company_currency(self) -> None:
        """Notice amounts in another currency than the company's.

        What an amount is in the company's currency is derived, not stored: the company may
        come to count in another one.
        """
        self._currency_by_sign()
        currency = self.columns.get("currency")
        if IN_CURRENCY.get(self.table.name) not in self.columns or currency is None:
            return
        own = self.filler.reader.company.currency
        foreign = pc.and_(self.applies, pc.fill_null(pc.not_equal(currency, own), False))
        self.framing.foreign |= set(pc.unique(currency.filter(foreign)).to_pylist())
