"""Experiments: what the demo company tried, with the rule written down before (S15)."""

from datetime import date
from typing import NamedTuple


class Trial(NamedTuple):
    """One experiment; what came of it is told where it was decided."""

    channel: str
    hypothesis: str
    decision_rule: str
    registered_on: date
    starts_on: date
    ends_on: date
    spend: float
    metric: str = ""
    decision: str = ""
    dissent: str = ""
    decided_on: date | None = None
    measured: tuple[tuple[date, date], tuple[date, date]] | None = None  # the old way, the new one


EXPERIMENTS: tuple[Trial, ...] = (
    Trial(
        channel="email",
        hypothesis="A shorter nurture template brings more recycled leads back within 90 days.",
        decision_rule=(
            "Keep it if the share that comes back is higher and the two intervals lie apart; "
            "else the old template stays."
        ),
        registered_on=date(2025, 12, 19),
        starts_on=date(2025, 12, 29),
        ends_on=date(2026, 5, 11),
        spend=0.0,
        metric="nurture_return",
        decision="The old template stays: the two are not distinguishable.",
        dissent="Liam: a subject line alone was never tried.",
        decided_on=date(2026, 5, 11),
        measured=((date(2025, 8, 18), date(2025, 12, 28)), (date(2025, 12, 29), date(2026, 2, 15))),
    ),
    Trial(
        channel="paid social",
        hypothesis="Messages sent to operations leads bring more demos than posts shown to all.",
        decision_rule=(
            "Move the budget if a demo costs at most two thirds of what it costs by posts, "
            "with ten demos or more."
        ),
        registered_on=date(2026, 4, 13),
        starts_on=date(2026, 4, 20),
        ends_on=date(2026, 6, 15),
        spend=6_000.0,
    ),
)
