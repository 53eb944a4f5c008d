"""Machine: a person's lifecycle events in, lead episodes and oddities out (DOMAIN.md 2)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from revdash.episodes.episode import LADDER, RANK, Episode, Event, before
from revdash.terms import EpisodeKind, IssueRule, LeadStage, Precision

COOL_OFF = timedelta(days=30)  # a soft disqualification may be followed by an MQL after this
SILENCE = timedelta(days=90)  # an open episode without any sign of life for this long has lapsed
CLOCK_SKEW = timedelta(minutes=5)  # an event may be this far ahead of its loading

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


class Issue(NamedTuple):
    """An event that changed no state, or changed it in an order that cannot be."""

    rule: IssueRule
    event: Event


class Run(NamedTuple):
    """What a person's events amount to; *lead* is the event that made them known."""

    lead: Event | None
    episodes: tuple[Episode, ...]
    issues: tuple[Issue, ...]


def run(events: Iterable[Event], sightings: Iterable[datetime] = ()) -> Run:
    """Put a person's events in order and follow them; the order they come in is of no matter.

    *sightings* are other signs of life: touches, attempts, meetings. Events further ahead of
    their own loading than a clock may err are set aside.
    """
    machine = _Machine(sorted(sightings))
    for event in sorted(events, key=lambda event: event.order):
        machine.take(event)
    machine.attach_early_outcomes()
    return Run(machine.lead, tuple(machine.episodes), tuple(machine.issues))


def is_future(moment: datetime, loaded_at: datetime | None) -> bool:
    """Whether something is said to have happened after it was loaded."""
    return loaded_at is not None and moment > loaded_at + CLOCK_SKEW


def last_life(since: datetime, sightings: Sequence[datetime]) -> datetime:
    """The last sign of life before *sightings* (in order) leave a silence that is too long."""
    for moment in sightings[bisect_right(sightings, since) :]:
        if moment - since > SILENCE:
            break
        since = moment
    return since


def lapse(episode: Episode, sightings: Iterable[datetime], as_of: datetime) -> None:
    """Close *episode* when it had been silent for too long as of *as_of* (T15)."""
    if episode.is_open:
        episode.last_at = last_life(episode.last_at, sorted(sightings))
        if as_of - episode.last_at > SILENCE:
            episode.lapse(episode.last_at + SILENCE)


class _Machine:
    """The states of one person, one event after the other."""

    def __init__(self, sightings: Sequence[datetime]) -> None:
        self.lead: Event | None = None
        self.episodes: list[Episode] = []
        self.issues: list[Issue] = []
        self._sightings = sightings
        self._barred_by: Event | None = None  # disqualified before any episode (T7)
        self._early: list[Event] = []

    def take(self, event: Event) -> None:
        if is_future(event.at, event.loaded_at):
            self._odd(IssueRule.FUTURE, event)
        elif event.stage is LeadStage.LEAD:
            self.lead = self.lead or event
        elif event.stage is LeadStage.MQL:
            self._qualify(event)
        elif event.stage in RANK:
            self._climb(event)
        elif event.stage in _OUTCOMES:
            self._decide(event)
        elif event.stage in _CLOSED_FROM:
            self._close(event)

    def attach_early_outcomes(self) -> None:
        """Keep a deal decided before its lead's MQL: it is a fact, its order is flagged.

        A deal that also began before the MQL, or belongs to an earlier episode, is another.
        """
        begun = {event.opportunity_id for event in self._early if event.stage is LeadStage.OPP}
        for event in self._early:
            waiting = self._last
            if waiting is None or not waiting.is_open or event.opportunity_id in begun:
                continue
            waiting.is_impossible_order = True
            self._odd(IssueRule.NEGATIVE_DURATION, event)
            waiting.finish(event)

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
        last = self._last
        if last is not None and last.is_open and rule is not IssueRule.FUTURE:
            last.last_at = max(last.last_at, event.at)

    def _qualify(self, event: Event) -> None:
        last = self._last
        if last is not None:
            self._lapse_before(last, event)
        if last is not None and last.is_open:
            self._qualify_again(last, event)
        elif last is not None and last.stage is LeadStage.REJECTED and event.is_correction:
            last.reinstate(event)
        elif (refusal := self._refusal(event)) is not None:
            self._odd(refusal, event)
        elif last is None:
            self._open(event, EpisodeKind.NEW)
        else:
            won = last.stage is LeadStage.WON
            self._open(event, EpisodeKind.EXPANSION if won else EpisodeKind.RE)

    def _lapse_before(self, last: Episode, event: Event) -> None:
        """Close an episode that fell silent long before *event*; an open deal has its own dates."""
        life = last_life(last.last_at, self._sightings)
        if last.is_open and last.stage is not LeadStage.OPP and event.at - life > SILENCE:
            last.last_at = life
            last.lapse(life + SILENCE)

    def _refusal(self, event: Event) -> IssueRule | None:
        """Why a disqualified person cannot be an MQL now (T12), if so."""
        barring = self._barred_by
        if self._last is not None:
            is_barred = self._last.stage is LeadStage.DISQUALIFIED
            barring = self._last.closed_by if is_barred else None
        if barring is None:
            return None
        if barring.is_hard:
            return IssueRule.REQUALIFY_AFTER_HARD
        return IssueRule.BACKWARD if event.at - barring.at < COOL_OFF else None

    def _qualify_again(self, last: Episode, event: Event) -> None:
        if event.person_id != last.opened_by.person_id:
            self._odd(IssueRule.MERGED_DUPLICATE, event)
        elif last.stage is LeadStage.MQL:
            self._odd(IssueRule.DUPLICATE_MQL, event)
        elif event.is_correction:
            last.step_back(event)
        else:
            self._odd(IssueRule.BACKWARD, event)

    def _open(self, event: Event, kind: EpisodeKind) -> None:
        self.lead = self.lead or event
        self.episodes.append(Episode(number=len(self.episodes) + 1, kind=kind, opened_by=event))

    def _climb(self, event: Event) -> None:
        last = self._last
        if last is None or not last.is_open:
            self._stray(event)
        elif RANK[event.stage] >= RANK[last.stage]:
            last.reach(event.stage, event)
        elif event.is_correction:
            last.step_back(event)
        elif not _is_same_day(event, last):
            self._odd(IssueRule.BACKWARD, event)

    def _decide(self, event: Event) -> None:
        last = self._last
        if last is not None and (last.is_open or _outdoes(last, event)):
            last.finish(event)
        elif last is not None and last.stage is event.stage:
            last.opportunity_id = last.opportunity_id or event.opportunity_id
        elif not any(event.opportunity_id in episode.deals for episode in self.episodes):
            self._stray(event)

    def _close(self, event: Event) -> None:
        last = self._last
        if last is None:
            if event.stage is LeadStage.DISQUALIFIED:
                self._barred_by = event
            else:
                self._odd(IssueRule.NO_OPEN_EPISODE, event)
        elif last.is_open and last.stage in _CLOSED_FROM[event.stage]:
            last.shut(event)
        elif last.is_open:
            self._odd(IssueRule.BACKWARD, event)
        elif event.stage in _AFTER_CLOSING.get(last.stage, frozenset()):
            last.shut(event)
        elif last.stage is not event.stage:
            self._odd(IssueRule.NO_OPEN_EPISODE, event)


def _outdoes(last: Episode, event: Event) -> bool:
    """Whether another deal of a lost episode was won after all."""
    is_win = last.stage is LeadStage.LOST and event.stage is LeadStage.WON
    return is_win and event.opportunity_id in last.deals - {last.opportunity_id}


def _is_same_day(event: Event, last: Episode) -> bool:
    """A step known only by its day may have come before a higher one of that day."""
    reached = (
        last.reached[step]
        for step in LADDER
        if step in last.reached and not before(step, event.stage)
    )
    is_of_day = any(at.date() == event.at.date() for at in reached)
    return event.precision is Precision.DATE and is_of_day
