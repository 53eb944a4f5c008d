"""Restatement: why a number frozen in a meeting is another one today, record by record."""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from revdash.episodes.known import Known


class Cause(StrEnum):
    """Why a record is counted now and was not, or the other way round; the first that fits."""

    DEFINITION = "definition changed"
    MERGE = "merged"
    RETRACTION = "retracted or corrected"
    LATE = "arrived late"


class Move(NamedTuple):
    """One record that was added to the count, or left it, and why."""

    key: str
    is_added: bool
    cause: Cause


@dataclass(frozen=True, kw_only=True)
class Restatement:
    """What became of the records counted at a freeze."""

    frozen: int
    now: int
    moves: tuple[Move, ...]

    @property
    def net(self) -> int:
        """How many more are counted now."""
        return self.now - self.frozen

    @property
    def by_cause(self) -> Mapping[Cause, int]:
        """The net change by cause, each cause named; they add up to ``net``."""
        net = Counter(dict.fromkeys(Cause, 0))
        for move in self.moves:
            net[move.cause] += 1 if move.is_added else -1
        return MappingProxyType(dict(net))


def restate(
    frozen: AbstractSet[str],
    now: AbstractSet[str],
    known: Mapping[str, Known],
    frozen_at: datetime,
    *,
    as_defined_then: AbstractSet[str] | None = None,
) -> Restatement:
    """Explain each record that is counted on one side only, by exactly one cause.

    Shape:   the keys counted at the freeze and now; what is *known* of those on one side
             only; where the definition has changed since, the keys that the old one counts
             now. Of a ratio, ask for each side of it.
    Empty:   equal sets give no moves.
    Source:  DOMAIN.md 2.5: definition, merge, retraction or correction, late, in this order.
    """
    moves = []
    for key in sorted(frozen ^ now):
        is_added = key in now
        cause = _cause(known.get(key, Known()), is_added, frozen_at)
        if as_defined_then is not None and (key in as_defined_then) is not is_added:
            cause = Cause.DEFINITION
        moves.append(Move(key, is_added, cause))
    return Restatement(frozen=len(frozen), now=len(now), moves=tuple(moves))


def _cause(known: Known, is_added: bool, frozen_at: datetime) -> Cause:
    if known.is_merged:
        return Cause.MERGE
    is_new = known.first_loaded_at is not None and known.first_loaded_at > frozen_at
    return Cause.LATE if is_added and is_new else Cause.RETRACTION
