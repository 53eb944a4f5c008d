"""Alike: a share by follow-up speed, leads of one tier and channel among themselves, in words."""

from collections.abc import Sequence
from typing import NamedTuple

from revdash.api.actors import Actor, Right
from revdash.api.asking import Asked, ask
from revdash.api.cuts import SPEED, assert_by_team, comparable_by, cuts_of
from revdash.api.explore_views import Breakdown, Slice
from revdash.api.house import house
from revdash.api.questions import Question
from revdash.desk.audit import record
from revdash.errors import InputError
from revdash.exports.sheets import csv_bytes
from revdash.metrics.alike import Pace, paces
from revdash.metrics.catalog import find
from revdash.metrics.made_cuts import SLOWEST
from revdash.metrics.shapes import Rate, Wait
from revdash.stats.strata import TimesAsOften

SWITCH = "Like with like: within tier and channel"
NOTE = f"How many times as often as leads tried {SLOWEST}, each tier and channel by itself"
NOT_SAID = (
    "It does not say that being quick is the cause: whoever tries first may also choose by what "
    "no column tells."
)
LEFT_OUT = "Leads that nobody tried, or that have not had their time, are left out."
NOTHING = (
    f"Nothing to compare: it takes leads tried sooner and leads tried {SLOWEST}, of one tier and "
    "channel. Widen the period, or take a filter off."
)
_HEADER = (
    *("speed", "times_as_often", "low", "high", "all_together", "all_low", "all_high"),
    *("hits", "sample", "without_counterpart"),
)


class _Found(NamedTuple):
    metric: Rate | Wait
    asked: Asked
    paces: tuple[Pace, ...]


def like_with_like(actor: Actor, metric: str, question: Question) -> Breakdown:
    """One share by follow-up speed: beside the slowest, of leads that are alike."""
    found = _found(actor, metric, question)
    known = [pace.alike for pace in found.paces if pace.alike]
    longest = max([1.0, *(one.high for one in known)])
    days = found.asked.scope.period
    return Breakdown(
        by=SPEED,
        cuts=tuple(cuts_of(found.metric, actor).items()),
        title=f"{found.metric.label} by follow-up speed, like with like",
        note=NOTE,
        rests="All together · rests on",
        switch=SWITCH,
        is_alike=True,
        slices=tuple(_slice(pace, longest) for pace in found.paces) if known else (),
        whole=1 / longest,
        says=_says(found.metric, found.paces) if known else (),
        empty=NOTHING,
        csv_name=f"revdash-{metric}-like-with-like-{days.start}-{days.last}.csv",
    )


def like_with_like_csv(actor: Actor, metric: str, question: Question) -> bytes:
    """The same as CSV, with what it is on top; leaves an audit row."""
    found = _found(actor, metric, question)
    scope = found.asked.scope
    preamble = [("Metric", found.metric.label), ("Meaning", found.metric.meaning)]
    preamble += [("Compared", f"{NOTE}. {NOT_SAID}"), ("Left out", LEFT_OUT)]
    preamble += [("Period", str(scope.period)), ("Data", found.asked.freshness.text)]
    preamble += [(f"Only {name}", ", ".join(values)) for name, values in scope.filters]
    rows = [
        (pace.speed, *_three(pace.alike), *_three(pace.plain), *pace.cases, pace.unmatched)
        for pace in found.paces
    ]
    seen = {"rows": len(rows), "filters": dict(scope.filters)}
    with house().desk.writing() as desk:
        record(desk, "export csv", f"{metric} like with like", seen, house().stamp(actor.actor_id))
    return csv_bytes(preamble, _HEADER, rows)


def _found(actor: Actor, metric: str, question: Question) -> _Found:
    actor.assert_may(Right.READ)
    wanted = comparable_by(find(metric), SPEED)
    if wanted is None:
        raise InputError(
            f"'{metric}' is no share of leads that can be compared by speed. "
            "Take acceptance_rate, junk_rate or sal_to_sql."
        )
    assert_by_team(actor, question, [wanted])
    with house().facts() as connection:
        asked = ask(house(), connection, question)
        return _Found(wanted, asked, paces(connection, wanted, asked.scope))


def _slice(pace: Pace, longest: float) -> Slice:
    of = f"{pace.cases.hits:,} of {pace.cases.tries:,}"
    if pace.speed == SLOWEST:
        return Slice(
            value=pace.speed,
            name=pace.speed,
            shown="1",
            note=f"1 · {of}",
            is_quiet=False,
            is_chosen=False,
            length=1 / longest,
        )
    one, plain = pace.alike, pace.plain
    told = [f"{plain.ratio:.2f}"] if plain else []
    return Slice(
        value=pace.speed,
        name=pace.speed,
        shown=f"{one.ratio:.2f} times" if one else "–",
        note=" · ".join((*told, of)),
        is_quiet=one is None or one.low <= 1 <= one.high,
        is_chosen=False,
        length=one.ratio / longest if one else None,
        low=one.low / longest if one else None,
        high=one.high / longest if one else None,
    )


def _says(metric: Rate | Wait, found: Sequence[Pace]) -> tuple[str, ...]:
    """What the quickest beside the slowest says, and what it does not."""
    first = next(pace for pace in found if pace.alike)
    one, plain = first.alike, first.plain
    if one is None or plain is None:
        return ()
    between = f"{one.low:.2f} to {one.high:.2f}"
    is_apart = not one.low <= 1 <= one.high
    told = (
        f"Tried {first.speed}, leads are {_word(metric)} {one.ratio:.2f} times as often as those "
        f"tried {SLOWEST} ({between})"
    )
    said = f"{told}." if is_apart else f"Not distinguishable. {told}: 1 lies between."
    more = "more" if plain.ratio > one.ratio else "less"
    mixed = (
        f"All together it is {plain.ratio:.2f}: the leads tried first are of tiers and channels "
        f"that are {_word(metric)} {more} often anyway."
    )
    lonely = sum(pace.unmatched for pace in found)
    alone = f" {lonely:,} have no counterpart in their tier and channel." if lonely else ""
    return said, mixed, NOT_SAID, LEFT_OUT + alone


def _word(metric: Rate | Wait) -> str:
    """What a hit is called, in quotes: it stands in the middle of a sentence."""
    return f"“{metric.hit}”"


def _three(one: TimesAsOften | None) -> tuple[float | None, ...]:
    return tuple(one) if one else (None, None, None)
