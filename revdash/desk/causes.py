"""Causes: why handoffs were dropped, by a short list both sides agree; what rules got wrong."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select

from revdash.desk.actions import standing_actions
from revdash.desk.audit import Stamp
from revdash.desk.deeds import ActionKind, firing_of
from revdash.desk.revisions import change, earlier_click, insert, remember_click
from revdash.desk.tables.feedback import drop_instance, root_cause
from revdash.errors import InputError, suggestion

_c, _i = root_cause.c, drop_instance.c


class CauseClass(StrEnum):
    """Where a cause lies: with nobody as a person."""

    MARKETING = "marketing"
    SALES = "sales"
    PROCESS = "process"
    DATA = "data"


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One cause of the list."""

    code: str
    label: str
    cause_class: CauseClass
    list_version: int = 0
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class Given:
    """The cause that was given to one firing."""

    instance_key: str
    code: str
    resolved_at: datetime | None
    by: str
    version: int


FIRST_LIST = tuple(
    Cause(code=code, label=label, cause_class=CauseClass(kind))
    for code, label, kind in (
        ("no_rule", "No rule for such a lead", "process"),
        ("nobody_stood_in", "Nobody stood in", "process"),
        ("too_many_at_once", "Too many at once", "process"),
        ("list_came_late", "List came late", "marketing"),
        ("handed_over_too_early", "Handed over too early", "marketing"),
        ("not_told_why", "The handover did not say why", "marketing"),
        ("not_on_the_list", "Was not on the day's list", "sales"),
        ("outcome_not_written", "Outcome not written down", "sales"),
        ("next_step_not_set", "No next step was set", "sales"),
        ("wrong_owner", "Wrong owner in the CRM", "data"),
        ("bad_contact_data", "Contact data did not work", "data"),
        ("recorded_elsewhere", "Done, and recorded elsewhere", "data"),
    )
)


def read_causes(connection: Connection, on: date | None = None) -> tuple[Cause, ...]:
    """Read the causes in force on a day, all there ever were without one.

    Until a list is saved, the one that everybody begins with.
    """
    query = select(root_cause).order_by(_c.list_version, _c.cause_class, _c.label)
    found = tuple(_cause(row) for row in connection.execute(query))
    return tuple(one for one in found or FIRST_LIST if on is None or _holds(one, on))


def save_causes(connection: Connection, causes: Sequence[Cause], since: date, by: Stamp) -> int:
    """Put a whole new list in force from a day on; return its version."""
    codes = [cause.code for cause in causes]
    if not codes or len(codes) != len(set(codes)) or not all(one.label.strip() for one in causes):
        raise InputError(
            f"The causes given are {', '.join(codes) or 'none'}. "
            "There is at least one, each stands once, and each has a name."
        )
    done = earlier_click(connection, by)
    if done:
        return done.version
    newest = connection.execute(select(func.max(_c.list_version))).scalar_one() or 0
    for row in connection.execute(select(root_cause).where(_c.valid_to.is_(None))).all():
        ended = {"cause_id": row.cause_id, "valid_to": since}
        change(connection, root_cause, ended, row.version, by.part())
    if not newest:  # the first list held until now, and stays known
        newest = 1
        for cause in FIRST_LIST:
            _insert(connection, replace(cause, list_version=1, valid_to=since), by)
    for cause in causes:
        _insert(connection, replace(cause, list_version=newest + 1, valid_from=since), by)
    remember_click(connection, "causes", newest + 1, by)
    return newest + 1


def give_cause(connection: Connection, wanted: Given, by: Stamp) -> int:
    """Say what caused a firing, as it was seen at ``version``; an empty code takes it back."""
    known = {cause.code for cause in read_causes(connection)}
    if wanted.code and wanted.code not in known:
        raise InputError(f"'{wanted.code}' is no agreed cause. {suggestion(wanted.code, known)}")
    firing = firing_of(wanted.instance_key)
    cause = wanted.code or None
    if wanted.version:
        values: dict[str, Any] = {"instance_key": wanted.instance_key, "cause": cause}
        if wanted.resolved_at:
            values["resolved_at"] = wanted.resolved_at
        return change(connection, drop_instance, values, wanted.version, by)
    new: dict[str, Any] = {
        "instance_key": wanted.instance_key,
        "cause": cause,
        "rule": firing.rule,
        "subject": firing.subject,
        "opened_at": firing.opened_at,
        "resolved_at": wanted.resolved_at,
        "is_rule_mistake": False,
    }
    insert(connection, drop_instance, new, by)
    return 1


def causes_given(connection: Connection, keys: Collection[str]) -> dict[str, Given]:
    """Read what was said to have caused each of these firings, also where it was taken back."""
    query = select(drop_instance).where(_i.instance_key.in_(set(keys)))
    return {
        row.instance_key: Given(
            instance_key=row.instance_key,
            code=row.cause or "",
            resolved_at=row.resolved_at,
            by=row.changed_by,
            version=row.version,
        )
        for row in connection.execute(query)
    }


def causes_pareto(
    connection: Connection, since: datetime, until: datetime
) -> tuple[tuple[Cause, int], ...]:
    """Count the causes of what was resolved in [since, until), the commonest first."""
    is_inside = (_i.resolved_at >= since, _i.resolved_at < until)
    query = select(_i.cause, func.count()).where(_i.cause.isnot(None), *is_inside)
    counts: dict[str, int] = dict(connection.execute(query.group_by(_i.cause)).all())
    named = {cause.code: cause for cause in read_causes(connection)}
    found = [(named[code], count) for code, count in counts.items() if code in named]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].label)))


def mistakes_by_rule(connection: Connection, since: datetime, until: datetime) -> Counter[str]:
    """Count, by rule, the firings opened in [since, until) that people say are its mistake."""
    firings = (
        firing_of(one.instance_key) for one in standing_actions(connection, [ActionKind.MISTAKE])
    )
    return Counter(one.rule for one in firings if since <= one.opened_at < until)


def _holds(cause: Cause, on: date) -> bool:
    begun = cause.valid_from is None or cause.valid_from <= on
    return begun and (cause.valid_to is None or on < cause.valid_to)


def _insert(connection: Connection, cause: Cause, by: Stamp) -> None:
    insert(
        connection, root_cause, {**vars(cause), "cause_class": cause.cause_class.value}, by.part()
    )


def _cause(row: Any) -> Cause:
    return Cause(
        code=row.code,
        label=row.label,
        cause_class=CauseClass(row.cause_class),
        list_version=row.list_version,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
