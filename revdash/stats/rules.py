"""Rules: what about the newest point is unlikely in a steady process, and how often by chance."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

RUN_LENGTH = 8
TWO_SIGMA = 2 / 3  # of the way from the center to a limit of three
# Per new point, R1-R3, of a normal or Poisson(20) process (DOMAIN.md 6.3, simulated there).
FALSE_ALARMS_LOCKED, FALSE_ALARMS_TRIAL = 0.031, 0.046


class Rule(StrEnum):
    """What about the newest point is unlikely in a steady process."""

    OUTSIDE = "R1"
    RUN = "R2"
    EARLY = "R3"


class Height(NamedTuple):
    """How far a point lies above the center (negative: below), and how far it may each way."""

    stray: float
    up: float
    down: float


class Signal(NamedTuple):
    """A rule that the newest point breaks: on which side, and since which index."""

    rule: Rule
    is_high: bool
    onset: int


def broken_rules(heights: Sequence[Height], rules: Sequence[Rule]) -> tuple[Signal, ...]:
    """List the *rules* that the newest of *heights* breaks.

    Shape:   heights in time order, the newest last; none or more ``Signal`` in rule order.
    Empty:   no heights break no rule.
    Source:  Western Electric (1956), in NHS practice: outside, run of eight, two of three.
    """
    if not heights or not heights[-1].stray:
        return ()
    is_high = heights[-1].stray > 0
    # Mirrored when low, so that each rule below looks in one direction only.
    mirrored = [(h.stray, h.up) if is_high else (-h.stray, h.down) for h in heights]
    found = ((rule, _ONSET[rule](mirrored)) for rule in Rule if rule in rules)
    return tuple(Signal(rule, is_high, onset) for rule, onset in found if onset is not None)


def noisy_cards(locked: int, trial: int = 0) -> float:
    """Return how many of so many headline cards signal in a week by chance alone.

    Shape:   how many cards have locked limits, how many trial limits.
    Source:  DOMAIN.md 6.3: 12 locked cards give 0.37 a week, one every 2.7 weeks.
    """
    return locked * FALSE_ALARMS_LOCKED + trial * FALSE_ALARMS_TRIAL


def _outside(heights: Sequence[tuple[float, float]]) -> int | None:
    stray, reach = heights[-1]
    return len(heights) - 1 if stray > reach else None


def _run(heights: Sequence[tuple[float, float]]) -> int | None:
    length = next(
        (back for back, (stray, _) in enumerate(reversed(heights)) if stray <= 0), len(heights)
    )
    return len(heights) - length if length >= RUN_LENGTH else None


def _early(heights: Sequence[tuple[float, float]]) -> int | None:
    last, first = heights[-3:], len(heights) - 3
    is_beyond = [stray > TWO_SIGMA * reach for stray, reach in last]
    if first < 0 or not is_beyond[-1] or sum(is_beyond) < 2:  # noqa: PLR2004  two of three
        return None
    if min(stray for stray, _ in last) <= 0:
        return None
    return first + is_beyond.index(True)


_ONSET: dict[Rule, Callable[[Sequence[tuple[float, float]]], int | None]] = {
    Rule.OUTSIDE: _outside,
    Rule.RUN: _run,
    Rule.EARLY: _early,
}
