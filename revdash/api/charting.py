"""Charting: answers as charts whose title is the finding and whose alt text says it all."""

from revdash.agreement.promises import goal_for, judge
from revdash.api.asking import Asked
from revdash.api.views import Chart
from revdash.charts.frames import Printer
from revdash.charts.theme import Role
from revdash.charts.trends import Line, Weekly, lines, weekly
from revdash.charts.waits import Curve, served
from revdash.charts.waits import Promise as Mark
from revdash.metrics.shapes import Answer, Metric, Point, Reach, Reading, Total, Unit, Wait
from revdash.metrics.shown import duration, rounded
from revdash.period import Period
from revdash.stats.survival import Curve as Survival

CHART_WEEKS = 13
HOURS_SHOWN = 24.0
LEAST_STEP = 0.004  # a share of a curve's height, less than a pixel of the chart
NO_WEEK = "Nothing to draw yet. A trend needs a week with a value."
NO_CURVE = "Nothing to draw yet. The curve needs leads that were handed over in these days."


def trend(answer: Answer, asked: Asked) -> Chart:
    """Draw a metric by week: sums as bars, all else as a line, its goal dotted."""
    metric, points = answer.now.metric, answer.weeks[-CHART_WEEKS:]
    goals = [_goal(point.period, answer, asked) for point in points]
    goal_text = _text(goals[-1], answer, asked) if goals and goals[-1] is not None else ""
    labels = [f"{p.period.start.day} {p.period.start:%b}" for p in points]
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
                is_last_open=bool(points and points[-1].is_open),
            )
        )
    else:
        known = [value for value in values if value is not None]
        last = show(known[-1]) if known else ""
        drawn = [Line(label=last, role=_role(metric.side.value), values=values)]
        if goals_drawn:
            drawn.append(
                Line(label=f"Goal {goal_text}", role=Role.INK, values=goals_drawn, is_goal=True)
            )
        figure = lines(labels, drawn, show)
    title = _finding(answer, points, goal_text, show)
    return Chart(
        title=title,
        subtitle=_subtitle(metric),
        alt=f"{title}. {_spelled(points, show)}",
        figure=figure,
        empty="" if any(value is not None for value in values) else NO_WEEK,
    )


def waiting_curve(answer: Answer, asked: Asked) -> Chart:
    """Draw the share of leads reached by the hours since they were handed over."""
    metric, now = answer.now.metric, answer.now
    curves = [_curve("Now", Role.INK, now.curve)] if now.curve and now.curve.times.size else []
    before = answer.before
    if before and before.curve and before.curve.times.size:
        curves.append(_curve("Before", Role.MUTED, before.curve))
    goal = goal_for(asked.goals, metric.name, asked.counting.today)
    mark = Mark(hours=goal.target, label=f"Goal {duration(goal.target)}") if goal else None
    title = _reached(now)
    return Chart(
        title=title,
        subtitle="Share tried, by business hours since the handoff; those waiting count",
        alt=f"{title}. {now.sample} leads, {now.pending} of them still waiting.",
        figure=served(curves, HOURS_SHOWN, duration, mark),
        empty="" if curves else NO_CURVE,
    )


def charts_of(answer: Answer, asked: Asked) -> tuple[Chart, ...]:
    """The charts of one metric: its weeks and, for a wait, its curve."""
    found = [trend(answer, asked)] if answer.weeks else []
    is_wait = isinstance(answer.now.metric, Wait) and answer.now.metric.within is None
    if is_wait and answer.now.curve is not None and answer.now.curve.times.size:
        found.append(waiting_curve(answer, asked))
    return tuple(found)


def _goal(week: Period, answer: Answer, asked: Asked) -> float | None:
    goal = goal_for(asked.goals, answer.now.metric.name, asked.counting.today)
    if goal is None or any(values for _, values in asked.scope.filters):
        return None
    blank = Reading(metric=answer.now.metric, period=week, as_of=asked.scope.as_of, value=None)
    return judge(goal, blank, asked.counting).target


def _subtitle(metric: Metric) -> str:
    words = {Unit.COUNT: "", Unit.SHARE: ", share", Unit.MONEY: ", money"}
    return f"Per week{words.get(metric.unit, f', {metric.unit.value}')}"


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
    week = f"in the week of {last.period.start.day} {last.period.start:%b}"
    least = "at least " if isinstance(answer.now.metric, Reach) else ""
    value = f"{least}{show(last.value or 0.0)}"
    return f"{label}: {value} {week}" + (f", goal {goal}" if goal else "")


def _spelled(points: tuple[Point, ...], show: Printer) -> str:
    told = (
        f"{p.period.start.day} {p.period.start:%b} {show(p.value)}"
        for p in points
        if p.value is not None
    )
    return "By week: " + ", ".join(told) + "."


def _curve(label: str, role: Role, curve: Survival) -> Curve:
    # a step of less than a pixel is not drawn: a long history costs no more than a short one
    steps = curve.outline(HOURS_SHOWN, LEAST_STEP)
    shares = [1.0 - step.survival for step in steps]
    return Curve(
        label=f"{label} {100 * shares[-1]:.0f} %" if shares else label,
        role=role,
        hours=[step.t for step in steps],
        shares=shares,
    )


def _reached(reading: Reading) -> str:
    if not reading.sample:
        return "No leads to follow up in these days"
    if reading.value is None and not reading.sample:
        return f"{reading.metric.label}: {reading.missing}"
    if reading.value is None:
        return "Fewer than half of these leads have been tried"
    return f"Half of the leads are tried within {duration(reading.value)}"
