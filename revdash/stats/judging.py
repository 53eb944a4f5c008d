"""Judging: tell signal from noise in a series, by the rules of DOMAIN.md 6."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from revdash.stats.cards import cards_of, has_cause, is_expected
from revdash.stats.frames import Chart, Frame, echo, frame_of
from revdash.stats.intervals import HIDDEN, Interval
from revdash.stats.judged import Asked, Judged, Mark, Phase, Point, Rebase, Stage, State
from revdash.stats.rules import RUN_LENGTH, Height, Rule, Signal, broken_rules

LEAST = 12  # points of a first baseline; before, there are no limits
LOCK_FROM, LOCK_BY = 20, 26  # points at which trial limits are locked
SHORT_WEEK = 3.5  # open business days; a week of fewer is shown and not judged
FULL_WEEK = 5.0
AUTOCORRELATED = 0.3
_PRECEDENCE = (Rule.RUN, Rule.OUTSIDE, Rule.EARLY)  # a shift explains the points outside


class _Series(NamedTuple):
    """The values as they are drawn, their tries, and why each counts or not."""

    asked: Asked
    values: tuple[float | None, ...]
    tries: tuple[float, ...]
    states: tuple[State, ...]

    def frame(self, places: Sequence[int]) -> Frame | None:
        """Measure what is steady over the points at *places*."""
        return frame_of(self.asked.chart, self.at(places), [self.tries[at] for at in places])

    def at(self, places: Sequence[int]) -> list[float]:
        """List the values at *places*."""
        return [value for at in places if (value := self.values[at]) is not None]

    def heights(self, places: Sequence[int], frame: Frame) -> list[Height]:
        """Place the points at *places* in the frame."""
        pairs = zip(self.at(places), (self.tries[at] for at in places), strict=True)
        return [frame.height(value, tries) for value, tries in pairs]


def judge(points: Sequence[Point], asked: Asked) -> Judged:
    """Judge a series: its limits, what the newest complete point says, and every signal so far.

    The first 12 judged points give trial limits. They are locked at the first point from
    the 20th to the 26th that breaks no rule, and come then from all points up to it; when
    none is quiet, the process changed early and the trial limits stay for good. Each
    accepted rebase begins anew, with trial limits from 8 points on. All points of a phase
    are judged by its limits: what is seen is what is judged.

    Shape:   points in time order in; one ``Judged`` out, with a mark for each of them.
    Units:   the unit of the values throughout; a flow per business day x 5.
    Empty:   no points, or too few, give no limits and no signal.
    Raises:  ValueError for a share outside 0..1, or a value that its chart has no place for.
    Source:  DOMAIN.md 6.2-6.5; a gap still open counts once it is longer than the limit.
    """
    series = _series(points, asked)
    phases, frames = _phases(series)
    marks, heights = _marks(series, phases, frames)
    if _is_overdue(series, frames, marks):
        return judge([*points[:-1], replace(points[-1], is_open=False)], asked)
    counted = [at for phase in phases for at in phase.judged]
    newest = counted[-1] if counted else None
    signals = marks[newest].signals if newest is not None else ()
    signal = next((s for rule in _PRECEDENCE for s in signals if s.rule is rule), None)
    annotated = frozenset(at for at, point in enumerate(points) if point.is_annotated)
    return Judged(
        asked=asked,
        points=tuple(points),
        marks=tuple(marks),
        phases=tuple(phases),
        cards=cards_of(phases, marks, heights, annotated),
        signal=signal,
        is_expected=newest is not None
        and signal is not None
        and is_expected(signal, newest, annotated),
        rebase=_rebase(series, phases, signals, annotated),
    )


def _series(points: Sequence[Point], asked: Asked) -> _Series:
    states = tuple(_state(point, asked.chart) for point in points)
    is_flow = asked.is_flow
    return _Series(
        asked,
        tuple(_per_week(point) if is_flow else point.value for point in points),
        tuple(point.tries or 0.0 if asked.chart.is_of_tries else 1.0 for point in points),
        states,
    )


def _state(point: Point, chart: Chart) -> State:
    if point.is_excluded:
        return State.EXCLUDED
    if point.is_open:
        return State.OPEN
    if point.value is None or (chart.is_of_tries and not point.tries):
        return State.EMPTY
    if point.open_days < SHORT_WEEK and not chart.is_of_gaps:
        return State.SHORT
    is_few = chart.is_of_tries and (point.tries or 0) < HIDDEN
    return State.FEW if is_few else State.JUDGED


def _per_week(point: Point) -> float | None:
    """Return a flow per business day x 5; that of a week without any stays what it was."""
    if point.value is None or point.open_days <= 0:
        return point.value
    return point.value * FULL_WEEK / point.open_days


def _phases(series: _Series) -> tuple[list[Phase], list[Frame | None]]:
    count = len(series.values)
    rebased = {at for at in series.asked.rebased_at if 0 < at < count}
    bounds = [0, *sorted(rebased), count] if count else []
    phases, frames = [], []
    for start, end in pairwise(bounds):
        judged = tuple(at for at in range(start, end) if series.states[at] is State.JUDGED)
        needs = RUN_LENGTH if start else LEAST
        phase = Phase(start=start, end=end, needs=needs, judged=judged)
        size, stage = _baseline(series, judged, needs)
        frame = series.frame(judged[:size]) if size else None
        phases.append(_with_limits(series, phase, size, stage) if frame else phase)
        frames.append(frame)
    return phases, frames


def _baseline(series: _Series, judged: tuple[int, ...], least: int) -> tuple[int, Stage]:
    """Tell how many of the *judged* points the limits come from, and whether they are locked."""
    count = len(judged)
    if count < least:
        return 0, Stage.NONE
    trial = min(count, LEAST)
    if count < LOCK_FROM:
        return trial, Stage.TRIAL
    frame = series.frame(judged[:trial])
    heights = series.heights(judged[:LOCK_BY], frame) if frame else []
    for size in range(LOCK_FROM, min(count, LOCK_BY) + 1):
        if not broken_rules(heights[:size], tuple(Rule)):
            return size, Stage.LOCKED
    return trial, Stage.LOCKED if count >= LOCK_BY else Stage.TRIAL


def _with_limits(series: _Series, phase: Phase, size: int, stage: Stage) -> Phase:
    baseline = phase.judged[:size]
    is_long = size >= LOCK_FROM
    follows = (echo(series.asked.chart, series.at(baseline)) or 0.0) if is_long else 0.0
    rules, overlaps = [Rule.OUTSIDE], series.asked.chart is Chart.OVERLAPPING
    if follows <= AUTOCORRELATED and not overlaps:
        rules.append(Rule.RUN)
        rules += [Rule.EARLY] if is_long and series.asked.is_headline else []
    return replace(
        phase,
        stage=stage,
        baseline=baseline,
        rules=tuple(rules),
        is_autocorrelated=follows > AUTOCORRELATED or overlaps,
    )


def _marks(
    series: _Series, phases: Sequence[Phase], frames: Sequence[Frame | None]
) -> tuple[list[Mark], dict[int, Height]]:
    """Draw each point within its phase; also tell where each judged point lies in its frame."""
    marks = [
        Mark(value=value, state=state)
        for value, state in zip(series.values, series.states, strict=True)
    ]
    found: dict[int, Height] = {}
    for phase, frame in zip(phases, frames, strict=True):
        if frame is None:
            continue
        for at in range(phase.start, phase.end):
            marks[at] = _framed(series, phase, frame, at)
        heights = series.heights(phase.judged, frame)
        for number, at in enumerate(phase.judged):
            found[at] = heights[number]
            signals = broken_rules(heights[: number + 1], phase.rules)
            onsets = (s._replace(onset=phase.judged[s.onset]) for s in signals)
            marks[at] = replace(marks[at], signals=tuple(onsets))
    return marks, found


def _framed(series: _Series, phase: Phase, frame: Frame, at: int) -> Mark:
    tries = series.tries[at]
    return Mark(
        value=series.values[at],
        state=series.states[at],
        is_baseline=at in phase.baseline,
        center=frame.center,
        limits=_shown(series.asked, frame.limits(tries)) if tries else None,
    )


def _shown(asked: Asked, limits: Interval) -> Interval:
    low, high = asked.possible
    high = min(high, 1.0) if asked.chart is Chart.SHARE else high
    return Interval(max(low, limits.low), min(high, limits.high))


def _is_overdue(series: _Series, frames: Sequence[Frame | None], marks: Sequence[Mark]) -> bool:
    """Tell whether the gap still open is already longer than the limit: it can only grow."""
    if not (marks and frames[-1] and series.asked.chart.is_of_gaps):
        return False
    newest = marks[-1]
    if newest.state is not State.OPEN or newest.value is None:
        return False
    height = frames[-1].height(newest.value)
    return height.stray > height.up


def _rebase(
    series: _Series,
    phases: Sequence[Phase],
    signals: Sequence[Signal],
    annotated: frozenset[int],
) -> Rebase | None:
    """Propose new limits, once a run goes on with eight points after its onset."""
    run = next((signal for signal in signals if signal.rule is Rule.RUN), None)
    if run is None:
        return None
    places = tuple(at for at in phases[-1].judged if at >= run.onset)
    if len(places) <= RUN_LENGTH:
        return None
    size, _ = _baseline(series, places, RUN_LENGTH)
    frame = series.frame(places[:size])
    if frame is None:
        return None
    return Rebase(
        onset=run.onset,
        points=len(places),
        center=frame.center,
        limits=_shown(series.asked, frame.limits(series.tries[places[-1]])),
        has_cause=has_cause(run.onset, annotated),
    )
