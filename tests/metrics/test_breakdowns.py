"""Breakdowns: each value of a cut as if asked for alone, ranked only where it can be."""

import pytest

from revdash.metrics.breakdowns import breakdown, compare
from revdash.metrics.catalog import CATALOG
from revdash.metrics.closure import WIN_RATE, WON_COUNT
from revdash.metrics.quality import ACCEPTANCE_RATE
from revdash.metrics.read import read
from revdash.metrics.scope import cut
from revdash.metrics.shapes import Combined, Index, Reach
from revdash.stats.shrinkage import Standing

APART = [
    metric
    for metric in CATALOG.values()
    if not isinstance(metric, Combined | Index | Reach) and cut(metric.table, "region") is not None
]


@pytest.mark.parametrize("metric", APART, ids=lambda metric: metric.name)
def test_a_part_of_a_breakdown_is_what_its_filter_alone_gives(metric, full, week):
    parts = breakdown(full, metric, week(), "region")

    for value, part in parts.items():
        alone = read(full, metric, week().only("region", value))
        assert part.value == pytest.approx(alone.value), value
        assert (part.sample, part.pending, part.hits) == (alone.sample, alone.pending, alone.hits)
        assert (part.low, part.high) == pytest.approx((alone.low, alone.high), nan_ok=True)
        assert part.missing == alone.missing


def decided(rows, **shares):
    for owner, (won, tries) in shares.items():
        for number in range(tries):
            rows.deal("won" if number < won else "lost", owner=owner)


def test_groups_whose_intervals_all_overlap_stand_by_name(rows, store, week):
    decided(rows, Zoe=(15, 20), Ann=(12, 20), Max=(10, 20))

    found = compare(store, WIN_RATE, week(), "owner")

    assert not found.is_ranked
    assert [row.value for row in found.rows] == ["Ann", "Max", "Zoe"]


def test_groups_that_differ_by_more_than_chance_stand_best_first(rows, store, week):
    decided(rows, Ann=(4, 40), Zoe=(36, 40), Few=(3, 3))

    found = compare(store, WIN_RATE, week(), "owner")

    assert found.is_ranked
    assert [row.value for row in found.rows] == ["Zoe", "Ann", "Few"]  # too few comes last


def test_small_groups_are_drawn_to_the_average(rows, store, week):
    decided(rows, Ann=(20, 30), Max=(18, 30), New=(0, 4))

    found = compare(store, WIN_RATE, week(), "owner")

    new = next(row for row in found.rows if row.value == "New")
    assert (new.reading.value, new.shrunk.standing) == (0.0, Standing.SAME)
    assert new.shrunk.interval.low < new.shrunk.rate < 38 / 64


def test_sums_have_no_shrunken_rate(rows, store, week):
    rows.deal(owner="Ann")

    found = compare(store, WON_COUNT, week(), "owner")

    assert [(row.value, row.shrunk) for row in found.rows] == [("Ann", None)]


def test_a_young_share_is_drawn_by_those_who_had_the_time(rows, store, week):
    for _ in range(10):
        rows.lead("2026-05-04", accepted=1, source="web")
        rows.lead("2026-05-04", source="event")
        rows.lead("2026-05-12", source="event")

    found = compare(store, ACCEPTANCE_RATE, week("2026-05-01..2026-05-17"), "source")

    tries = {row.value: row.shrunk.tries for row in found.rows}
    assert tries == {"web": 10, "event": 10}
