"""Customers: how those we won fare, what the market needs, and who looks at them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.asking import Asked, ask, day_text
from revdash.api.customer_views import CustomersView, FareView, HeardView, LensView
from revdash.api.customer_words import (
    about_counts,
    cluster_grid,
    fate_grid,
    heard_grid,
    month_words,
    part_grid,
    reason_grid,
    sentence_of,
    tagged_grid,
)
from revdash.api.cuts import cut_word
from revdash.api.house import house
from revdash.api.questions import Compare, Question
from revdash.api.tiling import tile_of
from revdash.api.views import Chart, Column, Grid, Tile
from revdash.charts.limits import Limits
from revdash.charts.theme import Role
from revdash.charts.trends import Line, lines
from revdash.desk.annotations import remarks_on
from revdash.desk.needs import read_needs
from revdash.metrics.breakdowns import breakdown
from revdash.metrics.customers import CUSTOMERS, LOGO_RETENTION, NPS, NRR
from revdash.metrics.fates import TWO_YEARS, YEAR, fates, over
from revdash.metrics.market import CUSTOMER_LENS, CUSTOMER_METRIC_SHARE, MARKET_FEEDBACK_LOOP
from revdash.metrics.market_lists import (
    clusters,
    heard,
    lens_parts,
    reasons_said,
    tag_counts,
    tagged_on,
)
from revdash.metrics.read import answers, read
from revdash.metrics.shapes import Metric, Reading
from revdash.metrics.shown import NOTHING
from revdash.period import Period, add_months, month_of

CUTS = ("source", "segment", "region", "campaign", "team")
QUARTER, HALF_YEAR = timedelta(days=91), timedelta(days=182)
MONTHS = 13
MOST = 100.0
SHOWN = 60
_NOW = Question(compare=Compare.NONE)
_WINDOWS: tuple[tuple[Metric, timedelta, str], ...] = (
    (CUSTOMERS, QUARTER, "today"),
    (NPS, HALF_YEAR, "half a year"),
    (LOGO_RETENTION, TWO_YEARS, "began in two years"),
    (NRR, QUARTER, "twelve months"),
    (MARKET_FEEDBACK_LOOP, QUARTER, "91 days"),
    (CUSTOMER_METRIC_SHARE, QUARTER, "today"),
)
_LENS = (
    Column(key="part", label="Part"),
    Column(key="score", label="0–100", is_number=True, is_bar=True),
    Column(key="words", label="What it rests on"),
)


def customers(actor: Actor) -> CustomersView:
    """How customers fare in all, what waits for an answer, and who looks at them."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        asked = ask(house(), connection, _NOW)
        today = asked.scope.today
        together = clusters(connection, asked.scope.as_of)
        looked_at = tagged_on(connection, today)
        share = read(connection, CUSTOMER_METRIC_SHARE, over(asked.scope, QUARTER))
        return CustomersView(
            title="Customers",
            period=f"To {day_text(today)}, each number over its own days",
            compared="against as many before",
            freshness=asked.freshness,
            sentence=sentence_of(
                sum(one.overdue for one in together), sum(one.open for one in together), share
            ),
            tiles=tuple(_tiles(connection, asked)),
            lens=_lens(connection, asked),
            mirror=_mirror(connection, asked),
            mirror_note=about_counts(looked_at),
            looked_at=tagged_grid(looked_at),
        )


def fare(actor: Actor, by: str = "") -> FareView:
    """How customers fare by the cut *by*, and by who brought them."""
    actor.assert_may(Right.READ)
    chosen = by if by in CUTS else CUTS[0]
    with house().facts() as connection:
        asked = ask(house(), connection, _NOW)
        return FareView(
            by=chosen,
            cuts=tuple((name, cut_word(name)) for name in CUTS),
            parts=_parts(connection, asked, chosen),
            parts_note=_rests(asked),
            fates=fate_grid(fates(connection, asked.scope), asked.currency),
        )


def asked_for(actor: Actor) -> HeardView:
    """What the market asks for: put together, one by one, and the reasons that say it."""
    actor.assert_may(Right.READ)
    with house().desk.connect() as desk:
        needs = read_needs(desk)
    with house().facts() as connection:
        scope = ask(house(), connection, _NOW).scope
        one_by_one, total = heard(connection, scope.as_of, SHOWN)
        return HeardView(
            needs=cluster_grid(clusters(connection, scope.as_of)),
            heard=heard_grid(one_by_one, total),
            reasons=reason_grid(reasons_said(connection, over(scope, YEAR)), needs),
        )


def lens(actor: Actor) -> LensView:
    """The customer lens, for beside Alignment Health."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        return _lens(connection, ask(house(), connection, _NOW))


def _tiles(connection: Connection, asked: Asked) -> list[Tile]:
    """Each number over its own days, beside as many before."""
    tiles = []
    for metric, length, note in _WINDOWS:
        now = over(asked.scope, length)
        before = Period(now.period.start - length, now.period.start)
        is_fair = metric is not LOGO_RETENTION  # of those before the data only who stayed is known
        told = replace(asked, scope=now, before=before if is_fair else None)
        answer = answers(connection, [metric], now, before=told.before, weeks=0)[metric.name]
        tiles.append(tile_of(answer, told, note=note))
    return tiles


def _lens(connection: Connection, asked: Asked) -> LensView:
    now = over(asked.scope, QUARTER)
    answer = answers(connection, [CUSTOMER_LENS], now, before=None)[CUSTOMER_LENS.name]
    told = lens_parts(connection, asked.scope.today)
    rows = tuple(
        (item, NOTHING if value is None else f"{value:.0f}", words) for item, value, words in told
    )
    grid = Grid(
        columns=_LENS,
        rows=rows,
        bars=tuple((value or 0.0) / MOST for _, value, _ in told),
        total=len(rows),
        empty="None of its parts is known yet: load NPS answers and needs, and set goals.",
    )
    return LensView(tile=tile_of(answer, asked), parts=grid)


def _parts(connection: Connection, asked: Asked, by: str) -> Grid:
    """How the customers of each value of a cut fare."""
    wanted: tuple[tuple[str, Metric, timedelta], ...] = (
        ("customers", CUSTOMERS, QUARTER),
        ("nps", NPS, YEAR),
        ("kept", LOGO_RETENTION, TWO_YEARS),
        ("nrr", NRR, QUARTER),
    )
    found: dict[str, Mapping[str | None, Reading]] = {
        key: breakdown(connection, metric, over(asked.scope, length), by)
        for key, metric, length in wanted
    }
    count = found["customers"]
    names = sorted(count, key=lambda name: (-(count[name].value or 0.0), name or ""))
    return part_grid(names, found, cut_word(by), asked.currency)


def _rests(asked: Asked) -> str:
    year, years = (over(asked.scope, length).period for length in (YEAR, TWO_YEARS))
    return f"NPS of {year} · kept: who began {years} · revenue against 365 days before"


def _mirror(connection: Connection, asked: Asked) -> Chart:
    """The share of goals and agenda metrics about customers, month by month."""
    today = asked.scope.today
    firsts = [add_months(month_of(today).start, -back) for back in range(MONTHS - 2, -1, -1)]
    days = [*(first - timedelta(days=1) for first in firsts), today]
    counts = tag_counts(connection, days)
    shares = [about / every if every else None for _, about, every in counts]
    _, about, every = counts[-1]
    first = next(((a, n) for _, a, n in counts if n), (0, 0))
    figure = lines(
        [month_words(day) for day in days],
        [Line(label=f"{about} of {every}", role=Role.INK, values=shares)],
        lambda value: f"{100 * value:.0f} %",
        Limits(remarks=remarks_on(map(month_of, days), asked.annotations)),
    )
    return Chart(
        title=f"{about} of {every} goals and agenda metrics are about customers",
        subtitle=f"Share at the end of each month; {first[0]} of {first[1]} a year ago",
        alt=f"From {first[0]} of {first[1]} to {about} of {every} in twelve months.",
        figure=figure,
        empty="" if every else "No goals are agreed and no agenda is set yet.",
    )
