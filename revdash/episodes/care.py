"""Care: how the lead was looked after: routing and response, one day, the cadence, the connect."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from revdash.episodes.agreed import CADENCE
from revdash.episodes.clocks import Clock, open_time
from revdash.episodes.rules import Rules
from revdash.episodes.told import Row, Told
from revdash.terms import LeadStage
from revdash.worktime.calendar import Calendar, due_over_segments, standard_day_seconds

MOST_A_DAY = 2  # more attempts on one day count as two

_PUT_ASIDE = frozenset({LeadStage.REJECTED, LeadStage.RECYCLED, LeadStage.DISQUALIFIED})


def care_columns(told: Told) -> Row:
    """The columns of the episode that tell how the lead was looked after."""
    clock, rules = told.clock, told.rules
    if clock is None:
        return {}
    a_day = _a_day(clock.segments[0].calendar)
    until_mql = open_time(clock.segments, told.episode.opened_by.at) or 0.0
    one_day = due_over_segments(clock.segments, until_mql + a_day)
    connected = clock.connected_at
    return {
        "is_routing_known": clock.is_routing_known,
        "response_seconds": _response(clock),
        "one_day_due_at": one_day,
        "one_day_due_on": rules.day_of(one_day),
        "connected_at": connected,
        "connected_on": rules.day_of(connected) if connected else None,
        **_cadence(told, clock, a_day),
    }


def _response(clock: Clock) -> float | None:
    """The rest of the wait, once it was routed: the two add up to it, to the second."""
    if clock.first_attempt_at is None or clock.routing_seconds is None:
        return None
    return (clock.wait_seconds or 0.0) - clock.routing_seconds


def _cadence(told: Told, clock: Clock, a_day: float) -> Row:
    """How often it was tried within the cadence, when that ended, and whether it was kept."""
    rules = told.rules
    policy = rules.policy_at(clock.start_at)
    agreed = policy.cadence if policy else CADENCE
    due = due_over_segments(clock.segments, agreed.within * a_day)
    attempts, days = _counted([at for at in clock.tries if at <= due], rules)
    reached = told.episode.reached.get(LeadStage.SQL)  # need and fit are confirmed by talking
    early = [at for at in (clock.connected_at, reached, _put_aside_at(told)) if at and at <= due]
    ended = min(early, default=due)
    return {
        "cadence_attempts": attempts,
        "cadence_days": days,
        "cadence_due_at": due,
        "cadence_ended_at": ended,
        "cadence_ended_on": rules.day_of(ended),
        "is_cadence_kept": bool(early) or (attempts >= agreed.attempts and days >= agreed.days),
    }


def _counted(tries: Sequence[datetime], rules: Rules) -> tuple[int, int]:
    """The attempts that count, and the company's days they were on."""
    if not tries:
        return 0, 0
    by_day = Counter(map(rules.day_of, tries))
    return sum(min(n, MOST_A_DAY) for n in by_day.values()), len(by_day)


def _put_aside_at(told: Told) -> datetime | None:
    """When it was first put aside for a reason that ends all trying: hard, or no contact needed."""
    episode = told.episode
    if episode.closed_by is None:
        return None
    ends = (
        event.at
        for event in told.facts.events
        if event.stage in _PUT_ASIDE and episode.reached.get(event.stage) == event.at
        if event.is_hard or _needs_no_contact(event.reason, told)
    )
    return min(ends, default=None)


def _needs_no_contact(code: str | None, told: Told) -> bool:
    reason = told.rules.reason_at(code, told.began)
    return reason is not None and reason.is_no_contact_required


@lru_cache(maxsize=64)
def _a_day(calendar: Calendar) -> float:
    return standard_day_seconds(calendar)
