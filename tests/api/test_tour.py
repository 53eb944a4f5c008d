"""The tour: every story leads to a metric there is, or to nowhere while no page shows it."""

import pytest

from revdash import api
from revdash.demo.tour import stories
from revdash.metrics.catalog import CATALOG
from revdash.metrics.scope import CUTS, FILTERS
from revdash.period import NAMED, given_period


def test_each_story_stands_in_the_tour_once():
    assert len({story.story_id for story in stories()}) == len(stories()) >= 17


@pytest.mark.parametrize("story", [s for s in stories() if s.page], ids=lambda s: s.story_id)
def test_a_story_with_a_page_names_what_is_there(story):
    assert story.metric in CATALOG or story.page != "explore"
    assert set(story.filters) <= set(FILTERS)
    assert story.by in ("", *CUTS)
    assert story.page != "explore" or story.period in NAMED or given_period(story.period)


def test_every_stop_is_read_now_and_leads_to_its_page(demo, viewer):
    stops = {stop.key: stop for stop in api.tour(viewer)}

    assert stops["S1"].address.startswith("explore?metric=sla_attainment&")
    assert stops["S1"].reads.startswith("SLA attainment, ")
    assert stops["S9"].address == "pulse"
    assert stops["S2"].handoffs == "handoffs?owner=Ben"
