"""Verdicts: what the judgement of a series says, in the exact words of DOMAIN.md 6.7."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from revdash.plural import counted
from revdash.stats.cohorts import Outlook
from revdash.stats.frames import Chart
from revdash.stats.judged import Judged, Mark, Stage, State
from revdash.stats.judging import FULL_WEEK, LEAST
from revdash.stats.rules import Rule, Signal, noisy_cards
from revdash.terms import Direction

WEEK_ON_WEEK = "this week vs last week is not evidence of change"
ROUTINE = (
    "Routine variation. {metric} is {value}; anything between {lpl} and {upl} is normal here. "
    "No explanation needed, look at the process if you want it different."
)
SIGNAL = (
    "Signal: {value} is {side} what this process normally gives ({lpl} to {upl}). Something "
    "specific probably happened in {span} {w}. Ask what, then {deed}."
)
SHIFT = (
    "Shift: eight {span}s in a row {side} the old average {mean}, since {span} {onset}. The "
    "process itself changed. Annotate the cause; consider new limits."
)
EARLY = (
    "Early sign: two of the last three {span}s are unusually {extreme}. "
    "Watch next {span} before acting."
)
EXPECTED = {
    Rule.OUTSIDE: "Expected signal: {value} is {side} what this process normally gives "
    "({lpl} to {upl}), and {span} {w} is annotated.",
    Rule.RUN: "Expected signal: eight {span}s in a row {side} the old average {mean}, since "
    "{span} {onset}, where a cause is annotated. Consider new limits.",
    Rule.EARLY: "Expected signal: two of the last three {span}s are unusually {extreme}, "
    "and annotated.",
}
PER_WEEK = "Counted as if {span} {w} had had five working days; it had {d}."
TRIAL = "Only {n} {span}s of data, limits are provisional."
NOT_YET = "Only {spans} of data: limits need {least}."
NEVER_VARIED = "{metric} never varied so far: nothing tells how far it may."
FOLLOWS = (
    "Each {span} follows the one before (autocorrelated): only points outside the limits tell."
)
PROPOSED = "New limits are proposed from {span} {onset}: {mean} ({lpl} to {upl})."
CAUSELESS = "A shift calls for new limits only once its cause is annotated near {span} {onset}."
NOT_JUDGED = {
    State.SHORT: "Short {span} ({d} working days), not judged.",
    State.EMPTY: "No value in {span} {w}, not judged.",
    State.EXCLUDED: "{metric} of {span} {w} is not sound, not judged.",
}


class Word(StrEnum):
    """What a card says beside its value."""

    ROUTINE = "Routine variation"
    SIGNAL = "Signal"
    SHIFT = "Shift"
    EARLY = "Early sign"
    EXPECTED = "Expected signal"
    NOT_JUDGED = "Not judged"


@dataclass(frozen=True, kw_only=True)
class Voice:
    """How a metric is spoken of: its label, which way is better, how values and points print.

    ``names`` has one name a point ("31" for week 31); *span* is what a point is, in the
    singular: a week, a month, a gap.
    """

    label: str
    better: Direction
    printed: Callable[[float], str]
    names: Sequence[str]
    span: str = "week"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A verdict on the newest complete point; ``is_good`` is None where there's no taking sides."""

    word: Word
    text: str
    is_good: bool | None = None
    notes: tuple[str, ...] = ()


def verdict(judged: Judged, voice: Voice) -> Verdict:
    """Say what the newest complete point of a judged series tells."""
    newest, phase = judged.newest, judged.phase
    if newest is None or phase is None:
        return _without_limits(0, LEAST, voice)
    mark, notes = judged.marks[newest], _notes(judged, newest, voice)
    if mark.state is not State.JUDGED:
        return _silent(judged, newest, voice, notes)
    if phase.stage is Stage.NONE:
        return _without_limits(len(phase.judged), phase.needs, voice)
    words = _words(mark, newest, voice)
    signal = judged.signal
    if signal is None:
        return Verdict(word=Word.ROUTINE, text=ROUTINE.format(**words), notes=notes)
    is_good = _is_good(signal.is_high, voice.better)
    word, template = _spoken(signal.rule, is_expected=judged.is_expected)
    text = template.format(**words, **_told(signal, is_good, voice))
    return Verdict(word=word, text=text, is_good=is_good, notes=notes)


def assurance(judged: Judged, target: float, voice: Voice) -> str:
    """Say whether a steady process will reach *target*; empty where that can't be said.

    During a shift it can't: the limits are those of the old level. Nor where no way is better.
    """
    newest = judged.newest
    mark = judged.marks[newest] if newest is not None else None
    is_shifting = judged.signal is not None and judged.signal.rule is Rule.RUN
    if mark is None or mark.limits is None or is_shifting:
        return ""
    low, high = mark.limits
    if voice.better is Direction.UP:
        is_missed, is_met = target > high, target <= low
    elif voice.better is Direction.DOWN:
        is_missed, is_met = target < low, target >= high
    else:
        return ""
    often = f"almost every {voice.span}"
    fate = f"missed {often}" if is_missed else f"met {often}" if is_met else ""
    fate = fate or "hit and missed by chance"
    return f"At today's level the target {voice.printed(target)} will be {fate}."


def immature(outlook: Outlook, printed: Callable[[float], str]) -> str:
    """Say how far a young cohort has come and where it will end; empty once all are ready."""
    if outlook.ready == outlook.sample:
        return ""
    low, high = (printed(end) for end in outlook.ends)
    ready = math.floor(100 * outlook.ready / outlook.sample)
    return (
        f"{ready} % of these leads have had time to convert; "
        f"projected {printed(outlook.projected)} ({low} to {high})."
    )


def too_few(hits: float, tries: float, of: str = "of") -> str:
    """Say that a rate rests on too little."""
    return f"{hits:,.0f} {of} {tries:,.0f}: too few for a rate."


def noise(locked: int, trial: int = 0) -> str:
    """Say how often one of so many headline cards signals by chance; empty without cards."""
    a_week = noisy_cards(locked, trial)
    if not a_week:
        return ""
    weeks = round(1 / a_week)
    if weeks <= 1:
        return "in most weeks one of these cards is noise"
    return f"about 1 in {weeks} weeks one of these cards is noise"


def _spoken(rule: Rule, *, is_expected: bool) -> tuple[Word, str]:
    if is_expected:
        return Word.EXPECTED, EXPECTED[rule]
    return {
        Rule.OUTSIDE: (Word.SIGNAL, SIGNAL),
        Rule.RUN: (Word.SHIFT, SHIFT),
        Rule.EARLY: (Word.EARLY, EARLY),
    }[rule]


def _words(mark: Mark, at: int, voice: Voice) -> dict[str, str]:
    """The words of a point that has limits."""
    low, high = mark.limits or (math.nan, math.nan)
    return {
        "metric": voice.label,
        "value": voice.printed(mark.value or 0.0),
        "lpl": voice.printed(low),
        "upl": voice.printed(high),
        "mean": voice.printed(mark.center or 0.0),
        "span": voice.span,
        "w": voice.names[at],
    }


def _told(signal: Signal, is_good: bool | None, voice: Voice) -> dict[str, str]:
    deeds = {True: "keep it", False: "fix it", None: "keep it or fix it"}
    return {
        "side": "above" if signal.is_high else "below",
        "extreme": "high" if signal.is_high else "low",
        "onset": voice.names[signal.onset],
        "deed": deeds[is_good],
    }


def _is_good(is_high: bool, better: Direction) -> bool | None:
    if better is Direction.UP:
        return is_high
    return not is_high if better is Direction.DOWN else None


def _without_limits(known: int, needed: int, voice: Voice) -> Verdict:
    spans = counted(known, voice.span)
    template = NOT_YET if known < needed else NEVER_VARIED
    text = template.format(metric=voice.label, spans=spans, least=needed)
    return Verdict(word=Word.NOT_JUDGED, text=text)


def _silent(judged: Judged, at: int, voice: Voice, notes: tuple[str, ...]) -> Verdict:
    """Say why the newest complete point is not judged."""
    point, mark = judged.points[at], judged.marks[at]
    if mark.state is State.FEW and point.tries is not None:
        of = "for" if judged.asked.chart is Chart.PER_TRY else "of"
        text = too_few((mark.value or 0.0) * point.tries, point.tries, of)
    else:
        text = NOT_JUDGED[mark.state].format(
            metric=voice.label, span=voice.span, w=voice.names[at], d=_days(point.open_days)
        )
    return Verdict(word=Word.NOT_JUDGED, text=text, notes=notes)


def _days(open_days: float) -> str:
    """Working days as people say them: '3', '3.4'."""
    return f"{open_days:.1f}".removesuffix(".0")


def _notes(judged: Judged, at: int, voice: Voice) -> tuple[str, ...]:
    """What must be known beside the verdict: how far the limits hold, which are proposed."""
    phase, point, found = judged.phase, judged.points[at], []
    if judged.asked.is_flow and point.open_days not in (0.0, FULL_WEEK):
        found.append(PER_WEEK.format(span=voice.span, w=voice.names[at], d=_days(point.open_days)))
    if phase and phase.stage is Stage.TRIAL:
        found.append(TRIAL.format(n=len(phase.judged), span=voice.span))
    if phase and phase.is_autocorrelated:
        found.append(FOLLOWS.format(span=voice.span))
    if judged.rebase:
        low, high = (voice.printed(end) for end in judged.rebase.limits)
        template = PROPOSED if judged.rebase.has_cause else CAUSELESS
        found.append(
            template.format(
                span=voice.span,
                onset=voice.names[judged.rebase.onset],
                mean=voice.printed(judged.rebase.center),
                lpl=low,
                upl=high,
            )
        )
    return tuple(found)
