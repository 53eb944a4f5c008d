"""Meeting doing: what was pressed or written on the meeting's page, done through the api."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from revdash.api import meeting
from revdash.api.actors import Actor
from revdash.api.meeting_says import (
    Arm,
    Bringing,
    Deciding,
    Noting,
    Promising,
    Registering,
    Rewording,
    Trying,
)
from revdash.errors import InputError

Told: TypeAlias = Mapping[str, Any]
Doing: TypeAlias = Callable[[Actor, str, Told], str]  # by whom, in which meeting, what


def do(actor: Actor, key: str, told: Told) -> str:
    """Do what was *told* in the meeting *key*; the coming one is made when it is needed first."""
    doing = _DEEDS.get(str(told.get("do")))
    if doing is None:
        raise InputError(f"Nothing is called {told.get('do')!r} in a meeting. Reload the page.")
    return doing(actor, key or meeting.prepare(actor, _text(told, "click_id")), told)


def _start(actor: Actor, key: str, told: Told) -> str:
    """Say who is here, then open the meeting."""
    _attend(actor, key, told)
    return meeting.start(actor, key, meeting.meeting(actor, key).version)


def _attend(actor: Actor, key: str, told: Told) -> str:
    view = meeting.meeting(actor, key)
    chosen = {str(one) for one in told.get("attendees", ())}
    here = {one.key: one.role for one in view.attendees if one.key in chosen}
    return meeting.attend(actor, key, view.version, here)


def _note(actor: Actor, key: str, told: Told) -> str:
    said = Noting(
        meeting=key,
        heading=_text(told, "section"),
        words=_text(told, "words"),
        click_id=_text(told, "click_id"),
    )
    meeting.note(actor, said)
    return ""  # the note itself is what is seen


def _rate(actor: Actor, key: str, told: Told) -> str:
    return meeting.rate(actor, key, int(told["rating"]), _text(told, "click_id"))


def _bring(kind: str) -> Doing:
    def bring(actor: Actor, key: str, told: Told) -> str:
        side = _text(told, "side")
        asked = {"marketing": "sales", "sales": "marketing"}.get(side, "")
        said = Bringing(
            meeting=key,
            kind=kind or _text(told, "none"),
            words=_text(told, "words"),
            side=side,
            asked_side=asked if kind == "ask" else "",
            subject=_text(told, "subject"),
            dissent=_text(told, "dissent"),
            due_on=_day(told, "due_on"),
            click_id=_text(told, "click_id"),
        )
        return meeting.bring(actor, said)

    return bring


def _promise(actor: Actor, key: str, told: Told) -> str:
    said = Promising(
        meeting=key,
        words=_text(told, "words"),
        owner=_text(told, "owner"),
        due_on=_needed_day(told, "due_on"),
        side=_text(told, "side"),
        subject=_text(told, "subject"),
        click_id=_text(told, "click_id"),
    )
    return meeting.promise(actor, said)


def _register(actor: Actor, _key: str, told: Told) -> str:
    said = Registering(
        channel=_text(told, "channel"),
        hypothesis=_text(told, "words"),
        decision_rule=_text(told, "decision_rule"),
        starts_on=_needed_day(told, "starts_on"),
        decides_on=_needed_day(told, "ends_on"),
        spend=_number(told, "spend"),
        metric=_text(told, "metric"),
        arms=tuple(_arm(_text(told, name)) for name in ("arm_a", "arm_b") if told.get(name)),
        click_id=_text(told, "click_id"),
    )
    return meeting.register(actor, said)


def _arm(chosen: str) -> Arm:
    """An arm is the value of a filter, told as `name=value`."""
    name, _, value = chosen.partition("=")
    return Arm(name=value, filters=((name, (value,)),))


def _result(actor: Actor, _key: str, told: Told) -> str:
    said = Trying(
        key=_row(told),
        version=int(told["version"]),
        value=_needed_number(told, "value"),
        low=_needed_number(told, "low"),
        high=_needed_number(told, "high"),
        sample=int(_needed_number(told, "sample")),
        words=_text(told, "words"),
        click_id=_text(told, "click_id"),
    )
    return meeting.enter_result(actor, said)


def _deciding(decides: Callable[[Actor, Deciding], str]) -> Doing:
    def decided(actor: Actor, _key: str, told: Told) -> str:
        said = Deciding(
            key=_row(told),
            version=int(told["version"]),
            words=_text(told, "words"),
            due_on=_day(told, "due_on"),
            dissent=_text(told, "dissent"),
            click_id=_text(told, "click_id"),
        )
        return decides(actor, said)

    return decided


def _rewording(rewords: Callable[[Actor, Rewording], str]) -> Doing:
    def reworded(actor: Actor, _key: str, told: Told) -> str:
        said = Rewording(
            key=_row(told),
            version=int(told["version"]),
            words=_text(told, "words"),
            dissent=_text(told, "dissent"),
            click_id=_text(told, "click_id"),
        )
        return rewords(actor, said)

    return reworded


def _seen(does: Callable[[Actor, str, int], str]) -> Doing:
    """Something done about one row as it was seen, that needs no words."""
    return lambda actor, _key, told: does(actor, _row(told), int(told["version"]))


def _done(actor: Actor, _key: str, told: Told) -> str:
    return meeting.done(actor, _row(told), int(told["version"]), _day(told, "done_on"))


def _put_off(actor: Actor, _key: str, told: Told) -> str:
    due_on = _needed_day(told, "due_on")
    return meeting.put_off(actor, _row(told), int(told["version"]), due_on)


def _cancel(actor: Actor, _key: str, told: Told) -> str:
    return meeting.cancel(actor, _row(told), int(told["version"]), _text(told, "side"))


def _row(told: Told) -> str:
    """The key of the row, without the word for what it is."""
    return str(told["key"]).partition(":")[2]


def _text(told: Told, name: str) -> str:
    return str(told.get(name) or "").strip()


def _day(told: Told, name: str) -> date | None:
    return date.fromisoformat(_text(told, name)) if told.get(name) else None


def _needed_day(told: Told, name: str) -> date:
    day = _day(told, name)
    if day is None:
        raise InputError("No day was chosen. Choose one, and send it again.")
    return day


def _number(told: Told, name: str) -> float | None:
    text = _text(told, name).replace(",", "")
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{text!r} is not a number. Write digits, such as 12.5.") from None


def _needed_number(told: Told, name: str) -> float:
    value = _number(told, name)
    if value is None:
        raise InputError(f"The {name} is missing. Write it in digits, and send it again.")
    return value


_DEEDS: Mapping[str, Doing] = {
    "start": _start,
    "attend": _attend,
    "note": _note,
    "rate": _rate,
    "win": _bring("win"),
    "miss": _bring("miss"),
    "none": _bring(""),
    "ask": _bring("ask"),
    "decision": _bring("decision"),
    "reword": _rewording(meeting.reword_item),
    "take_back": _seen(meeting.take_item_back),
    "reword_note": _rewording(meeting.reword_note),
    "take_note_back": _seen(meeting.take_note_back),
    "answer": _deciding(meeting.answer),
    "reopen_ask": _seen(meeting.reopen_ask),
    "commitment": _promise,
    "done": _done,
    "put_off": _put_off,
    "cancel": _cancel,
    "agree": _cancel,
    "reopen": _seen(meeting.reopen),
    "unmake": _seen(meeting.withdraw_commitment),
    "experiment": _register,
    "result": _result,
    "conclude": _deciding(meeting.decide),
    "withdraw": _seen(meeting.withdraw_experiment),
}
