"""A waterfall stands each change on the one before, and totals on the ground."""

import pytest

from revdash.charts.theme import Role, ink
from revdash.charts.waterfall import Step, height_of, waterfall

STEPS = (
    Step(label="before <b>", value=50.0, is_total=True),
    Step(label="up", value=4.0),
    Step(label="down", value=-6.0),
    Step(label="after", value=48.0, is_total=True),
)


def test_each_change_begins_where_the_one_before_ended():
    (bars,) = waterfall(STEPS, "{:.0f}".format, "{:+.0f}".format)["data"]

    ground = bars["base"][0]
    ends = [base + reach for base, reach in zip(bars["base"], bars["x"], strict=True)]
    assert bars["base"][1:3] == [50.0, 48.0]
    assert ends == pytest.approx([50.0, 54.0, 54.0, 48.0])
    assert bars["base"][3] == ground
    assert bars["text"] == ["50", "+4", "-6", "48"]


def test_up_is_filled_down_is_outlined_and_labels_are_letters():
    figure = waterfall(STEPS, str, str)

    (bars,) = figure["data"]
    assert bars["marker"]["color"][1:3] == [ink(Role.INK), ink(Role.CARD)]
    assert bars["y"][0] == "before &lt;b&gt;"
    assert figure["layout"]["height"] == height_of(STEPS)
