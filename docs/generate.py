"""Generate: the documents written from the code: metrics, commands, tables, known files."""

import inspect
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from typer.main import get_command

from revdash.api.describing import defined, promised
from revdash.api.views import Definition
from revdash.cli.commands import app
from revdash.desk import tables as desk
from revdash.ingest.mapping import Mapping
from revdash.ingest.shapes import texts
from revdash.metrics.catalog import CATALOG, FAMILIES
from revdash.metrics.planned import PLANNED
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Metric
from revdash.period import Period
from revdash.store.schema import SUBJECTS
from revdash.store.schema.columns import LINEAGE

DOCS = Path(__file__).parent
WIDTH = 96
GENERATED = "<!-- Written by `make docs` from the code; change it there. -->"
AN_EXAMPLE = Scope(
    period=Period(date(2026, 4, 20), date(2026, 5, 18)),
    as_of=datetime(2026, 5, 17, 18, 40),
    today=date(2026, 5, 17),
)


def metrics() -> str:
    """Write every metric as it is defined."""
    return _page(
        "Metrics",
        "What every number means, on which clock it is counted, and the statement that answers it "
        f"for {AN_EXAMPLE.period}. What is not yet measured says what it comes with, and has no "
        "number anywhere. A metric is one record in `revdash/metrics/`; "
        "[add a metric](how-to/add-a-metric.md) says how to write another.",
        _families(),
    )


def commands() -> str:
    """Write every command with its help."""
    root: Any = get_command(app)
    return _page(
        "Commands",
        "`revdash COMMAND --help` prints the same. Exit code 0: done; 1: `check` found something "
        "wrong; 2: a mistake of yours, said in one line.",
        [
            _command("revdash", root),
            *(_command(f"revdash {name}", each) for name, each in root.commands.items()),
        ],
    )


def store() -> str:
    """Write every table of the releases and of the desk."""
    return _page(
        "Tables",
        "Two places: the **store**, a series of DuckDB releases, and the **desk**, what people "
        "write in the app ([why](decisions/0001-immutable-releases.md), "
        "[which](decisions/0010-desk-and-release.md)). Instants are naive UTC (`_at`), days are "
        "the company's (`_on`).",
        _tables(),
    )


def files() -> str:
    """Write every file that is known by its columns."""
    return _page(
        "Known files",
        "What is read without a mapping, by its column names: exactly as they stand here or with "
        "other case, spaces and signs (`LastModifiedDate` = `last_modified_date`). What becomes "
        "what, and why, is said in `revdash/ingest/shapes/`; "
        "[import a file](how-to/import-a-file.md) says how to read others.",
        _shapes(),
    )


def everything() -> dict[str, str]:
    """Give the text of each generated document by its name."""
    return {
        "metrics.md": metrics(),
        "cli.md": commands(),
        "store.md": store(),
        "files.md": files(),
    }


def _page(title: str, intro: str, body: Iterable[str]) -> str:
    return "\n".join([f"# {title}", "", GENERATED, "", intro, *body]).rstrip() + "\n"


def _families() -> Iterator[str]:
    for letter, family in FAMILIES.items():
        yield f"\n## {letter} · {family}"
        for metric in (one for one in CATALOG.values() if one.family == letter):
            yield from _metric(metric)
        for promise in (one for one in PLANNED if one.family == letter):
            yield from _promise(promised(promise))


def _metric(metric: Metric) -> Iterator[str]:
    told = defined(metric, AN_EXAMPLE)
    needs = ", ".join(f"`{table.name}`" for table in metric.needs) or "–"
    rows = (
        ("Name", f"`{told.name}`"),
        ("Accountable", told.side.value),
        *told.facts,
        ("Shape", f"{type(metric).__name__}, in {metric.unit.value}"),
        ("Needs", needs),
    )
    yield f"\n### {told.label}\n\n{told.meaning}\n"
    yield from _grid(("", ""), rows)
    if told.history:
        yield "\nHow the definition changed:\n"
        yield from (f"- {since}: {change}" for since, change in told.history)
    yield f"\n```sql\n{told.sql}\n```"


def _promise(told: Definition) -> Iterator[str]:
    yield f"\n### {told.label}\n\n*Not yet measured.* {told.meaning} It {told.waits_for}."


def _command(name: str, command: Any) -> str:
    context = command.make_context(name, [], resilient_parsing=True, terminal_width=WIDTH)
    return f"\n## {name}\n\n```text\n{command.get_help(context).rstrip()}\n```"


def _tables() -> Iterator[str]:
    yield "\n## The store"
    yield (
        f"\nEvery table of facts also has {', '.join(f'`{name}`' for name in LINEAGE)}: rows are "
        "versions and are never updated "
        "([why](decisions/0003-versions-and-undo.md)). Derived tables are made from the facts "
        "and can be made again; the ledger is what the store notes of itself."
    )
    yield from _subjects(SUBJECTS, LINEAGE)
    yield "\n## The desk"
    yield from _subjects(
        (getattr(desk, name) for name in desk.__all__ if name != "METADATA"),
        ("version", "changed_at", "changed_by", "written_at", "written_by"),
    )


def _subjects(modules: Iterable[Any], shared: tuple[str, ...]) -> Iterator[str]:
    for module in modules:
        yield f"\n### {inspect.getdoc(module)}\n"
        rows = [
            (
                f"`{table.name}`",
                table.info["kind"],
                table.comment,
                ", ".join(f"`{c.name}`" for c in table.columns if c.name not in shared),
            )
            for table in vars(module).values()
            if hasattr(table, "columns") and hasattr(table, "comment")
        ]
        yield from _grid(("table", "kind", "grain", "columns"), rows)


def _shapes() -> Iterator[str]:
    known = [Mapping.from_toml(text) for text in texts().values()]
    for source in sorted({mapping.source for mapping in known}):
        yield f"\n## {source}\n"
        rows = [
            (
                mapping.name,
                ", ".join(_either(entry) for entry in mapping.header),
                mapping.not_needed or _becomes(mapping),
            )
            for mapping in known
            if mapping.source == source
        ]
        yield from _grid(("file", "known by", "becomes"), rows)


def _either(entry: str) -> str:
    first, *others = entry.split("|")
    return f"`{first.strip()}`" + ("".join(f" / `{other.strip()}`" for other in others[:1]))


def _becomes(mapping: Mapping) -> str:
    best = " and ".join(_either(lack.column) for lack in mapping.without)
    tables = ", ".join(f"`{table}`" for table in _filled(mapping))
    return f"{tables}; best with {best}" if best else tables


def _filled(mapping: Mapping) -> Iterable[str]:
    return dict.fromkeys(target.table for target in mapping.into)


def _grid(header: tuple[str, ...], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"


def main() -> None:
    """Write them all."""
    for name, text in everything().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
