"""Counting: how one number came about, fact by fact, beside it."""

from collections.abc import Iterable

from sqlalchemy import Connection

from revdash.api.asking import Asked, day_text
from revdash.api.signals import Series
from revdash.api.tiling import promise_of
from revdash.metrics.drops import ROUTING_FAILURE_SHARE
from revdash.metrics.indices import AVERAGE
from revdash.metrics.jackknife import without_each
from revdash.metrics.nobody_home import by_cause
from revdash.metrics.scope import BLANK
from revdash.metrics.shapes import (
    HOUR,
    Answer,
    Combined,
    Index,
    Level,
    Ratio,
    Reach,
    Reading,
    Total,
    Unit,
    Wait,
)
from revdash.metrics.shown import NAMED, in_full, number, shown
from revdash.metrics.verdicts import WEEK_ON_WEEK, assurance
from revdash.stats.shrinkage import Standing

_MARKS = (("1 h", HOUR), ("4 h", 4 * HOUR), ("8 h", 8 * HOUR))


def how_counted(answer: Answer, asked: Asked) -> tuple[tuple[str, str], ...]:
    """What is to be known of a number: who counts, on which clock, how sure it is."""
    now, metric = answer.now, answer.now.metric
    facts = [
        ("Question", metric.question),
        ("Formula", metric.formula),
        ("Clock", metric.clock),
        ("Still open", metric.open_items),
        ("Days", _days(answer)),
        ("Pace", _pace(answer, asked)),
        *_made_of(now, asked),
        (f"{100 * now.confidence:.0f} % interval", _interval(now, asked)),
        *_of_curve(now),
        *_of_level(now),
        *_of_age(now),
        ("Benchmark", metric.benchmark),
        ("Beware", metric.pitfalls),
    ]
    return tuple((name, text) for name, text in facts if text)


def what_belongs_beside(readings: Iterable[Reading], asked: Asked) -> tuple[tuple[str, str], ...]:
    """The numbers without which this one misleads, as their tiles say them."""
    told = ((one.metric.label, shown(one, asked.currency)) for one in readings)
    return tuple((label, _joined(words.value, words.note)) for label, words in told)


def what_one_owner_makes(
    connection: Connection, reading: Reading, asked: Asked
) -> tuple[tuple[str, str], ...]:
    """How far the groups that differ from the average would move without any one owner's cases."""
    if not isinstance(reading.metric, Index) or not reading.parts:
        return ()
    ranges = without_each(connection, reading.metric, asked.scope)
    apart = [part for part in reading.parts if part.standing not in (None, Standing.SAME)]
    apart.sort(key=lambda part: -abs(part.value - AVERAGE))
    told = (
        f"{part.name or BLANK} {ranges[part.name].low:.0f} to {ranges[part.name].high:.0f}"
        for part in apart[:NAMED]
        if part.name in ranges
    )
    text = " · ".join(told)
    return (("Without any one owner", text),) if text else ()


def why_nobody_was_home(
    connection: Connection, reading: Reading, asked: Asked
) -> tuple[tuple[str, str], ...]:
    """Of leads that were with nobody: by which cause."""
    if reading.metric is not ROUTING_FAILURE_SHARE or not reading.hits:
        return ()
    told = [f"{words}: {count:,}" for words, count in by_cause(connection, asked.scope) if count]
    several = "; a lead may have several" if len(told) > 1 else ""
    return (("By cause", f"{' · '.join(told)}{several}"),)


def what_weeks_say(
    answer: Answer, asked: Asked, series: Series | None
) -> tuple[tuple[str, str], ...]:
    """Whether the newest complete week is a signal or noise, and what follows for the goal."""
    if series is None or series.judged is None or series.voice is None or series.verdict is None:
        return ()
    goal = asked.goal(answer.now.metric.name)
    is_rate = goal is not None and not isinstance(answer.now.metric, Total)
    facts = [
        ("Signal or noise", " ".join((series.verdict.text, *series.verdict.notes))),
        (
            "The goal",
            assurance(series.judged, goal.target, series.voice) if goal and is_rate else "",
        ),
        ("The change", f"{WEEK_ON_WEEK[:1].upper()}{WEEK_ON_WEEK[1:]}." if answer.before else ""),
    ]
    return tuple((name, text) for name, text in facts if text)


def _days(answer: Answer) -> str:
    compared = f", compared with {answer.before.period}" if answer.before else ""
    return f"{answer.now.period}{compared}"


def _pace(answer: Answer, asked: Asked) -> str:
    """What a running sum comes to if the rest goes as it usually does, and how likely that is."""
    promise = promise_of(answer, asked)
    pace = promise.pace if promise else None
    if pace is None or pace.projected is None or pace.interval is None or pace.probability is None:
        return ""
    unit, end = answer.now.metric.unit, day_text(answer.now.period.last)
    numbers = (pace.expected, pace.goal, pace.projected, *pace.interval)
    expected, goal, comes_to, low, high = (number(one, unit, asked.currency) for one in numbers)
    return (
        f"{expected} of {goal} were to be expected by now. At this pace it is {comes_to} "
        f"({low} to {high}) on {end}: {_likely(pace.probability)} likely to reach the goal. "
        f"{pace.business_days_elapsed:g} of {pace.business_days:g} working days are over, "
        f"{pace.basis}."
    )


def _likely(probability: float) -> str:
    """A chance in whole percent; what rounds to never or to surely says that it is neither."""
    percent = round(100 * probability)
    if percent in (0, 100):
        return "less than 1 %" if percent == 0 else "more than 99 %"
    return f"{percent} %"


def _interval(reading: Reading, asked: Asked) -> str:
    low, high, metric = reading.low, reading.high, reading.metric
    if isinstance(metric, Reach) or reading.value is None or low is None or high is None:
        return ""
    top = "not reached" if high == float("inf") else number(high, metric.unit, asked.currency)
    return f"{number(low, metric.unit, asked.currency)} to {top}"


def _made_of(reading: Reading, asked: Asked) -> list[tuple[str, str]]:
    """The two totals of a ratio, the readings that others were combined into one from."""
    metric = reading.metric
    if isinstance(metric, Combined):
        return [(one.metric.label, shown(one, asked.currency).value) for one in reading.of]
    if not isinstance(metric, Ratio) or reading.value is None:
        return []
    return [
        (one.metric.label, in_full(one.value or 0.0, one.metric.unit, asked.currency))
        for one in reading.of
    ]


def _of_curve(reading: Reading) -> list[tuple[str, str]]:
    """For a wait: by when nine of ten are served, and the shares served by certain times."""
    curve, metric = reading.curve, reading.metric
    if curve is None or not isinstance(metric, Wait) or metric.within is not None:
        return []
    ninety, unit = curve.quantile(0.9), metric.unit
    longest = number(curve.longest or 0.0, unit)
    marks = metric.marks or (_MARKS if unit is Unit.HOURS else ())
    shares = [
        f"{label} {100 * share:.0f} %"
        for label, seconds in marks
        if (share := curve.share_by(seconds / metric.step)) is not None
    ]
    return [
        ("Nine of ten within", f"> {longest}" if ninety is None else number(ninety, unit)),
        (f"{metric.hit.capitalize()} within", " · ".join(shares) if marks else ""),
        (metric.wait.capitalize(), f"{reading.pending:,} of {reading.sample:,}"),
    ]


def _of_level(reading: Reading) -> list[tuple[str, str]]:
    """For a level told apart: how many are of which part."""
    if not isinstance(reading.metric, Level) or not reading.parts:
        return []
    told = (f"{part.name}: {part.sample:,}" for part in reading.parts)
    return [(reading.metric.hit.capitalize(), " · ".join(told))]


def _of_age(reading: Reading) -> list[tuple[str, str]]:
    """For a share within so many days: how many have had them."""
    if reading.ready is None:
        return []
    told = f"{reading.ready:,} of {reading.sample:,} have had the time"
    if reading.maturity is not None:
        told += f": {100 * reading.maturity:.0f} % of what is to come has had time to"
    return [("Maturity", told)]


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)
