"""Printing: figures as a table, with the target of each beside it."""

from collections.abc import Sequence
from statistics import median
from time import perf_counter, process_time


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a titled table: text left, numbers right."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(header, *cells, strict=True)]
    print(f"\n{title}")
    print("  ".join(name.ljust(width) for name, width in zip(header, widths, strict=True)))
    for row, given in zip(cells, rows, strict=True):
        print(
            "  ".join(
                cell.ljust(width) if isinstance(value, str) else cell.rjust(width)
                for cell, value, width in zip(row, given, widths, strict=True)
            ),
            flush=True,
        )


def milliseconds(work, times=1) -> tuple[float, float]:
    """Do *work* so many times; return the least and the median time."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        work()
        taken.append(1000 * (perf_counter() - start))
    return min(taken), median(taken)


def with_cpu(work, times=1) -> tuple[float, float, float]:
    """The same, and the time of all cores; what the clock says depends on who else works."""
    start = process_time()
    least, middle = milliseconds(work, times)
    return least, middle, 1000 * (process_time() - start) / times


def size_of(text: str) -> int:
    """Read 100k, 1m, 10m or a plain number."""
    units = {"k": 1_000, "m": 1_000_000}
    return int(float(text[:-1]) * units[text[-1]]) if text[-1] in units else int(text)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
