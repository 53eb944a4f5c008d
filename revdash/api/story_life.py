"""Story life: each drop of a lead's handoffs: opened, seen, acted on, resolved, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row

from revdash.api.actors import Actor
from revdash.api.house import House
from revdash.api.seeing import see
from revdash.api.story_words import Words, joined, upper
from revdash.api.views import Grid, labelled
from revdash.desk.actions import DID, Action, newest_actions
from revdash.desk.causes import causes_given, read_causes
from revdash.desk.deeds import ActionKind
from revdash.desk.people import read_members
from revdash.desk.seen import Seen, first_seen
from revdash.handoffs.rules import RULE
from revdash.metrics.shown import NOTHING

_COLUMNS = labelled("Dropped", "Late since", "First seen", "Acted on", "Resolved", "Cause")
_INFO = "info"
# What ends a drop without anybody's doing; all else is somebody's deed.
_BY_ITSELF = {
    "back": "the owner came back",
    "lapsed": "nobody expects it any more",
    "returned": "the lead came back",
    "due": "it fell due",
    "other closed": "the other handoff ended",
}
_BY_A_PERSON = {
    "attempt": "tried",
    "connected": "reached",
    "closed": "the lead was decided",
    "booked": "a meeting was booked",
    "meeting": "the next meeting",
    "deal": "a deal was opened",
    "outcome": "the outcome was noted",
    "enrolled": "taken into nurture",
    "loaded": "the list was loaded",
    "reply": "answered",
}


class _Kept(NamedTuple):
    """What the desk keeps of some firings."""

    seen: Mapping[str, Seen]
    acted: Mapping[str, Action]
    causes: Mapping[str, str]
    names: Mapping[str, str]


def life_grid(
    house: House, actor: Actor, firings: Sequence[Row[Any]], as_of: datetime, words: Words
) -> Grid:
    """Every drop until now, the newest first; what lies open is seen by whoever looks here."""
    begun = [one for one in firings if one.opens_at < as_of and one.severity != _INFO]
    begun.sort(key=lambda one: (one.opens_at, one.instance_key))
    kept = _kept(house, actor, begun, as_of)
    counted: Counter[tuple[str, str]] = Counter()
    rows = []
    for one in begun:
        counted[one.rule, one.subject] += 1
        rows.append(_row(one, counted[one.rule, one.subject], kept, as_of, words))
    return Grid(columns=_COLUMNS, rows=tuple(reversed(rows)))


def _kept(house: House, actor: Actor, begun: Sequence[Row[Any]], as_of: datetime) -> _Kept:
    keys = [one.instance_key for one in begun]
    now_open = [one.instance_key for one in begun if not _is_over(one, as_of)]
    see(house, actor, now_open, as_of)
    with house.desk.connect() as desk:
        labels = {cause.code: cause.label for cause in read_causes(desk)}
        given = causes_given(desk, keys)
        return _Kept(
            seen=first_seen(desk, keys),
            acted=newest_actions(desk, keys),
            causes={key: labels.get(one.code, "") for key, one in given.items()},
            names={one.member_id: one.name for one in read_members(desk, active=False)},
        )


def _is_over(one: Row[Any], as_of: datetime) -> bool:
    return one.resolved_at is not None and one.resolved_at <= as_of


def _row(one: Row[Any], time: int, kept: _Kept, as_of: datetime, words: Words) -> tuple[str, ...]:
    name, key = upper(RULE[one.rule].name), one.instance_key
    seen, action = kept.seen.get(key), kept.acted.get(key)
    return (
        f"{name}, again ({time})" if time > 1 else name,
        words.moment(one.opens_at),
        f"{seen.side}, {words.moment(seen.at)}" if seen else NOTHING,
        _acted(action, kept, words) if action else NOTHING,
        _resolved(one, as_of, words),
        kept.causes.get(key) or NOTHING,
    )


def _acted(action: Action, kept: _Kept, words: Words) -> str:
    who = kept.names.get(action.by, action.by)
    fact = (action.fact_link or action.fact) if action.kind is ActionKind.REJECT else ""
    said = action.words if action.kind is not ActionKind.UNDO else ""
    return joined(f"{who} {DID[action.kind]}, {words.moment(action.at)}", said, fact)


def _resolved(one: Row[Any], as_of: datetime, words: Words) -> str:
    if not _is_over(one, as_of):
        return "open"
    how = one.resolved_by or ""
    by_itself = _BY_ITSELF.get(how)
    told = f"by itself: {by_itself}" if by_itself else f"by a person: {_BY_A_PERSON.get(how, how)}"
    return joined(words.moment(one.resolved_at), told)
