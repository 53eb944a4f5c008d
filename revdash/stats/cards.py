"""Cards: one for each signal from its onset until it ends, however many rules tell of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from revdash.stats.judged import Card, Mark, Phase
from revdash.stats.rules import Height, Rule, Signal

NEAR = 2  # points: chance may move an onset this far from its cause


def cards_of(
    phases: Sequence[Phase],
    marks: Sequence[Mark],
    heights: Mapping[int, Height],
    annotated: frozenset[int],
) -> tuple[Card, ...]:
    """Fold the signals of all points into cards.

    A card goes on while its points stay on one side of the center; it is open while a rule
    speaks at the newest judged point.

    Shape:   phases and marks as ``judge`` makes them, *heights* of the judged points by
             their place, and the places where an event is noted; cards oldest first out.
    """
    newest = next((phase.judged[-1] for phase in reversed(phases) if phase.judged), None)
    found = [card for phase in phases for card in _of(phase, marks, heights, annotated)]
    return tuple(replace(card, is_open=card.last == newest) for card in found)


def is_expected(signal: Signal, at: int, annotated: frozenset[int]) -> bool:
    """Tell whether an event is noted: beside the onset of a run, else at one of the points."""
    if signal.rule is Rule.RUN:
        return has_cause(signal.onset, annotated)
    return not annotated.isdisjoint(range(signal.onset, at + 1))


def has_cause(onset: int, annotated: frozenset[int]) -> bool:
    """Tell whether an event is noted within two points of an onset."""
    return not annotated.isdisjoint(range(onset - NEAR, onset + NEAR + 1))


def _of(
    phase: Phase,
    marks: Sequence[Mark],
    heights: Mapping[int, Height],
    annotated: frozenset[int],
) -> Iterator[Card]:
    card: Card | None = None
    for at in phase.judged if phase.rules else ():
        stray, signals = heights[at].stray, marks[at].signals
        if card and (not stray or (stray > 0) is not card.is_high):
            yield card
            card = None
        if signals:
            card = _told(card, at, signals, annotated)
    if card:
        yield card


def _told(card: Card | None, at: int, signals: Sequence[Signal], annotated: frozenset[int]) -> Card:
    """Open a card by the signals of a point, or let them carry it on."""
    rules = {signal.rule for signal in signals} | set(card.rules if card else ())
    onset = min(signal.onset for signal in signals)
    is_noted = any(is_expected(signal, at, annotated) for signal in signals)
    return Card(
        is_high=signals[0].is_high,
        onset=min(onset, card.onset) if card else onset,
        first=card.first if card else at,
        last=at,
        rules=tuple(rule for rule in Rule if rule in rules),
        is_expected=is_noted or (card is not None and card.is_expected),
        is_open=False,
    )
