"""Outcome words: what became of leads, as it is printed: counts, shares that may be told, why."""

from collections.abc import Iterator
from dataclasses import replace

from revdash.api.asking import Asked
from revdash.api.cuts import cut_word
from revdash.api.outcome_views import Line, StateView, Words
from revdash.api.views import SentencePart
from revdash.handoffs.outcome_leads import UNNAMED, Pick
from revdash.handoffs.outcomes import CONTENT, Outcome, Outcomes, State
from revdash.metrics.scope import BLANK
from revdash.metrics.shapes import Reading
from revdash.metrics.shown import NOTHING, count, shown
from revdash.stats.intervals import FEW, HIDDEN
from revdash.stats.shrinkage import Shrunk, Standing
from revdash.terms import ReasonClass, Side, in_words

STATES = (
    StateView(
        key=State.UNTRIED,
        label="Not contacted",
        meaning="Handed over, and nobody has tried to reach them yet.",
    ),
    StateView(
        key=State.WORKED,
        label="Being worked",
        meaning="Tried at least once, and neither accepted nor given back yet.",
    ),
    StateView(
        key=State.ACCEPTED,
        label="Accepted",
        meaning="Accepted by sales and still open: as a lead, an SQL or a deal.",
    ),
    StateView(
        key=State.GIVEN_BACK, label="Given back", meaning="Refused, recycled or put aside by sales."
    ),
    StateView(
        key=State.SILENT,
        label="Silent",
        meaning="Closed after 90 days in which nothing happened: a dropped lead.",
    ),
    StateView(key=State.LOST, label="Deal lost", meaning="They became a deal, and it was lost."),
    StateView(key=State.WON, label="Won", meaning="They became a deal, and it was won."),
)
UNDECIDED = StateView(
    key=State.UNTRIED,
    label="Undecided",
    meaning="Handed over and not decided; no sales activities are loaded to tell who was tried.",
)
NO_REASON = "No reason given"
NO_CONTENT = "No content touched"
ALL = "All leads"
MOST_GIVEN = 2  # reasons named in the sentence
NAMED = 3  # parts named in it
FEW_WORDS = "few data"
TOO_YOUNG = (
    "No quality index yet: it tells of leads at least 30 days old. Look at the last 13 weeks."
)


def states_of(*, is_worked: bool) -> tuple[StateView, ...]:
    """The states; where nobody can tell who was tried, none is called not contacted."""
    return STATES if is_worked else (UNDECIDED, *STATES[1:])


def line_of(row: Outcome, by: str) -> Line:
    """One part in words."""
    blank = NO_CONTENT if by == CONTENT else BLANK
    return _line(row, BLANK if row.value is None else row.value, in_words(row.value or blank))


def whole_of(row: Outcome) -> Line:
    """All leads in words; they are the average that each part is held against."""
    return replace(_line(row, "", ALL), quality=Words(text="100", note="the average"))


def _line(row: Outcome, value: str, name: str) -> Line:
    return Line(
        value=value,
        name=name,
        leads=row.leads,
        counts=tuple(row.states[State(state.key)] for state in STATES),
        reason=(row.reasons[0].name or NO_REASON) if row.reasons else "",
        reason_leads=row.reasons[0].leads if row.reasons else 0,
        untold=row.untold,
        acceptance=_acceptance(row.acceptance),
        quality=_quality(row.quality, row.young),
    )


def _acceptance(reading: Reading) -> Words:
    """A share with its interval; "x of n" where there are too few for a rate."""
    words = shown(reading)
    if reading.value is None or reading.sample < HIDDEN:
        return Words(text=words.value, note="", more=words.note, is_quiet=True)
    few = FEW_WORDS if reading.sample < FEW else ""
    return Words(
        text=f"{100 * reading.value:.0f} %",
        note=" · ".join(filter(None, (between(reading), few))),
        more=words.note,
        is_quiet=bool(few),
    )


def between(reading: Reading) -> str:
    """The interval of a share, in words."""
    if reading.low is None or reading.high is None:
        return ""
    return f"{100 * reading.low:.0f}–{100 * reading.high:.0f} %"


def _quality(found: Shrunk | None, young: int) -> Words:
    """The index with its label where it is apart from the average; else it says so."""
    if found is None or not found.tries:
        return Words(text=NOTHING, more=f"{count(young)} too young to tell", is_quiet=True)
    rests = f"{count(found.hits)} of {count(found.tries)} became an SQL within 30 days"
    if found.tries < HIDDEN:
        return Words(text=f"{found.hits} of {found.tries}", more=rests, is_quiet=True)
    low, high = found.index_interval
    bounds = f"{low:.0f}–{high:.0f}"
    is_apart = found.standing is not Standing.SAME
    index = f"{found.index:.0f}"
    return Words(
        text=f"{index} {found.standing.value}" if is_apart else index,
        note=bounds if is_apart else found.standing.value,
        more=f"{rests}; 90 % interval {bounds}",
        is_quiet=not is_apart,
        is_strong=is_apart,
    )


def sentence_of(found: Outcomes, before: int | None, *, is_worked: bool) -> Iterator[SentencePart]:
    """What became of them in one breath; only counts, and what is apart by more than chance."""
    whole = found.whole
    if not whole.leads:
        yield SentencePart(text="No lead was handed over in these days.")
        return
    yield SentencePart(text="Of ")
    leads = f"{count(whole.leads)} lead{'' if whole.leads == 1 else 's'} handed over"
    yield SentencePart(text=leads, side=Side.MARKETING, is_fact=True)
    yield SentencePart(text=", " if before is None else f" ({count(before)} before), ")
    untried, back = whole.states[State.UNTRIED], whole.states[State.GIVEN_BACK]
    if is_worked:
        fact = f"{count(untried)} {'is' if untried == 1 else 'are'} not contacted yet"
        yield SentencePart(text=fact, side=Side.SALES, is_fact=True)
        yield SentencePart(text=" and ")
    fact = f"{count(back)} {'was' if back == 1 else 'were'} given back"
    yield SentencePart(text=fact, is_fact=True)
    junk = sum(one.leads for one in whole.reasons if one.reason_class == ReasonClass.JUNK)
    if junk:
        yield SentencePart(text=", ")
        yield SentencePart(text=f"{count(junk)} of them as junk", is_fact=True)
    yield SentencePart(text=_why(whole))
    yield from _weak(found)


def _why(whole: Outcome) -> str:
    named = [one for one in whole.reasons if one.name][:MOST_GIVEN]
    if not named:
        return ". "
    told = ", ".join(f"{_inside(one.name or '')} {count(one.leads)}" for one in named)
    word = "reason" if len(named) == 1 else "reasons"
    return f"; the {word} most given: {told}. "


def _inside(label: str) -> str:
    """A label inside a sentence."""
    return f"{label[:1].lower()}{label[1:]}" if label[1:2].islower() else label


def _weak(found: Outcomes) -> Iterator[SentencePart]:
    """Whose leads are worse than the average by more than chance, the largest parts; no ranking."""
    weak = [
        (row.value, f"{row.quality.index:.0f}")
        for row in found.rows
        if row.value and row.quality and row.quality.standing is Standing.WORSE
    ]
    if not weak:
        return
    yield SentencePart(text="Weaker leads than the average came from ")
    for place, (name, index) in enumerate(weak[:NAMED]):
        yield SentencePart(text=", " if place else "")
        yield SentencePart(text=name, side=Side.MARKETING, is_fact=True)
        yield SentencePart(text=f" ({'' if place else 'quality index '}{index})")
    more = len(weak) - NAMED
    yield SentencePart(text=f" and {more} more." if more > 0 else ".")


def notes_of(found: Outcomes, people: int, *, is_worked: bool) -> tuple[str, ...]:
    """How the table is counted, where that is not plain."""
    whole = found.whole
    is_old = any(row.quality for row in found.rows)
    return tuple(
        filter(
            None,
            (
                _twice(whole.leads, people),
                _several(found) if found.by == CONTENT else "",
                ""
                if is_worked
                else "No sales activities are loaded: nobody can tell who was contacted.",
                _told_of(found) if is_old else TOO_YOUNG if whole.leads else "",
            ),
        )
    )


def _twice(leads: int, people: int) -> str:
    if leads <= people:
        return "Each lead is in one state, the one it is in now."
    return (
        f"Each handoff is in one state now. {count(leads)} handoffs of {count(people)} people: "
        "who came twice counts once for each."
    )


def _several(found: Outcomes) -> str:
    total = sum(row.leads for row in found.rows)
    return (
        "A lead counts for every content it touched before its handoff, since the one before: "
        f"the rows add up to {count(total)}, all leads are {count(found.whole.leads)}."
    )


def _told_of(found: Outcomes) -> str:
    young = found.whole.young
    left_out = f"; {count(young)} younger ones are left out" if young else ""
    part = cut_word(found.by).lower()
    said = "100 is the average lead" if _is_any_apart(found) else f"no {part} can be told apart"
    return f"Quality index: {said}, by SQLs within 30 days, small ones drawn to it{left_out}."


def _is_any_apart(found: Outcomes) -> bool:
    return any(row.quality and row.quality.standing is not Standing.SAME for row in found.rows)


def picked_title(pick: Pick, asked: Asked) -> str:
    """Whose leads these are."""
    blank = NO_CONTENT if pick.by == CONTENT else f"{cut_word(pick.by)} {BLANK}"
    part = blank if pick.value == BLANK else in_words(pick.value)
    why = NO_REASON if pick.reason == UNNAMED else pick.reason
    named = " · ".join(filter(None, (part, why)))
    return f"{named or ALL}, handed over {asked.scope.period}"
