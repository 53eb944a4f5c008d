"""Agenda: the headings of the weekly meeting, what each asks, and how long it usually takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from revdash.meetings.sheet import Heading

NAME = "Weekly of marketing and sales"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One heading with its question and its minutes."""

    heading: Heading
    title: str
    question: str
    minutes: int


AGENDA = (
    Line(
        heading=Heading.LAST_TIME,
        title="Last time",
        question="What has become of the numbers we closed with?",
        minutes=1,
    ),
    Line(
        heading=Heading.PROMISES,
        title="Promises",
        question="Did each side deliver what it owes the other?",
        minutes=4,
    ),
    Line(
        heading=Heading.SIGNALS,
        title="Signals",
        question="What changed that chance does not explain?",
        minutes=4,
    ),
    Line(
        heading=Heading.DROPS,
        title="Dropped handoffs",
        question="What did we drop, and why?",
        minutes=4,
    ),
    Line(
        heading=Heading.WINS,
        title="Wins and owned misses",
        question="What went well, and what does each side own?",
        minutes=4,
    ),
    Line(
        heading=Heading.TALKS,
        title="Questions and disputes",
        question="What waits for an answer or a decision of both?",
        minutes=3,
    ),
    Line(
        heading=Heading.ASKS,
        title="Asks",
        question="What does each side need of the other, and by when?",
        minutes=2,
    ),
    Line(
        heading=Heading.COMMITMENTS,
        title="Commitments",
        question="Did we do what we said, and what do we promise now?",
        minutes=3,
    ),
    Line(
        heading=Heading.DECISIONS,
        title="Decisions",
        question="What did we decide, and who saw it otherwise?",
        minutes=1,
    ),
    Line(
        heading=Heading.EXPERIMENTS,
        title="Experiments",
        question="What do we try, and what did it show?",
        minutes=1,
    ),
    Line(
        heading=Heading.SENT,
        title="Sent to this meeting",
        question="Which other numbers did somebody want to talk about?",
        minutes=2,
    ),
    Line(
        heading=Heading.RATING,
        title="Rating",
        question="Was this half hour worth it?",
        minutes=1,
    ),
)
LINES: Mapping[Heading, Line] = {line.heading: line for line in AGENDA}


def agenda(slots: Iterable[tuple[str, int]]) -> tuple[Line, ...]:
    """The agenda with these headings and minutes, in this order; without any, the usual one."""
    known = {heading.value for heading in Heading}
    chosen = [(word, minutes) for word, minutes in slots if word in known]
    return tuple(replace(LINES[Heading(word)], minutes=m) for word, m in chosen) or AGENDA
