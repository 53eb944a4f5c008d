"""Perception: what both sides answered, in numbers from which nobody's answer can be told."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from revdash.desk.ballots import Box
from revdash.desk.pulse import FEWEST, SIDES, RoleClass, Wave
from revdash.desk.survey import MOST, OPTIONS, AnswerKind, PulseQuestion
from revdash.stats.bootstrap import CONFIDENCE, mean_interval, mean_of_means_interval
from revdash.stats.intervals import Interval
from revdash.stats.opinions import (
    Sample,
    agreement,
    cliffs_delta,
    difference_interval,
    sample_of,
    widest,
)
from revdash.terms import Side

Group = TypeVar("Group", bound=Hashable)
SEED = "pulse_level"


@dataclass(frozen=True, kw_only=True)
class Rated:
    """What one side said to one question."""

    sample: Sample
    agreement: float | None  # r_wg; None for numbers of a hundred


@dataclass(frozen=True, kw_only=True)
class Gap:
    """How far marketing's mean lies above that of sales, with its 95 % bounds."""

    value: float
    bounds: Interval | None
    delta: float | None = None  # Cliff's


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question, as far as what was said to it may be seen."""

    question: PulseQuestion
    rated: Mapping[Side, Rated]
    gap: Gap | None


@dataclass(frozen=True, kw_only=True)
class Level:
    """The mean of the six fixed items, from 1 to 5, with its 90 % bounds."""

    value: float
    bounds: Interval
    people: int
    confidence: float = CONFIDENCE


@dataclass(frozen=True, kw_only=True)
class Picture:
    """All of a closed round that may be seen; what is left out would tell somebody's answer."""

    wave: Wave
    answered: Mapping[Side, int]  # sides of five answers or more
    items: tuple[Item, ...]
    levels: Mapping[Side, Level]
    roles: Mapping[tuple[Side, RoleClass], Level]
    level: Level | None  # of both sides, each counted once
    gap: Gap | None  # the mean distance of the six, whichever side is higher
    words: Mapping[str, tuple[str, ...]]

    @property
    def hidden(self) -> tuple[Side, ...]:
        """The sides of which nothing is shown."""
        return tuple(side for side in SIDES if side not in self.answered)


@dataclass(frozen=True, kw_only=True)
class Belief:
    """What one side believes of a share, beside what was measured."""

    question: PulseQuestion
    side: Side
    believed: float  # a share, as what it is held against
    measured: float
    people: int

    @property
    def off(self) -> float:
        """How far the belief lies above what was measured."""
        return self.believed - self.measured


def tellable(groups: Mapping[Group, int]) -> frozenset[Group]:
    """Choose the groups that may be shown beside their total, given how many answered in each.

    Those below five are hidden; and where all that is hidden would be fewer than five answers,
    which the total less the rest would tell, the next smallest group is hidden too.
    """
    shown = {group for group, size in groups.items() if size >= FEWEST}
    hidden = sum(size for group, size in groups.items() if group not in shown)
    for group in sorted(shown, key=lambda one: groups[one]):
        if not 0 < hidden < FEWEST:
            break
        shown.remove(group)
        hidden += groups[group]
    return frozenset(shown)


def picture(box: Box) -> Picture:
    """Reckon what may be seen of a closed round.

    A total of both sides is only told where both are shown, so a side that is hidden cannot be
    found by taking the other from it.
    """
    counts = {side: box.answered(side) for side in SIDES}
    answered = {side: count for side, count in counts.items() if count >= FEWEST}
    items = tuple(_item(box, one, answered) for one in box.wave.asked)
    fixed = [item for item in items if item.question.is_fixed]
    persons = {side: _persons(box, side) for side in answered}
    is_whole = len(answered) == len(SIDES)
    return Picture(
        wave=box.wave,
        answered=answered,
        items=tuple(item for item in items if item.rated),
        levels={side: _level(values) for side, values in persons.items()},
        roles=_roles(box, answered),
        level=_level_of_both([*persons.values()]) if is_whole else None,
        gap=_mean_gap(fixed) if is_whole else None,
        words=_words(box) if is_whole else {},
    )


def score(level: float, gap: float) -> float:
    """Score a level and a gap from 0 to 100, as Alignment Health does: the worse of the two."""
    of_level, of_gap = (level - 2) / 2.5, (2 - abs(gap)) / 1.7
    return 100 * max(0.0, min(1.0, of_level, of_gap))


def beliefs(seen: Picture, measured: Mapping[str, float]) -> tuple[Belief, ...]:
    """Hold each share that was asked for against the metric that measures it."""
    return tuple(
        Belief(
            question=item.question,
            side=side,
            believed=rated.sample.mean / MOST,
            measured=measured[item.question.metric],
            people=rated.sample.size,
        )
        for item in seen.items
        if item.question.kind is AnswerKind.SHARE and item.question.metric in measured
        for side, rated in item.rated.items()
    )


def _item(box: Box, question: PulseQuestion, answered: Iterable[Side]) -> Item:
    said = {side: box.scores_of(question.question_id, side) for side in answered}
    said = {side: values for side, values in said.items() if len(values) >= FEWEST}
    is_score = question.kind is AnswerKind.SCORE
    return Item(
        question=question,
        rated={
            side: Rated(
                sample=sample_of(values),
                agreement=agreement(values, OPTIONS) if is_score else None,
            )
            for side, values in said.items()
        },
        gap=_gap(*(said[side] for side in SIDES)) if len(said) == len(SIDES) else None,
    )


def _gap(marketing: list[int], sales: list[int]) -> Gap:
    left, right = sample_of(marketing), sample_of(sales)
    return Gap(
        value=left.mean - right.mean,
        bounds=difference_interval(left, right),
        delta=cliffs_delta(marketing, sales),
    )


def _mean_gap(fixed: Iterable[Item]) -> Gap:
    """The mean distance, bounded by the widest spread that answers nobody can join allow."""
    items = list(fixed)
    signs = [1 if item.gap and item.gap.value >= 0 else -1 for item in items]
    left, right = (_joined(items, side, signs) for side in SIDES)
    bounds = difference_interval(left, right)
    return Gap(
        value=left.mean - right.mean,
        bounds=bounds and Interval(max(0.0, bounds.low), bounds.high),
    )


def _joined(items: Iterable[Item], side: Side, signs: Iterable[int]) -> Sample:
    samples = [item.rated[side].sample for item in items]
    return Sample(
        mean=fmean(sign * one.mean for sign, one in zip(signs, samples, strict=True)),
        deviation=fmean(one.deviation for one in samples),
        size=samples[0].size,
    )


def _persons(box: Box, side: Side, role: RoleClass | None = None) -> list[float]:
    fixed = (one.question_id for one in box.wave.asked if one.is_fixed)
    return widest([box.scores_of(one, side, role) for one in fixed])


def _level(persons: list[float]) -> Level:
    found = mean_interval(persons, SEED)
    value = fmean(persons)
    return Level(value=value, bounds=found or Interval(value, value), people=len(persons))


def _level_of_both(sides: list[list[float]]) -> Level:
    value = fmean(map(fmean, sides))
    found = mean_of_means_interval(sides, SEED)
    return Level(value=value, bounds=found or Interval(value, value), people=sum(map(len, sides)))


def _roles(box: Box, answered: Iterable[Side]) -> dict[tuple[Side, RoleClass], Level]:
    """Leaders and team apart, where the side's own number does not tell what is hidden."""
    found: dict[tuple[Side, RoleClass], Level] = {}
    for side in answered:
        counts = {role: box.answered(side, role) for role in RoleClass}
        for role in RoleClass:
            if role is not RoleClass.ANY and role in tellable(counts):
                found[side, role] = _level(_persons(box, side, role))
    return found


def _words(box: Box) -> dict[str, tuple[str, ...]]:
    """What was written, of neither side, in an order by chance; five of a question or none."""
    return {key: tuple(said) for key, said in box.words.items() if len(said) >= FEWEST}
