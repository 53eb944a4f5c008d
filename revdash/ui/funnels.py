"""Funnels: how many reached each step, and what share of the step before."""

from collections.abc import Sequence

from revdash.api.views import FunnelStep
from revdash.ui.component import draw

SUBTITLE = (
    "What became so far of the leads handed over in these days, and the share of the step before"
)


def funnel(steps: Sequence[FunnelStep], key: str = "funnel") -> str | None:
    """Draw *steps*; return the metric whose step was pressed."""
    drawing = {
        "title": "From lead to won",
        "subtitle": SUBTITLE,
        "steps": [*map(vars, steps)],
    }
    return draw("funnel", drawing, key)
