"""Reconciling: marketing's count and sales' count side by side, and why they differ."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.asking import Asked as AskedQuestion
from revdash.api.asking import ask
from revdash.api.house import house
from revdash.api.list_files import ListFile, Manner, columns_of, read_list
from revdash.api.questions import Question
from revdash.api.reconciled import Rows, rows_of, view_of
from revdash.api.reconciling_views import ColumnNames, ListChoices, ListWish, TwoCounts, Wish
from revdash.api.why_apart import Judged, basis_word
from revdash.desk.audit import record
from revdash.episodes.rules import Rules
from revdash.errors import InputError, suggestion
from revdash.exports.sheets import csv_bytes
from revdash.handoffs.comparing import compare
from revdash.handoffs.listings import Asked, Wanted
from revdash.handoffs.two_lists import ASSIGNED, Basis, bases
from revdash.ingest.dates import check_zone
from revdash.metrics.scope import FILTERS
from revdash.period import Period, named_period
from revdash.terms import LeadStage, Side

STAGES = {
    "mql_new": LeadStage.MQL,
    "mql": LeadStage.MQL,
    "sql": LeadStage.SQL,
}
EVERY_DAY = "every-day"


def list_choices(actor: Actor, metric: str) -> ListChoices:
    """What each side's list may be chosen from, and a pair to begin with."""
    actor.assert_may(Right.READ)
    stage = _stage(metric)
    with house().facts() as connection:
        found = bases(connection, stage)
        rules = ask(house(), connection, Question()).rules
    own = next((one for one in found if one.kind == stage.value), found[0])
    theirs = (one for one in reversed(found) if one.kind in (ASSIGNED, LeadStage.SAL.value))
    return ListChoices(
        bases=tuple((_key(one), basis_word(one, stage)) for one in found),
        marketing=_key(own if stage is LeadStage.MQL else found[0]),
        sales=_key(next(theirs, found[0]) if stage is LeadStage.MQL else own),
        zones=_zones(rules),
    )


def list_columns(
    actor: Actor, metric: str, name: str, content: bytes
) -> tuple[tuple[str, ...], ColumnNames]:
    """The columns of a file, and which of them tell whom and when, as they look."""
    actor.assert_may(Right.READ)
    return columns_of(name, content, _stage(metric))


def reconcile(actor: Actor, wish: Wish) -> TwoCounts:
    """Say why two counts differ, difference by difference; nothing of it is kept."""
    actor.assert_may(Right.READ)
    return view_of(_judged(wish))


def reconcile_rows(actor: Actor, wish: Wish) -> Rows:
    """Every row of both lists with what became of it: their header, and the rows."""
    actor.assert_may(Right.READ)
    return rows_of(_judged(wish))


def reconcile_csv(actor: Actor, wish: Wish) -> bytes:
    """Write both lists with what became of each row as CSV; leaves an audit row."""
    actor.assert_may(Right.READ)
    judged = _judged(wish)
    view = view_of(judged)
    preamble = [("Two counts", "".join(part.text for part in view.sentence))]
    preamble += [("Period", view.period), ("Data", view.freshness.text)]
    preamble += [(one.title, " ".join(one.told)) for one in (view.marketing, view.sales)]
    header, rows = rows_of(judged)
    content = csv_bytes(preamble, header, rows)
    seen = {"rows": len(rows), "period": view.period}
    with house().desk.writing() as connection:
        record(connection, "export csv", "two counts", seen, house().stamp(actor.actor_id))
    return content


def _judged(wish: Wish) -> Judged:
    stage = _stage(wish.metric)
    with house().facts() as connection:
        asked = ask(house(), connection, Question())
        period = _period(wish.period, asked)
        zones = _zones(asked.rules)
        files = {
            side: _file(one, stage, zones[0])
            for side, one in ((Side.MARKETING, wish.marketing), (Side.SALES, wish.sales))
            if not one.basis
        }
        found = compare(
            connection,
            Asked(stage=stage, period=period, zones=zones),
            _wanted(connection, wish.marketing, files.get(Side.MARKETING), stage, asked.rules),
            _wanted(connection, wish.sales, files.get(Side.SALES), stage, asked.rules),
        )
    return Judged(
        stage=stage,
        period=period,
        days=_words(period, asked),
        rules=asked.rules,
        freshness=asked.freshness,
        wishes={Side.MARKETING: wish.marketing, Side.SALES: wish.sales},
        files=files,
        compared=found,
    )


def _stage(metric: str) -> LeadStage:
    if metric not in STAGES:
        raise InputError(f"Lists of '{metric}' cannot be compared. {suggestion(metric, STAGES)}")
    return STAGES[metric]


def _period(name: str, asked: AskedQuestion) -> Period | None:
    if name == EVERY_DAY:
        return None
    return named_period(name, asked.scope.today, asked.rules.weeks)


def _words(period: Period | None, asked: AskedQuestion) -> str:
    if period is None:
        return "every day"
    return f"{period} so far" if period.end > asked.scope.tomorrow else str(period)


def _zones(rules: Rules) -> tuple[str, ...]:
    """The zones whose days a list may count: the company's, its calendars', and UTC."""
    return tuple(dict.fromkeys((rules.zone, *(one.zone for one in rules.calendars), "UTC")))


def _file(wish: ListWish, stage: LeadStage, zone: str) -> ListFile:
    if not wish.name:
        raise InputError("A list is missing. Choose what revdash counts, or bring a file.")
    manner = Manner(
        stage=stage,
        zone=check_zone(wish.zone) if wish.zone else zone,
        columns=wish.columns,
        dates=wish.dates,
    )
    return read_list(wish.name, wish.content, manner)


def _wanted(
    connection: Connection, wish: ListWish, file: ListFile | None, stage: LeadStage, rules: Rules
) -> Wanted:
    for name, _ in wish.only:
        if name not in FILTERS:
            raise InputError(f"No filter named '{name}'. {suggestion(name, FILTERS)}")
    return Wanted(
        basis=None if file else _basis(connection, wish.basis, stage),
        rows=file.rows if file else (),
        zone=check_zone(wish.zone) if wish.zone else "",
        only=wish.only,
        made_at=_made_at(wish, rules),
    )


def _made_at(wish: ListWish, rules: Rules) -> datetime | None:
    """The end of the day on which a list was made."""
    return rules.midnight(wish.made_on + timedelta(days=1)) if wish.made_on else None


def _basis(connection: Connection, key: str, stage: LeadStage) -> Basis:
    known: Mapping[str, Basis] = {_key(one): one for one in bases(connection, stage)}
    if key not in known:
        raise InputError(f"revdash has no list '{key}'. {suggestion(key, known)}")
    return known[key]


def _key(basis: Basis) -> str:
    """A basis as a word of an address: 'ours', 'MQL@hubspot'."""
    return f"{basis.kind}@{basis.system}" if basis.system else basis.kind
