"""Sentence: the number and what moved it, in the words of DOMAIN.md 4.5."""

from collections.abc import Callable, Sequence

from revdash.health.moved import Moved
from revdash.health.score import Standing
from revdash.metrics.shown import with_sign

MOST, LEAST = 3, 2  # parts named the way the number went, and the other way
TELLABLE = 0.05  # less rounds to nothing

Naming = Callable[[str], str]


def sentence(moved: Moved, name_of: Naming, *, when: str = "last week") -> str:
    """Say the number, what it was, and what moved it."""
    now, was = moved.after.value, moved.before.value
    told = [f"Health {now:.0f} ({when} {was:.0f}, {with_sign(moved.change)})."]
    is_up = moved.change >= 0
    told += _side("Up", _ranked(moved, 1), MOST if is_up else LEAST, name_of)
    told += _side("Down", _ranked(moved, -1), LEAST if is_up else MOST, name_of)
    told += _evidence(moved, name_of)
    return " ".join(told)


def alone(standing: Standing, name_of: Naming) -> str:
    """Say the number where nothing can be compared with, or what is missing for one."""
    missing = ", ".join(name_of(name) for name in standing.missing)
    if standing.is_told:
        return f"Health {standing.value:.0f}."
    return f"Not enough evidence: {100 * standing.coverage:.0f} % measured. Missing: {missing}."


def _ranked(moved: Moved, sign: int) -> list[tuple[str, float]]:
    found = [
        (name, effect.value)
        for name, effect in moved.effects.items()
        if sign * effect.value >= TELLABLE
    ]
    return sorted(found, key=lambda pair: -abs(pair[1]))


def _side(word: str, found: Sequence[tuple[str, float]], most: int, name_of: Naming) -> list[str]:
    named = ", ".join(f"{name_of(name)} {with_sign(value)}" for name, value in found[:most])
    return [f"{word}: {named}."] if named else []


def _evidence(moved: Moved, name_of: Naming) -> list[str]:
    why = [f"{name_of(name)} now measured" for name in moved.newly_measured]
    why += [f"{name_of(name)} no longer measured" for name in moved.no_longer_measured]
    if not why:
        return []
    return [f"New evidence ({', '.join(why)}) {with_sign(moved.evidence)} net."]
