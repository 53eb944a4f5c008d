"""Health words: the values, parts and definition of Alignment Health as the page says them."""

from collections.abc import Mapping, Sequence

from revdash.api.health_texts import GAMES
from revdash.api.health_views import Game, PartView, ScoreView
from revdash.api.views import Column, Grid, SentencePart
from revdash.desk.health import HealthVersion
from revdash.health.doubt import (
    Measure,
    band,
    depends_on_weights,
    weights_between,
    with_equal_weights,
    without_each,
)
from revdash.health.moved import Moved
from revdash.health.parts import BY_NAME, PARTS, Part, named
from revdash.health.score import BROKEN, FULL, Standing, Status, Yard
from revdash.health.sentence import alone, sentence
from revdash.health.weeks import Seen
from revdash.metrics.described import Unit
from revdash.metrics.shown import NOTHING, number, rounded, with_sign

SPARK = 26


def games() -> tuple[Game, ...]:
    """How each side could make it better than it is, and the counter."""
    return tuple(Game(move=move, counter=counter) for move, counter in GAMES)


def score_view(standing: Standing, measures: Mapping[str, Measure]) -> ScoreView:
    """The number with all that qualifies it."""
    measured = f"{FULL * standing.coverage:.0f} % of the weight"
    lacking = f"; not {named(standing.missing)}" if standing.missing else ""
    coverage = ("Measured", f"{measured}{lacking}")
    if not standing.is_told:
        return ScoreView(
            number=NOTHING, status=standing.status.value, is_bad=False, lines=(coverage,)
        )
    bounds, others = band(standing, measures), weights_between(standing)
    depends = "; the status depends on weights" if depends_on_weights(others) else ""
    lowest = min(standing.measured.values())
    return ScoreView(
        number=f"{standing.value:.0f}",
        status=standing.status.value,
        is_bad=standing.status is Status.ACT,
        value=standing.value,
        low=bounds.low,
        high=bounds.high,
        lines=(
            ("80 % band", f"{bounds.low:.0f} to {bounds.high:.0f}"),
            ("Other weights", f"{others.low:.0f} to {others.high:.0f}{depends}"),
            coverage,
            ("Weakest", f"{named(standing.weakest)}, {lowest:.0f}"),
        ),
    )


def sentence_of(moved: Moved | None, standing: Standing, when: str) -> tuple[SentencePart, ...]:
    """The sentence of the domain, its first statement bold."""
    if moved is None:
        text = alone(standing, lambda name: BY_NAME[name].short)
        text += f" Nothing is told of {when} to compare it with." if standing.is_told else ""
    else:
        text = sentence(moved, lambda name: BY_NAME[name].short, when=when)
    end = text.find(". ") + 1 or len(text)
    return (
        SentencePart(text=text[:end], is_fact=True),
        SentencePart(text=text[end:]),
    )


def part_views(
    seen: Sequence[Seen], version: HealthVersion, moved: Moved | None
) -> tuple[PartView, ...]:
    """The nine parts as of the last of the weeks *seen*."""
    standings = [one.standing(version) for one in seen[-SPARK:]]
    now = seen[-1]
    return tuple(
        _part(BY_NAME[yard.name], yard, now.measures[yard.name], standings, moved)
        for yard in standings[-1].yards
    )


def value_text(part: Part, value: float | None) -> str:
    """A value in its part's unit."""
    return NOTHING if value is None else number(value, part.unit)


def posts_text(part: Part, yard: Yard) -> str:
    """Floor and target, as agreed."""
    return " → ".join(
        rounded(post, part.unit) if part.unit is Unit.SHARE else f"{post:g}"
        for post in (yard.floor, yard.target)
    )


def without_grid(standing: Standing) -> Grid:
    """What the number would be without each part, and with equal weights."""
    changes, equal = without_each(standing), with_equal_weights(standing)
    rows = [
        (part.label, NOTHING, NOTHING)
        if change is None
        else (part.label, f"{standing.value + change:.1f}", with_sign(change))
        for part in PARTS
        for change in [changes[part.name]]
    ]
    if equal is not None:
        rows.append(
            ("All parts weighing the same", f"{equal:.1f}", with_sign(equal - standing.value))
        )
    return Grid(
        columns=(
            Column(key="without", label="Without"),
            Column(key="value", label="It would be", is_number=True),
            Column(key="change", label="Change", is_number=True),
        ),
        rows=tuple(rows),
        total=len(rows),
    )


def posts_grid(yards: Sequence[Yard]) -> Grid:
    """The weights and goalposts of one version."""
    rows = tuple(
        (part.label, part.obliges, posts_text(part, yard), f"{FULL * yard.weight:.0f} %")
        for yard in yards
        for part in [BY_NAME[yard.name]]
    )
    return Grid(
        columns=(
            Column(key="part", label="Part"),
            Column(key="obliges", label="Mainly obliges"),
            Column(key="posts", label="Floor → target", is_number=True),
            Column(key="weight", label="Weight", is_number=True),
        ),
        rows=rows,
        total=len(rows),
    )


def _score(score: float | None) -> str:
    """A score in whole points; one just under 40 with its decimal, since it counts as broken."""
    if score is None:
        return NOTHING
    return f"{score:.1f}" if score < BROKEN <= round(score) else f"{score:.0f}"


def _part(
    part: Part, yard: Yard, measure: Measure, standings: Sequence[Standing], moved: Moved | None
) -> PartView:
    now = standings[-1]
    score, weight = now.scores[yard.name], now.weights[yard.name]
    effect = moved.effects[yard.name].both if moved else None
    shifted = abs(weight - yard.weight) > 0.0005  # noqa: PLR2004  not seen in a whole percent
    return PartView(
        key=part.name,
        label=part.label,
        obliges=part.obliges,
        over=part.over,
        value=value_text(part, measure.value),
        of=f"{measure.hits:,.0f} of {measure.tries:,}" if measure.is_rate else "",
        posts=posts_text(part, yard),
        score=_score(score),
        share=None if score is None else score / FULL,
        weight=NOTHING if score is None else f"{FULL * weight:.0f} %",
        weight_note=f"{FULL * yard.weight:.0f} % agreed" if shifted else "",
        effect="" if effect is None or abs(effect) < 0.05 else with_sign(effect),  # noqa: PLR2004
        why=f"Not measured: {measure.why}" if score is None else "",
        spark=tuple(standing.scores[yard.name] for standing in standings),
        is_broken=score is not None and score < BROKEN,
    )
