"""Reconciling: two lists of the same leads, and of every difference between them its one cause.

An entry is one row of a list: one human, on one day. Entries of one human in both lists are
paired, those of one qualification attempt first, each at most once; whatever is left is a
difference. Each difference gets the first cause, in the order of `Cause`, that the facts fit, so
that marketing − sales = Σ (only marketing − only sales) over the causes, whatever the lists say.

The facts are what the other list has *beside* what it counts: the human's rows on days outside the
period, rows that a filter left out and, of a file, what the store says of the human by the dates
that the file goes by. Humans are told apart before: by the store's identities, else by equal ids
and addresses within the two lists alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from revdash.handoffs.pairing import Entries, Entry, Pair, in_order, is_of_one_attempt, paired
from revdash.period import Period
from revdash.terms import Side

QUARTER_HOUR = timedelta(minutes=15)  # every zone's offset is some of them
WIDEST = timedelta(hours=14)  # no zone is further from UTC
ALIKE = 0.9  # share of the leads in both whose days differ by no more than one


class Cause(StrEnum):
    """Why an entry stands in one list only; the first that fits."""

    DUPLICATE = "duplicate or merge"
    NOT_LOADED = "not loaded"
    ANCHOR = "date anchor"
    ZONE = "time zone"
    RETURN = "re-MQL"
    DEFINITION = "definition"
    FILTER = "filter"
    LATE = "late"
    UNEXPLAINED = "not explained"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One side's list: what it counts, what it has of the same humans beside, and how it counts."""

    counted: Entries
    beside: Mapping[str, Entries] = field(default_factory=dict)  # by human
    zone: str = "UTC"
    is_whole: bool = False  # all that its dates tell is here: who is in neither never had one
    is_sure: bool = False  # it is the store's own, no file that only looks like it
    made_at: datetime | None = None

    @property
    def counts_returns(self) -> bool:
        """Whether it counts anybody's second attempt."""
        return any(entry.episode > 1 for entry in self.counted)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the store says of all of them: who ever reached the stage, as defined here."""

    period: Period | None = None
    reached: frozenset[str] = frozenset()
    knows_any: bool = False  # somebody of the lists, so that to be unknown tells something


class Difference(NamedTuple):
    """One entry in one list only, why, and the row beside it that says so."""

    side: Side
    entry: Entry
    cause: Cause
    beside: Entry | None = None


class Net(NamedTuple):
    """How many a cause leaves in one list only, on each side."""

    marketing: int
    sales: int

    @property
    def apart(self) -> int:
        """By how many marketing counts more for it."""
        return self.marketing - self.sales


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """Two counts, those in both lists, and all that is in one only."""

    marketing: int
    sales: int
    both: tuple[tuple[Entry, Entry], ...]
    differences: tuple[Difference, ...]

    @property
    def apart(self) -> int:
        """By how many marketing counts more."""
        return self.marketing - self.sales

    @property
    def by_cause(self) -> Mapping[Cause, Net]:
        """Each cause with what it leaves on each side; they add up to ``apart``."""
        count = Counter((one.cause, one.side) for one in self.differences)
        return MappingProxyType(
            {cause: Net(count[cause, Side.MARKETING], count[cause, Side.SALES]) for cause in Cause}
        )

    @property
    def moved(self) -> int:
        """How many are in both lists, on different days."""
        return sum(one.on != other.on for one, other in self.both if one.on and other.on)


def reconcile(marketing: Listing, sales: Listing, known: Known) -> Reconciliation:
    """Pair the entries of both lists; give each that is left its one cause."""
    both, left = paired(marketing.counted, sales.counted)
    is_one_date = _is_one_date(both)
    found = []
    for side, ours, theirs in (
        (Side.MARKETING, marketing, sales),
        (Side.SALES, sales, marketing),
    ):
        judge = _Judge(ours, theirs, known, is_one_date=is_one_date)
        found += [
            Difference(side, entry, *judge.cause_of(entry, twin)) for entry, twin in left[side]
        ]
    return Reconciliation(
        marketing=len(marketing.counted),
        sales=len(sales.counted),
        both=tuple(both),
        differences=tuple(sorted(found, key=_place)),
    )


def is_inside(day: date | None, period: Period | None) -> bool:
    """Whether a day counts; who gives none counts on whatever day."""
    return day is None or period is None or period.start <= day < period.end


def day_in(moment: datetime, zone: str) -> date:
    """The day that clocks of *zone* showed at a naive UTC instant."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def _is_one_date(both: Iterable[Pair]) -> bool:
    """Whether two lists go by the same date: those in both are mostly on one day in them."""
    apart = [abs((a.on - b.on).days) for a, b in both if a.on and b.on]
    same, near = apart.count(0), sum(days <= 1 for days in apart)
    return bool(apart) and same * 2 > len(apart) and near >= ALIKE * len(apart)


class _Judge:
    """Gives the entries of one list that are not in the other their causes."""

    def __init__(self, ours: Listing, theirs: Listing, known: Known, *, is_one_date: bool) -> None:
        self._ours, self._theirs, self._known = ours, theirs, known
        self._is_one_date = is_one_date
        self._returns_count = theirs.is_sure or theirs.counts_returns

    def cause_of(self, entry: Entry, twin: Entry | None) -> tuple[Cause, Entry | None]:
        """The first cause that fits, and the row that says so."""
        beside = [
            one for one in self._theirs.beside.get(entry.human, ()) if is_of_one_attempt(entry, one)
        ]
        inside = [one for one in beside if self._is_inside(one.on)]
        outside = [one for one in beside if not self._is_inside(one.on)]
        if twin is not None:
            return Cause.DUPLICATE, twin
        if self._is_unloaded(entry, beside):
            return Cause.NOT_LOADED, None
        if outside and not inside:
            shifted = next((one for one in outside if self._is_shifted(entry, one)), None)
            return (Cause.ZONE, shifted) if shifted else (Cause.ANCHOR, outside[0])
        if entry.episode > 1 and not (beside and self._returns_count):
            return Cause.RETURN, None
        return self._other_cause(entry, inside)

    def _other_cause(self, entry: Entry, inside: list[Entry]) -> tuple[Cause, Entry | None]:
        """The causes of those whom the other list's own dates put into the period, or nowhere."""
        made_at = self._theirs.made_at
        if entry.is_known and entry.human not in self._known.reached:
            return Cause.DEFINITION, None
        if self._theirs.is_whole and not inside:
            return Cause.DEFINITION, None
        left_out = next((one for one in inside if one.left_out), None)
        if left_out:
            return Cause.FILTER, left_out
        if made_at is not None:
            late = (one for one in inside if one.loaded_at and one.loaded_at > made_at)
            found = next(late, None)
            if found:
                return Cause.LATE, found
        return Cause.UNEXPLAINED, next(iter(inside), None)

    def _is_unloaded(self, entry: Entry, beside: Sequence[Entry]) -> bool:
        return self._known.knows_any and not entry.is_known and not beside

    def _is_inside(self, day: date | None) -> bool:
        return is_inside(day, self._known.period)

    def _is_shifted(self, entry: Entry, other: Entry) -> bool:
        """Whether only the clocks differ: their moment would count on a day of ours."""
        if other.at is not None and self._is_inside(day_in(other.at, self._ours.zone)):
            return True
        if entry.at is not None and other.at is not None:
            apart = abs(entry.at - other.at)
            return apart <= WIDEST and not apart % QUARTER_HOUR
        if not self._is_one_date or entry.on is None or other.on is None:
            return False
        return abs(entry.on - other.on) <= timedelta(days=1)


def _place(one: Difference) -> tuple[int, bool, date, int, str]:
    return list(Cause).index(one.cause), one.side is Side.SALES, *in_order(one.entry)
