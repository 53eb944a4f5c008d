"""Cells: a slice of a file's rows, each column and template read as text once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest.fields import Field
from revdash.ingest.mapping import Ids
from revdash.ingest.parsing import text_of
from revdash.ingest.reading import Source
from revdash.ingest.record_ids import extended, made_ids, whole
from revdash.ingest.spill import let_go
from revdash.ingest.targets import Split
from revdash.ingest.templates import ROW, Template, render_id, render_text

SLICE_ROWS = 50_000
_SPELLED = {Ids.SALESFORCE: extended, Ids.WHOLE: whole}


class Origin(NamedTuple):
    """Where texts come from: a column, or columns put together; and what of each cell counts."""

    name: str
    template: Template | None = None
    first_of: str = ""


def origins(each: Field) -> tuple[Origin, ...]:
    """Where the texts of a field come from: of several, the first that is filled in."""
    if each.text:
        name = next(iter(each.text.columns), each.text.written)
        return (Origin(name, each.text, each.first_of),)
    return tuple(Origin(name, None, each.first_of) for name in each.alternatives)


@dataclass
class Cells:
    """Some rows of a file as text, null where a cell says nothing."""

    table: pa.Table
    lines: pa.Array
    blanks: pa.Array  # what says nothing, in small letters
    seen: Counter[bytes]  # rows so far, by their content
    whole: "Cells | None" = None  # of rows split in several: the rows they came from
    parents: pa.Array | None = None  # and which of them each came from
    parted: tuple[str, ...] = ()  # and the columns that hold a part
    spelled: Mapping[str, pa.Array] = field(default_factory=dict)  # for ids: not as written
    _texts: dict[str, pa.Array] = field(default_factory=dict)
    _ids: dict[tuple[str, str], pa.Array] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.lines)

    def text(self, column: str) -> pa.Array:
        """A column's cells."""
        if column not in self._texts:
            self._texts[column] = self._text(column)
        return self._texts[column]

    def first_text(self, columns: tuple[str, ...]) -> pa.Array:
        """Of several columns, the first cell that is filled in."""
        return pc.coalesce(*(self.text(column) for column in columns))

    def said(self, origin: Origin) -> pa.Array:
        """The texts that an origin gives."""
        if origin.template is None:
            return self._first_of(self.text(origin.name), origin.first_of)
        made = render_text(
            origin.template, lambda name: self._first_of(self.text(name), origin.first_of)
        )
        return made if isinstance(made, pa.Array) else pa.repeat(made, self.height)

    def ids(self, template: Template, whose: Ids | None, first_of: str, prefix: str) -> pa.Array:
        """The ids that *template* gives, in the one spelling of them."""

        def cell(name: str) -> pa.Array:
            if name in self.spelled:
                return self.spelled[name]
            return self.id_text(name, whose, first_of)

        made = render_id(template, cell, prefix)
        return made if isinstance(made, pa.Array) else pa.repeat(made, self.height)

    def id_text(self, column: str, whose: Ids | None, first_of: str = "") -> pa.Array:
        """A column's cells, those that are ids in the one spelling of them."""
        place = (column, first_of)
        if place not in self._ids:
            text = self._first_of(self.text(column), first_of)
            self._ids[place] = _SPELLED[whose](text) if whose else text
        return self._ids[place]

    def split(self, split: Split) -> "Cells":
        """A row for each part of a column's cells; none where it is blank."""
        whole = self.first_text(split.columns)
        bare = pc.utf8_trim(whole, split.strip) if split.strip else whole
        parts = pc.split_pattern(bare, split.by)
        parents = pc.list_parent_indices(parts).cast(pa.int64())
        values = text_of(pc.list_flatten(parts))
        filled = pc.is_valid(values)
        parents, values = parents.filter(filled), self._spoken(values.filter(filled))
        return replace(
            self,
            lines=self.lines.take(parents),
            whole=self,
            parents=parents,
            parted=split.columns,
            _texts=dict.fromkeys(split.columns, values),
            _ids={},
        )

    def content(self) -> pa.Table:
        """Every cell of these rows, of split ones with their part."""
        if self.whole is None:
            return self.table
        table = self.table.take(self.parents)
        for column in self.parted:
            place = table.column_names.index(column)
            table = table.set_column(place, column, self.text(column))
        return table

    def _text(self, column: str) -> pa.Array:
        if self.whole is not None:
            return self.whole.text(column).take(self.parents)
        if column == ROW and column not in self.table.column_names:
            return made_ids(self.table, self.seen)
        return self._spoken(text_of(self.table[column]))

    def _spoken(self, text: pa.Array) -> pa.Array:
        if not len(self.blanks):
            return text
        says_nothing = pc.is_in(pc.utf8_lower(text), value_set=self.blanks)
        return pc.if_else(says_nothing, pa.scalar(None, pa.string()), text)

    @staticmethod
    def _first_of(text: pa.Array, separator: str) -> pa.Array:
        if not separator:
            return text
        return text_of(pc.list_element(pc.split_pattern(text, separator, max_splits=1), 0))


def slices(source: Source, blanks: tuple[str, ...], height: int) -> Iterator[Cells]:
    """The rows of a file, *height* at a time."""
    seen: Counter[bytes] = Counter()
    silent = pc.utf8_lower(pa.array(blanks, pa.string()))
    for start in range(0, max(source.cells.num_rows, 1), height):
        yield Cells(
            table=source.cells.slice(start, height),
            lines=source.lines.slice(start, height),
            blanks=silent,
            seen=seen,
        )
        let_go()
