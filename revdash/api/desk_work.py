"""Desk work: hours, material, needs and the sales cycle stated here, as facts of the store."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, Table

from revdash.desk.enablement import read_assets, read_cycles, read_tools
from revdash.desk.needs import read_needs
from revdash.desk.people import read_members
from revdash.desk.work import read_work
from revdash.episodes.clientele import OWN_NEED
from revdash.store.own import SYSTEM
from revdash.store.schema.customers import cycle_step, market_feedback, step_tool
from revdash.store.schema.marketing import content_asset, marketing_work_log

Row = Mapping[str, Any]
_NOON = time(12)  # of a day that is known without its hour


def facts_of_work(written: Connection) -> dict[Table, list[Row]]:
    """What people logged, wrote down and agreed of customers and enablement, as rows of facts."""
    members = read_members(written, active=False)
    users = {one.member_id: one.app_user_id or one.member_id for one in members}
    return {
        marketing_work_log: [*_work(written)],
        content_asset: [*_assets(written)],
        market_feedback: [*_needs(written, users)],
        cycle_step: [*_steps(written)],
        step_tool: [*_tools(written)],
    }


def _work(written: Connection) -> Iterator[Row]:
    for one in read_work(written):
        yield {
            "event_key": f"{SYSTEM}:work:{one.entry_id}",
            "day": one.worked_on,
            "user_id": one.user_id,
            "hours": one.hours,
            "work_kind": one.kind,
            "scope": one.scope.value,
            "opportunity_id": one.opportunity_id,
            "asset_id": one.asset_id,
            "cycle_step": one.cycle_step,
            "requested_by": one.requested_by,
        }


def _assets(written: Connection) -> Iterator[Row]:
    for one in read_assets(written):
        yield {
            "event_key": f"{SYSTEM}:asset:{one.asset_id}",
            "asset_id": one.asset_id,
            "title": one.title,
            "asset_kind": one.asset_kind,
            "message_phase": one.message_phase,
            "scope": one.scope,
            "opportunity_id": one.opportunity_id,
            "created_at": _at(one.made_on),
            "is_approved": one.is_approved,
        }


def _needs(written: Connection, users: Mapping[str, str]) -> Iterator[Row]:
    for one in read_needs(written):
        yield {
            "event_key": f"{OWN_NEED}{one.need_id}",
            "source_kind": one.source,
            "account_id": one.account_id,
            "theme": one.theme,
            "need": one.words,
            "product_area": one.product_area,
            "captured_by": users.get(one.heard_by or "", one.heard_by),
            "captured_at": _at(one.heard_on),
            "decision": one.decision.value if one.decision else None,
            "decided_at": _at(one.decided_on),
            "decision_reason": one.decision_reason or None,
        }


def _steps(written: Connection) -> Iterator[Row]:
    """A row for each stage that a step means; one without any has a single row."""
    for cycle in read_cycles(written):
        for step in cycle.steps:
            for place, stage in enumerate(step.stages or (None,)):
                yield {
                    "event_key": f"{SYSTEM}:step:{step.step_id}:{place}",
                    "step_id": step.step_id,
                    "version_no": cycle.version_no,
                    "position": step.position,
                    "name": step.name,
                    "acting_role": step.acting_role,
                    "stage": stage,
                    "valid_from": cycle.valid_from,
                }


def _tools(written: Connection) -> Iterator[Row]:
    for one in read_tools(written):
        yield {
            "event_key": f"{SYSTEM}:step tool:{one.step_tool_id}",
            "step_id": one.step_id,
            "asset_id": one.asset_id,
            "segment": one.segment,
            "reviewed_on": one.reviewed_on,
        }


def _at(day: date | None) -> datetime | None:
    return datetime.combine(day, _NOON) if day else None
