"""Pulse seen: a closed round in words and pictures: levels, gaps, beliefs, and what is hidden."""

from collections.abc import Mapping, Sequence

from revdash.agreement.perception import Belief, Item, Picture, beliefs
from revdash.api.asking import day_text
from revdash.api.pulse_views import Results
from revdash.api.views import Chart, Column, Grid, SentencePart
from revdash.charts.limits import Limits
from revdash.charts.opinions import Dots, dots, height_of
from revdash.charts.theme import Role
from revdash.charts.trends import Line, lines
from revdash.desk.annotations import Annotation, remarks_on
from revdash.desk.pulse import FEWEST, SIDES, RoleClass, Wave
from revdash.desk.survey import OPTIONS, AnswerKind
from revdash.metrics.catalog import find
from revdash.stats.intervals import Interval
from revdash.terms import Side

_SCALE = tuple(range(1, OPTIONS + 1))
_HUNDRED = (0, 25, 50, 75, 100)
_ROLE_WORDS = {RoleClass.LEAD: "leaders", RoleClass.TEAM: "team"}
_AGREEING = 0.7  # what is customarily called agreement


def results(seen: Picture, measured: Mapping[str, float]) -> Results:
    """Word one round."""
    held = beliefs(seen, measured)
    scored = [one for one in seen.items if one.question.kind is AnswerKind.SCORE]
    return Results(
        sentence=_sentence(seen),
        gaps=_gap_chart(seen, scored),
        beliefs=_belief_chart(held),
        items=_items(scored),
        crossed=_crossed(seen, measured),
        words=tuple(
            (one.words, seen.words[one.question_id])
            for one in seen.wave.asked
            if one.question_id in seen.words
        ),
        notes=_notes(seen),
    )


def trend(rounds: Sequence[Picture], said: Sequence[Annotation] = ()) -> Chart:
    """Each side's level, round by round; a side that was hidden leaves a hole."""
    series = [
        Line(
            label=side.value.capitalize(),
            role=Role(side.value),
            values=[one.levels[side].value if side in one.levels else None for one in rounds],
        )
        for side in SIDES
    ]
    names = [one.wave.name for one in rounds]
    days = ((one.wave.opens_on, one.wave.closes_on) for one in rounds)
    limits = Limits(remarks=remarks_on(days, said))
    told = ", ".join(f"{one.wave.name} {one.level.value:.1f}" for one in rounds if one.level)
    return Chart(
        title="Level, round by round",
        subtitle="Mean of the six sentences by side, from 1 to 5",
        alt=f"Mean of both sides by round: {told or 'none may be shown'}.",
        figure=lines(names, series, lambda value: f"{value:.1f}", limits, range(1, OPTIONS + 1)),
        empty="" if len(rounds) > 1 else "A trend needs two closed rounds.",
    )


def _sentence(seen: Picture) -> tuple[SentencePart, ...]:
    if seen.level is None or seen.gap is None:
        few = " and ".join(side.value for side in seen.hidden)
        text = (
            f"Fewer than {FEWEST} of {few} answered: nothing of them is shown, "
            "nor what they could be told from."
        )
        return (SentencePart(text=text),)
    parts = [
        SentencePart(text="Working together is rated "),
        SentencePart(text=f"{seen.level.value:.1f} of {OPTIONS}", is_fact=True),
        SentencePart(text="; the sides lie "),
        SentencePart(text=f"{seen.gap.value:.1f} apart", is_fact=True),
        SentencePart(text=" on average"),
    ]
    widest = _by_gap([one for one in seen.items if one.question.is_fixed])[0]
    if not _is_apart(widest):
        return (*parts, SentencePart(text=", no sentence by more than chance gives."))
    parts.append(SentencePart(text=f", most on {widest.question.label.lower()}: "))
    for side in SIDES:
        mean = widest.rated[side].sample.mean
        parts.append(SentencePart(text=f"{side.value} {mean:.1f}", side=side, is_fact=True))
        parts.append(SentencePart(text=", " if side is SIDES[0] else "."))
    return tuple(parts)


def _gap_chart(seen: Picture, scored: Sequence[Item]) -> Chart:
    rows = [
        Dots(
            label=item.question.label or item.question.words,
            dots=[(side, item.rated[side].sample.mean) for side in SIDES if side in item.rated],
            note=_gap_words(item),
            is_strong=_is_apart(item),
        )
        for item in _by_gap(scored)
    ]
    apart = [item for item in scored if _is_apart(item)]
    told = "; ".join(f"{row.label}: {_sides_words(row)}" for row in rows)
    return Chart(
        title=f"{len(apart)} of {len(scored)} sentences are seen differently",
        subtitle="Mean by side (● marketing, ◆ sales), 1 not at all to 5 fully; right, marketing "
        "less sales with its 95 % interval, bold where it is more than chance",
        alt=f"{told}.",
        figure=dots(
            rows, _SCALE, lambda value: f"{value:g}" if value in _SCALE else f"{value:.1f}"
        ),
        height=height_of(rows),
        empty="" if seen.answered else f"Fewer than {FEWEST} answered on each side.",
    )


def _belief_chart(held: Sequence[Belief]) -> Chart:
    rows = []
    for key in dict.fromkeys(one.question.question_id for one in held):
        own = [one for one in held if one.question.question_id == key]
        rows.append(
            Dots(
                label=own[0].question.label,
                dots=[(one.side, 100 * one.believed) for one in own],
                measured=100 * own[0].measured,
                note=" / ".join(_signed(100 * one.off, 0) for one in own) + " pts",
            )
        )
    told = (
        f"{one.question.label}: {one.side.value} believes {100 * one.believed:.0f} of 100, "
        f"measured {100 * one.measured:.0f}"
        for one in held
    )
    return Chart(
        title="What is believed, and what is measured",
        subtitle="Of 100 MQLs, as believed (● marketing, ◆ sales) and as measured (|) over the "
        "four weeks before the close; right, how far each side is off",
        alt="; ".join(told) + ".",
        figure=dots(rows, _HUNDRED, lambda value: f"{value:.0f}"),
        height=height_of(rows),
        empty=""
        if rows
        else "The round asked for no numbers, or too few answered or were "
        "measured to hold them against each other.",
    )


def _items(scored: Sequence[Item]) -> Grid:
    columns = (
        Column(key="item", label="Sentence"),
        *(Column(key=side.value, label=side.value.capitalize(), is_number=True) for side in SIDES),
        Column(key="gap", label="Gap", is_number=True),
        Column(key="delta", label="Cliff's δ", is_number=True),
        *(
            Column(key=f"{side.value}-agree", label=f"Agree in {side.value}", is_number=True)
            for side in SIDES
        ),
    )
    return Grid(columns=columns, rows=tuple(map(_row, scored)), total=len(scored))


def _row(item: Item) -> tuple[str, ...]:
    gap = item.gap
    return (
        item.question.words,
        *(
            f"{item.rated[side].sample.mean:.1f} ({item.rated[side].sample.size})"
            if side in item.rated
            else "–"
            for side in SIDES
        ),
        _gap_words(item) if gap else "–",
        _signed(gap.delta, 2) if gap and gap.delta is not None else "–",
        *(_agree(item, side) for side in SIDES),
    )


def _agree(item: Item, side: Side) -> str:
    found = item.rated[side].agreement if side in item.rated else None
    if found is None:
        return "–"
    return f"{found:.2f}{'' if found >= _AGREEING else ', views differ'}"


def _crossed(seen: Picture, measured: Mapping[str, float]) -> Grid:
    """What each side says of the other's work, beside what is measured of it."""
    rows = []
    for item in seen.items:
        about = item.question.about
        if about is None:
            continue
        rater = next(side for side in SIDES if side is not about)
        metric = item.question.metric
        share = measured.get(metric) if metric else None
        rows.append(
            (
                f"{rater.value.capitalize()} rates {item.question.label.lower()}",
                _mean(item, rater),
                f"{about.value.capitalize()} itself: {_mean(item, about)}",
                f"{find(metric).label}: {100 * share:.0f} %" if share is not None else "–",
            )
        )
    columns = (
        Column(key="who", label="Who rates whose work"),
        Column(key="other", label="The other side", is_number=True),
        Column(key="own", label="Those rated"),
        Column(key="measured", label="Measured"),
    )
    return Grid(columns=columns, rows=tuple(rows), total=len(rows))


def _mean(item: Item, side: Side) -> str:
    return f"{item.rated[side].sample.mean:.1f} of {OPTIONS}" if side in item.rated else "–"


def _notes(seen: Picture) -> tuple[str, ...]:
    wave, notes = seen.wave, []
    for side in SIDES:
        count = seen.answered.get(side)
        told = f"{count} of {wave.invited[side]}" if count else f"fewer than {FEWEST}"
        level = f"; level {_level_words(seen, side)}" if side in seen.levels else ""
        notes.append(f"{side.value.capitalize()}: {told} answered{level}.")
    for (side, role), own in seen.roles.items():
        told = f"{own.value:.1f} ({_bounds(own.bounds)})"
        notes.append(f"{side.value.capitalize()}, {_ROLE_WORDS[role]}: {told}.")
    return (*notes, *_hidden(seen))


def _hidden(seen: Picture) -> list[str]:
    notes = [
        f"Hidden: {side.value}, because fewer than {FEWEST} answered; and both sides together, "
        "from which it could be told."
        for side in seen.hidden
    ]
    if not seen.roles:
        notes.append(
            f"Leaders and teams are not told apart: that takes {FEWEST} of each on a side."
        )
    silent = [
        one.label or one.words
        for one in seen.wave.asked
        if one.kind is AnswerKind.OPEN and one.question_id not in seen.words
    ]
    if silent:
        notes.append(
            f"What was written is not shown: it takes {FEWEST} answers in words, and both sides."
        )
    return notes


def closed_words(wave: Wave) -> str:
    """A round in a word, to choose by."""
    return f"{wave.name}, closed {day_text(wave.closes_on)}"


def _by_gap(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda item: -abs(item.gap.value) if item.gap else 0.0)


def _is_apart(item: Item) -> bool:
    bounds = item.gap.bounds if item.gap else None
    return bounds is not None and not bounds.low <= 0 <= bounds.high


def _gap_words(item: Item) -> str:
    if item.gap is None:
        return ""
    found = item.gap.bounds
    bounds = f" ({_signed(found.low)} to {_signed(found.high)})" if found else ""
    return f"{_signed(item.gap.value)}{bounds}"


def _signed(value: float, places: int = 1) -> str:
    """A difference with its sign; what is nothing when rounded has none."""
    size = f"{abs(value):.{places}f}"
    if not float(size):
        return size
    return f"{'+' if value > 0 else '−'}{size}"


def _bounds(bounds: Interval) -> str:
    return f"{bounds.low:.1f} to {bounds.high:.1f}"


def _level_words(seen: Picture, side: Side) -> str:
    level = seen.levels[side]
    return f"{level.value:.1f} ({_bounds(level.bounds)})"


def _sides_words(row: Dots) -> str:
    return ", ".join(f"{side.value} {value:.1f}" for side, value in row.dots)
