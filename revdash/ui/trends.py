"""Trends: a chart in its card, the finding as its title."""

from revdash.api.views import Chart
from revdash.ui.component import draw


def chart(chart: Chart, key: str) -> None:
    """Draw *chart*; its colours follow the reader's theme."""
    draw("chart", vars(chart), key)
