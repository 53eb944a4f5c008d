"""Reconciling: two lists compared on the terminal: why their counts differ."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from revdash import api
from revdash.api import reconciling
from revdash.api.reconciling_views import ColumnNames, ListWish, Wish
from revdash.cli.importing import Dates
from revdash.cli.printing import AsCsv, AsJson, Form, form_of, rows_out, say
from revdash.errors import InputError

SIDES = ("marketing", "sales")
_COLUMNS = ("id", "email", "day")
_ORDERS = {Dates.DAY: "day", Dates.MONTH: "month"}


def reconcile_(  # noqa: PLR0913, PLR0917  every option is one
    marketing: Annotated[str, typer.Argument(help="A file, or a list of revdash's own.")],
    sales: Annotated[
        str, typer.Argument(help="The other: a file, or such as assigned@salesforce.")
    ],
    metric: Annotated[str, typer.Option(help="What is counted: mql_new or sql.")] = "mql_new",
    period: Annotated[
        str, typer.Option(help="A name, 2026-05-01..2026-05-31, or every-day.")
    ] = "last-4-weeks",
    where: Annotated[
        list[str] | None, typer.Option(help="What a list is only of: sales:region=DACH.")
    ] = None,
    made: Annotated[
        list[str] | None, typer.Option(help="When a file was made: sales:2026-05-05.")
    ] = None,
    zone: Annotated[
        list[str] | None, typer.Option(help="Whose days a list counts: sales:America/New_York.")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="Of a file: sales:day=Accepted Date, or id, email.")
    ] = None,
    dates: Annotated[
        Dates | None, typer.Option(help="The order of dates that can be read in two ways.")
    ] = None,
    records: Annotated[bool, typer.Option("--records", help="Print every row of both.")] = False,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
) -> None:
    """Say why marketing's and sales' counts differ, each difference by one cause.

    Example: revdash reconcile marketing.csv sales.csv --period last-month
    """
    says = {"where": where, "made": made, "zone": zone, "column": column}
    said = {name: _by_side(name, given or []) for name, given in says.items()}
    order = _ORDERS[dates] if dates else ""
    wish = Wish(
        metric=metric,
        period=period,
        marketing=_list(marketing, metric, {n: said[n]["marketing"] for n in says}, order),
        sales=_list(sales, metric, {n: said[n]["sales"] for n in says}, order),
    )
    form = form_of(as_csv=as_csv, as_json=as_json)
    if records:
        header, rows = reconciling.reconcile_rows(api.COMMAND_LINE, wish)
        rows_out(header, rows, form)
        return
    found = reconciling.reconcile(api.COMMAND_LINE, wish)
    totals = [[row[0], *map(_number, row[1:])] for row in found.totals.rows]
    rows_out([one.key for one in found.totals.columns], totals, form)
    if form is Form.TABLE:
        say(f"\n{''.join(part.text for part in found.sentence)}")
        for one in (found.marketing, found.sales):
            say(f"{one.title}: {' '.join(one.told)}")


def _number(text: str) -> int:
    return int(text.replace(",", "").replace("−", "-"))


def _by_side(option: str, given: Sequence[str]) -> dict[str, list[str]]:
    """What was said of each side: 'sales:…'."""
    found: dict[str, list[str]] = {side: [] for side in SIDES}
    for one in given:
        side, sign, said = one.partition(":")
        if not sign or side not in SIDES:
            raise InputError(
                f"--{option} {one}: of whose list? Write marketing:… or sales:… before it."
            )
        found[side].append(said)
    return found


def _list(name: str, metric: str, said: dict[str, list[str]], dates: str) -> ListWish:
    only: dict[str, tuple[str, ...]] = {}
    for cut, value in _pairs("where", said["where"]):
        only[cut] = (*only.get(cut, ()), value)
    columns = dict(_pairs("column", said["column"]))
    unknown = [one for one in columns if one not in _COLUMNS]
    if unknown:
        raise InputError(f"--column {unknown[0]}: a column is the id, the email or the day.")
    made = [_day(one) for one in said["made"]]
    path = Path(name)
    is_own = not path.exists() and name in dict(_bases(metric))
    return ListWish(
        basis=name if is_own else "",
        name=path.name,
        content=b"" if is_own else _content(path, metric),
        columns=ColumnNames(**columns),
        dates=dates,
        zone=next(iter(said["zone"]), ""),
        only=tuple(only.items()),
        made_on=next(iter(made), None),
    )


def _content(path: Path, metric: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        listed = ", ".join(key for key, _ in _bases(metric))
        raise InputError(
            f"'{path}' cannot be read ({error.strerror}). Name a file, or one of revdash's own "
            f"lists: {listed}."
        ) from error


def _bases(metric: str) -> tuple[tuple[str, str], ...]:
    return reconciling.list_choices(api.COMMAND_LINE, metric).bases


def _pairs(option: str, given: Sequence[str]) -> list[tuple[str, str]]:
    found = [one.partition("=") for one in given]
    bare = next((name for name, sign, _ in found if not sign), None)
    if bare is not None:
        raise InputError(f"--{option} {bare}: something is missing. Write it as name=value.")
    return [(name, value) for name, _, value in found]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"'{text}' is not a day. Write it as 2026-05-05.") from None
