"""Moved: what made the number another one, part by part and team by team, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from revdash.health.score import Standing, Yard
from revdash.stats.weighing import Effect, Weighed, effects


class Tally(NamedTuple):
    """So many hits of so many tries."""

    hits: float
    tries: float


@dataclass(frozen=True, kw_only=True)
class TeamEffect:
    """What one team did to a part's effect: by its own rate, and by its share of the cases."""

    team: str
    before: Tally
    after: Tally
    rate: float
    volume: float

    @property
    def both(self) -> float:
        """The two together."""
        return self.rate + self.volume


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The change between two standings by the same yards, and each part's share of it."""

    before: Standing
    after: Standing
    effects: Mapping[str, Effect]

    @property
    def change(self) -> float:
        """How far the number moved."""
        return self.after.value - self.before.value

    @property
    def evidence(self) -> float:
        """What parts did to it that are measured now and were not, or the other way round."""
        return sum(effect.coverage for effect in self.effects.values())

    @property
    def newly_measured(self) -> tuple[str, ...]:
        """The parts measured now that were not."""
        return tuple(name for name in self.after.measured if name not in self.before.measured)

    @property
    def no_longer_measured(self) -> tuple[str, ...]:
        """The parts measured before that are not now."""
        return tuple(name for name in self.before.measured if name not in self.after.measured)


def moved(before: Standing, after: Standing) -> Moved:
    """Split the change between two moments into the parts' effects, which add up to it."""
    found = effects(before.parts, after.parts)
    return Moved(before=before, after=after, effects=dict(zip(after.scores, found, strict=True)))


def by_team(
    change: Moved, yard: Yard, before: Mapping[str, Tally], after: Mapping[str, Tally]
) -> tuple[TeamEffect, ...]:
    """Split the value effect of a rate among the teams whose cases it counts.

    What a team's rate did, and what its share of the cases did, add up to the effect exactly;
    where a goalpost cuts the rate's change off, all are cut in proportion.
    """
    teams = sorted(before.keys() | after.keys())
    nothing = Tally(0.0, 0.0)
    pairs = [(before.get(team, nothing), after.get(team, nothing)) for team in teams]
    old, new = (_shares([pair[at] for pair in pairs]) for at in (0, 1))
    scale = _scale(change, yard, old, new)
    return tuple(
        TeamEffect(
            team=team,
            before=pair[0],
            after=pair[1],
            rate=scale * effect.value,
            volume=scale * effect.coverage,
        )
        for team, pair, effect in zip(teams, pairs, effects(old, new), strict=True)
    )


def by_load(
    change: Moved, yard: Yard, before: Mapping[str, Tally], after: Mapping[str, Tally]
) -> tuple[TeamEffect, ...]:
    """Split the value effect of a level among those who bear it; all are counted per the same.

    What one bears more or less of, and what more or fewer to count it per did, add up to the
    effect exactly; where a goalpost cuts the change off, all are cut in proportion.
    """
    tries = [next((tally.tries for tally in each.values()), 0.0) for each in (before, after)]
    per = [1.0 / one if one else 0.0 for one in tries]
    old, new = (
        tuple(Weighed(one, tally.hits) for tally in each.values())
        for one, each in zip(per, (before, after), strict=True)
    )
    scale = _scale(change, yard, old, new)
    names = sorted(before.keys() | after.keys())
    pairs = [
        (before.get(name, Tally(0.0, tries[0])), after.get(name, Tally(0.0, tries[1])))
        for name in names
    ]
    return tuple(
        TeamEffect(
            team=name,
            before=was,
            after=now,
            rate=scale * sum(per) / 2 * (now.hits - was.hits),
            volume=scale * (per[1] - per[0]) * (was.hits + now.hits) / 2,
        )
        for name, (was, now) in zip(names, pairs, strict=True)
    )


def _shares(tallies: list[Tally]) -> tuple[Weighed, ...]:
    every = sum(tally.tries for tally in tallies)
    return tuple(
        Weighed(tally.tries / every, tally.hits / tally.tries)
        if tally.tries
        else Weighed(0.0, None)
        for tally in tallies
    )


def _scale(change: Moved, yard: Yard, old: tuple[Weighed, ...], new: tuple[Weighed, ...]) -> float:
    """How much of the number one unit of the rate's change was worth."""
    was, now = (sum(one.weight * (one.value or 0.0) for one in each) for each in (old, new))
    effect = change.effects[yard.name].value
    if was != now:
        return effect / (now - was)
    weight = (change.before.weights[yard.name] + change.after.weights[yard.name]) / 2
    is_between = yard.score(now) not in (0.0, 100.0)
    return weight * yard.slope if is_between else 0.0
