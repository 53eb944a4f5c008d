"""Feedback: what marketing learned of a lead: the verdict, its reason, what came after."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from revdash.episodes.clocks import hand_raise, offset_of, open_time
from revdash.episodes.episode import Event
from revdash.episodes.rules import Reason, Rules
from revdash.episodes.told import Row, Told
from revdash.terms import LeadStage, Precision, ReasonClass, Verdict
from revdash.worktime.calendar import (
    Calendar,
    due,
    due_over_segments,
    elapsed_over_segments,
    standard_day_seconds,
)

NURTURE_DAYS = 3  # business days in which marketing takes a recycled lead back
BOOKING_DAYS = 2  # business days in which a raised hand gets its demo booked
DECIDING, VERDICT_DAYS = "D08", 5.0  # business days in which sales decides, if not agreed
LEADS_TO = timedelta(days=1)  # a demo booked this long before the handoff is what led to it
OTHER = "other"

VERDICTS = {
    LeadStage.SAL: Verdict.ACCEPTED,
    LeadStage.SQL: Verdict.ACCEPTED,
    LeadStage.OPP: Verdict.ACCEPTED,
    LeadStage.REJECTED: Verdict.REFUSED,
    LeadStage.RECYCLED: Verdict.RECYCLED,
    LeadStage.DISQUALIFIED: Verdict.PUT_ASIDE,
}
GIVEN_BACK = frozenset({LeadStage.REJECTED, LeadStage.RECYCLED, LeadStage.DISQUALIFIED})
_A_DAY = timedelta(days=1)


def feedback_columns(told: Told) -> Row:
    """The columns of the episode that tell what marketing learned of it."""
    row = _decision(told) | _reasons(told) | _floor(told)
    if told.following is not None:
        row["returned_at"] = told.following.opened_by.at
    if told.row["recycled_at"] is not None:
        row |= _nurture(told)
    if told.clock is not None and told.clock.hand_raised_at is not None:
        asked, calendar = told.clock.hand_raised_at, told.clock.segments[-1].calendar
        row |= _due("demo_due", asked, BOOKING_DAYS, told.rules, calendar)
    if told.facts.meetings:
        row |= _meetings(told)
    return row


def says_something(reason: Reason | None, *, is_noted: bool) -> bool:
    """Whether a reason tells marketing something: an agreed one, and not 'Other'.

    One that blames how the work went ("wrong team") needs a note, unless no contact was needed.
    """
    if reason is None or OTHER in (reason.code.casefold(), reason.label.casefold()):
        return False
    is_plain = reason.reason_class != ReasonClass.PROCESS or reason.is_no_contact_required
    return is_plain or is_noted


def _decision(told: Told) -> Row:
    """The first verdict, and the open time it took."""
    episode, clock = told.episode, told.clock
    verdict_at = told.row["verdict_at"]
    then = (stage for stage, at in episode.reached.items() if at == verdict_at)
    stage = next((stage for stage in then if stage in VERDICTS), None)
    row: Row = {"verdict": VERDICTS[stage].value if stage else None}
    if clock is None:
        return row
    mql_at = episode.opened_by.at
    waited = clock.start_at != mql_at  # for a handoff, with its hand raised
    spent = (open_time(clock.segments, mql_at) or 0.0) if waited else 0.0
    ended = verdict_at or episode.closed_at
    if ended is None:
        row["decision_offset_seconds"] = offset_of(clock.segments) - spent
        if clock.is_paused:
            row["decision_floor_seconds"] = elapsed_over_segments(clock.segments[:-1]) - spent
        return row
    if episode.days_only and stage in episode.days_only:  # perhaps as late as that evening
        ended = told.rules.midnight(ended.date() + _A_DAY)
    taken = open_time(clock.segments, ended) or 0.0
    return row | {"decision_seconds": max(0.0, taken - spent)}


def _reasons(told: Told) -> Row:
    """Since when marketing has known, and whether the end tells why; triage may add to a refusal.

    To accept a lead is to say what comes next.
    """
    given = [event for event in told.episode.closings if event.stage in GIVEN_BACK]
    said = [(event, told.rules.reason_at(event.reason, told.began)) for event in given]
    known = [at.at for at, why in said if says_something(why, is_noted=at.is_noted)]
    is_valid = bool(known) if given else None
    policy = told.rules.policy_at(told.began)
    is_asked = bool(given) and policy is not None and policy.asks_fact
    is_given = any(_rests_on_fact(told, *one) for one in said) if is_asked else None
    if told.row["sal_at"] is not None:
        known.append(told.row["sal_at"])
    return {
        "is_reason_valid": is_valid,
        "is_fact_given": is_given,
        "feedback_at": min(known, default=None),
    }


def _rests_on_fact(told: Told, event: Event, reason: Reason | None) -> bool:
    """Whether a verdict rests on something: a note, an attempt, a word of theirs, a meeting.

    Where nobody had to be called to know, the lead's own record is the fact.
    """
    if event.is_noted or (reason is not None and reason.is_no_contact_required):
        return True
    clock, by_then = told.clock, event.order[0]
    first = told.row["first_attempt_at"]
    done = [*clock.tries, *filter(None, [clock.connected_at])] if clock else filter(None, [first])
    since = clock.start_at if clock else told.episode.opened_by.at
    met = (one.booked_at for one in told.facts.meetings if since <= one.booked_at)
    return any(at <= by_then for at in (*done, *met))


def _floor(told: Told) -> Row:
    """Before when no verdict is due, where the clock stood still since the first attempt."""
    clock, policy = told.clock, told.rules.policy_at(told.began)
    if clock is None or policy is None or clock.first_attempt_at is None or not clock.is_paused:
        return {}
    days = policy.thresholds.get(DECIDING, VERDICT_DAYS)
    spent = open_time(clock.segments, clock.first_attempt_at) or 0.0
    given = days * standard_day_seconds(clock.segments[-1].calendar)
    return {"verdict_floor_at": due_over_segments(clock.segments, spent + given)}


def _nurture(told: Told) -> Row:
    """Until when marketing should take it back, and when it did; a bare day makes nothing due."""
    recycled: datetime = told.row["recycled_at"]
    until = told.following.opened_by.at if told.following else datetime.max
    since = (
        max(times.since, recycled)
        for times in told.facts.nursed
        if times.since < until and (times.until is None or times.until > recycled)
    )
    row: Row = {"nurtured_at": min(since, default=None)}
    if LeadStage.RECYCLED in told.episode.days_only:
        return row
    calendar = told.rules.calendar_at(None, told.began)
    return row | _due("nurture_due", recycled, NURTURE_DAYS, told.rules, calendar)


def _due(name: str, start: datetime, days: int, rules: Rules, calendar: Calendar) -> Row:
    at = due(calendar, start, days * standard_day_seconds(calendar))
    return {f"{name}_at": at, f"{name}_on": rules.day_of(at)}


def _meetings(told: Told) -> Row:
    """The demo it agreed to, and whether anybody met whom sales accepted."""
    since, until = _begins(told)
    ours = [one for one in told.facts.meetings if since <= one.booked_at < until]
    demos = [one for one in ours if one.is_demo]
    end = told.episode.closed_at
    met = (one for one in ours if one.is_held and (end is None or one.ended_at < end + _A_DAY))
    return {
        "demo_booked_at": min((one.booked_at for one in demos), default=None),
        "demo_held_at": min((one.ended_at for one in demos if one.is_held), default=None),
        "is_met": any(met),
    }


def _begins(told: Told) -> Iterator[datetime]:
    """From when on what is booked belongs to this episode, and from when on to the next."""
    start = told.clock.start_at if told.clock else told.episode.opened_by.at
    yield start - LEADS_TO
    if told.following is None:
        yield datetime.max
        return
    opened = told.following.opened_by
    raised = None
    if opened.precision is Precision.INSTANT:
        raised = hand_raise(told.facts.hand_raises, opened.at, told.episode.closed_at)
    yield (raised or opened.at) - LEADS_TO
