"""Funnels: how many reached each step, and what share of the step before."""

from collections.abc import Sequence

from revdash.api.views import FunnelStep
from revdash.ui.component import draw


def funnel(steps: Sequence[FunnelStep], key: str = "funnel") -> str | None:
    """Draw *steps*; return the metric whose step was pressed."""
    drawing = {
        "title": "From lead to won",
        "subtitle": "Reached in the period, and share of the step before",
        "steps": [*map(vars, steps)],
    }
    return draw("funnel", drawing, key)
