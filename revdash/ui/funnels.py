"""Funnels: how many reached each step, and what share of the step before."""

from collections.abc import Sequence
from dataclasses import asdict

from revdash.api.views import FunnelStep
from revdash.ui.component import draw


def funnel(steps: Sequence[FunnelStep], key: str = "funnel") -> str | None:
    """Draw *steps*; return the metric whose step was pressed."""
    drawing = {
        "title": "From lead to won",
        "subtitle": "Reached in the period, and share of the step before",
        "steps": [{"reach": 0.0, **asdict(step)} for step in steps],
    }
    return draw("funnel", drawing, key)
