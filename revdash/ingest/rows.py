"""Rows: text rows gathered into Arrow columns, the ones that cannot be read set apart."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest.preamble import Row, is_footer
from revdash.ingest.refusals import Refusal, shown
from revdash.ingest.spill import Spill
from revdash.plural import counted

LONGEST_LINE = 1_000_000
BATCH_ROWS = 500  # few enough to stay in the processor's cache
TAIL = 20  # so many of the last rows may be no records
CONTROL = r"[\x00-\x08\x0b-\x1f\x7f\x{80}-\x{9f}]"
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {0x09, 0x0A})
_C1_LEAD = 0xC2  # in UTF-8, before a control character beyond ASCII


@dataclass
class Rows:
    """Rows as they come in, emptied into Arrow columns a chunk at a time."""

    file: str
    names: tuple[str, ...]
    header: list[str]  # the names as written
    refused: list[Refusal] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)  # closing lines that are no records
    repeated: list[int] = field(default_factory=list)  # lines that name the columns again
    unnamed: dict[int, tuple[int, str]] = field(default_factory=dict)  # column: line, a value
    blank: int = 0
    first_blank: int = 0
    last: int = 0  # line of the last row
    undecodable: int = 0
    _rows: list[list[str]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _lines: list[pa.Array] = field(default_factory=list)
    _gap: int = 0  # the first blank line below the last sound row

    def __post_init__(self) -> None:
        self._schema = pa.schema([(name, pa.string()) for name in self.names if name])
        self._cells = Spill(self._schema)
        self._odd: deque[tuple[int, Row, Refusal]] = deque(maxlen=TAIL)

    def take(self, rows: list[list[str]], starts: Sequence[int]) -> None:
        """Take rows and the lines they began on."""
        if not rows:
            return
        if (
            {*map(len, rows)} == {len(self.names)}
            and all(map(str.strip, map(itemgetter(0), rows)))
            and self.header not in rows
        ):
            self.last, self._gap = starts[-1], 0
            self._rows += rows
            self._starts += starts
        else:
            for row, start in zip(rows, starts, strict=True):
                self._take_one(row, start)
        if len(self._rows) >= BATCH_ROWS + TAIL:
            self._flush(len(self._rows) - TAIL)

    def refuse(self, line: int, what: str, remedy: str, *, value: str = "") -> Refusal:
        """Refuse the row that began on *line*."""
        return self.refuse_for(line, "", value, (f"The row {what}", remedy))

    def refuse_for(self, line: int, column: str, value: str, why: tuple[str, str]) -> Refusal:
        """Refuse the row that began on *line* for one of its cells."""
        self.last = max(self.last, line)
        refusal = Refusal(
            file=self.file,
            line=line,
            column=column,
            value=shown(value),
            reason=why[0],
            remedy=why[1],
        )
        self.refused.append(refusal)
        return refusal

    def finish(self) -> tuple[pa.Table, pa.Array]:
        """Every row taken: its cells, and the line it began on."""
        self._set_aside()
        self._flush(len(self._rows))
        lines = pa.concat_arrays(self._lines) if self._lines else pa.array([], pa.int64())
        return self._cells.table(), lines

    def _take_one(self, row: list[str], start: int) -> None:
        width = len(self.names)
        if not row or not (row[0].strip() or "".join(row).strip()):
            self.blank += 1
            self.first_blank = self.first_blank or start
            self._gap = self._gap or start
        elif row == self.header:
            self.repeated.append(start)
        elif len(row) == width or not "".join(row[width:] or "-").strip():
            self.last, self._gap = start, 0
            self._rows.append(row[:width])
            self._starts.append(start)
        else:
            self._odd.append((start, row, self._refuse_width(row, start)))

    def _refuse_width(self, row: Row, start: int) -> Refusal:
        remedy = (
            "Put a cell that holds the sign between cells in double quotes, then import again."
            if len(row) > len(self.names)
            else "Fill in the missing cells, or export again: the file may be cut off."
        )
        value = " | ".join(row)
        cells = counted(len(row), "cell")
        what = f"has {cells} where the header has {len(self.names)}: '{shown(value)}'."
        return self.refuse(start, what, remedy, value=value)

    def _set_aside(self) -> None:
        """Set the closing lines aside: a totals line, a copyright, at the very end only."""
        tail = [(line, row, None) for line, row in zip(self._starts, self._rows, strict=True)]
        for line, row, refusal in sorted([*tail[-TAIL:], *self._odd], reverse=True, key=_line):
            below_blank = 0 < self._gap < line
            if not is_footer(row, len(self.names), below_blank=below_blank):
                return
            self.aside.insert(0, (line, shown(" ".join(cell for cell in row if cell.strip()))))
            if refusal is None:
                self._rows.pop()
                self._starts.pop()
            else:
                self.refused.remove(refusal)

    def _flush(self, count: int) -> None:
        """Turn the first rows at hand into Arrow columns, refusing what no text may hold."""
        rows, starts = self._rows[:count], self._starts[:count]
        del self._rows[:count], self._starts[:count]
        try:
            chunk = self._columns(rows, starts)
        except UnicodeEncodeError:
            sound = [self._is_decodable(*each) for each in zip(rows, starts, strict=True)]
            rows = [row for row, is_sound in zip(rows, sound, strict=True) if is_sound]
            starts = [start for start, is_sound in zip(starts, sound, strict=True) if is_sound]
            chunk = self._columns(rows, starts)
        lines = pa.array(starts, pa.int64())
        clean = self._without_control(chunk, lines)
        self._cells.add(chunk if clean is None else chunk.filter(clean))
        self._lines.append(lines if clean is None else lines.filter(clean))

    def _columns(self, rows: list[list[str]], starts: list[int]) -> pa.Table:
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(self.names)
        for number, (name, column) in enumerate(zip(self.names, columns, strict=True)):
            if not name and number not in self.unnamed:
                for start, cell in zip(starts, column, strict=True):
                    if cell.strip():
                        self.unnamed[number] = (start, cell)
                        break
        named = [column for name, column in zip(self.names, columns, strict=True) if name]
        return pa.table([pa.array(c, pa.string()) for c in named], schema=self._schema)

    def _is_decodable(self, row: Row, line: int) -> bool:
        for name, cell in zip(self.names, row, strict=True):
            spelled = cell.encode("utf-8", "surrogateescape")
            try:
                spelled.decode("utf-8")
            except UnicodeDecodeError as error:
                self.undecodable += 1
                value = spelled.decode("utf-8", "backslashreplace")
                what = f"'{shown(value)}' is not UTF-8 (byte 0x{spelled[error.start]:02X})."
                remedy = "Correct it in the source, then export again."
                self.refuse_for(line, name, value, (what, remedy))
                return False
        return True

    def _without_control(self, chunk: pa.Table, lines: pa.Array) -> pa.Array | None:
        faulty: dict[int, tuple[str, str]] = {}
        for name in chunk.column_names:
            if _may_hold_control(chunk[name]):
                hits = pc.match_substring_regex(chunk[name], CONTROL)
                for row in pc.indices_nonzero(hits).to_pylist():
                    faulty.setdefault(row, (name, chunk[name][row].as_py()))
        for row, (name, value) in sorted(faulty.items()):
            reason = f"'{shown(value)}' holds a control character."
            remedy = "Remove it in the source, then export again."
            self.refuse_for(lines[row].as_py(), name, value, (reason, remedy))
        if not faulty:
            return None
        return pa.array([row not in faulty for row in range(len(lines))], pa.bool_())


def _line(each: tuple[int, Row, Refusal | None]) -> int:
    return each[0]


def _may_hold_control(column: pa.ChunkedArray) -> bool:
    """Whether the bytes of a column hold any that only control characters have; seldom wrong."""
    for chunk in column.chunks:
        held = chunk.buffers()[2]
        content = held.to_pybytes() if held else b""
        if len(content.translate(None, _CONTROL_BYTES)) < len(content):
            return True
        if not content.isascii() and _C1_LEAD in content:
            return True
    return False
