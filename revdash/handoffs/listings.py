"""Listings: a file, or what the store counts by one of its dates, as a list to be reconciled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table

from revdash.handoffs.named import Given
from revdash.handoffs.pairing import Entries, Entry
from revdash.handoffs.reconciling import Listing, day_in, is_inside
from revdash.handoffs.two_lists import (
    OURS,
    OURS_NEW,
    Basis,
    Human,
    Told,
    bases,
    first_loaded,
    told_of,
    told_of_humans,
)
from revdash.metrics.scope import BLANK
from revdash.period import Period
from revdash.terms import LeadStage

DATED, UNDATED = 0.5, 0.9  # share of a file's leads that a date must fit to be the file's
_NOBODY = Human()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a file: whom it names, and on which day, as written."""

    line: int
    given: str
    named: Given
    on: date | None = None
    wall: datetime | None = None  # what a clock showed, of a zone that the row does not tell
    at: datetime | None = None  # naive UTC, where it tells


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One side's list: what the store counts by a *basis*, or the rows of a file."""

    basis: Basis | None = None
    rows: tuple[Row, ...] = ()
    zone: str = ""  # whose days it counts; empty: the company's, of a file what fits
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what part of the business it is of
    made_at: datetime | None = None  # naive UTC; what came later it cannot know


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which stage is counted over which days, and the zones in question, the company's first."""

    stage: LeadStage
    period: Period | None
    zones: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Fit:
    """By what a list counts; of a file, in how many of its known leads that is borne out."""

    basis: Basis
    zone: str
    agreeing: int = 0
    of: int = 0
    is_sure: bool = True


class Reader:
    """Makes listings, with what the store says of the humans in them."""

    def __init__(self, connection: Connection, asked: Asked, whom: Table) -> None:
        self._connection, self._asked, self._whom = connection, asked, whom
        self.humans = told_of_humans(connection, asked.stage, whom)
        self._loaded = first_loaded(connection, asked.stage, whom)
        self._by_basis: dict[Basis, list[Told]] = {}

    def listing(
        self, wanted: Wanted, humans: Sequence[str], roots: Sequence[str]
    ) -> tuple[Listing, Fit]:
        """One side's list, and by what it counts."""
        if wanted.basis:
            fit = Fit(basis=wanted.basis, zone=wanted.zone or self._asked.zones[0])
            return self._of_store(wanted, fit), fit
        fit = self._fit(wanted, roots)
        return self._of_file(wanted, fit, list(zip(wanted.rows, humans, roots, strict=True))), fit

    def _of_store(self, wanted: Wanted, fit: Fit) -> Listing:
        entries = self._told(fit, wanted)
        ours = [one for one in entries if self._is_inside(one) and not one.left_out]
        others = [one for one in entries if not self._is_inside(one) or one.left_out]
        return Listing(
            counted=tuple(ours),
            beside=_by_human(others),
            zone=fit.zone,
            is_whole=True,
            is_sure=True,
        )

    def _of_file(self, wanted: Wanted, fit: Fit, rows: Sequence[tuple[Row, str, str]]) -> Listing:
        evidence = _by_human(self._told(fit, wanted))
        entries = [
            self._entry(row, human, fit, evidence.get(human, ()), is_known=bool(root))
            for row, human, root in rows
        ]
        others = _by_human(one for one in entries if not self._is_inside(one))
        return Listing(
            counted=tuple(one for one in entries if self._is_inside(one)),
            beside={
                human: (*others.get(human, ()), *_untold(evidence.get(human, ()), others, human))
                for human in {*evidence, *others}
            },
            zone=fit.zone,
            is_whole=fit.is_sure,
            made_at=wanted.made_at,
        )

    def _entry(self, row: Row, human: str, fit: Fit, evidence: Entries, *, is_known: bool) -> Entry:
        at = row.at or (_utc(row.wall, fit.zone) if row.wall else None)
        same_day = (one.at for one in evidence if one.on == row.on and row.on)
        return Entry(
            key=f"line {row.line}",
            human=human,
            given=row.given,
            on=row.on,
            at=at or next(same_day, None),
            episode=self._episode(human, row.on),
            is_known=is_known,
            line=row.line,
        )

    def _told(self, fit: Fit, wanted: Wanted) -> list[Entry]:
        """What the store counts of these humans by the basis of a list."""
        found = []
        for row in self._rows(fit.basis):
            on = row.at.date() if row.is_day else day_in(row.at, fit.zone)
            entry = Entry(
                key=row.key,
                human=row.human,
                given=row.person_id,
                on=on,
                at=None if row.is_day else row.at,
                episode=row.episode or self._episode(row.human, on),
                loaded_at=row.loaded_at or self._loaded.get((row.human, row.at)),
            )
            found.append(replace(entry, left_out=self._left_out(entry, wanted)))
        return found

    def _rows(self, basis: Basis) -> list[Told]:
        """What a basis counts of them: an attempt of a record once, however often it is told."""
        if basis not in self._by_basis:
            stage = self._asked.stage
            told = told_of(self._connection, basis, stage, self._whom)
            first: dict[tuple[str, int], Told] = {}
            for row in sorted(told, key=lambda one: (one.at, one.key)):
                attempt = row.episode or self._episode(row.human, row.at.date())
                first.setdefault((row.person_id, attempt), row)
            self._by_basis[basis] = list(first.values())
        return self._by_basis[basis]

    def _episode(self, human: str, day: date | None) -> int:
        """Which attempt of a human a day belongs to: the one that began nearest to it."""
        attempts = self.humans.get(human, _NOBODY).attempts
        if not attempts:
            return 0
        if day is not None:
            return min(attempts, key=lambda one: abs(one.on - day)).number
        inside = (one for one in attempts if is_inside(one.on, self._asked.period))
        return next(inside, attempts[-1]).number

    def _left_out(self, entry: Entry, wanted: Wanted) -> str:
        """Why an entry is not of the part of the business that a list is of."""
        human = self.humans.get(entry.human, _NOBODY)
        cuts = next((one.cuts for one in human.attempts if one.number == entry.episode), human.cuts)
        for name, values in wanted.only:
            if cuts.get(name, BLANK) not in values:
                return f"{name} {cuts.get(name, BLANK)}"
        return ""

    def _fit(self, wanted: Wanted, roots: Sequence[str]) -> Fit:
        """By which date, in which zone, a file counts: that which fits most of its leads."""
        zones = (wanted.zone,) if wanted.zone else self._asked.zones
        known = [(root, row.on) for row, root in zip(wanted.rows, roots, strict=True) if root]
        dated = [(root, on) for root, on in known if on]
        tried = [
            replace(fit, agreeing=self._agreeing(fit, dated or known), of=len(dated or known))
            for basis in bases(self._connection, self._asked.stage)
            if basis.kind != OURS_NEW
            for fit in (Fit(basis=basis, zone=zone) for zone in zones)
        ]
        best = max(tried, key=lambda one: one.agreeing)
        least = DATED if dated else UNDATED
        if known and best.agreeing >= least * best.of and (dated or self._asked.period):
            return best
        return Fit(basis=Basis(OURS), zone=zones[0], is_sure=False)

    def _agreeing(self, fit: Fit, leads: Sequence[tuple[str, date | None]]) -> int:
        """Of how many leads the store tells the day that the file has, or one in the period."""
        days: defaultdict[str, set[date]] = defaultdict(set)
        for row in self._rows(fit.basis):
            days[row.human].add(row.at.date() if row.is_day else day_in(row.at, fit.zone))
        period = self._asked.period
        return sum(
            on in days[root] if on else any(is_inside(day, period) for day in days[root])
            for root, on in leads
        )

    def _is_inside(self, entry: Entry) -> bool:
        return is_inside(entry.on, self._asked.period)


def _untold(evidence: Entries, others: Mapping[str, Entries], human: str) -> Iterable[Entry]:
    """What the store says of attempts of which the file itself has no row on another day."""
    told = {one.episode for one in others.get(human, ())}
    return (one for one in evidence if one.episode not in told)


def _by_human(entries: Iterable[Entry]) -> dict[str, Entries]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.human].append(entry)
    return {human: tuple(some) for human, some in found.items()}


def _utc(wall: datetime, zone: str) -> datetime:
    """The instant at which clocks of *zone* show *wall*."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
