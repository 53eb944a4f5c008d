"""The sides of a number hold the records it counts, and add up to it."""

import pytest

from revdash.metrics.catalog import CATALOG
from revdash.metrics.frozen import COUNTED, HITS, sides
from revdash.metrics.read import read
from revdash.metrics.shapes import Level, Rate, Ratio, Total, Wait
from revdash.store.schema.followers import touch_now

every_metric = pytest.mark.parametrize("metric", CATALOG.values(), ids=lambda metric: metric.name)


@every_metric
def test_the_sides_of_every_metric_add_up_to_it(metric, full, week):
    scope = week("2026-05-11..2026-05-22")
    reading, found = read(full, metric, scope), sides(full, metric, scope)

    told = {(side.part, side.kind): side.total for side in found}

    assert {key for side in found for key in side.adds}
    if isinstance(metric, Total | Level):
        assert told[metric.name, COUNTED] == pytest.approx(reading.value)
    if isinstance(metric, Rate):
        assert told[metric.name, HITS] == reading.hits
        assert told[metric.name, COUNTED] == reading.sample
    if isinstance(metric, Wait) and not metric.is_kept:
        assert told[metric.name, HITS] == reading.hits
    if isinstance(metric, Ratio):
        assert [told[one.metric.name, COUNTED] for one in reading.of] == pytest.approx(
            [one.value for one in reading.of]
        )


def test_different_people_are_frozen_once_each(rows, store, week):
    for on in ("2026-05-12", "2026-05-13"):
        rows.full(touch_now, person_id="p1", touched_on=on, touch_type="demo_request")

    (found,) = sides(store, CATALOG["hand_raisers"], week())

    assert dict(found.adds) == {"p1": 1.0}


def test_a_filter_counts_for_each_side(rows, store, week):
    rows.deal("won", source="web")
    rows.deal("lost", source="web")
    rows.deal("won", source="event")

    found = sides(store, CATALOG["win_rate_count"], week(source=["web"]))

    assert [(side.kind, side.total) for side in found] == [(HITS, 1.0), (COUNTED, 2.0)]
