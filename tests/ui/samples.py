"""Samples: one realistic sheet and detail, written by hand, to draw without a store."""

from datetime import date, datetime, timedelta

from revdash.api.views import (
    Behind,
    Chart,
    Column,
    Definition,
    Detail,
    FilterChoice,
    Freshness,
    FunnelStep,
    Grid,
    SentencePart,
    Sheet,
    Span,
)
from revdash.charts import trends, waits
from revdash.charts.limits import Limits
from revdash.charts.theme import Role
from revdash.terms import Side
from tests.ui.sample_tiles import HANDOFF, MARKETING, SALES

NASTY = '<b>Ann</b> ![t](https://evil.example/p.png) <a href="https://evil.example">x</a>'
WEEKS = tuple(f"{date(2026, 2, 23) + timedelta(weeks=n):%-d %b}" for n in range(13))


TREND = Chart(
    title="148 new MQLs, 12 short of the goal",
    subtitle="New MQLs per week",
    alt=(
        "New MQLs per week from 23 February to 18 May 2026, between 31 and 46, "
        "last whole week 35, goal 40."
    ),
    figure=trends.weekly(
        trends.Weekly(
            side=Side.MARKETING,
            labels=WEEKS,
            values=(38, 41, 36, 44, 46, 39, 37, 43, 40, 38, 42, 35, 12),
            show=lambda v: f"{v:,.0f}",
            goals=(40.0,),
            goal_label="Goal 40",
            limits=Limits(low=(28.0,) * 13, center=(39.5,) * 13, high=(51.0,) * 13),
            is_last_open=True,
        )
    ),
)
CURVE = Chart(
    title="Half are contacted within 3 h 20 m",
    subtitle="Share of handoffs with a first attempt, by business hours waited",
    alt="Share contacted by business hours waited: 55 % within 4 hours, 78 % within 16 hours.",
    figure=waits.served(
        [
            waits.Curve(
                label="Now 81 %",
                role=Role.INK,
                hours=(0.2, 0.5, 1, 1.5, 2, 3, 3.3, 4, 6, 8, 10, 14, 20, 26),
                shares=(
                    0.05,
                    0.14,
                    0.24,
                    0.31,
                    0.38,
                    0.46,
                    0.5,
                    0.55,
                    0.62,
                    0.67,
                    0.7,
                    0.75,
                    0.79,
                    0.81,
                ),
            ),
            waits.Curve(
                label="Before 86 %",
                role=Role.MUTED,
                hours=(0.2, 0.5, 1, 2, 3, 4, 6, 8, 10, 14, 20, 26),
                shares=(0.08, 0.2, 0.3, 0.43, 0.53, 0.6, 0.68, 0.72, 0.75, 0.8, 0.84, 0.86),
            ),
        ],
        32.0,
        lambda hours: f"{hours:g} h",
        waits.Promise(hours=4.0, label="agreed 4 h"),
    ),
)
FUNNEL = tuple(
    FunnelStep(label=label, value=f"{n:,}", share=share, side=side, metric=metric, reach=n / 1912)
    for label, n, share, side, metric in (
        ("Leads", 1912, "", Side.MARKETING, ""),
        ("MQL", 757, "40 %", Side.MARKETING, "mql_new"),
        ("Contacted", 693, "92 %", Side.SHARED, "speed_to_lead"),
        ("Accepted", 538, "78 %", Side.SALES, "acceptance_rate"),
        ("SQL", 298, "55 %", Side.SALES, ""),
        ("Opportunity", 120, "40 %", Side.SALES, ""),
        ("Won", 52, "43 %", Side.SALES, "won_value"),
    )
)
COLUMNS = (
    Column(key="account", label="Account"),
    Column(key="source", label="Source"),
    Column(key="segment", label="Segment"),
    Column(key="tier", label="Tier"),
    Column(key="owner", label="Owner"),
    Column(key="handed", label="Handed over"),
    Column(key="waiting", label="Waiting", is_number=True, is_bar=True),
    Column(key="worth", label="Worth", is_number=True),
)
ACCOUNTS = (
    "Summit Retail",
    "Aster Energy",
    "Redwood Air",
    "Fathom Media",
    "Delta Freight",
    "Helio Air",
    NASTY,
    "Kestrel Health",
    "Łódź Škoda Çelik GmbH & Co. KG",
    "Tidal Group",
)
WAITING = Grid(
    columns=COLUMNS,
    rows=tuple(
        (
            account,
            "Paid social",
            "Enterprise",
            "A",
            "G. Silva",
            f"{10 + n} May 09:00",
            f"{9 - n} d",
            f"€{267 - 9 * n},700",
        )
        for n, account in enumerate(ACCOUNTS)
    ),
    ids=tuple(f"lead-{n}" for n in range(len(ACCOUNTS))),
    total=37,
    bars=tuple(1 - n / 10 for n in range(len(ACCOUNTS))),
)
SENTENCE = (
    SentencePart(text="Marketing is "),
    SentencePart(text="12 MQLs short of its goal", side=Side.MARKETING, is_fact=True),
    SentencePart(text="; sales is "),
    SentencePart(text="6 % ahead of goal", side=Side.SALES, is_fact=True),
    SentencePart(text=" on won value. "),
    SentencePart(text="37 handed-over leads", is_fact=True),
    SentencePart(text=" wait for a first attempt; the ten most valuable alone are worth "),
    SentencePart(text="€1.08M", is_fact=True),
    SentencePart(text="."),
)
SHEET = Sheet(
    title="Revenue review",
    period="20 Apr – 17 May 2026",
    compared="compared with 23 Mar – 19 Apr 2026",
    freshness=Freshness(
        data_to=datetime(2026, 5, 17, 18, 40),
        loaded_at=datetime(2026, 5, 18, 6, 0),
        release="store-7",
        text="Data to Sun 17 May 18:40 · loaded 18 May 06:00",
        is_demo=True,
    ),
    sentence=SENTENCE,
    columns=(MARKETING, HANDOFF, SALES),
    charts=(TREND, CURVE),
    funnel=FUNNEL,
    waiting=WAITING,
    waiting_title="Handed over and not contacted yet, most valuable first",
    waiting_note="10 of 37",
)
SPANS = (
    Span(key="last-week", label="Last week", start=date(2026, 5, 11), end=date(2026, 5, 18)),
    Span(key="last-4-weeks", label="Last 4 weeks", start=date(2026, 4, 20), end=date(2026, 5, 18)),
    Span(key="this-month", label="This month", start=date(2026, 5, 1), end=date(2026, 6, 1)),
    Span(key="last-month", label="Last month", start=date(2026, 4, 1), end=date(2026, 5, 1)),
)
CHOICES = (
    FilterChoice(name="segment", label="Segment", values=("Enterprise", "Mid-market", "SMB")),
    FilterChoice(name="region", label="Region", values=("DACH", "Nordics", "UK")),
    FilterChoice(name="source", label="Source", values=("Paid search", "Organic", "Webinar")),
    FilterChoice(name="campaign", label="Campaign", values=("Spring webinar", NASTY)),
    FilterChoice(name="team", label="Team", values=("Inside sales", "Field")),
    FilterChoice(name="owner", label="Owner", values=("G. Silva", "L. Nguyen")),
    FilterChoice(name="tier", label="Tier", values=("A", "B", "C")),
)
DEFINITION = Definition(
    name="mql_new",
    label="New MQLs",
    side=Side.MARKETING,
    family="demand",
    meaning=MARKETING.tiles[1].meaning,
    facts=(
        ("Clock", "The day of the MQL event."),
        ("Beware", "A lead that qualifies twice is counted as returned."),
    ),
    history=(("1 Jan 2026", "All MQLs → those of people who never were one"),),
    sql="SELECT 1",
)


def detail(metric):
    tiles = [tile for column in SHEET.columns for tile in column.tiles]
    tile = next(tile for tile in tiles if tile.metric == metric)
    return Detail(
        title=tile.label,
        period=SHEET.period,
        compared=SHEET.compared,
        freshness=SHEET.freshness,
        tile=tile,
        facts=(("Clock", "The day of the MQL event."), ("Formula", "count of *episodes*")),
        sql="SELECT count(*) AS value\nFROM lead_episode\nWHERE mql_on >= '2026-04-20'",
        charts=(TREND,),
        behind=Behind(part=metric, parts=((metric, tile.label),), is_of_people=True, grid=WAITING),
        csv_name=f"{metric}.csv",
    )
