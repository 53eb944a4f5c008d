"""Reconciled: why two counts differ, shown: the sentence, the totals, each cause's records."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

from revdash.api.list_files import ListFile, rows_said
from revdash.api.reconciling_views import CauseView, ListView, TwoCounts
from revdash.api.views import Column, Grid, SentencePart, labelled
from revdash.api.why_apart import (
    TOLD,
    Judged,
    basis_word,
    day_of,
    missing_parts,
    only_of,
    whose,
    why,
    word_of,
)
from revdash.handoffs.listings import Fit
from revdash.handoffs.pairing import Entry
from revdash.handoffs.reconciling import Cause, Difference, Net
from revdash.metrics.shown import NOTHING
from revdash.terms import Side

Rows: TypeAlias = tuple[tuple[str, ...], list[tuple[object, ...]]]

SHOWN_ROWS = 200
TITLE = "Two counts"
TOTAL = "all"
_TOTALS = (
    Column(key="cause", label="Cause"),
    Column(key="marketing", label="Only marketing", is_number=True),
    Column(key="sales", label="Only sales", is_number=True),
    Column(key="apart", label="Apart", is_number=True),
)
_RECORDS = labelled("Lead", "Account", "Only in", "Counted on", "Why")
_HEADER = (
    *("in", "cause", "why", "apart", "person", "name", "account"),
    *("marketing_id", "marketing_day", "marketing_line", "sales_id", "sales_day", "sales_line"),
)


def view_of(judged: Judged) -> TwoCounts:
    """All that a page shows."""
    found = judged.compared.found
    causes = {cause: net for cause, net in found.by_cause.items() if any(net)}
    order = sorted(causes, key=lambda one: (one is Cause.UNEXPLAINED, -sum(causes[one])))
    return TwoCounts(
        title=TITLE,
        period=judged.days,
        compared="",
        freshness=judged.freshness,
        sentence=tuple(_sentence(judged, [(one, causes[one]) for one in order])),
        totals=_totals([(one, causes[one]) for one in order], found.apart),
        causes=tuple(_cause(judged, one, causes[one]) for one in order),
        marketing=_list(judged, Side.MARKETING),
        sales=_list(judged, Side.SALES),
        csv_name=f"revdash-two-counts-{_days(judged)}.csv",
    )


def rows_of(judged: Judged) -> Rows:
    """Every row of both lists, those in both together, each with what became of it."""
    found = judged.compared.found
    rows: list[tuple[object, ...]] = []
    for one in found.differences:
        is_ours = one.side is Side.MARKETING
        told = (f"only {one.side.value}", one.cause.value, why(judged, one), 1 if is_ours else -1)
        ids = (
            (*_cells(one.entry), *_cells(None)) if is_ours else (*_cells(None), *_cells(one.entry))
        )
        rows.append((*told, *_who(judged, one.entry), *ids))
    for ours, theirs in found.both:
        told = ("both", "", "", 0)
        rows.append((*told, *_who(judged, ours), *_cells(ours), *_cells(theirs)))
    return _HEADER, rows


def _sentence(judged: Judged, causes: Sequence[tuple[Cause, Net]]) -> Iterator[SentencePart]:
    found = judged.compared.found
    yield SentencePart(text="Marketing counts ")
    yield SentencePart(text=f"{found.marketing:,}", side=Side.MARKETING, is_fact=True)
    yield SentencePart(text=", sales ")
    yield SentencePart(text=f"{found.sales:,}", side=Side.SALES, is_fact=True)
    if not causes:
        yield SentencePart(text=": the same leads.")
        return
    nets = [(cause, net.apart) for cause, net in causes if net.apart]
    is_signed = len({apart > 0 for _, apart in nets}) > 1
    if nets:
        yield SentencePart(text=", ")
        yield SentencePart(text=f"{abs(found.apart):,} apart", is_fact=True)
        yield SentencePart(text=f": {', '.join(_part(*net, is_signed=is_signed) for net in nets)}.")
    else:
        yield SentencePart(text=", but not the same leads.")
    even = [(cause, net.marketing) for cause, net in causes if not net.apart]
    if even:
        listed = ", ".join(f"{count:,} {cause.value}" for cause, count in even)
        yield SentencePart(text=f" On each side the same number, which cancels out: {listed}.")
    both = len(found.both)
    yield SentencePart(text=f" {both:,} {'is' if both == 1 else 'are'} in both.")


def _part(cause: Cause, apart: int, *, is_signed: bool) -> str:
    number = _signed(apart) if is_signed else f"{abs(apart):,}"
    return f"{number} {cause.value}"


def _signed(number: int) -> str:
    return f"{number:+,}".replace("-", "−") if number else "0"


def _totals(causes: Sequence[tuple[Cause, Net]], apart: int) -> Grid:
    rows = [
        (word_of(cause), f"{net.marketing:,}", f"{net.sales:,}", _signed(net.apart))
        for cause, net in causes
    ]
    only = [sum(net[side] for _, net in causes) for side in (0, 1)]
    total = ("Total", f"{only[0]:,}", f"{only[1]:,}", _signed(apart))
    return Grid(
        columns=_TOTALS,
        rows=(*rows, total) if rows else (),
        ids=(*(cause.name for cause, _ in causes), TOTAL) if rows else (),
        total=len(rows) + 1,
        empty="Both lists hold the same leads: nothing parts the two counts.",
    )


def _cause(judged: Judged, cause: Cause, net: Net) -> CauseView:
    found = [one for one in judged.compared.found.differences if one.cause is cause]
    return CauseView(
        key=cause.name,
        label=word_of(cause),
        net=_signed(net.apart),
        told=_told(judged, cause),
        grid=Grid(
            columns=_RECORDS,
            rows=tuple(_record(judged, one) for one in found[:SHOWN_ROWS]),
            ids=tuple(one.entry.human * one.entry.is_known for one in found[:SHOWN_ROWS]),
            total=len(found),
        ),
    )


def _told(judged: Judged, cause: Cause) -> str:
    """What a cause means; of what is not explained, what would explain more."""
    told = [TOLD[cause]]
    if cause is Cause.UNEXPLAINED:
        told.append(missing_parts(judged))
        if judged.period is None:
            told.append("Pick the period of the lists: only then can a date part them.")
    return " ".join(filter(None, told))


def _record(judged: Judged, one: Difference) -> tuple[str, ...]:
    human, entry = judged.human(one.entry), one.entry
    name = human.name or entry.given or f"Line {entry.line}"
    return (name, human.account or NOTHING, one.side.value, day_of(entry), why(judged, one))


def _list(judged: Judged, side: Side) -> ListView:
    found, file = judged.compared.found, judged.files.get(side)
    count = found.marketing if side is Side.MARKETING else found.sales
    wish, fit = judged.wishes[side], judged.compared.fits[side]
    title = f"{whose(side).capitalize()} list"
    if file is None:
        only = f" Only {only_of(judged, side)}." * bool(wish.only)
        told = (f"{basis_word(fit.basis, judged.stage)}, days as in {fit.zone}.{only}",)
        return ListView(title=title, count=f"{count:,}", told=told)
    return ListView(
        title=title,
        count=f"{count:,}",
        told=tuple(_of_file(judged, side, file, fit)),
        header=file.header,
        used=file.used,
    )


def _of_file(judged: Judged, side: Side, file: ListFile, fit: Fit) -> Iterator[str]:
    compared, wish = judged.compared, judged.wishes[side]
    used = [("ids", file.used.id), ("addresses", file.used.email), ("days", file.used.day)]
    columns = ", ".join(f"{what} from '{column}'" for what, column in used if column)
    rows = "1 row" if len(file.rows) == 1 else f"{len(file.rows):,} rows"
    yield f"{rows} of '{wish.name}': {columns}."
    if fit.is_sure:
        yield (
            f"It counts like “{basis_word(fit.basis, judged.stage)}”, days as in {fit.zone}: "
            f"{fit.agreeing:,} of {fit.of:,} known leads agree."
        )
    else:
        yield "Its dates fit none that revdash knows; taken for the day of our definition."
    for count, what in (
        (compared.outside[side], "{lie} outside the period and {do} not count"),
        (compared.undated[side] * _has_days(judged, file), "without a day {count} on any day"),
        (compared.unknown[side], "{name} nobody whom revdash knows"),
    ):
        if count:
            yield rows_said(count, what)
    if wish.only:
        yield f"Said to be only of {only_of(judged, side)}."
    yield from file.notes


def _has_days(judged: Judged, file: ListFile) -> bool:
    return judged.period is not None and bool(file.used.day)


def _who(judged: Judged, entry: Entry) -> tuple[str, str, str]:
    human = judged.human(entry)
    return entry.human * entry.is_known, human.name, human.account


def _cells(entry: Entry | None) -> tuple[str, date | None, int | None]:
    return (entry.given, entry.on, entry.line or None) if entry else ("", None, None)


def _days(judged: Judged) -> str:
    return f"{judged.period.start}-{judged.period.last}" if judged.period else "every-day"
