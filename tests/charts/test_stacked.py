"""Stacked: what each month's hours went into, from the ground up, with a band."""

from revdash.charts.stacked import Layer, stacked
from revdash.charts.theme import Role

LAYERS = (
    Layer(label="one deal", role=Role.MARKETING, values=(0.6, 0.4), is_bold=True),
    Layer(label="<b>the rest</b>", role=Role.INK_TINT, values=(0.4, 0.6)),
)


def test_layers_lie_on_each_other_and_the_band_is_dotted():
    figure = stacked(("May 2025", "Jun 2025"), LAYERS, (0.15, 0.4))

    kinds = [trace["type"] for trace in figure["data"]]
    assert kinds == ["bar", "bar", "scatter", "scatter"]
    assert [trace["y"] for trace in figure["data"][2:]] == [[0.15, 0.15], [0.4, 0.4]]
    assert figure["data"][0]["hovertext"][0] == "May 2025<br>one deal: 60 %"
    assert figure["layout"]["barmode"] == "stack"


def test_each_layer_is_named_beside_the_middle_of_its_last_part_and_never_as_markup():
    figure = stacked(("May 2025", "Jun 2025"), LAYERS, (0.15, 0.4))

    named = {note["text"]: note["y"] for note in figure["layout"]["annotations"]}
    assert named == {"<b>one deal</b>": 0.2, "&lt;b&gt;the rest&lt;/b&gt;": 0.7}


def test_nothing_logged_draws_nothing():
    empty = tuple(Layer(label=one.label, role=one.role, values=()) for one in LAYERS)

    assert all(trace["y"] == [] for trace in stacked((), empty, (0.1, 0.2))["data"][:2])
