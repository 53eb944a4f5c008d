"""Meeting said: what people brought, asked, promised and decided, as blocks of the sheet."""

from collections.abc import Iterable, Sequence

from revdash.api.asking import day_text
from revdash.api.loop_views import DisputeView, QuestionView, Talks
from revdash.api.meeting_desk import Gathered
from revdash.api.meeting_views import ExperimentView
from revdash.api.meeting_words import status
from revdash.desk.agenda_items import Item, ItemKind
from revdash.desk.commitments import Commitment
from revdash.desk.questions import SIDES
from revdash.meetings.sheet import Cells, Heading, Words
from revdash.terms import Side

_BALANCE = (
    (ItemKind.WIN, ItemKind.NO_WIN, "Wins", "win"),
    (ItemKind.MISS, ItemKind.NO_MISS, "Misses owned", "owned miss"),
)


def wins(known: Gathered) -> tuple[Cells, ...]:
    """What each side won and what it owns, side by side; an empty one says why."""
    return tuple(
        _brought(known, kind, reason, title, side)
        for kind, reason, title, _ in _BALANCE
        for side in SIDES
    )


def missing_of(known: Gathered) -> str:
    """Which side has neither a win, or a miss, nor a reason for having none."""
    found = [
        f"{_of_side(side)} {word}"
        for kind, reason, _, word in _BALANCE
        for side in SIDES
        if not _of(known.items_of(kind, reason), side)
    ]
    return f"not said yet: {', '.join(found)}." if found else ""


def asks(known: Gathered) -> tuple[Cells, ...]:
    """What each side asks of the other, with the answer and its day."""
    found = known.items_of(ItemKind.ASK)
    return tuple(
        Cells(
            title="Asks",
            side=side,
            columns=("Ask", "By", "Answer", "Holds by"),
            rows=tuple(_ask(one, known) for one in _of(found, side)),
            keys=_keys("item", (one.item_id for one in _of(found, side))),
            empty=f"{side.value.capitalize()} asks nothing this week.",
        )
        for side in SIDES
    )


def commitments(known: Gathered) -> tuple[Cells, ...]:
    """What was promised before and became of it, then what is promised now, side by side."""
    groups = (
        ("Promised before", [one for one in known.commitments if not known.is_new(one)]),
        ("Promised now", [one for one in known.commitments if known.is_new(one)]),
    )
    return tuple(
        Cells(
            title=title,
            side=side,
            columns=("Commitment", "Owner", "First due", "Now due", "Status"),
            rows=tuple(_promise(one, known) for one in found if one.side is side),
            keys=_keys("commitment", (one.commitment_id for one in found if one.side is side)),
            empty="None is open." if title == "Promised before" else "None yet.",
        )
        for title, found in groups
        for side in SIDES
    )


def kept_sentence(known: Gathered) -> str:
    """How the commitments of earlier meetings stand against the days named first."""
    today = known.now.today
    due = [one for one in known.commitments if not known.is_new(one)]
    due = [one for one in due if one.is_open or one.done_on is not None]
    kept = sum(one.is_kept for one in due)
    late = sum(one.days_past(today) > 0 for one in due)
    if not due:
        return "Nothing was promised before that is still to be told of."
    rest = len(due) - kept - late
    return f"Of {len(due)} promised before, {kept} kept, {late} late, {rest} not due yet."


def decisions(known: Gathered) -> tuple[Cells, ...]:
    """What was decided, and who saw it otherwise."""
    found = known.items_of(ItemKind.DECISION)
    return (
        Cells(
            title="Decisions",
            columns=("Decision", "About", "Dissent", "Written by"),
            rows=tuple(
                (one.words, _about(one, known), one.dissent, known.who(one.by)) for one in found
            ),
            keys=_keys("item", (one.item_id for one in found)),
            about=tuple(one.subject for one in found),
            empty="Nothing is decided yet.",
        ),
    )


def experiments(found: Sequence[ExperimentView]) -> tuple[Cells, ...]:
    """What is tried, by which rule it is decided, and what came of it."""
    return (
        Cells(
            title="Experiments",
            columns=("Channel", "Hypothesis", "Decision rule", "Days", "Result", "Decision"),
            rows=tuple(
                (
                    *(one.channel, one.hypothesis, one.decision_rule, one.days),
                    one.result or one.stage,
                    _ruling(one),
                )
                for one in found
            ),
            keys=_keys("experiment", (one.key for one in found)),
            empty="Nothing is tried. An experiment is written down before it starts.",
        ),
    )


def talks(found: Talks) -> tuple[Cells, ...]:
    """The questions and disputes that wait for an answer or a decision."""
    asked = [one for one in found.questions if one.turn]
    disputed = [one for one in found.disputes if one.turn]
    return (
        Cells(
            title="Questions",
            columns=("Lead", "Question", "Whose turn", "Due"),
            rows=tuple(_question(one) for one in asked),
            keys=_keys("lead", (one.person for one in asked)),
            empty="No question asked here waits for an answer.",
        ),
        Cells(
            title="Disputes",
            columns=("Lead", "Refusal", "Ground", "Proposed", "Whose turn"),
            rows=tuple(_dispute(one) for one in disputed),
            keys=_keys("lead", (one.person for one in disputed)),
            empty="No refusal is disputed.",
        ),
    )


def notes(known: Gathered, heading: Heading) -> tuple[Words, ...]:
    """What people noted under a heading."""
    found = [one for one in known.notes if one.section == heading.value]
    said = tuple((known.who(one.by), known.at(one.at), one.words) for one in found)
    return (Words(said=said),) if said else ()


def _brought(known: Gathered, kind: ItemKind, reason: ItemKind, title: str, side: Side) -> Cells:
    found = _of(known.items_of(kind), side)
    why = " ".join(one.words for one in _of(known.items_of(reason), side))
    return Cells(
        title=title,
        side=side,
        columns=("What", "About", "Brought by"),
        rows=tuple((one.words, _about(one, known), known.who(one.by)) for one in found),
        keys=_keys("item", (one.item_id for one in found)),
        about=tuple(one.subject for one in found),
        empty=f"None: {why}" if why else "None yet. Bring one, or say why there is none.",
    )


def _of(items: Iterable[Item], side: Side) -> list[Item]:
    return [one for one in items if one.side is side]


def _of_side(side: Side) -> str:
    return "sales'" if side is Side.SALES else f"{side.value}'s"


def _ask(one: Item, known: Gathered) -> tuple[str, ...]:
    carried = one.meeting_id is not None and one.meeting_id != known.key
    since = known.held_days.get(one.meeting_id or "")
    words = f"{one.words} (open since {day_text(since)})" if carried and since else one.words
    answer = (
        one.answer or f"{one.asked_side.value.capitalize() if one.asked_side else ''} to answer"
    )
    return (words, known.who(one.by), answer, day_text(one.due_on) if one.due_on else "")


def _promise(one: Commitment, known: Gathered) -> tuple[str, ...]:
    now_due = one.due_on or one.original_due_on
    return (
        one.words,
        known.who(one.owner),
        day_text(one.original_due_on),
        "" if now_due == one.original_due_on else day_text(now_due),
        status(one, known.now.today),
    )


def _question(one: QuestionView) -> tuple[str, ...]:
    late = " (overdue)" if one.is_overdue else ""
    return (one.lead, one.words, one.turn, f"{one.due.removeprefix('due ')}{late}")


def _dispute(one: DisputeView) -> tuple[str, ...]:
    return (one.lead, one.refusal, one.words, one.proposal, one.turn)


def _ruling(one: ExperimentView) -> str:
    dissent = f" Dissent: {one.dissent}" if one.dissent else ""
    return f"{one.decision}{dissent}" if one.decision else ""


def _about(one: Item, known: Gathered) -> str:
    return known.about(one.subject) if one.subject else ""


def _keys(kind: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{kind}:{name}" for name in names)
