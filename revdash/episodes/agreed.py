"""Agreed: one version of the agreement as clocks read it, and as a release keeps it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, select

from revdash.store.schema.agreement import policy_used, threshold_used

ANY_TIER = "*"
# What a version of the agreement gives a number for, beside the rules of dropped handoffs.
ANSWERING = "D18"  # business days until an answer
ATTEMPTS, ATTEMPT_DAYS, WITHIN_DAYS = "attempts", "attempt_days", "within_days"
FACT_ASKED = "verdict_fact"  # 1 where a verdict needs a fact besides its reason


class Cadence(NamedTuple):
    """So many attempts, on so many different days, within so many business days."""

    attempts: float
    days: float
    within: float


CADENCE = Cadence(6.0, 4.0, 10.0)  # where the agreement does not say


class Part(NamedTuple):
    """The part of the business that a lead is of, or a target is for; none for all of it.

    Of two targets that name as many parts the one that names the earlier of these wins.
    """

    source: str | None = None
    region: str | None = None
    segment: str | None = None
    tier: str | None = None

    def holds(self, lead: "Part") -> bool:
        """Whether *lead* is of this part."""
        return all(
            wanted is None or wanted.casefold() == (has or "").casefold()
            for wanted, has in zip(self, lead, strict=True)
        )

    @property
    def rank(self) -> tuple[int, ...]:
        """How specific it is: the more parts it names the more, then the earlier ones."""
        named = [int(value is not None) for value in self]
        return (sum(named), *named)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One version of the follow-up agreement; targets in seconds of open time.

    ``targets`` are by tier, ``scoped`` of parts that name more than a tier.
    """

    version: str
    valid_from: datetime
    targets: Mapping[str, float]
    scoped: Mapping[Part, float] = field(default_factory=dict)
    qualifying: frozenset[str]
    pauses: frozenset[str] = frozenset()  # what may stop the clock
    late_log_grace: float = 24 * 3600.0
    thresholds: Mapping[str, float] = field(default_factory=dict)  # by drop rule, or as above

    def target(self, lead: Part) -> float | None:
        """The open seconds a lead may wait: the most specific target that it is of, if any."""
        found = [part for part in self.scoped if part.holds(lead)]
        tier = lead.tier if lead.tier in self.targets else None
        if tier is not None:
            found.append(Part(tier=tier))
        closest = max(found, key=lambda part: part.rank, default=Part())
        return self.scoped.get(closest, self.targets.get(tier or ANY_TIER))

    @cached_property
    def cadence(self) -> Cadence:
        """How often a lead that is not reached is to be tried."""
        found = (self.thresholds.get(name) for name in (ATTEMPTS, ATTEMPT_DAYS, WITHIN_DAYS))
        return Cadence(*(given or usual for given, usual in zip(found, CADENCE, strict=True)))

    @property
    def asks_fact(self) -> bool:
        """Whether a verdict needs a fact besides its reason."""
        return bool(self.thresholds.get(FACT_ASKED))


def policy_rows(policies: Iterable[Policy]) -> Iterator[Mapping[str, object]]:
    """Versions as rows of ``policy_used``."""
    for policy in policies:
        known = {
            "policy_version": policy.version,
            "valid_from": policy.valid_from,
            "late_log_grace_seconds": policy.late_log_grace,
            "qualifying_types": " ".join(sorted(policy.qualifying)),
            "pause_reasons": " ".join(sorted(policy.pauses)),
        }
        for tier, seconds in policy.targets.items():
            yield {**known, **Part(tier=tier)._asdict(), "target_seconds": seconds}
        for part, seconds in policy.scoped.items():
            yield {**known, **part._asdict(), "target_seconds": seconds}


def threshold_rows(policies: Iterable[Policy]) -> Iterator[Mapping[str, object]]:
    """Their numbers as rows of ``threshold_used``."""
    for policy in policies:
        for rule, threshold in sorted(policy.thresholds.items()):
            yield {"policy_version": policy.version, "rule": rule, "threshold": threshold}


def policies_in(connection: Connection) -> Iterator[Policy]:
    """Read back the versions a release was judged by, the oldest first."""
    p = policy_used.c
    by_age = select(policy_used).order_by(p.valid_from, p.policy_version)
    versions: dict[str, list[RowMapping]] = {}
    thresholds: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in connection.execute(select(threshold_used)).mappings():
        thresholds[row["policy_version"]][row["rule"]] = row["threshold"]
    for row in connection.execute(by_age).mappings():
        versions.setdefault(row["policy_version"], []).append(row)
    for version, rows in versions.items():
        told = {Part(*(row[n] for n in Part._fields)): row["target_seconds"] for row in rows}
        by_tier = {part.tier: hours for part, hours in told.items() if _is_tier(part)}
        yield Policy(
            version=version,
            valid_from=rows[0]["valid_from"],
            targets={tier: hours for tier, hours in by_tier.items() if tier},
            scoped={part: hours for part, hours in told.items() if not _is_tier(part)},
            qualifying=frozenset(rows[0]["qualifying_types"].split()),
            pauses=frozenset(rows[0]["pause_reasons"].split()),
            late_log_grace=rows[0]["late_log_grace_seconds"],
            thresholds=thresholds[version],
        )


def _is_tier(part: Part) -> bool:
    return part == Part(tier=part.tier)
