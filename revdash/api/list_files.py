"""List files: a file of leads as rows that say whom they name, and on which day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from revdash.api.reconciling_views import ColumnNames
from revdash.errors import InputError, suggestion
from revdash.handoffs.listings import Row
from revdash.handoffs.named import Given
from revdash.ingest import Source, propose, read_bytes
from revdash.ingest.dates import (
    AmbiguousDatesError,
    Zones,
    day_of,
    decide_format,
    instant_of,
    is_day,
)
from revdash.ingest.parsing import Form, Kind, parse, text_of
from revdash.ingest.record_ids import extended, whole
from revdash.ingest.roles import fold
from revdash.ingest.unreadable import Unreadable
from revdash.terms import LeadStage

MOST_ROWS = 200_000
DAY_FIRST, MONTH_FIRST = "day", "month"
_DATES = {  # roles of a column that tells the day, the likeliest first
    LeadStage.MQL: ("mql", "assigned", "sal", "created"),
    LeadStage.SQL: ("sql", "mql", "assigned", "created"),
}
_ONE = {"lie": "lies", "do": "does", "count": "counts", "name": "names", "have": "has"}
_DAY_NAMES = ("date", "day", "on", "when", "datum")
_ELSEWHERE = "Etc/GMT+12"  # a time that reads the same there tells its zone itself


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a file is to be read: which columns, which order of dates, whose days."""

    stage: LeadStage
    zone: str
    columns: ColumnNames = field(default_factory=ColumnNames)
    dates: str = ""  # DAY_FIRST, MONTH_FIRST


@dataclass(frozen=True, kw_only=True)
class ListFile:
    """A file as read: its rows, its columns, those that were used, and what is to be known."""

    rows: tuple[Row, ...]
    header: tuple[str, ...]
    used: ColumnNames
    notes: tuple[str, ...]


class _Day(NamedTuple):
    """What a date as written says: the day, and a time with or without its zone."""

    on: date | None = None
    wall: datetime | None = None
    at: datetime | None = None


def read_list(name: str, content: bytes, manner: Manner) -> ListFile:
    """Read the one list that a file holds; raise InputError where it holds none."""
    source = _source(name, content)
    if source.read > MOST_ROWS:
        raise InputError(
            f"'{name}' holds {source.read:,} rows; a list to compare has at most {MOST_ROWS:,}. "
            "Export the leads of the period only."
        )
    used = _columns(source, manner)
    ids, addresses = _texts(source, used.id), _texts(source, used.email)
    hashed, wrong = _hashed(source, used.email)
    days, unread = _days(_texts(source, used.day), used.day, manner)
    told = zip(source.lines.to_pylist(), _spelled(source, used.id), hashed, days, strict=True)
    rows = [
        Row(
            line=line,
            given=ids[place] or addresses[place] or "",
            named=Given(ids=spelled, address=address or ""),
            on=day.on,
            wall=day.wall,
            at=day.at,
        )
        for place, (line, spelled, address, day) in enumerate(told)
    ]
    return ListFile(
        rows=tuple(rows),
        header=source.header,
        used=used,
        notes=tuple(_notes(source, rows, wrong, unread)),
    )


def columns_of(name: str, content: bytes, stage: LeadStage) -> tuple[tuple[str, ...], ColumnNames]:
    """The columns of a file, and those that would be read unless others are named."""
    source = _source(name, content)
    return source.header, _guessed(source, stage)


def _source(name: str, content: bytes) -> Source:
    """The one table of a file; of several, the one that says who its rows are."""
    found = read_bytes(name, content)
    named = [one for one in found if _likely(one)["id"] or _likely(one)["email"]]
    if len(found) > 1 and len(named) != 1:
        listed = ", ".join(f"'{one.name}'" for one in found[:5])
        raise InputError(
            f"'{name}' holds {len(found)} tables: {listed}. Give a file with the list alone."
        )
    return found[0] if len(found) == 1 else named[0]


def _likely(source: Source) -> dict[str, str]:
    """The columns that look like an id, an address, or a day, by role; blank where none does."""
    picks = propose(source, record="lead").picks
    found = {role: column for column, role in picks.items()}
    plain = next((name for name in source.header if fold(name) in _DAY_NAMES), "")
    return {"id": "", "email": "", "plain": plain} | found


def _guessed(source: Source, stage: LeadStage) -> ColumnNames:
    likely = _likely(source)
    day = next((likely[role] for role in (*_DATES[stage], "plain") if likely.get(role)), "")
    return ColumnNames(id=likely["id"], email=likely["email"], day=day)


def _columns(source: Source, manner: Manner) -> ColumnNames:
    """The columns to read: those that were named, else the likely ones."""
    for column in (manner.columns.id, manner.columns.email, manner.columns.day):
        if column and column not in source.header:
            known = suggestion(column, source.header)
            raise InputError(f"'{source.name}' has no column '{column}'. {known}")
    guessed = _guessed(source, manner.stage)
    used = ColumnNames(
        id=manner.columns.id or guessed.id,
        email=manner.columns.email or guessed.email,
        day=manner.columns.day or guessed.day,
    )
    if not used.id and not used.email:
        listed = ", ".join(f"'{column}'" for column in source.header[:6])
        raise InputError(
            f"'{source.name}' does not say whom its rows are of: no column of {listed} is known as "
            "an id or an e-mail address. Name one of them 'Record ID' or 'Email', or say which "
            "column it is."
        )
    return used


def _texts(source: Source, column: str) -> list[str | None]:
    if not column:
        return [None] * len(source.lines)
    found: list[str | None] = text_of(source.cells[column]).to_pylist()
    return found


def _spelled(source: Source, column: str) -> Iterator[tuple[str, ...]]:
    """Each id in its spellings: as written, and Salesforce's short ones in full."""
    if not column:
        yield from [()] * len(source.lines)
        return
    plain = whole(text_of(source.cells[column]))
    for one, long in zip(plain.to_pylist(), extended(plain).to_pylist(), strict=True):
        yield tuple(dict.fromkeys((one, long))) if one else ()


def _hashed(source: Source, column: str) -> tuple[list[str | None], int]:
    """The addresses hashed, and how many are none."""
    if not column:
        return [None] * len(source.lines), 0
    form = Form(kind=Kind.EMAIL_HASH, zones=Zones(source="UTC", company="UTC"))
    found = parse(column, text_of(source.cells[column]), form)
    return found.values.to_pylist(), len(found.faults)


def _days(texts: Sequence[str | None], column: str, manner: Manner) -> tuple[list[_Day], int]:
    """What each row says of its day, and how many cannot be read."""
    written = list(dict.fromkeys(text for text in texts if text))
    if not written:
        return [_Day()] * len(texts), 0
    read = _read_dates(written, _format(column, written, manner.dates), manner.zone)
    return (
        [read.get(text, _Day()) if text else _Day() for text in texts],
        sum(text is not None and text not in read for text in texts),
    )


def _format(column: str, written: Sequence[str], said: str) -> str:
    try:
        return decide_format(column, written)[0]
    except AmbiguousDatesError as problem:
        if said:
            return problem.formats[said == MONTH_FIRST]
        text = str(problem).split(" State date_format")[0]
        raise InputError(
            f"{text} It must be known which comes first: choose the order of its dates."
        ) from None


def _read_dates(written: Iterable[str], form: str, zone: str) -> Mapping[str, _Day]:
    found = {}
    for text in written:
        try:
            on = day_of(text, form, Zones(source=zone, company=zone))
            wall, other = (
                instant_of(text, form, Zones(source=one, company=zone))
                for one in ("UTC", _ELSEWHERE)
            )
        except Unreadable:
            continue
        if is_day(text, form):
            found[text] = _Day(on=on)
        else:
            found[text] = _Day(on=on, at=wall) if wall == other else _Day(on=on, wall=wall)
    return found


def rows_said(count: int, what: str) -> str:
    """Say *what* of so many rows; verbs in braces agree with their number."""
    if count == 1:
        return f"1 row {what.format(**_ONE)}."
    return f"{count:,} rows {what.format(**dict(zip(_ONE, _ONE, strict=True)))}."


def _notes(source: Source, rows: Sequence[Row], wrong: int, unread: int) -> Iterator[str]:
    nobody = sum(not row.named.ids and not row.named.address for row in rows)
    for count, what in (
        (len(source.refused), "could not be read and {do} not count"),
        (nobody, "{name} nobody: neither an id nor an e-mail address"),
        (wrong, "{have} something else where the e-mail address should be"),
        (unread, "{have} a date that cannot be read, and {count} on any day"),
    ):
        if count:
            yield rows_said(count, what)
