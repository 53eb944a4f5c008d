"""Story sentence: where a lead is, since when, whose turn it is, which clock runs; rules only."""

from collections.abc import Iterator
from datetime import datetime

from revdash.api.story_words import ENDS, RUNGS, Words
from revdash.api.views import SentencePart
from revdash.handoffs.rules import RULE
from revdash.handoffs.whereabouts import Move, Whereabouts
from revdash.terms import LeadStage, Side
from revdash.worktime.calendar import elapsed

_OF_OWNERS = {"D01", "D02", "D03"}  # rules that say it themselves
A_MINUTE = 60.0
STOPPED = 3  # business days without anything, from which on it has stopped
_TURNS = {
    "marketing": ("Marketing's turn", Side.MARKETING),
    "sales": ("Sales' turn", Side.SALES),
    "revops": ("RevOps' turn", Side.SHARED),
    "cs": ("Customer success' turn", Side.SHARED),
}
_NEXT = {
    "first attempt": "the first attempt",
    "reply": "an answer to their reply",
    "verdict": "accept it, or give it back with a reason",
    "next step": "the next step",
    "enrol": "into nurture, with a day to look again",
    "look again": "look at it again",
    "triage": "look at the reason, then recycle it or put it aside",
}


def sentence_of(
    where: Whereabouts | None, words: Words, as_of: datetime
) -> tuple[SentencePart, ...]:
    """Say it in one breath."""
    if where is None:
        return (_fact("Not handed over yet"), _text(": nobody in sales has had this lead."))
    return (*_place(where, words), *_turn(where, words, as_of), *_owner(where, words))


def _place(where: Whereabouts, words: Words) -> Iterator[SentencePart]:
    """Where it is, and since when."""
    rung = RUNGS[where.rung]
    if not where.episode.is_open:
        reason = words.reason(where.episode.reason_code)
        yield _fact(ENDS.get(where.episode.stage, where.episode.stage))
        yield _text(f" on {words.day(where.since)}, from {rung}")
        yield _text(f": {reason}. " if reason else ". ")
        if where.episode.stage == LeadStage.LAPSED.value:
            yield _text("It counts as dropped. ")
    elif where.days(where.quiet) >= STOPPED:
        yield _fact(f"Stopped {words.span(where.quiet, where.calendar)} ago")
        yield _text(" at ")
        yield _fact(f"{rung}", Side.SALES)
        yield _text(f", where it has been since {words.day(where.since)}. ")
    else:
        yield _text("At ")
        yield _fact(f"{rung}", Side.SALES)
        yield _text(
            f" since {words.moment(where.since)}; last thing on {words.day(where.last_at)}. "
        )


def _turn(where: Whereabouts, words: Words, as_of: datetime) -> Iterator[SentencePart]:
    """Whose turn it is, and what for."""
    move = where.move
    if move is None:
        yield _text("Nobody's turn.")
        return
    words_of_turn, side = _TURNS.get(move.side, (f"{move.side}: turn", Side.SHARED))
    yield _fact(words_of_turn, side)
    yield _text(". " if move.firing else ": ")
    yield from _late(move, where, words, as_of) if move.firing else _due(move, words, as_of)


def _late(move: Move, where: Whereabouts, words: Words, as_of: datetime) -> Iterator[SentencePart]:
    firing = move.firing
    if firing is None:
        return
    rule = RULE[firing.rule]
    told = rule.happened.format(
        began=words.moment(firing.from_at), owner=where.owner.name or "nobody"
    )
    due = f"due {words.moment(firing.opens_at)}, " if firing.opens_at > firing.from_at else ""
    yield _text(f"{told.rstrip('.')}; {due}")
    calendar = words.rules.calendar.get(firing.calendar_id, where.calendar)
    late = elapsed(calendar, firing.opens_at, as_of)
    yield _fact(f"{words.span(late, calendar)} late" if late >= A_MINUTE else "late from now on")
    also = ", ".join(RULE[rule].name.lower() for rule in move.others)
    yield _text(f". Also: {also}." if also else ".")


def _due(move: Move, words: Words, as_of: datetime) -> Iterator[SentencePart]:
    yield _text(_NEXT.get(move.what, move.what))
    if move.due_at is not None:
        is_day = move.due_at == words.rules.midnight(words.rules.day_of(move.due_at))
        due = words.day(move.due_at) if is_day else words.moment(move.due_at)
        yield _text(", due " if move.due_at >= as_of else ", was due ")
        yield _fact(due)
    yield _text(".")


def _owner(where: Whereabouts, words: Words) -> Iterator[SentencePart]:
    """Why whoever has it may not see to it."""
    owner = where.owner
    firing = where.move.firing if where.move else None
    is_said = firing is not None and firing.rule in _OF_OWNERS
    if not where.episode.is_open or is_said:
        return
    if owner.left_at is not None:
        yield _text(f" Its owner, {owner.name}, left on {words.day(owner.left_at)}.")
    elif owner.away_until is not None:
        yield _text(f" Its owner, {owner.name}, is away until {words.day(owner.away_until)}.")
    elif owner.name is None:
        yield _text(" Nobody owns it.")


def _fact(text: str, side: Side | None = None) -> SentencePart:
    return SentencePart(text=text, side=side, is_fact=True)


def _text(text: str) -> SentencePart:
    return SentencePart(text=text)
