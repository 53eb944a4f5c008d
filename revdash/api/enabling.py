"""Enabling: steps agreed, tools put and reviewed, material written down, messages agreed."""

from collections.abc import Mapping, Sequence
from datetime import date

from revdash.api.acting import moment, side_of, stamp
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.asking import day_text
from revdash.api.enablement_views import (
    AssetView,
    CycleView,
    MessageSaid,
    MessageView,
    ToolView,
)
from revdash.api.house import House, house
from revdash.api.loop_views import Choice
from revdash.api.publishing import publish_soon
from revdash.desk import enablement as written
from revdash.desk import messages as agreed
from revdash.desk.enablement import Asset, Step, StepTool
from revdash.desk.messages import PHASES, Message
from revdash.errors import InputError
from revdash.metrics.enablement_lists import material, segments, stages
from revdash.terms import Side

ALL = ""
PARTS = 3  # of a line that tells a step


def cycle(actor: Actor) -> CycleView:
    """The steps in force with their tools, and what the forms offer."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        at, rules = moment(house(), connection)
        known, parts, seen = material(connection), segments(connection), stages(connection)
    with house().desk.connect() as desk:
        versions, tools = written.read_cycles(desk), written.read_tools(desk)
        assets = written.read_assets(desk)
    steps = versions[-1].steps if versions else ()
    names, titles = {one.step_id: one.name for one in steps}, dict(known)
    return CycleView(
        text="\n".join(f"{s.name} | {s.acting_role} | {', '.join(s.stages)}" for s in steps),
        since=f"Version {versions[-1].version_no}, since {day_text(versions[-1].valid_from)}"
        if versions
        else "No steps are agreed yet",
        stages=seen,
        steps=tuple(Choice(key=one.step_id, label=one.name) for one in steps),
        tools=tuple(
            _tool(one, names[one.step_id], titles) for one in tools if one.step_id in names
        ),
        material=_choices(known),
        assets=tuple(_asset(one, tools, names) for one in assets),
        segments=parts,
        today=rules.day_of(at),
        may_set=Right.SET in rights_of(actor.role),
        may_act=Right.ACT in rights_of(actor.role),
    )


def agree(actor: Actor, text: str, valid_from: date) -> str:
    """Agree on the steps, one a line: its name | who acts | the stages it means."""
    actor.assert_may(Right.SET)
    steps = [_step(line) for line in text.splitlines() if line.strip()]
    with house().desk.writing() as desk:
        number = written.agree_cycle(desk, steps, valid_from, stamp(actor, ""))
    return f"Version {number} of the steps holds. {publish_soon(house(), actor.name)}"


def put_tool(actor: Actor, step: str, asset: str, segment: str = ALL) -> str:
    """Say that some material supports a step, looked over today; returns a sentence."""
    actor.assert_may(Right.ACT)
    wanted = StepTool(
        step_id=step, asset_id=asset, segment=segment or None, reviewed_on=_today(house())
    )
    with house().desk.writing() as desk:
        written.put_tool(desk, wanted, stamp(actor, ""))
    return f"It stands for the step once it is approved. {publish_soon(house(), actor.name)}"


def review(actor: Actor, key: str, version: int) -> str:
    """Say that a tool was looked over and still serves; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house().desk.writing() as desk:
        written.review_tool(desk, key, _today(house()), version, stamp(actor, ""))
    return f"Reviewed: it holds for 180 days. {publish_soon(house(), actor.name)}"


def note_material(actor: Actor, title: str, kind: str, *, is_approved: bool = False) -> str:
    """Write down a piece of material; returns a sentence."""
    actor.assert_may(Right.ACT)
    wanted = Asset(
        title=title.strip(),
        asset_kind=kind.strip(),
        made_on=_today(house()),
        is_approved=is_approved,
    )
    with house().desk.writing() as desk:
        written.note_asset(desk, wanted, stamp(actor, ""))
    return f"Written down. {publish_soon(house(), actor.name)}"


def change_material(actor: Actor, seen: AssetView) -> str:
    """Change a piece of material, or approve it for all; returns a sentence."""
    actor.assert_may(Right.ACT)
    wanted = Asset(
        asset_id=seen.key,
        version=seen.version,
        title=seen.title,
        asset_kind=seen.kind,
        is_approved=seen.is_approved,
        made_on=_today(house()),  # which is not changed
    )
    with house().desk.writing() as desk:
        written.change_asset(desk, wanted, stamp(actor, ""))
    return f"Changed. {publish_soon(house(), actor.name)}"


def messages(actor: Actor) -> tuple[MessageView, ...]:
    """The messages, to be changed or agreed."""
    actor.assert_may(Right.READ)
    with house().desk.connect() as desk:
        found = agreed.read_messages(desk)
    return tuple(
        MessageView(
            key=one.message_id,
            version=one.version,
            name=one.name,
            lacks=tuple(
                side.value
                for side, who in (
                    (Side.MARKETING, one.agreed_by_marketing),
                    (Side.SALES, one.agreed_by_sales),
                )
                if not who
            ),
            said=_said(one),
        )
        for one in found
    )


def save_message(actor: Actor, said: MessageSaid) -> str:
    """Write down a message, or change one, which both sides agree to again; gives a sentence."""
    actor.assert_may(Right.ACT)
    if said.phase not in PHASES:
        raise InputError(f"'{said.phase}' is no phase. Known: {', '.join(PHASES)}.")
    wanted = Message(
        name=said.name,
        message_phase=said.phase,
        segment=said.segment or None,
        need=said.need,
        pain=said.pain,
        proof=said.proof,
        call_to_action=said.call_to_action,
        used_in=tuple(part.strip() for part in said.used_in.split(",") if part.strip()),
        message_id=said.key,
        version=said.version,
    )
    with house().desk.writing() as desk:
        agreed.save_message(desk, wanted, stamp(actor, ""))
    done = "Changed: both sides agree to it anew" if said.key else "Written down"
    return f"{done}. It counts once both sides have agreed to it."


def agree_message(actor: Actor, key: str, version: int, side: str = "") -> str:
    """Agree to a message for one's side; returns a sentence."""
    actor.assert_may(Right.ACT)
    own = side_of(actor, side)
    if own is None:
        raise InputError("It is not said for which side you agree. Choose marketing or sales.")
    with house().desk.writing() as desk:
        agreed.agree_message(desk, key, own, version, stamp(actor, ""))
    return f"Agreed for {own.value}."


def _step(line: str) -> Step:
    """A step as a line tells it: ``Demo | AE | Demo, Trial``."""
    name, role, means = ([part.strip() for part in line.split("|")] + ["", ""])[:PARTS]
    named = tuple(part.strip() for part in means.split(",") if part.strip())
    return Step(name=name, acting_role=role, stages=named)


def _asset(one: Asset, tools: Sequence[StepTool], steps: Mapping[str, str]) -> AssetView:
    used = [
        f"{steps[tool.step_id]} ({tool.segment or 'all'})"
        for tool in tools
        if tool.asset_id == one.asset_id and tool.step_id in steps
    ]
    state = "approved for all" if one.is_approved else "not approved yet"
    return AssetView(
        key=one.asset_id,
        version=one.version,
        title=one.title,
        kind=one.asset_kind,
        is_approved=one.is_approved,
        note=f"{state} · supports {', '.join(used) or 'no step'}",
    )


def _said(one: Message) -> MessageSaid:
    return MessageSaid(
        name=one.name,
        phase=one.message_phase,
        need=one.need,
        pain=one.pain,
        proof=one.proof,
        call_to_action=one.call_to_action,
        segment=one.segment or ALL,
        used_in=", ".join(one.used_in),
        key=one.message_id,
        version=one.version,
    )


def _tool(one: StepTool, step: str, titles: Mapping[str, str]) -> ToolView:
    reviewed = f"reviewed {day_text(one.reviewed_on)}" if one.reviewed_on else "never reviewed"
    return ToolView(
        key=one.step_tool_id,
        version=one.version,
        title=f"{step}: {titles.get(one.asset_id, one.asset_id)}",
        note=f"{one.segment or 'all segments'} · {reviewed}",
    )


def _today(home: House) -> date:
    with home.facts() as connection:
        at, rules = moment(home, connection)
    return rules.day_of(at)


def _choices(found: tuple[tuple[str, str], ...]) -> tuple[Choice, ...]:
    return tuple(Choice(key=key, label=label) for key, label in found)
