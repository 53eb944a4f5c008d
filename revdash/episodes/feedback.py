"""Feedback: what marketing learned of a lead: the verdict, its reason, what came after."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from revdash.episodes.clocks import hand_raise, open_time
from revdash.episodes.episode import Event
from revdash.episodes.rules import Reason, Rules
from revdash.episodes.told import Row, Told
from revdash.terms import LeadStage, Precision, ReasonClass, Verdict
from revdash.worktime.calendar import due, standard_day_seconds

NURTURE_DAYS = 3  # business days in which marketing takes a recycled lead back
BOOKING_DAYS = 2  # business days in which a raised hand gets its demo booked
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
    row = _decision(told) | _reasons(told)
    if told.following is not None:
        row["returned_at"] = told.following.opened_by.at
    if told.row["recycled_at"] is not None:
        row |= _nurture(told)
    if told.clock is not None and told.clock.hand_raised_at is not None:
        asked = told.clock.hand_raised_at
        row |= _due("demo_due", asked, BOOKING_DAYS, told.rules, told.clock.calendar_id)
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
        return row | {"decision_offset_seconds": clock.offset_seconds - spent}
    if episode.days_only and stage in episode.days_only:  # perhaps as late as that evening
        ended = told.rules.midnight(ended.date() + _A_DAY)
    taken = open_time(clock.segments, ended) or 0.0
    return row | {"decision_seconds": max(0.0, taken - spent)}


def _reasons(told: Told) -> Row:
    """Since when marketing has known, and whether the end tells why; triage may add to a refusal.

    To accept a lead is to say what comes next.
    """
    given = [event for event in told.episode.closings if event.stage in GIVEN_BACK]
    known = [event.at for event in given if _is_valid(event, told.rules)]
    is_valid = bool(known) if given else None
    if told.row["sal_at"] is not None:
        known.append(told.row["sal_at"])
    return {"is_reason_valid": is_valid, "feedback_at": min(known, default=None)}


def _is_valid(event: Event, rules: Rules) -> bool:
    return says_something(rules.reason.get(event.reason or ""), is_noted=event.is_noted)


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
    calendar = told.rules.default_calendar.calendar_id
    return row | _due("nurture_due", recycled, NURTURE_DAYS, told.rules, calendar)


def _due(name: str, start: datetime, days: int, rules: Rules, calendar_id: str) -> Row:
    calendar = rules.calendar[calendar_id]
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
