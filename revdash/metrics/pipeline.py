"""Pipeline: what is being built, whether it is enough, and what it brings a day (family F)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, case, literal

from revdash.metrics.closure import WIN_RATE, WON_COUNT, WON_VALUE
from revdash.metrics.shapes import (
    Combination,
    Combined,
    Drawn,
    Level,
    Ratio,
    Reading,
    Stretch,
    Total,
    Unit,
)
from revdash.store.schema.deals import opportunity
from revdash.store.schema.episodes import deal
from revdash.terms import Direction, Outcome, Side

_d = deal.c
_is_new: ColumnElement[bool] = _d.is_new_business.is_(True)
_is_dated = (_d.outcome == Outcome.OPEN.value) | _d.closed_on.isnot(None)
_stands = _is_new & _is_dated
_died_first = _d.closed_on.is_(None) | (_d.zombie_on < _d.closed_on)
_alive_until = case((_d.zombie_on.isnot(None) & _died_first, _d.zombie_on), else_=_d.closed_on)

OPPS_CREATED = Total(
    name="opps_created",
    label="Opportunities created",
    meaning="Deals with new customers that were accepted in the period.",
    question="Is pipeline being built?",
    unit=Unit.COUNT,
    side=Side.SALES,
    direction=Direction.UP,
    family="F",
    clock="The day the deal was accepted; where no source says it, the day it was created.",
    open_items="None: a deal has been accepted or it has not.",
    formula="count of new-business deals accepted",
    pitfalls="Splitting one deal into three: read it with their value.",
    beside=("opps_created_value",),
    needs=(opportunity,),
    table=deal,
    value=literal(1),
    rows=_is_new,
    dated_by=_d.accepted_on,
)

OPPS_CREATED_VALUE = Total(
    name="opps_created_value",
    label="Value created",
    meaning=(
        "What the deals with new customers accepted in the period were worth two weeks after "
        "they were created."
    ),
    question="Is enough pipeline being built?",
    unit=Unit.MONEY,
    side=Side.SALES,
    direction=Direction.UP,
    family="F",
    clock="The day the deal was accepted; where no source says it, the day it was created.",
    open_items="Deals younger than two weeks count with what they are worth now.",
    formula="sum of amounts 14 days after creation; as it stands where no history tells",
    pitfalls="Placeholder amounts: that is why it is frozen at two weeks.",
    beside=("opps_created",),
    needs=(opportunity,),
    table=deal,
    value=_d.opening_amount_base,
    rows=_is_new & _d.opening_amount_base.isnot(None),
    unknown=_is_new & _d.opening_amount_base.is_(None),
    is_resampled=True,
    dated_by=_d.accepted_on,
)


def _open_in_quarter(name: str, label: str, until: ColumnElement[Any], whose: str) -> Level:
    return Level(
        name=name,
        label=label,
        meaning=f"The amount of the open deals expected to close in the quarter{whose}.",
        unit=Unit.MONEY,
        side=Side.SALES,
        direction=Direction.NEUTRAL,
        family="F",
        clock="As it stood when the period ended, by the close dates known today.",
        open_items="They are what is counted.",
        formula="sum of amounts of open deals with a close date in the quarter",
        needs=(opportunity,),
        table=deal,
        rows=_stands,
        since=_d.created_on,
        until=until,
        value=_d.amount_base,
        due=_d.expected_close_on,
        hit="open",
    )


_OPEN = _open_in_quarter("open_in_quarter", "Open in the quarter", _d.closed_on, "")
_ALIVE = _open_in_quarter(
    "alive_in_quarter",
    "Open and alive in the quarter",
    _alive_until,
    ", but for those more than thirty days past their close date",
)


def _gross(readings: Sequence[Reading], targets: Sequence[float]) -> Combination:
    value, target = readings[0].value or 0.0, targets[0]
    if not target:
        return Combination(None, missing="the goal of the quarter is zero")
    return Combination(value / target)


def _remaining(readings: Sequence[Reading], targets: Sequence[float]) -> Combination:
    left = targets[0] - (readings[1].value or 0.0)
    if left <= 0:
        return Combination(None, missing="the goal of the quarter is reached")
    return Combination((readings[0].value or 0.0) / left)


PIPELINE_COVERAGE = Combined(
    name="pipeline_coverage",
    label="Pipeline coverage",
    meaning=(
        "The amount of the open deals expected to close in the quarter that the period ends "
        "in, over the quarter's goal for value won."
    ),
    question="Is there enough pipeline?",
    benchmark="GitLab plans 2.4 on a quarter's first day; 'three times' is folklore",
    unit=Unit.RATIO,
    side=Side.SALES,
    direction=Direction.BAND,
    family="F",
    clock="As it stood when the period ended, by the close dates known today.",
    open_items="They are what is counted.",
    formula="open amount closing in the quarter / goal",
    pitfalls="Stale deals and hopeful dates inflate it: read what remains of the goal beside it.",
    beside=("pipeline_coverage_remaining",),
    needs=(opportunity,),
    parts=(_OPEN,),
    combine=_gross,
    given=(WON_VALUE,),
    stretch=Stretch.QUARTER,
)

COVERAGE_REMAINING = Combined(
    name="pipeline_coverage_remaining",
    label="Coverage of what remains",
    meaning=(
        "The amount of the open deals expected to close in the quarter, over what its goal "
        "still lacks. Deals more than thirty days past their close date don't count."
    ),
    question="Is there enough pipeline for what is still to win?",
    unit=Unit.RATIO,
    side=Side.SALES,
    direction=Direction.BAND,
    family="F",
    clock="As it stood when the period ended, by the close dates known today.",
    open_items="They are what is counted.",
    formula="open amount closing in the quarter, dead deals left out / (goal − value won so far)",
    pitfalls="It explodes as the goal is neared: then count the deals.",
    beside=("pipeline_coverage",),
    needs=(opportunity,),
    parts=(_ALIVE, WON_VALUE),
    combine=_remaining,
    given=(WON_VALUE,),
    stretch=Stretch.QUARTER,
)

_OPEN_DEALS = Level(
    name="open_deals",
    label="Open deals",
    meaning="Accepted deals with new customers that were open when the period ended.",
    unit=Unit.COUNT,
    side=Side.SALES,
    direction=Direction.NEUTRAL,
    family="F",
    clock="As it stood when the period ended.",
    open_items="They are what is counted.",
    formula="count of new-business deals accepted and not closed",
    needs=(opportunity,),
    table=deal,
    rows=_stands,
    since=_d.accepted_on,
    until=_d.closed_on,
    hit="open",
)

_DAYS_TO_WIN = Total(
    name="days_to_win",
    label="Days to win",
    meaning="The days from creation to winning of the deals won in the period.",
    unit=Unit.DAYS,
    side=Side.SALES,
    direction=Direction.NEUTRAL,
    family="F",
    clock="The day the deal closed.",
    open_items="None.",
    formula="sum of days from creation to winning",
    needs=(opportunity,),
    table=deal,
    value=_d.cycle_days,
    rows=WON_COUNT.rows & _d.cycle_days.isnot(None),
    dated_by=_d.closed_on,
)


def _average(name: str, label: str, unit: Unit, of: Total) -> Ratio:
    """Over the deals won that tell it: one that doesn't is no deal of nothing."""
    return Ratio(
        name=name,
        label=label,
        meaning=f"{of.label} for each deal won in the period of which it is known.",
        unit=unit,
        side=Side.SALES,
        direction=Direction.NEUTRAL,
        family="F",
        clock="The day the deal closed.",
        open_items="None.",
        formula=f"{of.formula} / deals won of which it is known",
        needs=(opportunity,),
        of=of,
        per=replace(WON_COUNT, name=f"{name}_of", label=f"{of.label}: known of", rows=of.rows),
    )


def _velocity(readings: Sequence[Reading], _targets: Sequence[float]) -> Combination:
    deals, rate, amount, days = (reading.value or 0.0 for reading in readings)
    if not days:
        return Combination(None, missing="deals were won on the day they were created")
    return Combination(deals * rate * amount / days)


def _velocities(readings: Sequence[Reading], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Open deals × (won / decided) × (amount / valued) / (days / timed), of deals drawn again."""
    won, amount, valued, days, timed, decided = sums
    below = decided * valued * days
    a_day: NDArray[np.float64] = np.divide(
        won * amount * timed, below, out=np.zeros_like(won), where=below > 0
    )
    return a_day * (readings[0].value or 0.0)  # where none was won nothing comes


PIPELINE_VELOCITY = Combined(
    name="pipeline_velocity",
    label="Pipeline velocity",
    meaning=(
        "What the open deals bring a day if they are won as often, as big and as fast as those "
        "decided in the period."
    ),
    question="Which lever moves revenue a day?",
    unit=Unit.MONEY_A_DAY,
    side=Side.SHARED,
    direction=Direction.UP,
    family="F",
    clock="Open deals as they stood when the period ended; the rest by the day deals closed.",
    open_items="None.",
    formula="open deals × win rate × average deal won / mean days to win",
    pitfalls="For levers, not forecasts: its parts have different windows and move together.",
    needs=(opportunity,),
    needs_some=WIN_RATE.needs_some,
    parts=(
        _OPEN_DEALS,
        WIN_RATE,
        _average("average_won", "Average deal won", Unit.MONEY, WON_VALUE),
        _average("mean_cycle_won", "Mean days to win", Unit.DAYS, _DAYS_TO_WIN),
    ),
    combine=_velocity,
    drawn=Drawn(
        of=WIN_RATE,
        columns=(
            case((WIN_RATE.hits, 1.0), else_=0.0),
            case((WON_VALUE.rows, _d.amount_base), else_=0.0),
            case((WON_VALUE.rows, 1.0), else_=0.0),
            case((_DAYS_TO_WIN.rows, _d.cycle_days), else_=0.0),
            case((_DAYS_TO_WIN.rows, 1.0), else_=0.0),
            literal(1.0),
        ),
        combine=_velocities,
    ),
)


METRICS = (
    OPPS_CREATED,
    OPPS_CREATED_VALUE,
    PIPELINE_COVERAGE,
    COVERAGE_REMAINING,
    PIPELINE_VELOCITY,
)
