"""Rebuild: lead episodes made again for the people an import named, and for no others."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import (
    Connection,
    Table,
    delete,
    func,
    or_,
    select,
)

from revdash.episodes.clocks import Assigned, Clock, Story, clock_of
from revdash.episodes.episode import Episode, Event
from revdash.episodes.gathering import Gathering, storied
from revdash.episodes.identities import humans, renew
from revdash.episodes.machine import SILENCE, Issue, lapse, run
from revdash.episodes.names import Names
from revdash.episodes.people_facts import PersonFacts
from revdash.episodes.rules import Rules
from revdash.episodes.whom import Found, People, held
from revdash.store.frames import frame_of, insert_frame, set_aside
from revdash.store.schema import PERSON_FACTS
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.ledger import quality_issue
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.terms import IssueRule, LeadStage, Precision

Row: TypeAlias = dict[str, Any]

# What is odd about all facts together is noted where they are read together, not here.
SEEN_FROM_ABOVE = (IssueRule.CLOSED_BEFORE_CREATED.value, IssueRule.POSSIBLE_DUPLICATE.value)
AT_ONCE = 20_000  # people gathered at a time, to bound memory

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
_WITH_DAY = frozenset({"lead", "mql", "sal", "sql", "opp", "won", "lost", "verdict"})
_VERDICTS = (
    LeadStage.SAL,
    LeadStage.SQL,
    LeadStage.OPP,
    LeadStage.REJECTED,
    LeadStage.RECYCLED,
    LeadStage.DISQUALIFIED,
)


def rebuild(connection: Connection, people: Iterable[People], rules: Rules, as_of: datetime) -> int:
    """Say anew who is who, and make the episodes of *people* again; returns how many there are.

    With *people* come those whose identity changed: joined to others, or parted from them.
    """
    with held(connection, "concerned", *people) as concerned:
        renew(connection, concerned, rules)
        with humans(connection, concerned) as wanted, storied(connection, wanted) as telling:
            _forget(connection, wanted)
            names, made = Names(connection), 0
            count = connection.execute(select(func.count()).select_from(telling)).scalar_one()
            for start in range(0, count, AT_ONCE):
                of_these = telling.c.place.between(start + 1, start + AT_ONCE)
                some = select(wanted).join(telling, telling.c.root == wanted.c.root).where(of_these)
                with set_aside(connection, "chosen_people", some) as chosen:
                    made += _make(Gathering(connection, chosen, rules), names, as_of)
    return made


def _forget(connection: Connection, people: Table) -> None:
    """Delete what was derived of *people* one by one."""
    theirs = select(people.c.person_id)
    connection.execute(delete(lead_episode).where(lead_episode.c.person_id.in_(theirs)))
    q = quality_issue.c
    is_ours = q.rule.notin_(SEEN_FROM_ABOVE) & q.person_id.in_(theirs)
    connection.execute(delete(quality_issue).where(is_ours))


def _make(gathering: Gathering, names: Names, as_of: datetime) -> int:
    rows: list[Row] = []
    issues: list[Row] = []
    for facts in gathering.gather().values():
        if facts.events:
            _follow(facts, gathering.rules, as_of, rows, issues)
    for row in rows:
        names.give(row)
    rows.sort(key=lambda row: (row["mql_on"], row["episode_id"]))
    for derived, made in ((lead_episode, rows), (quality_issue, issues)):
        insert_frame(gathering.connection, derived, frame_of(derived, made))
    return len(rows)


def everybody() -> Found:
    """Every person any fact names."""
    return Found(tuple(select(fact.c.person_id) for fact in PERSON_FACTS.values()))


def lapsing(as_of: datetime) -> Found:
    """People whose episodes fall silent for good, or speak again, when seen from *as_of*."""
    e = lead_episode.c
    changed = select(e.person_id).where(
        or_(
            e.is_open & (e.last_at < as_of - SILENCE),
            (e.stage == LeadStage.LAPSED.value) & (e.closed_at >= as_of),
        )
    )
    return Found((changed,))


def _follow(
    facts: PersonFacts, rules: Rules, as_of: datetime, rows: list[Row], issues: list[Row]
) -> None:
    """Write down the episodes of one person, and what was odd."""
    outcome = run(facts.events, facts.sightings)
    episodes = outcome.episodes
    for index, episode in enumerate(episodes):
        following = episodes[index + 1] if index + 1 < len(episodes) else None
        if following is None:
            lapse(episode, facts.sightings, as_of)
        story = Story(
            hand_raises=facts.hand_raises,
            assigned=facts.assigned,
            attempts=facts.attempts,
            since=episodes[index - 1].closed_at if index else None,
            until=following.opened_by.at if following else None,
            owner=facts.owner,
        )
        row = _row(facts, episode, rules)
        row |= _clock_columns(clock_of(episode, story, rules), rules)
        row |= _waiting_columns(row, episode, rules)
        if outcome.lead is not None:
            row["lead_at"] = outcome.lead.at
            row["lead_on"] = _day_of_event(outcome.lead, rules)
        rows.append(row)
        issues.extend(_without_human(facts, episode, rules))
    issues.extend(_issue_row(facts, issue, rules) for issue in outcome.issues)


def _row(facts: PersonFacts, episode: Episode, rules: Rules) -> Row:
    opened, traits = episode.opened_by, facts.traits
    reason = rules.reason.get((episode.closed_by.reason or "") if episode.closed_by else "")
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
        "reason_code": episode.closed_by.reason if episode.closed_by else None,
        "reason_class": reason.reason_class if reason else None,
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
    row.update(_dates(episode, rules))
    return row


def _waiting_columns(row: Row, episode: Episode, rules: Rules) -> Row:
    """From which day on the lead waited for its first attempt, and on which it no longer did."""
    ends = []
    if row.get("first_attempt_at"):
        ends.append(rules.day_of(row["first_attempt_at"]))
    if episode.closed_by is not None:
        ends.append(_day_of_event(episode.closed_by, rules))
    elif episode.closed_at is not None:
        ends.append(rules.day_of(episode.closed_at))
    return {"waiting_from_on": row["mql_on"], "waiting_until_on": min(ends, default=None)}


def _dates(episode: Episode, rules: Rules) -> Iterator[tuple[str, Any]]:
    def day(stage: LeadStage | None) -> date | None:
        """The company's day; a source that knows only the day keeps the day it gave."""
        if stage not in episode.reached:
            return None
        at = episode.reached[stage]
        return at.date() if stage in episode.days_only else rules.day_of(at)

    for stage, name in _STAGE_COLUMNS.items():
        yield f"{name}_at", episode.reached.get(stage)
        if name in _WITH_DAY:
            yield f"{name}_on", day(stage)
    verdicts = [stage for stage in _VERDICTS if stage in episode.reached]
    verdict = min(verdicts, key=episode.reached.__getitem__, default=None)
    yield "verdict_at", episode.reached[verdict] if verdict else None
    yield "verdict_on", day(verdict)


def _day_of_event(event: Event, rules: Rules) -> date:
    return event.at.date() if event.precision is Precision.DATE else rules.day_of(event.at)


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


def _clock_columns(clock: Clock | None, rules: Rules) -> Row:
    if clock is None:
        return {"is_clock_excluded": True, "attempts": 0, "is_connected": False}
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
        "first_attempt_at": clock.first_attempt_at,
        "credited_at": clock.credited_at,
        "wait_seconds": clock.wait_seconds,
        "attempts": clock.attempts,
        "is_connected": clock.is_connected,
        "is_clock_excluded": clock.is_excluded,
    }


def _issue_row(facts: PersonFacts, issue: Issue, rules: Rules) -> Row:
    loaded = issue.event.loaded_at
    return {
        "rule": issue.rule.value,
        "table_name": "opportunity" if issue.event.is_deal else lifecycle_event.name,
        "event_key": issue.event.key.removesuffix(f":{issue.event.stage}" * issue.event.is_deal),
        "person_id": facts.person_id,
        "event_at": issue.event.at,
        "first_seen_on": rules.day_of(loaded) if loaded else _day_of_event(issue.event, rules),
        "detail": f"{issue.event.stage} on {issue.event.at:%Y-%m-%d %H:%M} UTC",
    }


def last_instant(day: date, rules: Rules) -> datetime:
    """The last instant of the company's *day*, in naive UTC."""
    return rules.midnight(day + timedelta(days=1)) - timedelta(microseconds=1)
