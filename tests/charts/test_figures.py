"""Every figure: valid for Plotly, free of markup from data, and drawn by the chart rules."""

import json

import pytest
from plotly import graph_objects

from revdash.charts import frames, opinions, ranked, trends, waits
from revdash.charts.limits import Limits
from revdash.charts.theme import CLEAR, DARK, LIGHT, Role, ink, resolved
from revdash.terms import Side

LABELS = ("3 Nov", "10 Nov", "17 Nov")
NASTY = "<a href='https://evil.example'>x</a>"


def show(value):
    return f"{value:,.0f}"


def weekly(**changes):
    usual = {"side": Side.SALES, "labels": LABELS, "values": (3, None, 5), "show": show}
    return trends.weekly(trends.Weekly(**(usual | changes)))


def served(*curves, promise=None):
    return waits.served(curves, 16.0, lambda hours: f"{hours:g} h", promise)


LIMITS = Limits(
    center=(3, 3, 3),
    low=(1, 1, None),
    high=(6, 6, None),
    hollow=frozenset({0, 2}),
    signals={0: NASTY, 2: NASTY},
    bad=frozenset({2}),
    remarks={0: NASTY},
    young={2: NASTY},
)
CURVE = waits.Curve(label=NASTY, role=Role.INK, hours=(1, 2), shares=(0.2, 0.5))
FIGURES = {
    "weekly": weekly(),
    "weekly with all": weekly(
        goals=(4,), goal_label=NASTY, limits=LIMITS, is_last_open=True, labels=(NASTY,) * 3
    ),
    "weekly of one": weekly(labels=("3 Nov",), values=(1,), goals=(2,)),
    "weekly of none": weekly(labels=(), values=()),
    "lines": trends.lines(
        LABELS,
        [
            trends.Line(label=NASTY, role=Role.SALES, values=(1, 2, None)),
            trends.Line(label="Goal", role=Role.INK, values=(2, 2, 2), is_goal=True),
        ],
        show,
    ),
    "lines with limits": trends.lines(
        LABELS, [trends.Line(label="x", role=Role.INK, values=(1, None, 5))], show, LIMITS
    ),
    "lines of none": trends.lines((), [], show),
    "ranked": ranked.ranked([ranked.Bar(label=NASTY, value=5, part=2)], Side.MARKETING, show),
    "ranked of none": ranked.ranked([], Side.MARKETING, show),
    "dots": opinions.dots(
        [
            opinions.Dots(
                label=NASTY,
                dots=((Side.MARKETING, 4.0), (Side.SALES, 2.5)),
                measured=3.0,
                note=NASTY,
                is_strong=True,
            ),
            opinions.Dots(label="One side", dots=((Side.SALES, 2.5),)),
        ],
        (1, 2, 3, 4, 5),
        show,
    ),
    "dots of none": opinions.dots((), (1, 5), show),
    "served": served(CURVE, promise=waits.Promise(hours=4, label=NASTY)),
    "served nobody": served(),
}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_every_figure_is_valid_in_both_themes(figure, palette):
    graph_objects.Figure(resolved(figure, palette))


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_no_figure_carries_markup_from_data(figure):
    assert "<a" not in json.dumps(figure)


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_every_figure_is_small(figure):
    assert len(json.dumps(figure)) < 5_000


def test_past_weeks_are_pale_and_the_newest_full():
    bars = weekly()["data"][0]["marker"]

    assert bars["color"] == [ink(Role.SALES_TINT)] * 2 + [ink(Role.SALES)]


def test_an_unfinished_week_is_hollow_and_the_week_before_it_full():
    bars = weekly(is_last_open=True)["data"][0]["marker"]

    assert bars["color"] == [ink(Role.SALES_TINT), ink(Role.SALES), CLEAR]
    assert bars["line"]["width"] == [0.0, 0.0, 1.5]


def test_a_goal_is_a_dotted_ink_line_named_at_its_end():
    figure = weekly(goals=(4,), goal_label="Goal 4")

    assert figure["data"][1]["line"] == {"color": ink(Role.INK), "width": 1.5, "dash": "dot"}
    assert figure["layout"]["annotations"][0]["text"] == "Goal 4"


def test_bars_start_at_zero():
    assert weekly()["layout"]["yaxis"]["range"][0] == 0


@pytest.mark.parametrize(
    ("top", "ticks"),
    [(46, [0, 20, 40, 60]), (1, [0, 0.25, 0.5, 0.75, 1]), (6, [0, 2, 4, 6]), (0, [0, 1])],
)
def test_ticks_are_round_and_reach_the_top(top, ticks):
    assert frames.nice_ticks(top) == pytest.approx(ticks)


def test_lines_below_nothing_are_drawn_whole():
    assert frames.ticks_around([-31.0, 12.0]) == [-40, -30, -20, -10, 0, 10, 20]


def test_labels_at_one_height_move_apart():
    labels = [frames.EndLabel(y=50, text=name, role=Role.INK) for name in ("Now", "Before")]

    heights = [label["yshift"] for label in frames.end_labels(labels, top=100)]

    assert heights[0] - heights[1] == 15


def test_about_five_weeks_are_named_the_last_among_them():
    axis = frames.weeks_axis([f"week {n}" for n in range(13)])

    assert axis["ticktext"][-1] == "week 12"
    assert len(axis["ticktext"]) == 5


def test_a_curve_runs_on_to_the_end_while_some_still_wait():
    steps = served(CURVE)["data"][0]

    assert (steps["x"], steps["y"]) == ([0.0, 1, 2, 16.0], [0.0, 0.2, 0.5, 0.5])


def test_points_that_may_still_grow_stand_on_hatched_ground():
    (ground,) = (one for one in FIGURES["lines with limits"]["data"] if one["type"] == "bar")

    assert (ground["x"], ground["marker"]["pattern"]["shape"]) == ([2], "/")
    assert all(one["type"] != "bar" for one in FIGURES["lines"]["data"])
