"""Meeting drawing: a meeting as the browser draws it: its parts, and what may be entered where."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

from revdash.api.loop_views import Choice
from revdash.api.meeting_views import (
    Attendee,
    CommitmentView,
    ExperimentView,
    ItemView,
    MeetingView,
)
from revdash.api.sheet_views import Block, Heading, Lines, MeetingSheet, Part, Tiles, Told, Words
from revdash.api.views import FilterChoice
from revdash.charts.sheets import printer, weekly_lines

Drawn: TypeAlias = dict[str, Any]

ENTRIES: Mapping[Heading, tuple[str, ...]] = {
    Heading.WINS: ("win", "miss", "none"),
    Heading.ASKS: ("ask",),
    Heading.COMMITMENTS: ("commitment",),
    Heading.DECISIONS: ("decision",),
    Heading.EXPERIMENTS: ("experiment",),
}
SIDES = ("marketing", "sales")
HEIGHT = 190
TOLD = (
    *("metric", "label", "meaning", "shown", "note", "change", "compared", "goal", "verdict"),
    *("is_missed", "signal", "signal_text", "is_signal_bad", "filters"),
)
SINCE = "since"  # the heading of what closed meetings get on top
NO_WEEK = "Nothing to draw yet. A trend needs a week with a value."


def drawing(
    view: MeetingView, since: Sequence[Block] = (), filters: Sequence[FilterChoice] = ()
) -> Drawn:
    """Draw *view*: what is shown of it, and what its reader may do.

    *since* is what the numbers of a closed meeting have become, drawn before its own parts.
    *filters* name the records that an experiment may compare.
    """
    runs = view.may_act and not view.is_frozen and view.state != "closed"
    sheet = view.sheet
    told = {part.needs for part in sheet.parts}
    return {
        "meeting_id": view.key or "coming",
        "title": sheet.title,
        "held": f"{sheet.held_on:%a} {sheet.held_on.day} {sheet.held_on:%b %Y}",
        "fresh": sheet.data_text,
        "state": view.state,
        "opened_at": f"{view.opened_at.isoformat()}Z" if view.opened_at else "",
        "parts": [*_since(since, view), *(_part(part, view) for part in sheet.parts)],
        "may_write": runs,
        "may_run": runs,
        "may_rate": runs and view.state == "open",
        "rated": view.my_rating,
        "version": view.version,
        "needs": [need for need in view.needs if need not in told],
        "readings": len(sheet.readings),
        "entries": ENTRIES if runs else {},
        "deeds": {key: deed for key, deed in _deeds(view) if deed["may"]} if runs else {},
        "choices": _choices(view, filters) if runs else {},
    }


def _since(blocks: Sequence[Block], view: MeetingView) -> Iterator[Drawn]:
    if blocks:
        part = Part(
            heading=Heading.LAST_TIME,
            title="Since then",
            question="What have the frozen numbers become, and why?",
            minutes=0,
            blocks=tuple(blocks),
        )
        yield {**_part(part, view), "heading": SINCE, "is_added": True}


def _part(part: Part, view: MeetingView) -> Drawn:
    live = not view.is_frozen
    return {
        "heading": part.heading.value,
        "title": part.title,
        "question": part.question,
        "minutes": part.minutes,
        "sentence": part.sentence,
        "needs": part.needs if live else "",
        "blocks": [_block(block, part, view) for block in part.blocks],
        "notes": [*map(vars, view.notes.get(part.heading.value, ()))] if live else [],
    }


def _block(block: Block, part: Part, view: MeetingView) -> Drawn:
    if isinstance(block, Lines):
        return {"kind": block.kind, "side": block.side, "chart": _chart(block, view.sheet)}
    if isinstance(block, Words) and not view.is_frozen:
        return {"kind": block.kind, "said": _said(block, part, view)}
    if isinstance(block, Tiles):
        return {**vars(block), "tiles": [*map(_tile, block.tiles)]}
    return dict(vars(block))


def _said(block: Words, part: Part, view: MeetingView) -> list[Sequence[str]]:
    """What came with a number that was sent; notes are drawn from the desk, to be changed."""
    noted = {(one.who, one.when, one.words) for one in view.notes.get(part.heading.value, ())}
    items = {one.words: f"item:{one.key}" for one in view.items_of("tile")}
    return [[*one, items.get(one[2], "")] for one in block.said if one not in noted]


def _tile(told: Told) -> Drawn:
    """What a tile shows of a reading, and where it leads."""
    return {
        **{name: getattr(told, name) for name in TOLD},
        "is_quiet": told.is_quiet,
        "is_empty": told.value is None,
        "first": told.first.isoformat(),
        "last": told.last.isoformat(),
    }


def _chart(block: Lines, sheet: MeetingSheet) -> Drawn:
    show = printer(block.unit, sheet.currency)
    told = (
        f"{week:%d %b} {show(value)}"
        for week, value in zip(block.weeks, block.values, strict=True)
        if value is not None
    )
    return {
        "title": block.title,
        "subtitle": block.subtitle,
        "alt": f"{block.title}. Week by week: {', '.join(told)}.",
        "figure": weekly_lines(block, sheet.currency),
        "height": HEIGHT,
        "empty": "" if any(value is not None for value in block.values) else NO_WEEK,
    }


def _deeds(view: MeetingView) -> Iterator[tuple[str, Drawn]]:
    """What may be done about each row, by its key, as the reader sees it at its version."""
    for promise in view.commitments:
        yield f"commitment:{promise.key}", _deed(promise, _about_promise(promise, view))
    for item in view.items:
        yield f"item:{item.key}", _deed(item, _about_item(item))
    for trial in view.experiments:
        yield f"experiment:{trial.key}", _deed(trial, _about_experiment(trial))


def _deed(one: CommitmentView | ItemView | ExperimentView, may: Sequence[str]) -> Drawn:
    said = {"words": one.words, "dissent": one.dissent} if isinstance(one, ItemView) else {}
    return {"version": one.version, "may": [*may], "said": said}


def _about_promise(promise: CommitmentView, view: MeetingView) -> Sequence[str]:
    if not promise.may_change:
        return ()
    if promise.turn:
        return ("agree", "reopen") if view.side in {promise.turn, ""} else ("reopen",)
    if promise.state != "open":
        return ("reopen",)
    return ("done", "put_off", "cancel", *(("unmake",) if promise.is_new else ()))


def _about_item(item: ItemView) -> Sequence[str]:
    change = ("reword", "take_back") if item.may_change else ()
    if item.kind != "ask":
        return change
    return ("answer", *change) if item.is_open else ("reopen_ask",)


def _about_experiment(trial: ExperimentView) -> Sequence[str]:
    if not trial.may_change:
        return ()
    return {
        "registered": ("withdraw",) if trial.may_reword else (),
        "running": ("result",),
        "to decide": ("conclude", "result"),
    }.get(trial.stage, ())


def _choices(view: MeetingView, filters: Sequence[FilterChoice]) -> Drawn:
    own = (view.side,) if view.side else SIDES
    days = _usual_days(view)
    return {
        "sides": [_side(side) for side in sorted(SIDES, key=lambda side: side != view.side)],
        "own": [_side(side) for side in own],
        "owners": _options(view.people),
        "subjects": _options(view.subjects),
        "metrics": _options(view.metrics),
        "channels": [[name, name] for name in view.channels],
        "arms": [
            [f"{one.name}={value}", f"{one.label}: {value}"]
            for one in filters
            for value in one.values
        ],
        "nones": [["no_win", "no win to name"], ["no_miss", "no miss to own"]],
        "people": [[one.key, _attendee(one), _is_likely(one, view)] for one in view.attendees],
        "days": {name: day.isoformat() for name, day in days.items()},
    }


def _usual_days(view: MeetingView) -> Mapping[str, date]:
    held = view.sheet.held_on
    following = view.next_due or held + timedelta(days=7)
    return {"today": held, "next": following, "later": held + timedelta(days=28)}


def _side(side: str) -> Sequence[str]:
    return [side, side.capitalize()]


def _options(choices: Sequence[Choice]) -> Sequence[Sequence[str]]:
    return [[choice.key, choice.label] for choice in choices]


def _is_likely(one: Attendee, view: MeetingView) -> bool:
    """Until somebody said who is here, it is likely the leaders and the reader."""
    if any(other.is_here for other in view.attendees):
        return one.is_here
    return one.role == "leader" or one.key == view.me


def _attendee(one: Attendee) -> str:
    return ", ".join(filter(None, (one.name, one.side, "leader" if one.role == "leader" else "")))
