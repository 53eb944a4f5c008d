"""Slicing: a breakdown in words: small groups, what cannot be told apart, one scale for all."""

from dataclasses import replace
from datetime import date, datetime

from revdash.api.slicing import ALIKE, cells_of, draw, own_parts
from revdash.metrics.breakdowns import Breakdown, Row
from revdash.metrics.catalog import CATALOG
from revdash.metrics.shapes import Part, Reading
from revdash.period import Period
from revdash.stats.intervals import wilson_interval
from revdash.stats.shrinkage import shrink

WEEK = Period(date(2026, 5, 11), date(2026, 5, 18))


def share(name, hits, tries):
    bounds = wilson_interval(hits, tries)
    return Reading(
        metric=CATALOG[name],
        period=WEEK,
        as_of=datetime(2026, 5, 18),
        value=hits / tries,
        hits=hits,
        sample=tries,
        low=bounds.low,
        high=bounds.high,
    )


def found(name="win_rate_count", *, is_ranked=True, **counts):
    groups = shrink(list(counts.values())).groups
    rows = [
        Row(value=value, reading=share(name, *count), shrunk=group)
        for (value, count), group in zip(counts.items(), groups, strict=True)
    ]
    return Breakdown(by="source", rows=tuple(rows), is_ranked=is_ranked)


def drawn(parts):
    """A breakdown on one scale, beside a half of all."""
    return draw(parts, share(parts.rows[0].reading.metric.name, 50, 100), "EUR", ())


def test_fewer_than_five_cases_are_told_as_they_are_without_a_bar_and_last():
    small, large = (3, 4), (30, 60)

    slices = drawn(found(few=small, many=large)).slices

    assert [(one.value, one.shown, one.length) for one in slices] == [
        ("many", "50.0 %", slices[0].length),
        ("few", "3 of 4", None),
    ]
    assert slices[1].is_quiet


def test_few_data_is_said_before_all_else():
    (one, _) = drawn(found(few=(6, 12), many=(30, 60))).slices

    assert one.note.startswith("few data · ")


def test_the_longest_end_of_an_interval_is_the_scale():
    slices = drawn(found(a=(6, 12), b=(30, 60))).slices

    assert max(one.high for one in slices) == 1
    assert all(one.low <= one.length <= one.high for one in slices)


def test_what_cannot_be_told_apart_is_said_to_be_so():
    alike, ranked = (found(is_ranked=is_so, a=(6, 12), b=(30, 60)) for is_so in (False, True))

    assert drawn(alike).note == f"{ALIKE}. Line: all together, 50.0 %"
    assert drawn(ranked).note == "Line: all together, 50.0 %"


def test_a_rate_of_small_groups_is_drawn_to_the_average_with_its_own_interval():
    slices = drawn(found("acceptance_rate", a=(9, 10), b=(30, 60))).slices

    one = slices[0]
    assert one.drawn
    assert one.low < one.mark < one.high
    assert one.mark < one.length


def test_a_file_has_the_numbers_beside_the_words():
    (row, _) = cells_of(found(a=(6, 12), b=(30, 60)), "EUR")

    assert row[:5] == ["a", "50.0 %", 0.5, 6, 12]


def test_a_mix_is_parted_by_its_own_categories_of_the_same_rows():
    mix = replace(
        share("loss_reasons", 6, 10),
        parts=(
            Part(name="price", value=0.6, sample=6, hits=6.0),
            Part(name=None, value=0.4, sample=4, hits=4.0),
        ),
    )

    drawing = draw(own_parts(mix), mix, "EUR", ())

    assert [(one.value, one.shown, one.note) for one in drawing.slices] == [
        ("price", "60.0 %", "few data · 6 of 10"),
        ("(blank)", "40.0 %", "few data · 4 of 10"),
    ]
    assert drawing.whole is None


def test_who_had_no_case_is_left_out_unless_asked_for():
    idle = replace(share("win_rate_count", 1, 2), value=None, sample=0, hits=0, low=None, high=None)
    parts = replace(found(a=(6, 12)), rows=(Row(value="idle", reading=idle),))

    shown, asked = (draw(parts, idle, "EUR", chosen).slices for chosen in ((), ("idle",)))

    assert ([one.value for one in shown], [one.value for one in asked]) == ([], ["idle"])
