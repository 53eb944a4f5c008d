"""Outcome grids: why leads were given back, their second life, and the leads behind a count."""

from collections.abc import Sequence

from revdash.api.asking import day_text
from revdash.api.outcome_views import SecondLifeView
from revdash.api.outcome_words import NO_REASON, STATES, between
from revdash.api.views import Column, FunnelStep, Grid
from revdash.handoffs.outcome_leads import UNNAMED, Lead
from revdash.handoffs.outcomes import Reason, State
from revdash.handoffs.second_life import SecondLife
from revdash.metrics.catalog import CATALOG
from revdash.metrics.nurture import SECOND_LIFE_RATIO
from revdash.metrics.shapes import Metric, Reading
from revdash.metrics.shown import NOTHING, count, shown
from revdash.stats.intervals import HIDDEN
from revdash.terms import Side

STEPS = ("Handed over", "Recycled", "In a programme", "Returned", "SQL after that")
NO_CLASS = "not of the agreed list"
_REASONS = (
    Column(key="reason", label="Reason"),
    Column(key="class", label="Class"),
    Column(key="leads", label="Leads", is_number=True, is_bar=True),
    Column(key="share", label="Share", is_number=True),
    Column(key="sum", label="Added up", is_number=True),
    Column(key="untold", label="Without a fact", is_number=True),
)
_MEASURES = (
    Column(key="measure", label="Measure"),
    Column(key="value", label="Value", is_number=True),
    Column(key="rests", label="Rests on"),
    Column(key="between", label="95 % interval"),
)
_LEADS = (
    Column(key="lead", label="Lead"),
    Column(key="account", label="Account"),
    Column(key="handed", label="Handed over"),
    Column(key="state", label="Now"),
    Column(key="reason", label="Reason"),
    Column(key="class", label="Class"),
    Column(key="team", label="Said by"),
    Column(key="note", label="Note"),
)


def reason_grid(reasons: Sequence[Reason]) -> Grid:
    """The reasons, the most given first, each with what those before add up to."""
    total, most = sum(one.leads for one in reasons), max((one.leads for one in reasons), default=1)
    rows, so_far = [], 0
    for one in reasons:
        so_far += one.leads
        shares = (f"{100 * part / total:.0f} %" for part in (one.leads, so_far))
        untold = count(one.untold) if one.untold else ""
        name, what = one.name or NO_REASON, one.reason_class or NO_CLASS
        rows.append((name, what, count(one.leads), *shares, untold))
    return Grid(
        columns=_REASONS,
        rows=tuple(rows),
        ids=tuple(one.name or UNNAMED for one in reasons),
        bars=tuple(one.leads / most for one in reasons),
        total=len(rows),
        empty="None of them was given back.",
    )


def life_view(life: SecondLife) -> SecondLifeView:
    """The second life: the same people step by step, beside those who came for the first time."""
    steps = (
        (life.handed_over, life.handed_over, Side.MARKETING),
        (life.recycled, life.handed_over, Side.SALES),
        (life.enrolled, life.recycled, Side.MARKETING),
        (life.returned, life.recycled, Side.MARKETING),
        (life.became_sql, life.returned, Side.SALES),
    )
    alone = f"; {count(life.unprompted)} returned without a programme" if life.unprompted else ""
    readings = [*life.readings, *(one for one in (life.second, life.first) if one)]
    return SecondLifeView(
        title=_finding(life),
        note=(
            "The same people so far, each once; shares of those handed over, then of those "
            f"recycled, then of those returned{alone}"
        ),
        steps=tuple(
            FunnelStep(
                label=label,
                value=count(people),
                share=f"{100 * people / of:.0f} %" if place and of else "",
                side=side,
                reach=people / life.handed_over if life.handed_over else 0.0,
            )
            for place, (label, (people, of, side)) in enumerate(zip(STEPS, steps, strict=True))
        ),
        measures=Grid(
            columns=_MEASURES,
            rows=tuple(_measure(one) for one in readings),
            ids=tuple(_explored(one.metric) for one in readings),
            total=len(readings),
            empty="Nothing was recycled.",
        ),
    )


def _finding(life: SecondLife) -> str:
    first, second = life.first, life.second
    if life.missing or first is None or second is None:
        return "Second life of recycled leads"
    if second.sample < HIDDEN:
        return f"Second life: {shown(second).value} became an SQL, too few for a rate"
    if not life.is_apart or first.value is None or second.value is None:
        return "Second life: not distinguishable from first-time leads"
    word = "more" if second.value > first.value else "less"
    return (
        f"Leads that come back become an SQL {word} often: "
        f"{100 * second.value:.0f} % against {100 * first.value:.0f} %"
    )


def _explored(metric: Metric) -> str:
    """The metric that opens: a first life stands in the catalogue as a part of the ratio only."""
    return metric.name if metric.name in CATALOG else SECOND_LIFE_RATIO.name


def _measure(reading: Reading) -> tuple[str, ...]:
    words = shown(reading)
    is_told = reading.value is not None and reading.sample >= HIDDEN
    return (reading.metric.label, words.value, words.note, between(reading) if is_told else "")


def lead_grid(found: Sequence[Lead], total: int) -> Grid:
    """The leads, each with the reason, the note and the team that said so."""
    return Grid(
        columns=_LEADS,
        rows=tuple(_lead(one) for one in found),
        ids=tuple(one.person_id for one in found),
        total=total,
        empty="No lead of these days is in this state.",
    )


def _lead(one: Lead) -> tuple[str, ...]:
    is_back = one.state is State.GIVEN_BACK
    labels = {State(state.key): state.label for state in STATES}
    return (
        one.name or one.person_id,
        one.account or NOTHING,
        day_text(one.handed_over_on),
        labels[one.state],
        (one.reason or NO_REASON) if is_back else NOTHING,
        _class(one) if is_back else NOTHING,
        (one.team or "no team known") if is_back else NOTHING,
        one.note or NOTHING,
    )


def _class(one: Lead) -> str:
    told = one.reason_class or NO_CLASS
    return f"{told} · without a fact" if one.is_untold else told
