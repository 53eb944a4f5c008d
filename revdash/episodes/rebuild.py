"""Rebuild: lead episodes made again for the people an import named, and for no others."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, or_, select, union

from revdash.episodes.clocks import Clock, Story, clock_of
from revdash.episodes.machine import SILENCE, Episode, Issue, lapse, run
from revdash.episodes.people_facts import Gathering, PersonFacts
from revdash.episodes.rules import Rules
from revdash.store.frames import frame_of, insert_frame
from revdash.store.load import in_force
from revdash.store.schema import PERSON_FACTS
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.ledger import quality_issue
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.marketing import campaign
from revdash.store.schema.people import app_user, team
from revdash.terms import LeadStage, Precision

AT_ONCE = 50_000  # people gathered at a time, to bound memory

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


def rebuild(connection: Connection, people: Iterable[str], rules: Rules, as_of: datetime) -> int:
    """Make the episodes of *people* again; returns how many there are."""
    names = _Names(connection)
    wanted, made = sorted(people), 0
    for start in range(0, len(wanted), AT_ONCE):
        gathering = Gathering(connection, wanted[start : start + AT_ONCE], rules)
        chosen = gathering.chosen
        for derived in (lead_episode, quality_issue):
            connection.execute(
                delete(derived).where(derived.c.person_id.in_(select(chosen.c.person_id)))
            )
        rows: list[dict[str, Any]] = []
        issues: list[dict[str, Any]] = []
        for facts in gathering.gather().values():
            for row, odd in _episodes_of(facts, rules, as_of, names):
                rows.extend(row)
                issues.extend(odd)
        rows.sort(key=lambda row: (row["mql_on"], row["episode_id"]))
        insert_frame(connection, lead_episode, frame_of(lead_episode, rows))
        insert_frame(connection, quality_issue, frame_of(quality_issue, issues))
        gathering.drop()
        made += len(rows)
    return made


def everybody(connection: Connection) -> set[str]:
    """Every person any fact names."""
    named = union(*(select(fact.c.person_id).distinct() for fact in PERSON_FACTS.values()))
    return {one for one in connection.execute(named).scalars() if one is not None}


def lapsing(connection: Connection, as_of: datetime) -> set[str]:
    """People whose episodes fall silent for good, or speak again, when seen from *as_of*."""
    e = lead_episode.c
    changed = select(e.person_id).where(
        or_(
            e.is_open & (e.last_at < as_of - SILENCE),
            (e.stage == LeadStage.LAPSED.value) & (e.closed_at >= as_of),
        )
    )
    return set(connection.execute(changed).scalars())


class _Names:
    """What users, teams and campaigns are called."""

    def __init__(self, connection: Connection) -> None:
        teams = dict(
            connection.execute(select(team.c.team_id, team.c.name).where(in_force(team))).all()
        )
        self.owner: dict[str, tuple[str | None, str | None]] = {
            row.user_id: (row.name, teams.get(row.team_id, row.team_id))
            for row in connection.execute(
                select(app_user.c.user_id, app_user.c.name, app_user.c.team_id).where(
                    in_force(app_user)
                )
            )
        }
        self.campaign: dict[str, tuple[str | None, str | None]] = {
            row.campaign_id: (row.name, row.channel)
            for row in connection.execute(
                select(campaign.c.campaign_id, campaign.c.name, campaign.c.channel).where(
                    in_force(campaign)
                )
            )
        }


def _episodes_of(
    facts: PersonFacts, rules: Rules, as_of: datetime, names: _Names
) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    if not facts.events:
        return
    outcome = run(facts.events)
    episodes = outcome.episodes
    rows = []
    for index, episode in enumerate(episodes):
        following = episodes[index + 1] if index + 1 < len(episodes) else None
        if following is None:
            lapse(episode, min(facts.last_seen, as_of), as_of)
        story = Story(
            hand_raises=facts.hand_raises,
            assigned=facts.assigned,
            attempts=facts.attempts,
            since=episodes[index - 1].closed_at if index else None,
            until=following.opened_by.at if following else None,
        )
        clock = clock_of(episode, story, rules)
        row = _row(facts, episode, clock, rules)
        row["lead_at"] = outcome.lead_at
        row["lead_on"] = rules.day_of(outcome.lead_at) if outcome.lead_at else None
        _name(row, names)
        rows.append(row)
    yield rows, [_issue_row(facts, issue, rules) for issue in outcome.issues]


def _row(facts: PersonFacts, episode: Episode, clock: Clock | None, rules: Rules) -> dict[str, Any]:
    opened, traits = episode.opened_by, facts.traits
    reason = rules.reason.get((episode.closed_by.reason or "") if episode.closed_by else "")
    row: dict[str, Any] = {
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
    row.update(_dates(facts, episode, rules))
    row.update(_clock_columns(clock, rules))
    row["waiting_from_on"] = row["mql_on"]
    touched_or_closed = [at for at in (row.get("first_attempt_at"), episode.closed_at) if at]
    row["waiting_until_on"] = rules.day_of(min(touched_or_closed)) if touched_or_closed else None
    return row


def _dates(facts: PersonFacts, episode: Episode, rules: Rules) -> Iterator[tuple[str, Any]]:
    days_only = {event.at for event in facts.events if event.precision is Precision.DATE}

    def day(at: datetime | None) -> date | None:
        """The company's day; a source that knows only the day keeps the day it gave."""
        return None if at is None else at.date() if at in days_only else rules.day_of(at)

    for stage, name in _STAGE_COLUMNS.items():
        at = episode.reached.get(stage)
        yield f"{name}_at", at
        if name in _WITH_DAY:
            yield f"{name}_on", day(at)
    verdict = min((episode.reached[s] for s in _VERDICTS if s in episode.reached), default=None)
    yield "verdict_at", verdict
    yield "verdict_on", day(verdict)


def _owner_of(facts: PersonFacts, episode: Episode) -> str | None:
    given: Sequence[str | None] = [
        change.user_id
        for change in facts.assigned
        if episode.closed_at is None or change.at <= episode.closed_at
    ]
    return given[-1] if given else facts.traits.get("owner_user_id")


def _clock_columns(clock: Clock | None, rules: Rules) -> dict[str, Any]:
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


def _name(row: dict[str, Any], names: _Names) -> None:
    row["owner"], row["team"] = names.owner.get(
        row["owner_user_id"] or "", (row["owner_user_id"], None)
    )
    row["campaign"], channel = names.campaign.get(
        row["campaign_id"] or "", (row["campaign_id"], None)
    )
    row["channel"] = channel or row["source"]


def _issue_row(facts: PersonFacts, issue: Issue, rules: Rules) -> dict[str, Any]:
    seen = issue.event.loaded_at or issue.event.at
    return {
        "rule": issue.rule.value,
        "table_name": "opportunity" if issue.event.is_deal else lifecycle_event.name,
        "event_key": issue.event.key,
        "person_id": facts.person_id,
        "event_at": issue.event.at,
        "first_seen_on": rules.day_of(seen),
        "detail": f"{issue.event.stage} on {issue.event.at:%Y-%m-%d %H:%M} UTC",
    }


def last_instant(day: date, rules: Rules) -> datetime:
    """The last instant of the company's *day*, in naive UTC."""
    return rules.midnight(day + timedelta(days=1)) - timedelta(microseconds=1)
