"""Health sheet: Alignment Health as of one week, what moved it, its weeks and its limits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from revdash.api.asking import Asked, ask, day_text
from revdash.api.charting import CHART_WEEKS
from revdash.api.health_texts import DEFINITION
from revdash.api.health_views import HealthView
from revdash.api.health_words import games, part_views, score_view, sentence_of, without_grid
from revdash.api.house import House
from revdash.api.limiting import limits_of
from revdash.api.questions import Question
from revdash.api.signals import SPEAKS, Series, period_name
from revdash.api.telling_health import kept_weeks
from revdash.api.views import Chart
from revdash.charts.limits import NO_LIMITS
from revdash.charts.theme import Role
from revdash.charts.trends import Line, lines
from revdash.charts.waterfall import Step, height_of, waterfall
from revdash.desk.annotations import remarks_on
from revdash.desk.health import HealthVersion, in_force, read_health_versions
from revdash.errors import InputError
from revdash.health.moved import Moved, moved
from revdash.health.parts import BY_NAME
from revdash.health.score import Standing
from revdash.health.weeks import Seen, series, version_at
from revdash.health.weeks import lines as version_lines
from revdash.metrics.composite import ALIGNMENT_HEALTH
from revdash.metrics.shapes import Point
from revdash.metrics.shown import with_sign
from revdash.metrics.verdicts import Voice, Word, verdict
from revdash.stats.frames import Chart as Kind
from revdash.stats.intervals import Interval
from revdash.stats.judged import Asked as Judging
from revdash.stats.judged import Point as Judgeable
from revdash.stats.judging import judge
from revdash.terms import Direction

HISTORY = 2 * CHART_WEEKS
AGAINST = {
    "1": "last week",
    "4": "four weeks before",
    "13": "a quarter before",
    "52": "a year before",
}
WEEK, MONTH = "1", "4"
NO_WEEKS = (
    "There is no week of handed-over leads to reckon Alignment Health from yet. "
    "Import leads with their stages on the Data page."
)
_TELLABLE = 0.05


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One week as it is looked at: those before it, the weights in force, what it is held to."""

    asked: Asked
    versions: tuple[HealthVersion, ...]  # that ever held
    every: tuple[Seen, ...]
    seen: tuple[Seen, ...]  # up to the week looked at
    version: HealthVersion
    against: str

    @property
    def now(self) -> Standing:
        """How it stood by then."""
        return self.seen[-1].standing(self.version)

    @property
    def before(self) -> Seen | None:
        """The week it is held against, if there is one."""
        back = int(self.against)
        return self.seen[-1 - back] if len(self.seen) > back else None

    @property
    def moved(self) -> Moved | None:
        """What moved it; none where either week tells no number."""
        was = self.before.standing(self.version) if self.before else None
        both = was is not None and was.is_told and self.now.is_told
        return moved(was, self.now) if was is not None and both else None


def look(house: House, connection: Connection, week: str, against: str) -> Looked:
    """Find the week to look at: the newest that is over, unless another is named."""
    with house.desk.connect() as desk:
        versions = in_force(read_health_versions(desk))
    every = kept_weeks(connection)
    if not every:
        raise InputError(NO_WEEKS)
    whole = [one for one in every if not one.week.is_open] or [*every]
    named = {one.week.start.isoformat(): one for one in every}
    chosen = named.get(week, whole[-1])
    return Looked(
        asked=ask(house, connection, Question()),
        versions=versions,
        every=every,
        seen=every[: every.index(chosen) + 1],
        version=version_at(versions, chosen.week),
        against=against if against in AGAINST else WEEK,
    )


def sheet_of(looked: Looked) -> HealthView:
    """Word all that the page shows of a week."""
    week, change = looked.seen[-1].week, looked.moved
    judged = _series(looked)
    shown = [one.week for one in reversed(looked.every)]
    return HealthView(
        title="Alignment Health",
        period=f"Week of {week.days}{' so far' if week.is_open else ''}",
        compared="",
        freshness=looked.asked.freshness,
        week=week.start.isoformat(),
        weeks=tuple((one.start.isoformat(), str(one.days)) for one in shown),
        against=looked.against,
        sentence=sentence_of(change, looked.now, AGAINST[looked.against]),
        month=_month(looked),
        routine=_routine(judged),
        score=score_view(looked.now, looked.seen[-1].measures),
        moved=_waterfall(looked),
        parts=part_views(looked.seen, looked.version, change),
        parts_note=f"As agreed in {looked.version.name}; a row opens its records",
        history=_history(looked, judged),
        games=games(),
        definition=DEFINITION,
        without=without_grid(looked.now),
    )


def _month(looked: Looked) -> str:
    """What moved it in four weeks, for whoever comes once a month."""
    longer = replace(looked, against=MONTH)
    if looked.against != WEEK or longer.moved is None:
        return ""
    parts = sentence_of(longer.moved, longer.now, AGAINST[MONTH])
    return f"Over the month: {''.join(part.text for part in parts)}"


def _waterfall(looked: Looked) -> Chart:
    change = looked.moved
    when = AGAINST[looked.against]
    if change is None or looked.before is None:
        return Chart(
            title="What moved it",
            subtitle="",
            alt="",
            figure={},
            empty=f"It takes a number now and {when} to tell what moved it.",
        )
    ranked = sorted(change.effects.items(), key=lambda pair: -pair[1].value)
    parts = [(BY_NAME[name].short, one.value) for name, one in ranked]
    rest = sum(value for _, value in parts if abs(value) < _TELLABLE)
    told = [Step(label=n, value=v) for n, v in parts if abs(v) >= _TELLABLE]
    if change.newly_measured or change.no_longer_measured:
        told.append(Step(label="new evidence", value=change.evidence))
    elif abs(change.evidence + rest) >= _TELLABLE:
        told.append(Step(label="weights", value=change.evidence + rest))
    steps = [
        Step(label=_week_name(looked.before), value=change.before.value, is_total=True),
        *told,
        Step(label=_week_name(looked.seen[-1]), value=change.after.value, is_total=True),
    ]
    named = ", ".join(f"{step.label} {with_sign(step.value)}" for step in told)
    title = f"What moved it since {when}: {with_sign(change.change)}"
    return Chart(
        title=title,
        subtitle="Points of Health by part; filled is up, outlined is down; they add up exactly",
        alt=f"{title}. {named}.",
        figure=waterfall(steps, lambda value: f"{value:.1f}", with_sign),
        height=height_of(steps),
    )


def _week_name(seen: Seen) -> str:
    return f"week of {period_name(seen.week.days)}"


def _series(looked: Looked) -> Series:
    """The weeks up to the one looked at, all by its weights, and what the newest says."""
    values = series(looked.seen, looked.version)
    weeks = [one.week for one in looked.seen]
    first = next((at for at, value in enumerate(values) if value is not None), len(values))
    points = tuple(
        Point(period=week.days, value=value, sample=9, is_open=week.is_open)
        for week, value in zip(weeks[first:], values[first:], strict=True)
    )
    found = judge(
        [Judgeable(value=point.value, is_open=point.is_open) for point in points],
        Judging(
            chart=Kind.OVERLAPPING,
            is_headline=True,
            possible=Interval(0.0, 100.0),
            rebased_at=_rebased(points, looked.asked),
        ),
    )
    voice = Voice(
        label="Health",
        better=Direction.UP,
        printed=lambda value: f"{value:.0f}",
        names=[period_name(point.period) for point in points],
    )
    return Series(
        metric=ALIGNMENT_HEALTH,
        points=points,
        judged=found,
        voice=voice,
        verdict=verdict(found, voice) if points else None,
    )


def _rebased(points: Sequence[Point], asked: Asked) -> tuple[int, ...]:
    days = [
        one.from_on
        for one in asked.annotations
        if one.is_rebase and one.is_about(ALIGNMENT_HEALTH.name)
    ]
    return tuple(
        at
        for at, point in enumerate(points)
        if at and any(point.period.start <= day < point.period.end for day in days)
    )


def _routine(judged: Series) -> str:
    """Whether the newest week says anything beyond what weeks usually do."""
    said = judged.verdict
    if said is None:
        return ""
    if said.word is Word.ROUTINE:
        usual = said.text.partition(";")[2].partition(".")[0].strip()
        return f"Within routine variation: {usual}." if usual else said.text
    return said.text if said.word in SPEAKS else f"Not judged. {said.text}"


def _history(looked: Looked, judged: Series) -> Chart:
    shown = looked.seen[-max(1, min(HISTORY, len(judged.points))) :]
    told = version_lines(shown, looked.versions)[::-1]  # in force first: the limits are theirs

    def show(value: float) -> str:
        return f"{value:.0f}"

    drawn = [
        Line(
            label=_end_label(version, values, is_alone=len(told) == 1),
            role=Role.MUTED if place else Role.INK,
            values=values,
        )
        for place, (version, values) in enumerate(told)
    ]
    usual = limits_of(judged, len(shown)) if judged.points else NO_LIMITS
    weeks, said = (one.week.days for one in shown), looked.asked.annotations
    limits = replace(usual, remarks=remarks_on(weeks, said, ALIGNMENT_HEALTH.name))
    since = shown[0].week.start
    value = f"{looked.now.value:.0f}" if looked.now.is_told else "no number"
    title = f"Health by week: {value} in the week of {period_name(shown[-1].week.days)}"
    text = judged.verdict.text if judged.verdict else ""
    return Chart(
        title=title,
        subtitle=f"0 to 100, since {day_text(since)}; between the dashed lines is usual",
        alt=f"{title}. {text}",
        figure=lines([period_name(one.week.days) for one in shown], drawn, show, limits),
        empty="" if any(v is not None for line in drawn for v in line.values) else NO_WEEKS,
    )


def _end_label(version: HealthVersion, values: Sequence[float | None], *, is_alone: bool) -> str:
    last = next((value for value in reversed(values) if value is not None), None)
    text = "" if last is None else f"{last:.0f}"
    name = f"v{version.version_no}" if version.version_no else "first"
    return text if is_alone else f"{name} {text}"
