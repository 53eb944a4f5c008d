"""Machine: a person's lifecycle events in, lead episodes and oddities out (DOMAIN.md 2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from revdash.terms import EpisodeKind, IssueRule, LeadStage, Precision

COOL_OFF = timedelta(days=30)  # a soft disqualification may be followed by an MQL after this
SILENCE = timedelta(days=90)  # an open episode without any event for this long has lapsed
CLOCK_SKEW = timedelta(minutes=5)  # an event may be this far ahead of its loading

_LADDER = (LeadStage.MQL, LeadStage.SAL, LeadStage.SQL, LeadStage.OPP)
_RANK = {stage: rank for rank, stage in enumerate((LeadStage.LEAD, *_LADDER))}
_OUTCOMES = frozenset({LeadStage.WON, LeadStage.LOST})
# Which closing may come from which stage (T5 to T7); outcomes come from any open stage (T9).
_CLOSED_FROM = {
    LeadStage.REJECTED: frozenset({LeadStage.MQL}),
    LeadStage.RECYCLED: frozenset({LeadStage.MQL, LeadStage.SAL, LeadStage.SQL}),
    LeadStage.DISQUALIFIED: frozenset({LeadStage.MQL, LeadStage.SAL, LeadStage.SQL}),
}
# What may follow a closing in the same episode: triage of a rejection, recycling of a loss.
_AFTER_CLOSING = {
    LeadStage.REJECTED: frozenset({LeadStage.RECYCLED, LeadStage.DISQUALIFIED}),
    LeadStage.LOST: frozenset({LeadStage.RECYCLED}),
}


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
    recycle_until: object = None
    is_deal: bool = False  # it comes from a deal's own dates, not from the lead's history

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Its place in time: a day's entry comes first that day, a day's outcome last."""
        moment = self.at
        if self.precision is Precision.DATE and _RANK.get(self.stage, len(_RANK)) > 1:
            moment = self.at + timedelta(days=1, microseconds=-1)
        return moment, _RANK.get(self.stage, len(_RANK)), self.key


class Issue(NamedTuple):
    """An event that changed no state, or changed it in an order that cannot be."""

    rule: IssueRule
    event: Event


@dataclass
class Episode:
    """One qualification attempt while it is being built."""

    number: int
    kind: EpisodeKind
    opened_by: Event
    stage: LeadStage = LeadStage.MQL
    reached: dict[LeadStage, datetime] = field(default_factory=dict)
    implied: set[LeadStage] = field(default_factory=set)
    closed_by: Event | None = None
    closed_at: datetime | None = None
    last_at: datetime = datetime.min
    opportunity_id: str | None = None
    recycle_until: object = None
    is_impossible_order: bool = False

    @property
    def is_open(self) -> bool:
        """Whether anybody still has to act on it."""
        return self.closed_at is None


@dataclass(frozen=True)
class Run:
    """What a person's events amount to."""

    lead_at: datetime | None
    episodes: tuple[Episode, ...]
    issues: tuple[Issue, ...]


def run(events: Iterable[Event]) -> Run:
    """Put a person's events in order and follow them; the order they come in is of no matter.

    Events further ahead of their own loading than a clock may err are set aside.
    """
    machine = _Machine()
    for event in sorted(events, key=lambda event: event.order):
        machine.take(event)
    machine.attach_early_outcomes()
    return Run(machine.lead_at, tuple(machine.episodes), tuple(machine.issues))


def lapse(episode: Episode, last_seen: datetime, as_of: datetime) -> None:
    """Close *episode* when nothing at all happened in it for 90 days before *as_of*."""
    episode.last_at = max(episode.last_at, last_seen)
    if episode.is_open and as_of - episode.last_at > SILENCE:
        episode.closed_at = episode.last_at + SILENCE
        episode.stage = LeadStage.LAPSED


class _Machine:
    """The states of one person, one event after the other."""

    def __init__(self) -> None:
        self.lead_at: datetime | None = None
        self.episodes: list[Episode] = []
        self.issues: list[Issue] = []
        self._early: list[Event] = []

    def take(self, event: Event) -> None:
        if event.loaded_at is not None and event.at > event.loaded_at + CLOCK_SKEW:
            self._odd(IssueRule.FUTURE, event)
        elif event.stage is LeadStage.LEAD:
            self.lead_at = self.lead_at or event.at
        elif event.stage is LeadStage.MQL:
            self._qualify(event)
        elif event.stage in _RANK:
            self._climb(event)
        elif event.stage in _OUTCOMES:
            self._decide(event)
        elif event.stage in _CLOSED_FROM:
            self._close(event)

    def attach_early_outcomes(self) -> None:
        """Keep a deal decided before its lead's MQL: it is a fact, its order is flagged.

        A deal that also began before the MQL is another deal, of an earlier time.
        """
        begun = {event.opportunity_id for event in self._early if event.stage is LeadStage.OPP}
        for event in self._early:
            waiting = next((episode for episode in self.episodes if episode.is_open), None)
            if waiting is None or event.opportunity_id in begun:
                continue
            waiting.is_impossible_order = True
            self._odd(IssueRule.NEGATIVE_DURATION, event)
            self._finish(waiting, event)

    @property
    def _last(self) -> Episode | None:
        return self.episodes[-1] if self.episodes else None

    def _stray(self, event: Event) -> None:
        """Meet an event outside any open episode: a deal may have no lead, a lead's event not."""
        if event.is_deal:
            self._early.append(event)
        else:
            self._odd(IssueRule.NO_OPEN_EPISODE, event)

    def _odd(self, rule: IssueRule, event: Event) -> None:
        self.issues.append(Issue(rule, event))

    def _qualify(self, event: Event) -> None:
        last = self._last
        if last is None:
            self._open(event, EpisodeKind.NEW)
        elif last.is_open:
            self._qualify_again(last, event)
        elif last.stage is LeadStage.REJECTED and event.is_correction:
            last.stage, last.closed_at, last.closed_by = LeadStage.MQL, None, None
            last.last_at = event.at
        elif last.stage is LeadStage.DISQUALIFIED and (last.closed_by and last.closed_by.is_hard):
            self._odd(IssueRule.REQUALIFY_AFTER_HARD, event)
        elif last.stage is LeadStage.DISQUALIFIED and event.at - _closing(last) < COOL_OFF:
            self._odd(IssueRule.BACKWARD, event)
        else:
            won = last.stage is LeadStage.WON
            self._open(event, EpisodeKind.EXPANSION if won else EpisodeKind.RE)

    def _qualify_again(self, last: Episode, event: Event) -> None:
        if event.person_id != last.opened_by.person_id:
            self._odd(IssueRule.MERGED_DUPLICATE, event)
        elif last.stage is LeadStage.MQL:
            self._odd(IssueRule.DUPLICATE_MQL, event)
        elif event.is_correction:
            for stage in _LADDER[1:]:
                last.reached.pop(stage, None)
            last.implied.clear()
            last.stage = LeadStage.MQL
        else:
            self._odd(IssueRule.BACKWARD, event)

    def _open(self, event: Event, kind: EpisodeKind) -> None:
        episode = Episode(number=len(self.episodes) + 1, kind=kind, opened_by=event)
        episode.reached[LeadStage.MQL] = event.at
        episode.last_at = event.at
        self.lead_at = self.lead_at or event.at
        self.episodes.append(episode)

    def _climb(self, event: Event) -> None:
        last = self._last
        if last is None or not last.is_open:
            self._stray(event)
        elif _RANK[event.stage] < _RANK[last.stage]:
            if event.is_correction:
                self._step_back(last, event)
            else:
                self._odd(IssueRule.BACKWARD, event)
        else:
            _reach(last, event.stage, event.at)
            last.opportunity_id = event.opportunity_id or last.opportunity_id

    def _step_back(self, last: Episode, event: Event) -> None:
        for stage in _LADDER[_LADDER.index(event.stage) + 1 :]:
            last.reached.pop(stage, None)
            last.implied.discard(stage)
        last.stage, last.last_at = event.stage, event.at

    def _decide(self, event: Event) -> None:
        last = self._last
        if last is not None and last.is_open:
            self._finish(last, event)
        elif last is None or last.stage is not event.stage:
            self._stray(event)

    def _finish(self, episode: Episode, event: Event) -> None:
        _reach(episode, LeadStage.OPP, event.at, counted=False)
        episode.opportunity_id = event.opportunity_id or episode.opportunity_id
        _shut(episode, event)

    def _close(self, event: Event) -> None:
        last = self._last
        if last is None:
            if event.stage is not LeadStage.DISQUALIFIED:  # T7: a lead may be disqualified
                self._odd(IssueRule.NO_OPEN_EPISODE, event)
        elif last.is_open and last.stage in _CLOSED_FROM[event.stage]:
            _shut(last, event)
        elif last.is_open:
            self._odd(IssueRule.BACKWARD, event)
        elif event.stage in _AFTER_CLOSING.get(last.stage, frozenset()):
            _shut(last, event)
        elif last.stage is not event.stage:
            self._odd(IssueRule.NO_OPEN_EPISODE, event)


def _reach(episode: Episode, stage: LeadStage, at: datetime, *, counted: bool = True) -> None:
    """Reach *stage*; stages skipped on the way are implied at the same instant (T4)."""
    goal = _RANK[stage]
    for step in _LADDER:
        if step in episode.reached or _RANK[step] > goal:
            continue
        episode.reached[step] = at
        if step is not stage or not counted:
            episode.implied.add(step)
    if _RANK[stage] > _RANK.get(episode.stage, len(_RANK)):
        episode.stage = stage
    episode.last_at = max(episode.last_at, at)


def _shut(episode: Episode, event: Event) -> None:
    episode.reached[event.stage] = event.at
    episode.stage = event.stage
    episode.closed_by, episode.closed_at = event, event.at
    episode.recycle_until = event.recycle_until or episode.recycle_until
    episode.last_at = max(episode.last_at, event.at)


def _closing(episode: Episode) -> datetime:
    return episode.closed_at or episode.last_at
