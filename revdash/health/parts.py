"""Parts: what the number is made of: which metric over which days, and whom it obliges."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from revdash.desk.health import DEFAULTS, HealthVersion
from revdash.health.score import Pillar, Yard
from revdash.metrics.described import Unit
from revdash.period import Period

LEAST_TRIES = 10


class Kind(StrEnum):
    """Where the value of a part comes from."""

    RATE = "rate"  # hits of tries over its days
    LEVEL = "level"  # as it stood: a census
    TOLD = "told"  # reckoned beside the facts


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part: its metric over so many weeks that ended so many days before the week did."""

    name: str  # of its metric
    label: str
    short: str  # in the sentence
    pillar: Pillar
    obliges: str
    kind: Kind = Kind.RATE
    unit: Unit = Unit.SHARE
    weeks: int = 4
    ripe: int = 0  # days a case must have had
    over: str = "4 weeks"
    missing: str = "too few cases"

    def days(self, end: Period) -> Period:
        """The days its cases are counted over, as of the end of *end*."""
        last = end.end - timedelta(days=self.ripe)
        return Period(last - timedelta(weeks=self.weeks), last)


PARTS = (
    Part(
        name="sla_attainment",
        label="SLA attainment",
        short="SLA attainment",
        pillar=Pillar.HANDOFF,
        obliges="Sales",
        over="due in 4 weeks",
    ),
    Part(
        name="drops_open",
        label="Dropped handoffs per 100 leads",
        short="dropped handoffs",
        pillar=Pillar.HANDOFF,
        obliges="Both sides and RevOps",
        kind=Kind.LEVEL,
        unit=Unit.RATIO,
        over="at the end of the week",
    ),
    Part(
        name="top_tier_coverage",
        label="Best leads covered",
        short="best leads covered",
        pillar=Pillar.HANDOFF,
        obliges="Sales",
        over="due in 4 weeks",
    ),
    Part(
        name="feedback_completeness",
        label="Feedback completeness",
        short="feedback",
        pillar=Pillar.QUALITY,
        obliges="Sales, to marketing",
        ripe=30,
        over="4 weeks of leads 30 days old",
    ),
    Part(
        name="acceptance_net",
        label="Acceptance, less false accepts",
        short="acceptance",
        pillar=Pillar.QUALITY,
        obliges="Marketing",
        weeks=8,
        ripe=14,
        over="8 weeks of leads 14 days old",
    ),
    Part(
        name="recycle_response",
        label="Recycled leads taken back",
        short="recycle pickup",
        pillar=Pillar.QUALITY,
        obliges="Marketing",
        over="due in 4 weeks",
    ),
    Part(
        name="joint_pacing",
        unit=Unit.RATIO,
        label="Goals on pace, the slower side",
        short="joint pacing",
        pillar=Pillar.DELIVERY,
        obliges="Both sides",
        kind=Kind.TOLD,
        over="the goals' own periods",
        missing="a side has no goal with a pace",
    ),
    Part(
        name="commitments_kept",
        label="Commitments kept",
        short="commitments kept",
        pillar=Pillar.RELATIONSHIP,
        obliges="Both sides",
        weeks=8,
        over="due in 8 weeks",
        missing="fewer than ten commitments fell due",
    ),
    Part(
        name="pulse_agreement",
        unit=Unit.INDEX,
        label="Pulse, level and agreement",
        short="pulse",
        pillar=Pillar.RELATIONSHIP,
        obliges="Both sides",
        kind=Kind.TOLD,
        over="the latest wave, for 42 days",
        missing="no wave of the last 42 days has five answers of each side",
    ),
)
BY_NAME = {part.name: part for part in PARTS}


def yards_of(version: HealthVersion) -> tuple[Yard, ...]:
    """The goalposts and weights of one version, in the order of the parts."""
    posts = {**DEFAULTS, **version.components}
    return tuple(
        Yard(
            name=part.name,
            pillar=part.pillar,
            floor=posts[part.name].floor,
            target=posts[part.name].target,
            weight=posts[part.name].weight,
        )
        for part in PARTS
    )


def named(names: Iterable[str]) -> str:
    """The parts of these names, as a sentence names them."""
    return ", ".join(BY_NAME[name].short if name in BY_NAME else name for name in names)
