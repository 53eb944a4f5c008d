"""Health views: what the page of Alignment Health is given to show, already worded."""

from dataclasses import dataclass

from revdash.api.views import Behind, Chart, Grid, Headed, SentencePart


@dataclass(frozen=True, kw_only=True)
class ScoreView:
    """The number on its scale from 0 to 100; without a number, why."""

    number: str
    status: str
    is_bad: bool
    value: float | None = None
    low: float | None = None
    high: float | None = None
    lines: tuple[tuple[str, str], ...] = ()  # ("80 % band", "41 to 47"), in reading order


@dataclass(frozen=True, kw_only=True)
class PartView:
    """One of the nine parts in a row; what is not measured says why."""

    key: str
    label: str
    obliges: str
    over: str
    value: str
    of: str  # "141 of 209"
    posts: str  # "50 % → 95 %"
    score: str
    share: float | None  # of 100; None where it is not measured
    weight: str
    weight_note: str
    effect: str
    why: str
    spark: tuple[float | None, ...] = ()
    is_spark_open: bool = False
    is_broken: bool = False  # below 40


@dataclass(frozen=True, kw_only=True)
class VersionView:
    """One version of the weights and goalposts, who signed it, and what this reader may do."""

    key: str
    version: int
    title: str
    signed: str
    note: str
    is_draft: bool
    may_sign: bool
    posts: Grid


@dataclass(frozen=True, kw_only=True)
class Game:
    """One way to make the number better than it is, and what counters it."""

    move: str
    counter: str


@dataclass(frozen=True, kw_only=True)
class HealthView(Headed):
    """Alignment Health as of the end of one week, and what moved it since another."""

    week: str
    weeks: tuple[tuple[str, str], ...]  # first day, and as people say it; the newest first
    against: str
    sentence: tuple[SentencePart, ...]
    month: str  # what moved it in four weeks, where the page says it of one
    routine: str  # whether its movement says anything
    score: ScoreView
    moved: Chart
    parts: tuple[PartView, ...]
    parts_note: str
    history: Chart
    games: tuple[Game, ...]
    definition: tuple[tuple[str, str], ...]
    without: Grid  # what it would be without each part
    versions: tuple[VersionView, ...] = ()
    may_draft: bool = False


@dataclass(frozen=True, kw_only=True)
class PartDetail:
    """One part opened: what moved it by team, and the records it counts as of that week's end."""

    title: str
    metric: str  # to explore; empty where nothing stands behind it yet
    first: str
    last: str
    facts: tuple[tuple[str, str], ...]
    teams: Grid | None
    teams_note: str
    behind: Behind | None


@dataclass(frozen=True, kw_only=True)
class PostsGiven:
    """What somebody drafts for one part."""

    name: str
    weight: float
    floor: float
    target: float
