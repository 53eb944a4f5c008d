"""Written: one person's facts written down as rows: their episodes, and what was odd."""

from collections.abc import Iterator
from datetime import date, datetime

from revdash.episodes.agreed import Part
from revdash.episodes.care import care_columns
from revdash.episodes.clocks import Assigned, Clock, Story, clock_of, tried_since
from revdash.episodes.episode import Episode, Event
from revdash.episodes.feedback import feedback_columns
from revdash.episodes.machine import Issue, lapse, run
from revdash.episodes.packet import packet_columns
from revdash.episodes.people_facts import PersonFacts
from revdash.episodes.rules import Rules
from revdash.episodes.told import Row, Told
from revdash.store.schema.lifecycle import assignment
from revdash.terms import IssueRule, LeadStage, Precision

__all__ = ["Row", "follow"]

_STAGE_COLUMNS = {
    LeadStage.MQL: "mql",
    LeadStage.SAL: "sal",
    LeadStage.SQL: "sql",
    LeadStage.OPP: "opp",
    LeadStage.WON: "won",
    LeadStage.LOST: "lost",
    LeadStage.REJECTED: "rejected",
    LeadStage.RECYCLED: "recycled",
    LeadStage.DISQUALIFIED: "disqualified",
}
_WITHOUT_DAY = ("rejected", "disqualified")
_COLUMNS = {  # of each stage: when it was reached, and on which day
    stage: (f"{name}_at", None if name in _WITHOUT_DAY else f"{name}_on")
    for stage, name in _STAGE_COLUMNS.items()
}
_VERDICTS = (
    LeadStage.SAL,
    LeadStage.SQL,
    LeadStage.OPP,
    LeadStage.REJECTED,
    LeadStage.RECYCLED,
    LeadStage.DISQUALIFIED,
)

_UNREACHED: Row = dict.fromkeys(
    name for names in (*_COLUMNS.values(), ("verdict_at", "verdict_on")) for name in names if name
)
_PARTS = (care_columns, feedback_columns, packet_columns)  # each tells more columns of a row


def follow(
    facts: PersonFacts, rules: Rules, as_of: datetime, rows: list[Row], issues: list[Row]
) -> None:
    """Write down the episodes of one person, and what was odd."""
    outcome = run(facts.events, facts.sightings)
    episodes = outcome.episodes
    for index, episode in enumerate(episodes):
        following = episodes[index + 1] if index + 1 < len(episodes) else None
        if following is None:
            lapse(episode, facts.sightings, as_of)
        row = _row(facts, episode, rules)
        story = Story(
            hand_raises=facts.hand_raises,
            assigned=facts.assigned,
            attempts=facts.attempts,
            since=episodes[index - 1].closed_at if index else None,
            until=following.opened_by.at if following else None,
            owner=facts.owner,
            part=Part(row["source"], row["region"], row["segment"]),
            pauses=facts.pauses,
        )
        clock = clock_of(episode, story, rules)
        row |= _clock_columns(clock, rules) if clock else _without_clock(episode, story, rules)
        row |= _waiting_columns(row, episode, rules)
        if outcome.lead is not None:
            row["lead_at"] = outcome.lead.at
            row["lead_on"] = _day_of_event(outcome.lead, rules)
        told = Told(facts, episode, following, story, clock, row, rules)
        row |= _reason_columns(told)
        for columns in _PARTS:
            row |= columns(told)
        rows.append(row)
        issues.extend(_without_human(facts, episode, rules))
    issues.extend(_issue_row(facts, issue, rules) for issue in outcome.issues)


def _row(facts: PersonFacts, episode: Episode, rules: Rules) -> Row:
    opened, traits = episode.opened_by, facts.traits
    row: Row = {
        "episode_id": f"{facts.person_id}#{episode.number}",
        "person_id": facts.person_id,
        "account_id": traits.get("account_id"),
        "account_name": traits.get("account_name") or traits.get("company_name"),
        "episode_no": episode.number,
        "kind": episode.kind.value,
        "stage": episode.stage.value,
        "is_open": episode.is_open,
        "closed_as": None if episode.is_open else episode.stage.value,
        "closed_at": episode.closed_at,
        "last_at": episode.last_at,
        "is_sal_implied": LeadStage.SAL in episode.implied,
        "is_sql_implied": LeadStage.SQL in episode.implied,
        "is_opp_implied": LeadStage.OPP in episode.implied,
        "is_impossible_order": episode.is_impossible_order,
        "mql_precision": opened.precision.value,
        "recycle_until": episode.recycle_until,
        "tier": opened.tier,
        "score": opened.score,
        "scoring_version": opened.scoring_version,
        "source": opened.source or traits.get("source"),
        "campaign_id": opened.campaign_id,
        "segment": traits.get("segment") or traits.get("account_segment"),
        "region": traits.get("region") or traits.get("account_region"),
        "country": traits.get("country") or traits.get("account_country"),
        "owner_user_id": _owner_of(facts, episode),
        "opportunity_id": episode.opportunity_id,
        "amount_base": facts.amounts.get(episode.opportunity_id or ""),
    }
    row |= _dates(episode, rules)
    return row


def _waiting_columns(row: Row, episode: Episode, rules: Rules) -> Row:
    """On which day the lead closed, and on which it no longer waited for its first attempt."""
    closed_on = rules.day_of(episode.closed_at) if episode.closed_at else None
    if episode.closed_by is not None:
        closed_on = _day_of_event(episode.closed_by, rules)
    ends = [closed_on] if closed_on else []
    if row.get("first_attempt_at"):
        ends.append(rules.day_of(row["first_attempt_at"]))
    return {
        "closed_on": closed_on,
        "waiting_from_on": row["mql_on"],
        "waiting_until_on": min(ends, default=None),
    }


def _dates(episode: Episode, rules: Rules) -> Row:
    """When each stage was reached, and on which of the company's days."""
    row, days_only = dict(_UNREACHED), episode.days_only
    for stage, at in episode.reached.items():
        name, on = _COLUMNS[stage]
        row[name] = at
        if on:
            row[on] = _day_of(at, rules, is_day=stage in days_only)
    verdicts = [stage for stage in _VERDICTS if stage in episode.reached]
    if verdicts:
        verdict = min(verdicts, key=episode.reached.__getitem__)
        at = row["verdict_at"] = episode.reached[verdict]
        row["verdict_on"] = _day_of(at, rules, is_day=verdict in days_only)
    return row


def _day_of(at: datetime, rules: Rules, *, is_day: bool) -> date:
    """The company's day; a source that knows only the day keeps the day it gave."""
    return at.date() if is_day else rules.day_of(at)


def _day_of_event(event: Event, rules: Rules) -> date:
    return _day_of(event.at, rules, is_day=event.precision is Precision.DATE)


def _last_given(facts: PersonFacts, episode: Episode) -> Assigned | None:
    """The last handing of the lead before the episode ended."""
    end = episode.closed_at or datetime.max
    return next((change for change in reversed(facts.assigned) if change.at <= end), None)


def _owner_of(facts: PersonFacts, episode: Episode) -> str | None:
    given = _last_given(facts, episode)
    return given.user_id if given else facts.traits.get("owner_user_id")


def _without_human(facts: PersonFacts, episode: Episode, rules: Rules) -> Iterator[Row]:
    """A lead that a queue or a bot still has is nobody's."""
    given = _last_given(facts, episode)
    if episode.is_open and given and given.user_id and not given.is_human:
        yield {
            "rule": IssueRule.OWNER_NOT_HUMAN.value,
            "table_name": assignment.name,
            "event_key": given.key,
            "person_id": facts.person_id,
            "event_at": given.at,
            "first_seen_on": rules.day_of(given.at),
            "detail": f"{given.user_id} is no human",
        }


def _without_clock(episode: Episode, story: Story, rules: Rules) -> Row:
    """No wait is known of a lead known by its day, only whether somebody tried since."""
    tries = tried_since(episode, story, rules)
    return {
        "is_clock_excluded": True,
        "first_attempt_at": tries[0].at if tries else None,
        "attempts": len(tries),
        "is_connected": any(attempt.is_connected for attempt in tries),
    }


def _clock_columns(clock: Clock, rules: Rules) -> Row:
    return {
        "first_assigned_at": clock.first_assigned_at,
        "routing_seconds": clock.routing_seconds,
        "hand_raised_at": clock.hand_raised_at,
        "clock_start_at": clock.start_at,
        "calendar_id": clock.calendar_id,
        "clock_offset_seconds": clock.offset_seconds,
        "policy_version": clock.policy_version,
        "target_seconds": clock.target_seconds,
        "due_at": clock.due_at,
        "due_on": rules.day_of(clock.due_at) if clock.due_at else None,
        "paused_seconds": clock.paused.seconds,
        "paused_for": clock.paused.reason,
        "clock_resumed_at": clock.paused.resumed_at,
        "clock_floor_seconds": clock.paused.floor_seconds,
        "first_attempt_at": clock.first_attempt_at,
        "credited_at": clock.credited_at,
        "wait_seconds": clock.wait_seconds,
        "attempts": clock.attempts,
        "is_connected": clock.is_connected,
        "is_clock_excluded": clock.is_excluded,
    }


def _reason_columns(told: Told) -> Row:
    """Why it was closed, and of what kind that is by the list in force as its clock began."""
    code = told.episode.closed_by.reason if told.episode.closed_by else None
    reason = told.rules.reason_at(code, told.began)
    return {"reason_code": code, "reason_class": reason.reason_class if reason else None}


def _issue_row(facts: PersonFacts, issue: Issue, rules: Rules) -> Row:
    loaded = issue.event.loaded_at
    return {
        "rule": issue.rule.value,
        "table_name": "opportunity" if issue.event.is_deal else issue.event.table,
        "event_key": issue.event.key.removesuffix(f":{issue.event.stage}" * issue.event.is_deal),
        "person_id": facts.person_id,
        "event_at": issue.event.at,
        "first_seen_on": rules.day_of(loaded) if loaded else _day_of_event(issue.event, rules),
        "detail": f"{issue.event.stage} on {issue.event.at:%Y-%m-%d %H:%M} UTC",
    }
