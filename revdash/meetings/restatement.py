"""Restatement: why a number frozen in a meeting is another one today, record by record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from revdash.episodes.known import Known

SAME = 1e-9  # amounts that differ by less are the same


class Cause(StrEnum):
    """Why a record adds something else now than it did."""

    DEFINITION = "definition changed"
    MERGE = "merged"
    RETRACTION = "retracted or corrected"
    LATE = "arrived late"


class Move(NamedTuple):
    """One record that adds more or less now than at the freeze, and why."""

    key: str
    by: float
    cause: Cause
    is_added: bool = False  # it was not counted at all
    is_gone: bool = False


@dataclass(frozen=True, kw_only=True)
class Restatement:
    """What became of what was counted at a freeze."""

    frozen: float
    now: float
    moves: tuple[Move, ...]

    @property
    def net(self) -> float:
        """How much more is counted now."""
        return self.now - self.frozen

    @property
    def by_cause(self) -> Mapping[Cause, float]:
        """The net change by cause, each cause named; they add up to ``net``."""
        net = dict.fromkeys(Cause, 0.0)
        for move in self.moves:
            net[move.cause] += move.by
        return MappingProxyType(net)


def restate(
    frozen: Mapping[str, float],
    now: Mapping[str, float],
    known: Mapping[str, Known],
    frozen_at: datetime,
    redefined: Collection[str] = (),
) -> Restatement:
    """Explain each record that adds something else now, by exactly one cause.

    Shape:   what each record counted added at the freeze, and adds now, by key; what is *known*
             of those that differ; those *redefined*, that today's definition counts otherwise
             though of the same facts. Of a ratio, ask for each side of it.
    Empty:   the same records give no moves.
    Source:  DOMAIN.md 2.5: of several causes the first of their order is told.
    """
    moves = tuple(
        Move(
            key=key,
            by=now.get(key, 0.0) - frozen.get(key, 0.0),
            cause=Cause.DEFINITION
            if key in redefined
            else _cause(known.get(key, Known()), frozen_at, is_added=key not in frozen),
            is_added=key not in frozen,
            is_gone=key not in now,
        )
        for key in sorted(moved(frozen, now))
    )
    return Restatement(frozen=sum(frozen.values()), now=sum(now.values()), moves=moves)


def moved(frozen: Mapping[str, float], now: Mapping[str, float]) -> set[str]:
    """The records that add something else now."""
    return {key for key in frozen.keys() | now.keys() if _differs(frozen, now, key)}


def _differs(frozen: Mapping[str, float], now: Mapping[str, float], key: str) -> bool:
    return abs(now.get(key, 0.0) - frozen.get(key, 0.0)) > SAME


def _cause(known: Known, frozen_at: datetime, *, is_added: bool) -> Cause:
    """What the facts moved it by; what had not come by the freeze cannot have been corrected."""
    is_late = is_added and known.came_after(frozen_at)
    if known.is_merged:
        return Cause.MERGE
    if known.is_corrected and not is_late:
        return Cause.RETRACTION
    return Cause.LATE if is_late or known.has_news else Cause.RETRACTION
