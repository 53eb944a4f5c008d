"""Episode: one qualification attempt while it is being followed, and the events it is made of."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from revdash.terms import EpisodeKind, LeadStage, Precision

LADDER = (LeadStage.MQL, LeadStage.SAL, LeadStage.SQL, LeadStage.OPP)
RANK = {stage: rank for rank, stage in enumerate((LeadStage.LEAD, *LADDER))}

_LAST_BUT_TRIAGE = len(RANK)
_TRIAGE = frozenset({LeadStage.RECYCLED, LeadStage.DISQUALIFIED})  # may follow another closing


class Event(NamedTuple):
    """One lifecycle event as the machine reads it; ``at`` is naive UTC."""

    key: str
    person_id: str  # as the source named the person, before merging
    stage: LeadStage
    at: datetime
    precision: Precision = Precision.INSTANT
    loaded_at: datetime | None = None
    reason: str | None = None
    is_hard: bool = False
    is_correction: bool = False
    tier: str | None = None
    score: float | None = None
    scoring_version: str | None = None
    source: str | None = None
    campaign_id: str | None = None
    opportunity_id: str | None = None
    recycle_until: date | None = None
    is_deal: bool = False  # it comes from a deal's own dates, not from the lead's history
    is_noted: bool = False  # somebody wrote a note that is long enough to say something
    table: str = "lifecycle_event"  # whose fact it is

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Its place in time: a day's entry comes first that day, a day's outcome last."""
        rank = RANK.get(self.stage, _LAST_BUT_TRIAGE + (self.stage in _TRIAGE))
        moment = self.at
        if self.precision is Precision.DATE and rank > RANK[LeadStage.MQL]:
            moment = self.at + timedelta(days=1, microseconds=-1)
        return moment, rank, self.key


@dataclass
class Episode:
    """One qualification attempt, from the MQL that opened it."""

    number: int
    kind: EpisodeKind
    opened_by: Event
    stage: LeadStage = LeadStage.MQL
    reached: dict[LeadStage, datetime] = field(default_factory=dict)
    implied: set[LeadStage] = field(default_factory=set)
    days_only: set[LeadStage] = field(default_factory=set)  # reached on a day, no time known
    deals: set[str] = field(default_factory=set)
    closed_by: Event | None = None
    closings: list[Event] = field(default_factory=list)  # that stand: triage may follow a refusal
    closed_at: datetime | None = None
    last_at: datetime = datetime.min
    opportunity_id: str | None = None
    recycle_until: date | None = None
    is_impossible_order: bool = False

    def __post_init__(self) -> None:
        """Begin at the MQL."""
        self._note(LeadStage.MQL, self.opened_by)

    @property
    def is_open(self) -> bool:
        """Whether anybody still has to act on it."""
        return self.closed_at is None

    def reach(self, stage: LeadStage, event: Event, *, is_implied: bool = False) -> None:
        """Reach *stage*; stages skipped on the way are implied at the same instant (T4)."""
        for step in LADDER:
            if step not in self.reached and not before(stage, step):
                self._note(step, event)
                if step is not stage or is_implied:
                    self.implied.add(step)
        self.stage = stage if before(self.stage, stage) else self.stage
        self.last_at = max(self.last_at, event.at)
        if event.opportunity_id:
            self.opportunity_id = event.opportunity_id
            self.deals.add(event.opportunity_id)

    def finish(self, event: Event) -> None:
        """End with the deal's outcome; a deal there must have been."""
        self.reached.pop(LeadStage.LOST, None)
        self.reach(LeadStage.OPP, event, is_implied=True)
        self.shut(event)

    def shut(self, event: Event) -> None:
        """End with what *event* says."""
        self._note(event.stage, event)
        self.stage = event.stage
        self.closings.append(event)
        self.closed_by, self.closed_at = event, event.at
        self.recycle_until = event.recycle_until or self.recycle_until

    def lapse(self, at: datetime) -> None:
        """End in silence."""
        self.closed_at, self.stage = at, LeadStage.LAPSED

    def reinstate(self, event: Event) -> None:
        """Open again after a dispute: the rejection is overturned (T10)."""
        self.reached.pop(LeadStage.REJECTED, None)
        self.closings.clear()
        self.stage, self.closed_at, self.closed_by = LeadStage.MQL, None, None
        self.last_at = max(self.last_at, event.at)

    def step_back(self, event: Event) -> None:
        """Go back to the stage of a correction: what came after it never was."""
        for step in LADDER:
            if before(event.stage, step):
                self.reached.pop(step, None)
                self.implied.discard(step)
        self.stage = event.stage
        self.last_at = max(self.last_at, event.at)

    def _note(self, stage: LeadStage, event: Event) -> None:
        self.reached[stage] = event.at
        self.last_at = max(self.last_at, event.at)
        if event.precision is Precision.DATE:
            self.days_only.add(stage)
        else:
            self.days_only.discard(stage)


def before(one: LeadStage, other: LeadStage) -> bool:
    """Whether *one* comes before *other* on the ladder."""
    return RANK.get(one, _LAST_BUT_TRIAGE) < RANK.get(other, _LAST_BUT_TRIAGE)
