"""Obligations: what each side owes the other besides the first attempt in time."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from revdash.desk.goals import Cadence
from revdash.errors import InputError


@dataclass(frozen=True, kw_only=True)
class MqlPromise:
    """So many MQLs in each period, of which sales accepts a share; of one part of the business."""

    mqls: float
    acceptance: float  # share of them
    each: Cadence = Cadence.MONTH
    segment: str = ""  # empty: of every one
    tier: str = ""

    @property
    def part(self) -> Mapping[str, str]:
        """The part of the business it is about, by filter."""
        return {
            name: value for name, value in (("segment", self.segment), ("tier", self.tier)) if value
        }


@dataclass(frozen=True, kw_only=True)
class Trying:
    """How often sales tries a lead it does not reach: attempts, on different days, within days."""

    attempts: int = 6
    days: int = 4
    within_days: float = 10.0  # business days


def as_documents(promises: Sequence[MqlPromise], answer_days: float) -> dict[str, Any]:
    """What both sides owe, as it is kept."""
    return {
        "marketing": [{**asdict(one), "each": one.each.value} for one in promises],
        "answer_days": answer_days,
    }


def promises_of(document: Mapping[str, Any] | None) -> tuple[MqlPromise, ...]:
    """Read what marketing owes back."""
    kept = (document or {}).get("marketing", ())
    return tuple(MqlPromise(**{**one, "each": Cadence(one["each"])}) for one in kept)


def trying_of(document: Mapping[str, Any] | None) -> Trying:
    """Read how often a lead is tried."""
    return Trying(**(document or {}))


def check_promises(promises: Sequence[MqlPromise]) -> None:
    """Refuse promises that nobody could keep, and two for the same part."""
    for one in promises:
        if not one.mqls > 0 or not 0 <= one.acceptance <= 1:
            raise InputError(
                f"{one.mqls:g} MQLs of which {100 * one.acceptance:g} % are accepted cannot be "
                "promised. Give a number above 0, and a share from 0 to 100 %."
            )
    parts = [(one.segment, one.tier) for one in promises]
    for part in parts:
        if parts.count(part) > 1:
            said = " and ".join(word for word in part if word) or "the whole company"
            raise InputError(
                f"Two lines promise MQLs for {said}. Promise each part once, for one period."
            )


def check_trying(trying: Trying) -> None:
    """Refuse a cadence that nobody could keep."""
    if not 1 <= trying.days <= trying.attempts or not trying.within_days > 0:
        raise InputError(
            f"{trying.attempts} attempts on {trying.days} days within {trying.within_days:g} "
            "business days cannot be kept. Give at least one attempt a day, like 6 on 4 within 10."
        )
