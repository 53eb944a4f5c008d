"""Actions: what people did about dropped handoffs: in order, each once, none over another's."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, select

from revdash.desk.audit import Stamp
from revdash.desk.deeds import LASTING, VERDICTS, About, ActionKind, Deed, check, firing_of
from revdash.desk.people import read_members
from revdash.desk.revisions import earlier_click, insert, new_id, remember_click
from revdash.desk.tables.feedback import handoff_action
from revdash.errors import InputError, StaleEditError
from revdash.terms import Side

_a = handoff_action.c
_SET_ASIDE = frozenset({*LASTING, *VERDICTS, ActionKind.HANDLED, ActionKind.MISTAKE})
DID = {
    ActionKind.TAKE: "took it",
    ActionKind.HAND: "handed it on",
    ActionKind.SNOOZE: "snoozed it",
    ActionKind.HANDLED: "marked it handled",
    ActionKind.REJECT: "rejected the lead",
    ActionKind.RECYCLE: "recycled the lead",
    ActionKind.ASK: "asked a question about it",
    ActionKind.MISTAKE: "marked it as the rule's mistake",
    ActionKind.MUTE: "muted it",
    ActionKind.UNDO: "took the last action back",
}


_LINK = "https://"
NO_FACT = "no fact is linked"


class ActedMeanwhileError(StaleEditError):
    """Somebody else acted on the same firing first: nothing was overwritten."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One action on one firing; ``last_id`` is what whoever sees it now has seen."""

    action_id: str
    instance_key: str
    kind: ActionKind
    at: datetime
    by: str
    words: str
    reason_code: str
    evidence: str
    until_at: datetime | None
    to_user_id: str
    to_queue: str
    side: Side | None
    person_id: str | None
    happened_at: datetime
    written_at: datetime
    deed_id: str
    undoes: str
    last_id: str

    @property
    def is_without_fact(self) -> bool:
        """Whether it is a rejection that names no fact."""
        return self.kind is ActionKind.REJECT and not self.evidence

    @property
    def fact_link(self) -> str:
        """The address of the record that it rests on; empty where a fact is told in words."""
        return self.evidence if self.evidence.startswith(_LINK) else ""

    @property
    def fact(self) -> str:
        """What it rests on, and whether that is a record, words or nothing."""
        if self.fact_link:
            return "a record is linked"
        return f"in words: {self.evidence}" if self.evidence else NO_FACT


@dataclass(frozen=True, kw_only=True)
class Done:
    """What one click did: the same deed, firing by firing."""

    deed_id: str
    action_ids: tuple[str, ...]


def act(connection: Connection, about: Sequence[About], deed: Deed, by: Stamp) -> Done:
    """Do *deed* about every one of the firings, or about none of them.

    Raises ActedMeanwhileError when somebody acted on one since the person saw it.
    """
    done = _done_before(connection, by)
    if done:
        return done
    check(connection, about, deed)
    newest = newest_actions(connection, [one.instance_key for one in about])
    _assert_as_seen(connection, {one.instance_key: one.seen for one in about}, newest)
    values: dict[str, Any] = {
        "kind": deed.kind.value,
        "acted_at": deed.at,
        "words": deed.words.strip() or None,
        "reason_code": deed.reason_code or None,
        "evidence": deed.evidence.strip() or None,
        "until_at": deed.until_at,
        "to_user_id": deed.to_user_id or None,
        "to_queue": deed.to_queue.strip() or None,
        "side": deed.side.value if deed.side else None,
    }
    names = ("instance_key", "person_id", "happened_at")
    rows = [{**values, **{name: getattr(one, name) for name in names}} for one in about]
    return _write(connection, rows, by)


def undo(connection: Connection, action_ids: Sequence[str], at: datetime, by: Stamp) -> Done:
    """Take actions back, all or none: each the last that stands of its firing."""
    done = _done_before(connection, by)
    if done:
        return done
    wanted = {row.action_id: row for row in _rows(connection, _a.action_id.in_(action_ids))}
    if not action_ids or len(wanted) < len(set(action_ids)):
        raise InputError("This action is not known. Reload the page to see what was done.")
    newest = newest_actions(connection, [row.instance_key for row in wanted.values()])
    for row in wanted.values():
        last = newest[row.instance_key]
        if last.action_id != row.action_id:
            raise ActedMeanwhileError(
                f"{_told(connection, last)} after that. Nothing was taken back. "
                "Reload the page to see where it stands."
            )
    undone = {"kind": ActionKind.UNDO.value, "acted_at": at}
    rows = [
        {**undone, "instance_key": row.instance_key, "person_id": row.person_id, "undoes": name}
        for name, row in wanted.items()
    ]
    return _write(connection, rows, by)


def newest_actions(
    connection: Connection, keys: Collection[str] | None = None
) -> dict[str, Action]:
    """Read the action that stands of each firing: the last that was not taken back.

    Where all were, the last taking back is given: its kind is ``undo``.
    """
    conditions = () if keys is None else (_a.instance_key.in_(set(keys)),)
    found = {}
    for key, rows in groupby(_rows(connection, *conditions), key=lambda row: row.instance_key):
        told = [*rows]
        undone = {row.undoes for row in told}
        standing = (
            row
            for row in reversed(told)
            if row.action_id not in undone and row.kind != ActionKind.UNDO.value
        )
        found[key] = _action(next(standing, told[-1]), told[-1].action_id)
    return found


def set_aside_keys(connection: Connection, now: datetime) -> dict[str, Action]:
    """Read the firings that need nobody's eyes *now*: snoozed, muted, handled, mistaken, decided.

    A snooze and a mute end at their ``until_at``.
    """
    return {
        key: action
        for key, action in newest_actions(connection).items()
        if action.kind in _SET_ASIDE
        and (action.kind not in LASTING or (action.until_at or now) > now)
    }


def actions_of(connection: Connection, instance_key: str) -> tuple[Action, ...]:
    """Read everything done about one firing, in its order."""
    rows = _rows(connection, _a.instance_key == instance_key)
    return tuple(_action(row, row.action_id) for row in rows)


def standing_actions(connection: Connection, kinds: Iterable[ActionKind]) -> tuple[Action, ...]:
    """Read every action of these *kinds* that nobody took back."""
    undone = select(_a.undoes).where(_a.undoes.isnot(None))
    of_kinds = _a.kind.in_(sorted(kind.value for kind in kinds))
    rows = _rows(connection, of_kinds, _a.action_id.notin_(undone))
    return tuple(_action(row, row.action_id) for row in rows)


def _assert_as_seen(
    connection: Connection, seen: Mapping[str, str], newest: Mapping[str, Action]
) -> None:
    changed = [newest[key] for key in seen if key in newest and newest[key].last_id != seen[key]]
    if changed:
        others = f", and {len(changed) - 1} more were acted on too" if len(changed) > 1 else ""
        raise ActedMeanwhileError(
            f"{_told(connection, changed[0])} after you opened the page{others}. Nothing of yours "
            "was done. Reload to see it, then act again if it still holds."
        )


def _told(connection: Connection, action: Action) -> str:
    names = {one.member_id: one.name for one in read_members(connection, active=False)}
    (last,) = _rows(connection, _a.action_id == action.last_id)
    firing, kind = firing_of(action.instance_key), ActionKind(last.kind)
    return (
        f"{names.get(last.written_by, last.written_by)} {DID[kind]} ({firing.rule}, "
        f"{firing.subject}) at {last.written_at:%Y-%m-%d %H:%M} UTC,"
    )


def _done_before(connection: Connection, by: Stamp) -> Done | None:
    click = earlier_click(connection, by)
    if click is None:
        return None
    rows = _rows(connection, _a.deed_id == click.row_id)
    return Done(deed_id=click.row_id, action_ids=tuple(row.action_id for row in rows))


def _write(connection: Connection, rows: Sequence[Mapping[str, Any]], by: Stamp) -> Done:
    """Write one deed, each row next after the last of its firing."""
    deed_id, keys = new_id(), [row["instance_key"] for row in rows]
    places = {row.instance_key: row.place for row in _rows(connection, _a.instance_key.in_(keys))}
    written = [
        insert(
            connection,
            handoff_action,
            {
                **row,
                "subject": firing_of(row["instance_key"]).subject,
                "place": places.get(row["instance_key"], 0) + 1,
                "deed_id": deed_id,
            },
            by.part(),
        )
        for row in rows
    ]
    remember_click(connection, deed_id, 1, by)
    return Done(deed_id=deed_id, action_ids=tuple(written))


def _rows(connection: Connection, *conditions: Any) -> Sequence[Any]:
    query: Select[Any] = select(handoff_action).where(*conditions)
    return connection.execute(query.order_by(_a.instance_key, _a.place)).all()


def _action(row: Any, last_id: str) -> Action:
    return Action(
        action_id=row.action_id,
        instance_key=row.instance_key,
        kind=ActionKind(row.kind),
        at=row.acted_at or row.written_at,
        by=row.written_by,
        words=row.words or "",
        reason_code=row.reason_code or "",
        evidence=row.evidence or "",
        until_at=row.until_at,
        to_user_id=row.to_user_id or "",
        to_queue=row.to_queue or "",
        side=Side(row.side) if row.side else None,
        person_id=row.person_id,
        happened_at=row.happened_at or row.acted_at or row.written_at,
        written_at=row.written_at,
        deed_id=row.deed_id or "",
        undoes=row.undoes or "",
        last_id=last_id,
    )
