"""Meeting: what pages ask of the weekly meeting of both sides, and what people enter in it."""

from collections.abc import Mapping
from datetime import date

from revdash.api import (
    meeting_items,
    meeting_promises,
    meeting_running,
    meeting_trials,
    meeting_view,
)
from revdash.api.actors import Actor, Right
from revdash.api.house import house
from revdash.api.meeting_says import (
    Bringing,
    Deciding,
    Noting,
    Promising,
    Registering,
    Rewording,
    Sending,
    SettingSeries,
    Trying,
)
from revdash.api.meeting_views import MeetingLine, MeetingView, SeriesView
from revdash.api.questions import Question


def meeting(actor: Actor, key: str = "") -> MeetingView:
    """One meeting; without a key the one that runs, else the coming one, as it would be today."""
    return meeting_view.meeting(house(), actor, key)


def meetings(actor: Actor) -> tuple[MeetingLine, ...]:
    """Every meeting, the newest first."""
    return meeting_view.meetings(house(), actor)


def series(actor: Actor) -> SeriesView:
    """The recurring meeting: when, its agenda, who leads each side."""
    return meeting_view.series(house(), actor)


def save_series(actor: Actor, said: SettingSeries) -> str:
    """Set the recurring meeting; meetings that closed keep their agenda. Returns a sentence."""
    return meeting_running.save_series(house(), actor, said)


def prepare(actor: Actor, click_id: str = "") -> str:
    """Make the coming meeting, if it is not there; returns its key."""
    return meeting_running.prepare(house(), actor, click_id)


def move(actor: Actor, key: str, version: int, held_on: date) -> str:
    """Hold a meeting on another day; returns a sentence."""
    return meeting_running.move(house(), actor, key, version, held_on)


def start(actor: Actor, key: str, version: int) -> str:
    """Open a meeting: from now on it runs; returns a sentence."""
    return meeting_running.start(house(), actor, key, version)


def attend(actor: Actor, key: str, version: int, here: Mapping[str, str]) -> str:
    """Say who is there: leader or guest, by member; returns a sentence."""
    return meeting_running.attend(house(), actor, key, version, here)


def rate(actor: Actor, key: str, rating: int, click_id: str = "") -> str:
    """Rate a meeting from 1 to 10, once a person, who may change it; returns a sentence."""
    return meeting_running.rate(house(), actor, key, rating, click_id)


def note(actor: Actor, said: Noting) -> str:
    """Add a note under a heading: those of others stay as they are; returns a sentence."""
    return meeting_items.note(house(), actor, said)


def reword_note(actor: Actor, said: Rewording) -> str:
    """Correct one's own note; returns a sentence."""
    return meeting_items.reword_note(house(), actor, said)


def take_note_back(actor: Actor, key: str, version: int) -> str:
    """Take one's own note back; returns a sentence."""
    return meeting_items.take_note_back(house(), actor, key, version)


def bring(actor: Actor, said: Bringing) -> str:
    """Bring a win, a miss, an ask, a decision, or say why there is none; returns a sentence."""
    return meeting_items.bring(house(), actor, said)


def send(actor: Actor, metric: str, question: Question, words: str, click_id: str = "") -> str:
    """Put a tile, as it is filtered, on the agenda of the next meeting; returns a sentence."""
    actor.assert_may(Right.ACT)
    said = Sending(metric=metric, filters=question.filters, words=words, click_id=click_id)
    return meeting_items.send(house(), actor, said)


def reword_item(actor: Actor, said: Rewording) -> str:
    """Change the words of an item; returns a sentence."""
    return meeting_items.reword_item(house(), actor, said)


def take_item_back(actor: Actor, key: str, version: int) -> str:
    """Take an item off the agenda; returns a sentence."""
    return meeting_items.take_item_back(house(), actor, key, version)


def move_item(actor: Actor, key: str, version: int, place: int) -> str:
    """Put an item at another place among those of its heading, 0 first; returns a sentence."""
    return meeting_items.move_item(house(), actor, key, version, place)


def answer(actor: Actor, said: Deciding) -> str:
    """Answer an ask of the other side, with a day; returns a sentence."""
    return meeting_items.answer(house(), actor, said)


def reopen_ask(actor: Actor, key: str, version: int) -> str:
    """Take the answer to an ask back; returns a sentence."""
    return meeting_items.reopen_ask(house(), actor, key, version)


def promise(actor: Actor, said: Promising) -> str:
    """Make a commitment; returns a sentence."""
    return meeting_promises.promise(house(), actor, said)


def done(actor: Actor, key: str, version: int, on: date | None = None) -> str:
    """Say that a commitment is done, today or on an earlier day; returns a sentence."""
    return meeting_promises.done(house(), actor, key, version, on)


def put_off(actor: Actor, key: str, version: int, due_on: date) -> str:
    """Put a commitment off: it is still held against its first day; returns a sentence."""
    return meeting_promises.put_off(house(), actor, key, version, due_on)


def cancel(actor: Actor, key: str, version: int, side: str = "") -> str:
    """Propose to cancel a commitment, or agree to it: both sides do; returns a sentence."""
    return meeting_promises.cancel(house(), actor, key, version, side)


def reopen(actor: Actor, key: str, version: int) -> str:
    """Take back that a commitment is done, cancelled or to be; returns a sentence."""
    return meeting_promises.reopen(house(), actor, key, version)


def withdraw_commitment(actor: Actor, key: str, version: int) -> str:
    """Take a commitment back in the meeting that made it; returns a sentence."""
    return meeting_promises.withdraw_commitment(house(), actor, key, version)


def register(actor: Actor, said: Registering) -> str:
    """Write an experiment down before its start, or change one; returns a sentence."""
    return meeting_trials.register(house(), actor, said)


def enter_result(actor: Actor, said: Trying) -> str:
    """Enter the result of an experiment that is measured elsewhere; returns a sentence."""
    return meeting_trials.enter_result(house(), actor, said)


def decide(actor: Actor, said: Deciding) -> str:
    """Decide an experiment by its rule; returns a sentence."""
    return meeting_trials.decide(house(), actor, said)


def withdraw_experiment(actor: Actor, key: str, version: int) -> str:
    """Take an experiment back that has not begun; returns a sentence."""
    return meeting_trials.withdraw_experiment(house(), actor, key, version)
