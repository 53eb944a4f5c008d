"""Telling of the pulse: what may be seen of each round that is over, and nothing else of it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from statistics import fmean

from sqlalchemy import Connection

from revdash.agreement.perception import Belief, Gap, Item, Picture, beliefs, picture, score
from revdash.api.teller import Row, Teller, Telling
from revdash.desk.ballots import count_answered, read_box
from revdash.desk.pulse import FEWEST, SIDES, Wave, read_waves
from revdash.desk.survey import AnswerKind
from revdash.desk.tables.pulse import survey_token, survey_wave
from revdash.metrics.catalog import find
from revdash.metrics.read import read
from revdash.metrics.scope import Scope
from revdash.period import Period
from revdash.stats.intervals import Interval
from revdash.terms import Side

MEASURED_OVER = timedelta(weeks=4)
DIGITS = 4
LEVEL, GAP, AGREEMENT, REALITY, SCORE = (
    "pulse_level",
    "perception_gap",
    "within_team_agreement",
    "perception_vs_reality",
    "pulse_agreement",  # what Alignment Health takes of it
)


def _rounds(telling: Telling) -> Iterator[Row]:
    today = telling.rules.day_of(telling.now)
    with telling.house.desk.connect() as desk:
        over = [wave for wave in read_waves(desk) if wave.is_closed(today)]
        waves = [wave for wave in over if count_answered(desk, wave)]
        seen = [picture(read_box(desk, wave)) for wave in waves]
    for one in seen:
        asked = {q.metric for q in one.wave.asked if q.kind is AnswerKind.SHARE and q.metric}
        held = beliefs(one, measured_before(telling.connection, telling.scope, one.wave, asked))
        for metric, rows in (
            (LEVEL, _levels(one)),
            (GAP, _gaps(one)),
            (AGREEMENT, _agreements(one)),
            (REALITY, _beliefs(one, held)),
            (SCORE, _scores(one)),
        ):
            for row in rows:
                yield {"metric": metric, "as_on": one.wave.closes_on, **_brief(row)}


def _brief(row: Row) -> Row:
    """The same in as many digits as a mean of whole numbers has meaning."""
    return {
        name: round(value, DIGITS) if isinstance(value, float) else value
        for name, value in row.items()
    }


def measured_before(
    connection: Connection, scope: Scope, wave: Wave, metrics: Iterable[str]
) -> dict[str, float]:
    """What was measured of *metrics* over the four weeks before a round closed."""
    period = Period(wave.closes_on - MEASURED_OVER, wave.closes_on)
    before = Scope(period=period, as_of=scope.as_of, today=scope.today, weeks=scope.weeks)
    found = {}
    for metric in metrics:
        reading = read(connection, find(metric), before)
        if reading.value is not None and reading.sample >= FEWEST:
            found[metric] = reading.value
    return found


def _levels(seen: Picture) -> Iterator[Row]:
    if seen.level is None:
        yield _hidden(seen)
    else:
        bounds = {"low": seen.level.bounds.low, "high": seen.level.bounds.high}
        value, people = seen.level.value, seen.level.people
        told = {"value": value, "sample": people, "words": _answered(seen)}
        yield {**told, **bounds, "confidence": seen.level.confidence}
    for side, level in seen.levels.items():
        yield {"side": side.value, "value": level.value, "sample": level.people}
    for item in _fixed(seen):
        means = {side: rated.sample.mean for side, rated in item.rated.items()}
        yield from _by_side(item, means)
        if len(means) == len(SIDES):
            yield {"item": item.question.label, "value": fmean(means.values())}


def _gaps(seen: Picture) -> Iterator[Row]:
    if seen.gap is None:
        yield _hidden(seen)
        return
    yield {**_gap(seen.gap), "sample": sum(seen.answered.values()), "words": _widest(seen)}
    for item in _fixed(seen):
        if item.gap:
            yield {**_gap(item.gap), "item": item.question.label}


def _gap(gap: Gap) -> dict[str, float]:
    found = {"value": gap.value, "confidence": 0.95}
    return found | ({"low": gap.bounds.low, "high": gap.bounds.high} if gap.bounds else {})


def _agreements(seen: Picture) -> Iterator[Row]:
    found: list[float] = []
    for item in _fixed(seen):
        own = {side: one.agreement for side, one in item.rated.items() if one.agreement is not None}
        found += own.values()
        yield from _by_side(item, own)
        if len(own) == len(SIDES):
            yield {"item": item.question.label, "value": fmean(own.values())}
    if seen.hidden:
        yield _hidden(seen)
    else:
        yield {"value": fmean(found), "sample": sum(seen.answered.values())}


def _beliefs(seen: Picture, held: tuple[Belief, ...]) -> Iterator[Row]:
    if seen.hidden:
        yield _hidden(seen)
    elif not held:
        yield {"missing": "too few said a number, or too little was measured"}
    else:
        people = sum(seen.answered.values())
        yield {"value": fmean(abs(one.off) for one in held), "sample": people}
    for one in held:
        place = {"side": one.side.value, "item": one.question.label}
        yield {**place, "value": one.off, "sample": one.people}


def _scores(seen: Picture) -> Iterator[Row]:
    """The score and how low and high its parts leave it open."""
    if seen.level is None or seen.gap is None:
        yield _hidden(seen)
        return
    level, gap = seen.level.bounds, seen.gap.bounds or Interval(seen.gap.value, seen.gap.value)
    yield {
        "value": score(seen.level.value, seen.gap.value),
        "low": score(level.low, gap.high),
        "high": score(level.high, gap.low),
        "confidence": seen.level.confidence,
        "sample": min(seen.answered.values()),
    }


def _by_side(item: Item, values: Mapping[Side, float]) -> Iterator[Row]:
    for side, value in values.items():
        size = item.rated[side].sample.size
        yield {"item": item.question.label, "side": side.value, "value": value, "sample": size}


def _fixed(seen: Picture) -> list[Item]:
    return [item for item in seen.items if item.question.is_fixed]


def _hidden(seen: Picture) -> Row:
    sides = " and ".join(side.value for side in seen.hidden)
    return {"missing": f"fewer than {FEWEST} of {sides} answered"}


def _answered(seen: Picture) -> str:
    told = (
        f"{side.value} {seen.levels[side].value:.1f} ({count} of {seen.wave.invited[side]})"
        for side, count in seen.answered.items()
    )
    return ", ".join(told)


def _widest(seen: Picture) -> str:
    gaps = [(item.question.label, item.gap.value) for item in _fixed(seen) if item.gap]
    label, value = max(gaps, key=lambda pair: abs(pair[1]))
    higher = Side.MARKETING if value > 0 else Side.SALES
    return f"widest: {label.lower()}, {higher.value} {abs(value):.1f} higher"


TELLERS = (
    Teller(
        name="pulse",
        metrics=(LEVEL, GAP, AGREEMENT, REALITY, SCORE),
        rests_on=(survey_wave, survey_token),
        rows=_rounds,
    ),
)
