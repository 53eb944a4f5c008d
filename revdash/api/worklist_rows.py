"""Worklist rows: each dropped handoff in words: what happened, since when, whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from revdash.api.asking import in_zone, local_time
from revdash.api.worklist_views import Dropped, Soon
from revdash.desk.actions import Action
from revdash.desk.deeds import LASTING, ActionKind
from revdash.desk.seen import Seen
from revdash.episodes.rules import Rules
from revdash.handoffs.rules import RULE
from revdash.handoffs.worklist import Beside
from revdash.handoffs.worth import PRICELESS
from revdash.metrics.shown import NOTHING, duration, few_or_long, money
from revdash.terms import in_words
from revdash.worktime.calendar import Calendar, elapsed, standard_day_seconds

TURNS = {
    "marketing": "Marketing",
    "sales": "Sales",
    "revops": "RevOps",
    "cs": "Customer success",
}
_HOUR = 3600.0
_KINDS = {
    "lead": "Lead",
    "deal": "Deal",
    "meeting": "Meeting",
    "question": "Question",
    "campaign": "Campaign",
    "account": "Account",
}
_TO_MANAGER, _TO_AGENDA = 1.0, 3.0  # business days late
_DID = {
    ActionKind.TAKE: "Taken by {who}",
    ActionKind.HAND: "Handed to {whom} by {who}",
    ActionKind.SNOOZE: "Snoozed by {who} until {until}",
    ActionKind.HANDLED: "Handled by {who}: {words}",
    ActionKind.REJECT: "Rejected by {who}: {fact}",
    ActionKind.RECYCLE: "Recycled by {who}, review {until}",
    ActionKind.ASK: "Asked by {who}: {words}",
    ActionKind.MISTAKE: "The rule's mistake, says {who}: {words}",
    ActionKind.MUTE: "Muted by {who} until {until}: {words}",
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What rows are worded with: the moment, the rules, who is called what."""

    as_of: datetime
    rules: Rules
    reader: str
    people: Mapping[str, str]  # humans that leads are, by id
    users: Mapping[str, str]  # who owns leads, by id
    members: Mapping[str, str]  # who acts here, by id

    def moment(self, at: datetime | None) -> str:
        """An instant as the company's clocks showed it; the year where it is another.

        What begins with a day is known by the day alone.
        """
        if at is None:
            return NOTHING
        local = local_time(at, self.rules)
        year = f" {local.year}" if local.year != self.rules.day_of(self.as_of).year else ""
        clock = f" {local:%H:%M}" if local.hour or local.minute else ""
        return f"{local.day} {local:%b}{year}{clock}"

    def calendar(self, name: str | None) -> Calendar:
        """The calendar called *name*; else the company's."""
        return self.rules.calendar.get(name or "", self.rules.default_calendar)


@dataclass(frozen=True, kw_only=True)
class Around:
    """What belongs to one row: what else fires, what was last done, its record, who saw it."""

    beside: Beside
    action: Action | None = None
    link: str = ""
    seen: Seen | None = None


HEADER = (
    *("severity", "whose_turn", "shown_to", "lead", "person_id", "account", "tier", "source"),
    *("rule", "what_happened", "also", "late_for", "late_since", "first_seen", "owner"),
    *("est_value", "last_done", "what_to_do", "crm_record"),
)


def cells(row: Dropped) -> tuple[str, ...]:
    """One row for a file, in the order of its header."""
    return (
        *(row.severity, row.turn_word, row.level or "owner", row.lead, row.person, row.account),
        *(row.tier, row.source, row.name, row.happened, "; ".join(row.others), row.late_for),
        *(row.late_since, row.first_seen, row.owner, row.value, row.acted, row.todo, row.link),
    )


def dropped(row: Any, around: Around, words: Words) -> Dropped:
    """Word one dropped handoff, with what was last done about it."""
    rule, action = RULE[row.rule], around.action
    calendar = words.calendar(row.calendar_id)
    late = max(0.0, elapsed(calendar, row.opens_at, words.as_of))
    owner = row.owner or "nobody"
    is_own = action is not None and action.by == words.reader
    standing = action is not None and action.kind is not ActionKind.UNDO
    has_value = row.value is not None and row.rule not in PRICELESS
    return Dropped(
        key=row.instance_key,
        seen=action.last_id if action else "",
        rule=row.rule,
        name=rule.name,
        severity=row.severity,
        turn=row.side,
        turn_word=TURNS.get(row.side, row.side),
        level=_level(late / standard_day_seconds(calendar)),
        person=row.person_id or "",
        lead=words.people.get(row.person_id or "") or _named(row),
        account=row.account_name or "",
        tier=row.tier or "",
        source=" · ".join(dict.fromkeys(filter(None, (in_words(row.source or ""), row.campaign)))),
        happened=rule.happened.format(began=words.moment(around.beside.from_at), owner=owner),
        todo=rule.todo,
        matters=rule.matters,
        late_for=_long(late, calendar),
        late_since=words.moment(row.opens_at),
        first_seen=_seen(around.seen, words),
        owner=_handed_to(action, words) or owner,
        value=money(row.value, words.rules.currency) if has_value else NOTHING,
        others=tuple(RULE[code].name for code in around.beside.rules),
        link=around.link,
        acted=_done(action, words) if action and standing else "",
        fact_link=action.fact_link if action and standing else "",
        is_mine=bool(standing and is_own and action and action.kind is ActionKind.TAKE),
        undoes=action.action_id if action and standing and is_own else "",
    )


def soon(row: Any, words: Words) -> Soon:
    """Word one lead that is about to be late."""
    calendar = words.calendar(row.calendar_id)
    local = in_zone(row.due_at, words.rules.place)
    used = ""
    if row.target_seconds:
        left = max(0.0, elapsed(calendar, words.as_of, row.due_at))
        share = max(0.0, 1.0 - left / row.target_seconds)
        used = f"{100 * share:.0f} % of {duration(row.target_seconds / _HOUR)} used"
    return Soon(
        person=row.person_id or "",
        lead=words.people.get(row.person_id or "") or _named(row),
        account=row.account_name or "",
        tier=row.tier or "",
        owner=row.owner or "nobody",
        due_at=f"{row.due_at.isoformat(timespec='milliseconds')}Z",
        due=f"{local:%a} {local.day} {local:%b %H:%M}",
        calendar=calendar.calendar_id,
        used=used,
    )


def _named(row: Any) -> str:
    """What a firing is about that is no human with a name."""
    kind, _, key = row.subject.partition(":")
    if kind == "account" and row.account_name:
        return str(row.account_name)
    if kind == "campaign" and getattr(row, "campaign", None):
        return str(row.campaign)
    if kind == "lead" and row.person_id:
        return str(row.person_id)
    return f"{_KINDS.get(kind, kind)} {key}"


def _long(seconds: float, calendar: Calendar) -> str:
    """Open time as people say it: hours within a day, then days."""
    day = standard_day_seconds(calendar)
    if seconds < 60:  # noqa: PLR2004  open time: it may be since the day closed
        return "just now"
    if seconds < day:
        return duration(seconds / _HOUR)
    text = few_or_long(seconds / day).removesuffix(".0")
    return f"{text} day" if text == "1" else f"{text} days"


def _level(days: float) -> str:
    if days < _TO_MANAGER:
        return ""
    return "manager" if days < _TO_AGENDA else "agenda"


def _seen(seen: Seen | None, words: Words) -> str:
    """Which side saw it first: no person is told of (PRODUCT, decision 8)."""
    return f"First seen by {seen.side}, {words.moment(seen.at)}" if seen else "Not seen before"


def _done(action: Action, words: Words) -> str:
    who = "you" if action.by == words.reader else words.members.get(action.by, action.by)
    until = action.until_at
    if until is None:
        day = ""
    else:  # the day of a review is a day; a snooze and a mute end as a day begins
        local = local_time(until, words.rules) if action.kind in LASTING else until
        day = f"{local.day} {local:%b}"
    return _DID[action.kind].format(
        who=who,
        whom=_handed_to(action, words),
        until=day,
        words=action.words,
        fact=action.fact,
    )


def _handed_to(action: Action | None, words: Words) -> str:
    if action is None or action.kind is not ActionKind.HAND:
        return ""
    return action.to_queue or words.users.get(action.to_user_id, action.to_user_id)
