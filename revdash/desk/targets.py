"""Targets: within which time sales tries first, of parts of the business that differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from revdash.errors import InputError

FIRST_TOUCH = "first_touch"
PARTS = ("source", "region", "segment", "tier")


@dataclass(frozen=True, kw_only=True)
class ScopedTarget:
    """Within so many business hours, in one part of the business; what is empty is any.

    Of those that a lead is of, the one that names most applies; of two that name as many, the one
    that names the source, then the region, then the segment.
    """

    hours: float
    source: str = ""
    region: str = ""
    segment: str = ""
    tier: str = ""

    @property
    def part(self) -> Mapping[str, str]:
        """The part of the business it is for, by filter."""
        return {name: value for name in PARTS if (value := getattr(self, name))}


def target_documents(targets: Iterable[ScopedTarget]) -> list[dict[str, Any]]:
    """Targets as they are kept."""
    return [{"what": FIRST_TOUCH, **asdict(one)} for one in targets]


def targets_of(document: Sequence[Mapping[str, Any]] | None) -> tuple[ScopedTarget, ...]:
    """Read them back."""
    kept = (one for one in document or () if one["what"] == FIRST_TOUCH)
    return tuple(ScopedTarget(hours=one["hours"], **{n: one[n] for n in PARTS}) for one in kept)


def check_targets(targets: Sequence[ScopedTarget]) -> None:
    """Refuse targets that nobody could keep, that are said elsewhere, or said twice."""
    parts = [{name: value.casefold() for name, value in one.part.items()} for one in targets]
    for one, part in zip(targets, parts, strict=True):
        said = " and ".join(one.part.values()) or "everything"
        if not one.hours > 0:
            raise InputError(
                f"{one.hours:g} hours for {said} is no time to try in. Give business hours above 0."
            )
        if not part.keys() - {"tier"}:
            raise InputError(
                f"A target for {said} alone is one of a tier, or of all: those have fields of "
                "their own. Name a source, a region or a segment too, or leave the line out."
            )
        if parts.count(part) > 1:
            raise InputError(f"Two lines give a target for {said}. Give each part one.")
