"""Enablement words: hours, material, steps and messages in sentences and tables."""

from collections.abc import Sequence
from itertools import accumulate

from revdash.api.asking import day_text
from revdash.api.enablement_views import NO_TOOL
from revdash.api.views import Column, Grid, SentencePart, labelled
from revdash.desk.messages import Message
from revdash.metrics.enablement_lists import Asker, Cell, OneOff, ToolUse
from revdash.metrics.shapes import Reading
from revdash.metrics.shown import NOTHING, shown
from revdash.terms import Side

MOST_OF = 0.5  # of the hours: so many people ask for that part
_ASKERS = (
    Column(key="who", label="Asked for by"),
    Column(key="hours", label="Hours", is_number=True, is_bar=True),
    Column(key="share", label="Share", is_number=True),
    Column(key="sum", label="Added up", is_number=True),
    Column(key="deals", label="Deals", is_number=True),
)
_ONE_OFFS = labelled("Material", "Deal", "Asked for by", "Made by", "Made", "Used")
_TOOLS = (
    Column(key="step", label="Step"),
    Column(key="tool", label="Tool"),
    Column(key="used", label="Used in", is_number=True),
    Column(key="with", label="Further with it", is_number=True),
    Column(key="without", label="Further without", is_number=True),
)
_MESSAGES = labelled(
    "Message", "Phase", "Segment", "Need", "Pain", "Proof", "Call to action", "Agreed", "Used in"
)


def sentence_of(
    support: Reading, band: tuple[float, float], cells: Sequence[Cell]
) -> tuple[SentencePart, ...]:
    """How much work is for single deals, and how many steps have no tool."""
    if support.value is None:
        told = [SentencePart(text=f"What marketing works on is not known: {support.missing}.")]
    else:
        low, high = band
        where = (
            "in" if low <= support.value <= high else "above" if support.value > high else "below"
        )
        told = [
            SentencePart(text=f"{100 * support.value:.0f} %", side=Side.MARKETING, is_fact=True),
            SentencePart(text=" of marketing's hours went into single deals in 91 days, "),
            SentencePart(text=f"{where} the band of {100 * low:.0f}–{100 * high:.0f} %. "),
        ]
    if not cells:
        return (*told, SentencePart(text=" No steps of the sales cycle are agreed yet."))
    empty = sum(not cell.tools for cell in cells)
    return (
        *told,
        SentencePart(text=f"{empty} of {len(cells)}", is_fact=True),
        SentencePart(text=" steps by segment have no tool."),
    )


def asker_grid(found: Sequence[Asker]) -> Grid:
    """Who asked for work for single deals, with what those before add up to."""
    total, most = sum(one.hours for one in found), max((one.hours for one in found), default=1.0)
    sums = accumulate(one.hours for one in found)
    rows = tuple(
        (
            one.name,
            f"{one.hours:,.0f}",
            f"{100 * one.hours / total:.0f} %",
            f"{100 * so_far / total:.0f} %",
            f"{one.deals:,}",
        )
        for one, so_far in zip(found, sums, strict=True)
    )
    return Grid(
        columns=_ASKERS,
        rows=rows,
        bars=tuple(one.hours / most for one in found),
        total=len(rows),
        empty="Nobody asked for work for a single deal in these days.",
    )


def askers_note(found: Sequence[Asker], days: str) -> str:
    """How few people ask for half of it."""
    total, so_far = sum(one.hours for one in found), 0.0
    for count, one in enumerate(found, start=1):
        so_far += one.hours
        if so_far >= MOST_OF * total:
            who = "One person asks" if count == 1 else f"{count} people ask"
            return f"{who} for {100 * so_far / total:.0f} % of it · {days}"
    return days


def one_off_grid(found: Sequence[OneOff], total: int) -> Grid:
    """The material that exactly one deal used, the newest first."""
    rows = tuple(
        (
            one.title,
            one.deal or one.account,
            one.asked_by,
            one.made_by,
            day_text(one.made_on),
            "once so far" if one.is_young else "once in sixty days",
        )
        for one in found
    )
    empty = "No material was used in one deal alone."
    return Grid(columns=_ONE_OFFS, rows=rows, total=total, empty=empty)


def coverage_grid(cells: Sequence[Cell]) -> Grid:
    """The steps down, the segments across: which tool stands there, or none."""
    segments = list(dict.fromkeys(cell.segment for cell in cells))
    steps = list(dict.fromkeys((cell.step, cell.role) for cell in cells))
    tools = {(cell.step, cell.segment): ", ".join(cell.tools) or NO_TOOL for cell in cells}
    rows = tuple(
        (step, role, *(tools.get((step, segment), NO_TOOL) for segment in segments))
        for step, role in steps
    )
    columns = labelled("Step", "Who acts", *segments)
    empty = "No steps of the sales cycle are agreed yet. Write them down below, in their order."
    return Grid(columns=columns, rows=rows, total=len(rows), empty=empty)


def tool_grid(found: Sequence[ToolUse]) -> Grid:
    """Each step's tool: how often it was used, and how many deals went further with and without."""
    rows = tuple(
        (
            one.step,
            one.tool,
            f"{one.used:,} of {one.passed:,}",
            _further(one.with_it),
            _further(one.without_it),
        )
        for one in found
    )
    empty = "No step that deals passed has a tool yet."
    return Grid(columns=_TOOLS, rows=rows, total=len(rows), empty=empty)


def message_grid(found: Sequence[Message]) -> Grid:
    """The messages agreed, by phase."""
    rows = tuple(
        (
            one.name,
            one.message_phase,
            one.segment or "all",
            one.need,
            one.pain,
            one.proof,
            one.call_to_action,
            _agreed(one),
            ", ".join(one.used_in),
        )
        for one in found
    )
    empty = "No message is agreed yet. Write one down below: the need, the pain, the proof."
    return Grid(columns=_MESSAGES, rows=rows, total=len(rows), empty=empty)


def _agreed(one: Message) -> str:
    if one.is_agreed:
        return "by both"
    signed = [
        side
        for side, who in (("marketing", one.agreed_by_marketing), ("sales", one.agreed_by_sales))
        if who
    ]
    return f"by {signed[0]} only" if signed else "not yet"


def _further(reading: Reading) -> str:
    """The share with its interval; of too few, how many of how many."""
    words = shown(reading)
    if reading.value is None:
        return NOTHING
    if words.is_quiet or reading.low is None or reading.high is None:
        return f"{words.value} ({reading.sample:,})" if "of" not in words.value else words.value
    return f"{words.value} ({100 * reading.low:.0f}–{100 * reading.high:.0f} %)"
