"""Overview: the one view, marketing beside sales, from verdict to evidence to action."""

from revdash.api.actors import Actor, Right
from revdash.api.asking import Asked, ask, worth_of
from revdash.api.charting import trend, waiting_curve
from revdash.api.cuts import assert_by_team
from revdash.api.house import House
from revdash.api.questions import Question
from revdash.api.sentence import headline
from revdash.api.signals import Series, series_of
from revdash.api.tiling import tile_of
from revdash.api.views import Column, FunnelStep, Grid, Sheet, Tile, TileColumn
from revdash.handoffs.funnel import Step, handed_over
from revdash.handoffs.waiting import Waiting, WaitingLead, knows_attempts, waiting_leads
from revdash.handoffs.worth import ESTIMATE
from revdash.metrics.catalog import CATALOG
from revdash.metrics.read import glance
from revdash.metrics.scope import BLANK
from revdash.metrics.shapes import Answer
from revdash.metrics.shown import NOTHING, count, duration, money
from revdash.metrics.verdicts import noise
from revdash.stats.judged import Stage
from revdash.terms import Side, in_words

LAYOUT = (
    ("Marketing", Side.MARKETING, ("reach_unique", "mql_new", "cost_per_mql")),
    (
        "Handoff",
        Side.SHARED,
        ("follow_up_time", "sla_attainment", "untouched_leads", "acceptance_rate"),
    ),
    ("Sales", Side.SALES, ("won_count", "won_value", "win_rate_count")),
)
BESIDE = {"reach_unique": ("impressions", "impression"), "mql_new": ("mql_re", "re-MQL")}
TILES = tuple(CATALOG[name] for _, _, names in LAYOUT for name in names)
SHOWN = (*TILES, *(CATALOG[other] for other, _ in BESIDE.values()))
ROWS = 10

_WAITING_COLUMNS = (
    Column(key="account", label="Account"),
    Column(key="tier", label="Tier"),
    Column(key="source", label="Source"),
    Column(key="region", label="Region"),
    Column(key="owner", label="Owner"),
    Column(key="handed_over", label="Handed over"),
    Column(key="due", label="Due"),
    Column(key="waiting", label="Waiting, business time", is_number=True, is_bar=True),
    Column(key="value", label="Est. value", is_number=True),
)


def overview(house: House, actor: Actor, question: Question) -> Sheet:
    """Answer *question* as the one view."""
    actor.assert_may(Right.READ)
    assert_by_team(actor, question, SHOWN)
    with house.facts() as connection:
        asked = ask(house, connection, question)
        found = glance(connection, SHOWN, asked.scope, asked.before)
        series = series_of(house, connection, TILES, asked)
        worth = worth_of(house, connection, asked)
        waiting = waiting_leads(connection, asked.scope, worth, limit=ROWS)
        funnel = handed_over(connection, asked.scope)
        is_worked = knows_attempts(connection)
    return Sheet(
        title="Revenue review",
        period=asked.period,
        compared=asked.compared_whole,
        freshness=asked.freshness,
        sentence=headline(found, waiting, asked),
        columns=_columns(found, series, asked, waiting.lapsed),
        charts=(
            trend(found["mql_new"], asked, series["mql_new"]),
            waiting_curve(found["follow_up_time"], asked),
        ),
        noise=_noise(series),
        funnel=_funnel(funnel),
        waiting=_grid(waiting, asked, is_worked=is_worked),
        waiting_title="Handed over and not tried yet, most valuable first",
        waiting_note=_note(waiting, asked),
        filters=dict(question.filters),
    )


def _columns(
    found: dict[str, Answer], series: dict[str, Series], asked: Asked, lapsed: int
) -> tuple[TileColumn, ...]:
    return tuple(
        TileColumn(
            title=title,
            side=side,
            note=str(asked.scope.period),
            tiles=tuple(_tile(found, name, series.get(name), asked, lapsed) for name in names),
        )
        for title, side, names in LAYOUT
    )


def _tile(
    found: dict[str, Answer], name: str, series: Series | None, asked: Asked, lapsed: int
) -> Tile:
    """One tile, with the number that belongs beside it."""
    note = ""
    if name in BESIDE:
        other, word = BESIDE[name]
        value = found[other].now.value
        note = f"{count(value)} {word}{'' if value == 1 else 's'}" if value else ""
    if name == "untouched_leads" and found[name].now.value is not None and lapsed:
        note = f"+{count(lapsed)} lapsed untried by now"
    return tile_of(found[name], asked, series, note=note)


def _noise(series: dict[str, Series]) -> str:
    """How often one of the tiles signals though nothing changed."""
    stages = [one.stage for one in series.values()]
    said = noise(stages.count(Stage.LOCKED), stages.count(Stage.TRIAL))
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _funnel(steps: tuple[Step, ...]) -> tuple[FunnelStep, ...]:
    first = steps[0].people if steps else 0
    shown = []
    for place, step in enumerate(steps):
        before = steps[place - 1].people if place else 0
        shown.append(
            FunnelStep(
                label=step.label,
                value=count(step.people),
                share=f"{100 * step.people / before:.0f} %" if before else "",
                side=step.side,
                reach=step.people / first if first else 0.0,
                metric=step.metric,
            )
        )
    return tuple(shown)


def _grid(waiting: Waiting, asked: Asked, *, is_worked: bool) -> Grid:
    longest = max((lead.waited_hours or 0.0 for lead in waiting.leads), default=0.0)
    empty = "Nobody waits: every lead handed over has been tried or closed."
    if not is_worked:
        empty = (
            "No sales activities are loaded, so nobody can tell who was tried. "
            "Import calls and e-mails on the Data page."
        )
        waiting = Waiting(leads=(), total=0, late=0, value=None, lapsed=0)
    return Grid(
        columns=_WAITING_COLUMNS,
        rows=tuple(_row(lead, asked) for lead in waiting.leads),
        ids=tuple(lead.episode_id for lead in waiting.leads),
        bars=tuple(
            (lead.waited_hours or 0.0) / longest if longest else 0.0 for lead in waiting.leads
        ),
        total=waiting.total,
        empty=empty,
    )


def _row(lead: WaitingLead, asked: Asked) -> tuple[str, ...]:
    handed = lead.handed_over_on
    return (
        lead.account or "no company known",
        lead.tier or NOTHING,
        in_words(lead.source or BLANK),
        lead.region or NOTHING,
        lead.owner or "nobody",
        f"{handed.day} {handed:%b}",
        NOTHING if lead.due_at is None else "past due" if lead.is_late else "not due yet",
        NOTHING if lead.waited_hours is None else duration(lead.waited_hours),
        NOTHING if lead.value is None else money(lead.value, asked.currency),
    )


def _note(waiting: Waiting, asked: Asked) -> str:
    at = asked.freshness.text.split(" · ")[0].removeprefix("Data to ")
    lapsed = ""
    if waiting.lapsed:
        lapsed = f"{count(waiting.lapsed)} more were never tried and lapsed after 90 silent days. "
    return f"As of {at}, whatever the period. {lapsed}{ESTIMATE}" if waiting.total else lapsed
