"""Tiling: an answer in words, as the tile that shows it."""

from revdash.agreement.promises import Promise, judge
from revdash.api.asking import Asked
from revdash.api.signals import Series
from revdash.api.views import Tile
from revdash.metrics.settling import SETTLED
from revdash.metrics.shapes import Answer
from revdash.metrics.shown import difference, shown
from revdash.metrics.verdicts import Word

SPARK_POINTS = 26


def tile_of(answer: Answer, asked: Asked, series: Series | None = None, *, note: str = "") -> Tile:
    """Print *answer* as a tile; *note* stands before the reading's own."""
    metric, now = answer.now.metric, answer.now
    words = shown(now, asked.currency)
    change = difference(now, answer.before, asked.currency)
    promise = promise_of(answer, asked)
    points = (series.points if series else answer.weeks)[-SPARK_POINTS:]
    said = series.verdict if series and series.speaks else None
    return Tile(
        metric=metric.name,
        label=metric.label,
        meaning=metric.meaning,
        side=metric.side,
        value=words.value,
        is_quiet=words.is_quiet,
        note=" · ".join(part for part in (note, words.note, _settling(series)) if part),
        change=change,
        compared=asked.compared if change else "",
        goal=promise.text if promise else "",
        verdict=promise.verdict if promise else "",
        is_missed=bool(promise and promise.is_missed),
        pace=_clip(promise.reached) if promise else None,
        pace_mark=_clip(promise.expected) if promise else None,
        spark=tuple(point.value for point in points),
        is_spark_open=bool(points and points[-1].is_open),
        signal=said.word.value if said else "",
        signal_text=" ".join((said.text, *said.notes)) if said else "",
        is_signal_bad=bool(said and said.is_good is False and said.word is not Word.EXPECTED),
    )


def _settling(series: Series | None) -> str:
    """Say that more is still to come in, when it usually does."""
    share = series.settled if series else None
    if share is None or share >= SETTLED:
        return ""
    return f"still settling (about {100 * share:.0f} % in)"


def promise_of(answer: Answer, asked: Asked) -> Promise | None:
    """The goal for this metric and period, judged; none where the part asked for has no goal."""
    goal = asked.goal(answer.now.metric.name)
    return judge(goal, answer.now, asked.counting, asked.currency) if goal else None


def _clip(share: float | None) -> float | None:
    return None if share is None else max(0.0, min(1.0, share))
