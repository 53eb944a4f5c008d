"""Charting: answers as charts whose title is the finding and whose alt text says it all."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from revdash.agreement.promises import judge
from revdash.api.asking import Asked
from revdash.api.limiting import limits_of
from revdash.api.signals import Series, period_name
from revdash.api.views import Chart
from revdash.charts.frames import Printer
from revdash.charts.limits import NO_LIMITS, Limits
from revdash.charts.theme import Role
from revdash.charts.trends import Line, Weekly, lines, weekly
from revdash.charts.waits import Curve, served
from revdash.charts.waits import Promise as Mark
from revdash.desk.annotations import remarks_on
from revdash.metrics.shapes import Answer, Metric, Point, Reach, Reading, Total, Unit, Wait
from revdash.metrics.shown import number, rounded
from revdash.metrics.signals import is_monthly
from revdash.period import Period
from revdash.stats.survival import Curve as Survival

CHART_WEEKS = 13
SHOWN = {Unit.HOURS: 24.0, Unit.WORKDAYS: 10.0, Unit.DAYS: 90.0}  # how far a curve is drawn
DETAIL_WEEKS = 26
GAPS = 40
LEAST_STEP = 0.004  # a share of a curve's height, less than a pixel of the chart
NO_WEEK = "Nothing to draw yet. A trend needs a week with a value."
NO_CURVE = "Nothing to draw yet. The curve needs leads that were handed over in these days."


def trend(
    answer: Answer, asked: Asked, series: Series | None = None, weeks: int = CHART_WEEKS
) -> Chart:
    """Draw a metric by week: sums as bars, all else as a line, its goal dotted, its limits."""
    metric = answer.now.metric
    drawn = _drawn(answer, asked, series, weeks)
    points = drawn.points
    goals = [] if drawn.is_monthly else [_goal(point.period, answer, asked) for point in points]
    goal_text = _text(goals[-1], answer, asked) if goals and goals[-1] is not None else ""
    labels = [period_name(p.period) for p in points]
    values = [p.value for p in points]

    def show(value: float) -> str:
        return rounded(value, metric.unit, asked.currency)

    known_goals = [goal for goal in goals if goal is not None]
    goals_drawn = known_goals if len(known_goals) == len(goals) else []
    if isinstance(metric, Total):
        figure = weekly(
            Weekly(
                side=metric.side,
                labels=labels,
                values=values,
                show=show,
                goals=goals_drawn,
                goal_label=f"Goal {goal_text}" if goals_drawn else "",
                limits=drawn.limits,
                is_last_open=bool(points and points[-1].is_open),
            )
        )
    else:
        known = [value for value in values if value is not None]
        last = show(known[-1]) if known else ""
        told = [Line(label=last, role=_role(metric.side.value), values=values)]
        if goals_drawn:
            told.append(
                Line(label=f"Goal {goal_text}", role=Role.INK, values=goals_drawn, is_goal=True)
            )
        figure = lines(labels, told, show, drawn.limits)
    title = _finding(answer, points, goal_text, show)
    return Chart(
        title=title,
        subtitle=_subtitle(metric, drawn),
        alt=" ".join([f"{title}.", _spelled(points, show), _said(series)]).strip(),
        figure=figure,
        empty="" if any(value is not None for value in values) else NO_WEEK,
    )


def waiting_curve(answer: Answer, asked: Asked) -> Chart:
    """Draw the share of cases served by the time since they began."""
    metric, now = answer.now.metric, answer.now
    told = (("Now", Role.INK, now), ("Before", Role.MUTED, answer.before))
    curves = [
        _curve(label, role, one.curve, SHOWN[metric.unit])
        for label, role, one in told
        if one and one.curve and one.curve.times.size
    ]

    def show(time: float) -> str:
        return number(time, metric.unit)

    goal = asked.goal(metric.name)
    mark = Mark(hours=goal.target, label=f"Goal {show(goal.target)}") if goal else None
    hit = metric.hit if isinstance(metric, Wait) else "served"
    title = _reached(now, hit)
    return Chart(
        title=title,
        subtitle=f"Share {hit}, by {metric.unit.value} since it began; those waiting count",
        alt=f"{title}. {now.sample} leads, {now.pending} of them still waiting.",
        figure=served(curves, SHOWN[metric.unit], show, mark),
        empty="" if curves else NO_CURVE,
    )


def gaps(series: Series, asked: Asked) -> Chart:
    """Draw the working days between what happens seldom, the last still going on."""
    shown = series.gaps[-GAPS:]
    values = [gap.value for gap in shown]
    labels = [period_name(gap.period._replace(start=gap.period.end)) for gap in shown]
    label = series.metric.label.lower()
    title = f"{series.metric.label}: {values[-1]:.0f} working days since the last"

    def show(value: float) -> str:
        return f"{value:.0f} d"

    line = Line(label=show(values[-1] or 0.0), role=Role.INK, values=values)
    usual = limits_of(series, len(shown), of_gaps=True)
    limits = replace(usual, remarks=_remarks(shown, series.metric, asked))
    return Chart(
        title=title,
        subtitle=f"Working days between {label}; under the dashed line is usual",
        alt=f"{title}. {series.verdict.text if series.verdict else ''}".strip(),
        figure=lines(labels, [line], show, limits),
    )


def charts_of(answer: Answer, asked: Asked, series: Series | None = None) -> tuple[Chart, ...]:
    """The charts of one metric: its weeks, its gaps and, for a wait, its curve."""
    has_weeks = bool(answer.weeks or (series and series.points))
    found = [trend(answer, asked, series, DETAIL_WEEKS)] if has_weeks else []
    if series and series.gaps:
        found.append(gaps(series, asked))
    is_wait = isinstance(answer.now.metric, Wait) and answer.now.metric.within is None
    if is_wait and answer.now.curve is not None and answer.now.curve.times.size:
        found.append(waiting_curve(answer, asked))
    return tuple(found)


def _goal(week: Period, answer: Answer, asked: Asked) -> float | None:
    goal = asked.goal(answer.now.metric.name)
    if goal is None:
        return None
    blank = Reading(metric=answer.now.metric, period=week, as_of=asked.scope.as_of, value=None)
    return judge(goal, blank, asked.counting).target


class _Drawn(NamedTuple):
    """The points of a chart, newest last, and what is usual for them."""

    points: tuple[Point, ...]
    limits: Limits
    is_monthly: bool


def _drawn(answer: Answer, asked: Asked, series: Series | None, weeks: int) -> _Drawn:
    if series is None or not series.points:
        points = answer.weeks[-weeks:]
        limits = replace(NO_LIMITS, remarks=_remarks(points, answer.now.metric, asked))
        return _Drawn(points, replace(limits, young=_young(points)), is_monthly=False)
    shown = min(weeks, len(series.points))
    points, limits = series.points[-shown:], limits_of(series, shown)
    monthly = is_monthly(series.metric)
    return _Drawn(points, replace(limits, young=_young(points)), is_monthly=monthly)


def _young(points: Sequence[Point]) -> dict[int, str]:
    """The points of cohorts not all of which have had the time, and how many have."""
    return {
        at: f"{period_name(p.period)}: {p.ready:,} of {p.sample:,} have had the time"
        for at, p in enumerate(points)
        if p.ready is not None and p.ready < p.sample
    }


def _remarks(points: Sequence[Point], metric: Metric, asked: Asked) -> dict[int, str]:
    return remarks_on((point.period for point in points), asked.annotations, metric.name)


def _subtitle(metric: Metric, drawn: _Drawn) -> str:
    words = {Unit.COUNT: "", Unit.SHARE: ", share", Unit.MONEY: ", money"}
    usual = "; between the dashed lines is usual" if drawn.limits.high else ""
    span = "month" if drawn.is_monthly else "week"
    young = "; hatched: not all have had the time" if drawn.limits.young else ""
    return f"Per {span}{words.get(metric.unit, f', {metric.unit.value}')}{usual}{young}"


def _said(series: Series | None) -> str:
    return series.verdict.text if series and series.verdict else ""


def _text(goal: float | None, answer: Answer, asked: Asked) -> str:
    if goal is None:
        return ""
    return rounded(goal, answer.now.metric.unit, asked.currency)


def _role(side: str) -> Role:
    return Role(side) if side in {"marketing", "sales"} else Role.INK


def _finding(answer: Answer, points: tuple[Point, ...], goal: str, show: Printer) -> str:
    whole = [p for p in points if not p.is_open and p.value is not None]
    label = answer.now.metric.label
    if not whole:
        return f"{label}: no week to show yet"
    last = whole[-1]
    is_month = last.period.days > 7  # noqa: PLR2004
    span = "" if is_month else "the week of "
    week = f"in {span}{period_name(last.period)}"
    least = "at least " if isinstance(answer.now.metric, Reach) else ""
    value = f"{least}{show(last.value or 0.0)}"
    return f"{label}: {value} {week}" + (f", goal {goal}" if goal else "")


def _spelled(points: tuple[Point, ...], show: Printer) -> str:
    told = (f"{period_name(p.period)} {show(p.value)}" for p in points if p.value is not None)
    return "One by one: " + ", ".join(told) + "."


def _curve(label: str, role: Role, curve: Survival, until: float) -> Curve:
    # a step of less than a pixel is not drawn: a long history costs no more than a short one
    steps = curve.outline(until, LEAST_STEP)
    shares = [1.0 - step.survival for step in steps]
    return Curve(
        label=f"{label} {100 * shares[-1]:.0f} %" if shares else label,
        role=role,
        hours=[step.t for step in steps],
        shares=shares,
    )


def _reached(reading: Reading, hit: str) -> str:
    if not reading.sample:
        return f"{reading.metric.label}: {reading.missing}"
    if reading.value is None:
        return f"Fewer than half of these leads have been {hit}"
    return f"Half of the leads are {hit} within {number(reading.value, reading.metric.unit)}"
