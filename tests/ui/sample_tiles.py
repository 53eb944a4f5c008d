"""Sample tiles: what marketing, the handoff and sales might show."""

from revdash.api.views import (
    Tile,
    TileColumn,
)
from revdash.terms import Side

VS = "vs 23 Mar – 19 Apr"


def spark(*values):
    return tuple(float(v) if v is not None else None for v in values)


RISING = spark(12, 14, 13, 15, 17, 14, 16, 18, 17, 19, 18, 21, 9)
WAVY = spark(40, 44, 38, 42, 47, 41, 39, 45, 48, 43, 40, 44, 46)
FALLING = spark(9, 8.5, 9.2, 8.8, 8, 8.4, 7.9, 8.1, 7.2, 7.6, 7.1, 6.9, 7)
MARKETING = TileColumn(
    title="Marketing",
    side=Side.MARKETING,
    note="20 Apr – 17 May 2026",
    tiles=(
        Tile(
            metric="reach",
            label="Reach",
            side=Side.MARKETING,
            meaning=(
                "People who saw at least one of our messages. Between the largest "
                "channel and the sum of all."
            ),
            value="96K",
            note="to 141K",
            change="▲ 4K",
            compared=VS,
            goal="Goal 90K",
            verdict="met",
            pace=1.0,
            pace_mark=1.0,
            spark=RISING,
        ),
        Tile(
            metric="mql_new",
            label="New MQLs",
            side=Side.MARKETING,
            meaning=(
                "Leads that became marketing qualified for the first time in the "
                "period, each counted once."
            ),
            value="148",
            change="▼ 12",
            compared=VS,
            goal="Goal 160",
            verdict="behind pace",
            pace=0.74,
            pace_mark=0.8,
            spark=RISING,
            is_spark_open=True,
            signal="Below its usual range",
        ),
        Tile(
            metric="mql_re",
            label="Returned MQLs",
            side=Side.MARKETING,
            meaning="Recycled leads that qualified again in the period.",
            value="–",
            is_quiet=True,
            note="none recycled yet",
            spark=(),
        ),
        Tile(
            metric="cost_per_mql",
            label="Cost per new MQL",
            side=Side.MARKETING,
            meaning="Spend of the period over new MQLs of the period.",
            value="€164",
            change="▲ €3",
            compared=VS,
            goal="Goal €185",
            verdict="met",
            pace=0.9,
            pace_mark=None,
            spark=WAVY,
        ),
    ),
)
HANDOFF = TileColumn(
    title="Handoff",
    side=Side.SHARED,
    note="20 Apr – 17 May 2026",
    tiles=(
        Tile(
            metric="speed_to_lead",
            label="Follow-up time",
            side=Side.SHARED,
            meaning=(
                "Half of the leads handed over had a first human attempt within this "
                "time; those still waiting are counted."
            ),
            value="3 h 20 m",
            note="business",
            change="▲ 25 m",
            compared=VS,
            goal="Goal 4 h",
            verdict="met",
            spark=FALLING,
        ),
        Tile(
            metric="sla_attainment",
            label="SLA attainment",
            side=Side.SHARED,
            meaning="Of the handoffs due in the period, the share attempted in time.",
            value="73.4 %",
            change="▼ 0.4 pts",
            compared=VS,
            goal="Goal 80 %",
            verdict="missed",
            is_missed=True,
            pace=0.92,
            pace_mark=1.0,
            spark=WAVY,
        ),
        Tile(
            metric="untouched",
            label="Untouched leads",
            side=Side.SHARED,
            meaning=(
                "Handed over, past due, and without a first human attempt when the period ended."
            ),
            value="37",
            change="▲ 6",
            compared=VS,
            spark=RISING,
            signal="Above its usual range",
        ),
    ),
)
SALES = TileColumn(
    title="Sales",
    side=Side.SALES,
    note="20 Apr – 17 May 2026",
    tiles=(
        Tile(
            metric="acceptance_rate",
            label="Acceptance rate",
            side=Side.SALES,
            meaning=(
                "Of the leads handed over, the share sales accepted; those not judged "
                "yet count as open."
            ),
            value="71.0 %",
            note="about 92 % in",
            change="▼ 0.6 pts",
            compared=VS,
            goal="Goal 70 %",
            verdict="on pace",
            pace=0.97,
            pace_mark=1.0,
            spark=WAVY,
            is_spark_open=True,
        ),
        Tile(
            metric="won_value",
            label="Won value",
            side=Side.SALES,
            meaning="Amount of the deals won in the period, in the company's currency.",
            value="€1.31M",
            change="▲ €42K",
            compared=VS,
            goal="Goal €1.23M",
            verdict="met",
            pace=1.0,
            pace_mark=1.0,
            spark=RISING,
        ),
        Tile(
            metric="win_rate",
            label="Win rate",
            side=Side.SALES,
            meaning="Of the deals decided in the period, the share won. Open deals don't count.",
            value="7 of 12",
            is_quiet=True,
            note="few data",
            spark=WAVY,
        ),
    ),
)
