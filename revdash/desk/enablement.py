"""Enablement: the steps of the sales cycle, version by version, and the tools of each step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, earlier_click, insert, remember_click, remove
from revdash.desk.tables.work import asset_entry, sales_cycle_step, step_tool
from revdash.errors import InputError

_s, _t, _a = sales_cycle_step.c, step_tool.c, asset_entry.c


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: who acts at it, and which stages of deals it means."""

    name: str
    acting_role: str
    stages: tuple[str, ...]
    step_id: str = ""
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """The steps as both sides agreed them in one version, in their order."""

    version_no: int
    valid_from: date
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class StepTool:
    """One asset that supports one step, for one segment or (none) for all."""

    step_id: str
    asset_id: str
    segment: str | None = None
    reviewed_on: date | None = None
    words: str = ""
    step_tool_id: str = ""
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One piece of content or sales tool written down by hand."""

    title: str
    asset_kind: str
    made_on: date
    message_phase: str | None = None
    scope: str | None = None
    opportunity_id: str | None = None
    is_approved: bool = False
    asset_id: str = ""
    version: int = 0


def read_cycles(connection: Connection) -> tuple[Cycle, ...]:
    """Read every version of the steps, oldest first."""
    found: dict[int, list[Any]] = {}
    query = select(sales_cycle_step).order_by(_s.version_no, _s.position)
    for row in connection.execute(query):
        found.setdefault(row.version_no, []).append(row)
    return tuple(
        Cycle(
            version_no=number,
            valid_from=rows[0].valid_from,
            steps=tuple(_step(row) for row in rows),
        )
        for number, rows in found.items()
    )


def agree_cycle(connection: Connection, steps: Sequence[Step], valid_from: date, by: Stamp) -> int:
    """Agree on the steps from a day on, as a new version; return its number.

    The tools of a step go on with the step of the same name.
    """
    done = earlier_click(connection, by)
    if done:
        return done.version
    before = read_cycles(connection)
    _check(steps, valid_from, before)
    number = 1 + (connection.execute(select(func.max(_s.version_no))).scalar_one() or 0)
    ids = {}
    for place, step in enumerate(steps, start=1):
        values = {
            "version_no": number,
            "position": place,
            "name": step.name.strip(),
            "acting_role": step.acting_role.strip(),
            "stages": list(step.stages),
            "valid_from": valid_from,
        }
        ids[step.name.strip()] = insert(connection, sales_cycle_step, values, by.part())
    if before:
        _carry_over(connection, before[-1], ids, by)
    remember_click(connection, ids[steps[0].name.strip()], number, by)
    return number


def read_tools(connection: Connection) -> tuple[StepTool, ...]:
    """Read which asset supports which step."""
    query = select(step_tool).order_by(_t.step_id, _t.asset_id, _t.segment)
    return tuple(
        StepTool(
            step_tool_id=row.step_tool_id,
            step_id=row.step_id,
            asset_id=row.asset_id,
            segment=row.segment,
            reviewed_on=row.reviewed_on,
            words=row.words or "",
            version=row.version,
        )
        for row in connection.execute(query)
    )


def put_tool(connection: Connection, wanted: StepTool, by: Stamp) -> str:
    """Say that an asset supports a step; return the id of that."""
    same = select(step_tool).where(
        _t.step_id == wanted.step_id,
        _t.asset_id == wanted.asset_id,
        _t.segment.is_(None) if wanted.segment is None else _t.segment == wanted.segment,
    )
    if connection.execute(same).first() is not None and not earlier_click(connection, by):
        raise InputError("This tool stands for the step already. Review it instead.")
    values = {
        "step_id": wanted.step_id,
        "asset_id": wanted.asset_id,
        "segment": wanted.segment,
        "reviewed_on": wanted.reviewed_on,
        "words": wanted.words.strip() or None,
    }
    return insert(connection, step_tool, values, by)


def review_tool(connection: Connection, key: str, on: date, version: int, by: Stamp) -> int:
    """Say that a tool was looked over and still serves its step; return its new version."""
    values = {"step_tool_id": key, "reviewed_on": on}
    return change(connection, step_tool, values, version, by)


def take_tool_away(connection: Connection, key: str, version: int, by: Stamp) -> None:
    """Say that a tool no longer supports a step."""
    remove(connection, step_tool, key, version, by)


def read_assets(connection: Connection) -> tuple[Asset, ...]:
    """Read the material written down by hand, by title."""
    query = select(asset_entry).order_by(_a.title, _a.asset_id)
    names = [name for name in Asset.__dataclass_fields__ if name in _a]
    return tuple(
        Asset(**{name: getattr(row, name) for name in (*names, "version")})
        for row in connection.execute(query)
    )


def note_asset(connection: Connection, wanted: Asset, by: Stamp) -> str:
    """Write down a piece of material; return its id."""
    if not wanted.title.strip() or not wanted.asset_kind.strip():
        raise InputError("Material needs a title and a kind. Name both, such as a deck.")
    values = {**vars(wanted), "asset_id": wanted.asset_id or None}
    del values["version"]
    return insert(connection, asset_entry, values, by)


def change_asset(connection: Connection, wanted: Asset, by: Stamp) -> int:
    """Change what a piece of material is called, its kind, and whether it is approved for all."""
    if not wanted.title.strip() or not wanted.asset_kind.strip():
        raise InputError("Material needs a title and a kind. Name both, such as a deck.")
    values = {
        "asset_id": wanted.asset_id,
        "title": wanted.title.strip(),
        "asset_kind": wanted.asset_kind.strip(),
        "is_approved": wanted.is_approved,
    }
    return change(connection, asset_entry, values, wanted.version, by)


def approve_asset(connection: Connection, asset_id: str, version: int, by: Stamp) -> int:
    """Approve a piece of material for use by all; return its new version."""
    values = {"asset_id": asset_id, "is_approved": True}
    return change(connection, asset_entry, values, version, by)


def _check(steps: Sequence[Step], valid_from: date, before: Sequence[Cycle]) -> None:
    names = [step.name.strip() for step in steps]
    if not names or not all(names):
        raise InputError("A step has no name. Name each in order, such as Demo, Proposal.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"'{twice[0]}' is there twice. Each step needs a name of its own.")
    if before and valid_from <= before[-1].valid_from:
        raise InputError(
            f"The steps in force hold from {before[-1].valid_from}. Choose a later day: what was "
            "in force is not rewritten."
        )


def _carry_over(connection: Connection, last: Cycle, ids: dict[str, str], by: Stamp) -> None:
    names = {step.step_id: step.name for step in last.steps}
    for tool in read_tools(connection):
        step_id = ids.get(names.get(tool.step_id, ""))
        if step_id:
            values = {
                "step_id": step_id,
                "asset_id": tool.asset_id,
                "segment": tool.segment,
                "reviewed_on": tool.reviewed_on,
                "words": tool.words or None,
            }
            insert(connection, step_tool, values, by.part())


def _step(row: Any) -> Step:
    return Step(
        step_id=row.step_id,
        position=row.position,
        name=row.name,
        acting_role=row.acting_role,
        stages=tuple(row.stages or ()),
    )
