"""Lives: the records of the demo's world, before anybody writes them to a file."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from revdash.demo.channels import PRIZE_DRAW
from revdash.demo.staff import Rep
from revdash.terms import LeadStage


class Account(NamedTuple):
    """A company that does not exist."""

    number: int
    name: str
    domain: str
    region: str
    country: str
    segment: str
    industry: str
    employees: int


class Lead(NamedTuple):
    """A person, and how they came."""

    number: int
    account: Account
    channel: str
    campaign: str
    week: int
    arrived_at: datetime
    known_at: datetime  # when our systems heard of them: a list may come late

    @property
    def is_prize_draw(self) -> bool:
        """Whether they came for the prize."""
        return self.campaign == PRIZE_DRAW


class Touch(NamedTuple):
    """Something a person did with our marketing."""

    kind: str
    at: datetime
    campaign: str | None


class Handing(NamedTuple):
    """Somebody, or a rule, gave the lead to a user or to the queue."""

    at: datetime
    from_user: str | None
    to_user: str
    by: str


class Attempt(NamedTuple):
    """A call, an e-mail or a message, in either direction."""

    at: datetime
    recorded_at: datetime
    user: str
    kind: str
    outcome: str | None
    is_inbound: bool = False
    is_automated: bool = False
    seconds: int | None = None


class Change(NamedTuple):
    """The lead's stage changed."""

    stage: LeadStage
    at: datetime
    user: str
    reason: str | None = None
    is_hard: bool = False
    recycle_until: date | None = None


class Dispute(NamedTuple):
    """Marketing did not accept a refusal; both sides decided."""

    at: datetime
    by: str
    decided_at: datetime
    is_upheld: bool


class Booking(NamedTuple):
    """A meeting: when it was booked, when it is, how it went."""

    kind: str
    chain: int
    booked_at: datetime
    start_at: datetime
    outcome: str
    host: str
    booked_by: str


class Step(NamedTuple):
    """A deal entered a stage, or its close date was put off."""

    stage: str
    at: datetime
    probability: float
    expected_on: date


class Prospect(NamedTuple):
    """Whom sales found by itself, and what it did before there was a deal."""

    number: int
    known_at: datetime
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, kw_only=True)
class Deal:
    """A deal with its future already decided; readers may look no further than the end."""

    key: str
    lead: Lead | None
    account: Account
    seller: str
    source: str
    campaign: str | None
    amount: float
    created_at: datetime
    closed_at: datetime
    is_won: bool
    lost_reason: str | None
    steps: tuple[Step, ...]
    attempts: tuple[Attempt, ...]
    bookings: tuple[Booking, ...]
    prospect: Prospect | None = None
    competitor: str | None = None
    close_note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Episode:
    """One handoff of one lead to sales, and what came of it."""

    lead: Lead
    number: int
    tier: str
    score: int
    mql_at: datetime
    hand_raise: Touch | None
    rep: Rep
    handings: tuple[Handing, ...]
    attempts: tuple[Attempt, ...]
    changes: tuple[Change, ...]
    bookings: tuple[Booking, ...]
    deal: Deal | None
    dispute: Dispute | None = None

    @property
    def key(self) -> str:
        """The lead's number and the episode's, which never change."""
        return f"{self.lead.number:05d}-{self.number}"

    @property
    def clock_start_at(self) -> datetime:
        """When the wait began: the raised hand if there was one, else the handoff."""
        return self.hand_raise.at if self.hand_raise else self.mql_at

    @property
    def first_attempt_at(self) -> datetime | None:
        """When a human first tried, if ever."""
        tries = (a.at for a in self.attempts if not a.is_automated and not a.is_inbound)
        return min(tries, default=None)

    def reached(self, stage: LeadStage) -> datetime | None:
        """Return when the episode entered *stage*, if it ever did."""
        return next((change.at for change in self.changes if change.stage is stage), None)


class Twin(NamedTuple):
    """A second record of one human, by another address, until somebody merges the two."""

    number: int
    email: str
    at: datetime
    merged_at: datetime
    is_handed: bool  # sales got it, too


@dataclass(frozen=True, kw_only=True)
class Life:
    """All that happens to one lead."""

    lead: Lead
    touches: tuple[Touch, ...]
    episodes: tuple[Episode, ...]
    twin: Twin | None = None

    def moments(self) -> tuple[datetime, ...]:
        """List when something about the lead changed, deals included."""
        deals = [episode.deal for episode in self.episodes if episode.deal]
        return (
            self.lead.arrived_at,
            *(episode.mql_at for episode in self.episodes),
            *(change.at for episode in self.episodes for change in episode.changes),
            *(moment for deal in deals for moment in (deal.created_at, deal.closed_at)),
        )
