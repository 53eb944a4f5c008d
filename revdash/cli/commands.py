"""Commands: one function each; what it says on top is its help."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from revdash import __version__, api
from revdash.api import keeping, set_up
from revdash.api.imports import batches
from revdash.api.receipts import imported_files, named
from revdash.api.showing import Look, listed, show
from revdash.api.sources import releases as releases_kept
from revdash.cli import importing, meetings, reconciling
from revdash.cli.printing import AsCsv, AsJson, Form, form_of, rows_out, say, steps
from revdash.cli.serving import serve_forever
from revdash.config import read_settings
from revdash.errors import InputError

app = typer.Typer(
    help="Marketing's and sales' numbers in one view that both believe.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        say(__version__)
        raise typer.Exit


@app.callback()
def _open(
    data: Annotated[Path | None, typer.Option(help="Folder of the store and the desk.")] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,  # noqa: ARG001
) -> None:
    api.move_in(read_settings(data=data))


@app.command()
def init(
    name: Annotated[str, typer.Option(help="The company's name.")] = "",
    zone: Annotated[str, typer.Option(help="Its time zone, such as Europe/Berlin.")] = "",
    currency: Annotated[str, typer.Option(help="Its currency, such as EUR.")] = "",
) -> None:
    """Make an empty store and desk, or bring older ones forward.

    Example: revdash init --name "Maven" --zone America/New_York --currency USD
    """
    wanted = set_up.Naming(name=name, zone=zone, currency=currency)
    release = set_up.init(api.house(), api.COMMAND_LINE, wanted)
    say(f"{release} is in force in {api.house().settings.data}.")


@app.command()
def demo(
    weeks: Annotated[int | None, typer.Option(min=1, help="Only its last weeks.")] = None,
) -> None:
    """Fill an empty store with Halden Field Systems, a fictional company.

    Example: revdash demo
    """
    with steps("demo") as step:
        done = set_up.demo(api.house(), api.COMMAND_LINE, weeks=weeks, progress=step)
    for receipt in done.receipts:
        say(receipt.text)
    say(f"{done.release} is in force. Start the app with `revdash serve`.")


app.command("import")(importing.import_)
app.command("undo")(importing.undo_)
app.command("receipt")(importing.receipt_)
app.command("work", hidden=True)(importing.work)


@app.command()
def releases(as_csv: AsCsv = False, as_json: AsJson = False) -> None:
    """List the imports, the newest first, and the releases still kept.

    Example: revdash releases
    """
    house = api.house()
    form = form_of(as_csv=as_csv, as_json=as_json)
    header = (
        "import",
        "what",
        "by",
        "loaded at (UTC)",
        "read",
        "loaded",
        "unchanged",
        "refused",
        "taken back (UTC)",
    )
    rows = [
        (
            b.batch_id,
            f"import {named(imported_files(b.what), b.files)}",
            b.by,
            _minute(b.loaded_at),
            b.read,
            b.loaded,
            b.unchanged,
            b.refused,
            _minute(b.undone_at),
        )
        for b in batches(house, api.COMMAND_LINE)
    ]
    rows_out(header, rows, form)
    if form is Form.TABLE:
        say("\nReleases kept:\n")
        kept = [
            (one.number, one.published, one.what, one.by, one.changed, one.size, one.state)
            for one in releases_kept(house, api.COMMAND_LINE)
        ]
        head = (
            "release",
            "published (company's time)",
            "made by",
            "who",
            "changed",
            "size",
            "state",
        )
        rows_out(head, kept, form)


@app.command("show")
def show_(  # noqa: PLR0913, PLR0917  every option is one
    metric: Annotated[str, typer.Argument(help="`revdash metrics` lists them.")],
    period: Annotated[
        str, typer.Option(help="A name, or 2026-05-01..2026-05-31.")
    ] = "last-4-weeks",
    by: Annotated[str, typer.Option(help="month, week, or a cut such as source.")] = "",
    where: Annotated[list[str] | None, typer.Option(help="Such as source=webinar.")] = None,
    sql: Annotated[bool, typer.Option("--sql", help="Print the statement instead.")] = False,
    records: Annotated[bool, typer.Option("--records", help="Print the records behind.")] = False,
    part: Annotated[str, typer.Option(help="Of a ratio: of which side; with --records.")] = "",
    as_csv: AsCsv = False,
    as_json: AsJson = False,
) -> None:
    """Show one metric: its value, its parts, its statement or its records.

    Example: revdash show won_value --period last-quarter --by source
    """
    filters = _filters(where or [])
    look = Look(metric=metric, period=period, by=by, part=part, filters=filters)
    answer = show(api.house(), api.COMMAND_LINE, look, records=records or bool(part), sql=sql)
    if sql:
        say(answer.sql)
        return
    rows_out(answer.header, answer.rows, form_of(as_csv=as_csv, as_json=as_json))
    if answer.note and not (as_csv or as_json):
        say(f"\n{answer.note}")


app.command("reconcile")(reconciling.reconcile_)
app.command("meetings")(meetings.meetings_)
app.command("export")(meetings.export_)


@app.command()
def metrics(as_csv: AsCsv = False, as_json: AsJson = False) -> None:
    """List every metric with its meaning, also those that are not measured yet.

    Example: revdash metrics
    """
    header = ("name", "label", "unit", "meaning", "not yet measured")
    rows_out(header, listed(), form_of(as_csv=as_csv, as_json=as_json))


@app.command()
def check(
    deep: Annotated[
        bool, typer.Option("--deep", help="Scan every row; rebuild and compare.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the store and the desk; exit code 1 when something is wrong.

    Example: revdash check --deep
    """
    with steps("check") as step:
        found = keeping.check(api.house(), api.COMMAND_LINE, deep=deep, progress=step)
    if as_json:
        rows = [(finding.where, finding.what, finding.remedy) for finding in found]
        rows_out(("where", "what", "next"), rows, Form.JSON)
    else:
        for finding in found:
            say(finding.sentence)
        if not found:
            say("All is well." if deep else "All is well as far as a quick look tells.")
    if found:
        raise typer.Exit(1)


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="First port to try.")] = None,
    address: Annotated[str | None, typer.Option(help="127.0.0.1 until sign-in comes.")] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = False,
) -> None:
    """Serve the app on this machine; takes the next free port when one is taken.

    Example: revdash serve --port 8600
    """
    settings = api.house().settings
    serve_forever(address or settings.address, port or settings.port, opens_browser=browser)


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write, .zip.")]) -> None:
    """Write the release in force and the desk into one verified file.

    Example: revdash backup monday.zip
    """
    path = keeping.backup(api.house(), api.COMMAND_LINE, target)
    say(f"{path} holds {api.house().release.name} and the desk, and was read back.")


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="A file written by backup.")]) -> None:
    """Put a backup in force as the next release; what was there is kept aside.

    Example: revdash restore monday.zip
    """
    release = keeping.restore(api.house(), api.COMMAND_LINE, source)
    say(f"{release} is in force, from {source}.")


def _minute(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else None


def _filters(given: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, tuple[str, ...]] = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign:
            raise InputError(f"'{one}' is no filter. Write it as source=webinar.")
        found[name] = (*found.get(name, ()), value)
    return tuple(found.items())
