"""Rows: text rows gathered into Arrow columns, the ones that cannot be read set apart."""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest.refusals import Refusal, shown

LONGEST_LINE = 1_000_000
CHUNK_ROWS = 20_000
CONTROL = r"[\x00-\x08\x0b-\x1f\x7f\x{80}-\x{9f}]"


@dataclass
class Rows:
    """Rows as they come in, emptied into Arrow columns a chunk at a time."""

    file: str
    names: tuple[str, ...]
    overlong: set[int]
    rows: list[list[str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    chunks: list[pa.Table] = field(default_factory=list)
    lines: list[pa.Array] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    blank: int = 0
    last: int = 0  # line of the last row
    first_blank: int = 0

    def take(self, row: list[str], start: int, end: int) -> None:
        """Take the row that began on line *start*."""
        if self.overlong and any(start <= n <= end for n in self.overlong):
            self.refuse(start, f"is longer than {LONGEST_LINE:,} characters.", "Shorten it.")
        elif not row or not (row[0].strip() or "".join(row).strip()):
            self.blank += 1
            self.first_blank = self.first_blank or start
        elif len(row) == len(self.names) or not "".join(row[len(self.names) :] or "-").strip():
            self.last = start
            self.rows.append(row[: len(self.names)])
            self.starts.append(start)
            if len(self.rows) >= CHUNK_ROWS:
                self.flush()
        else:
            self._refuse_width(row, start)

    def refuse(self, line: int, what: str, remedy: str, *, value: str = "") -> None:
        """Refuse the row that began on *line*."""
        self.last = line
        self.refused.append(
            Refusal(
                file=self.file,
                line=line,
                column="",
                value=value,
                reason=f"The row {what}",
                remedy=remedy,
            )
        )

    def flush(self) -> None:
        """Turn the rows at hand into Arrow columns, refusing those with control characters."""
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(self.names)
        named = [(n, c) for n, c in zip(self.names, columns, strict=True) if n]
        chunk = pa.table([pa.array(c, pa.string()) for _, c in named], names=[n for n, _ in named])
        lines = pa.array(self.starts, pa.int64())
        clean = self._without_control(chunk, lines)
        self.chunks.append(chunk if clean is None else chunk.filter(clean))
        self.lines.append(lines if clean is None else lines.filter(clean))
        self.rows, self.starts = [], []

    def _without_control(self, chunk: pa.Table, lines: pa.Array) -> pa.Array | None:
        faulty: dict[int, tuple[str, str]] = {}
        for name in chunk.column_names:
            hits = pc.match_substring_regex(chunk[name], CONTROL)
            if pc.any(hits).as_py():
                for row in pc.indices_nonzero(hits).to_pylist():
                    faulty.setdefault(row, (name, chunk[name][row].as_py()))
        for row, (name, value) in sorted(faulty.items()):
            self.refused.append(
                Refusal(
                    file=self.file,
                    line=lines[row].as_py(),
                    column=name,
                    value=shown(value),
                    reason=f"'{shown(value)}' holds a control character.",
                    remedy="Remove it in the source, then export again.",
                )
            )
        if not faulty:
            return None
        return pa.array([row not in faulty for row in range(len(lines))], pa.bool_())

    def _refuse_width(self, row: list[str], start: int) -> None:
        remedy = (
            "Quote cells that hold the delimiter."
            if len(row) > len(self.names)
            else "Fill in the missing cells, or export again: the file may be cut off."
        )
        what = f"has {len(row)} cells where the header has {len(self.names)}."
        self.refuse(start, what, remedy, value=shown(" | ".join(row)))
