"""Exploring: a metric by a cut, who may see it by whom; the lead behind a record; views kept."""

import csv
import io
from dataclasses import replace
from datetime import date
from itertools import groupby

import pytest

from revdash import api
from revdash.api import alike, exploring, facts_of, saved_views
from revdash.api.cuts import BY_TEAM
from revdash.api.questions import PeriodKey, Question
from revdash.errors import InputError, NotAllowedError
from revdash.metrics.catalog import CATALOG

ALL = Question()
LONG = Question(period=PeriodKey.CUSTOM, first=date(2026, 3, 1), last=date(2026, 5, 3))
SMB = Question(filters=(("segment", ("SMB",)),))


def shown(found):
    return {one.value: one for one in found.slices}


def test_an_owner_among_the_filters_tells_only_revops_how_fast_one_responds(demo, viewer, revops):
    of_one = Question(filters=(("owner", ("Dev",)),))
    by_owner = {one.name: one.is_by_team_only for one in api.filter_choices(viewer)}

    with pytest.raises(NotAllowedError, match="Take the owner off"):
        api.detail(viewer, "follow_up_time", of_one)
    with pytest.raises(NotAllowedError, match="Take the owner off"):
        api.overview(viewer, of_one)
    assert api.detail(viewer, "mql_new", of_one).title
    assert api.detail(revops, "follow_up_time", of_one).title
    assert [name for name, is_withheld in by_owner.items() if is_withheld] == ["owner"]


def test_every_metric_is_listed_family_by_family_also_what_is_not_measured(demo, viewer):
    listed = exploring.listed(viewer)

    measured = {one.name for one in listed if not one.waits_for}
    families = [name for name, _ in groupby(listed, key=lambda one: one.family)]
    assert measured == set(CATALOG)
    assert len(families) == len(set(families))


@pytest.mark.parametrize("name", {type(one): one.name for one in CATALOG.values()}.values())
def test_a_metric_of_every_shape_can_be_cut(demo, viewer, name):
    found = exploring.breakdown(viewer, name, "", ALL)

    assert found.by in dict(found.cuts) or not found.cuts  # what is told of the whole has none
    assert found.slices or found.empty or not found.cuts
    assert all(0 <= (one.length or 0) <= 1 for one in found.slices)


def test_the_parts_of_a_count_make_the_whole(demo, viewer):
    found = exploring.breakdown(viewer, "mql_new", "segment", ALL)

    whole = api.detail(viewer, "mql_new", ALL).tile.value
    assert sum(int(one.shown) for one in found.slices) == int(whole)


def test_what_is_filtered_by_stands_among_the_others(demo, viewer):
    found = exploring.breakdown(viewer, "mql_new", "segment", SMB)

    assert [one.value for one in found.slices if one.is_chosen] == ["SMB"]
    assert len(found.slices) > 1


def test_response_times_are_by_team_and_by_person_only_for_revops(demo, viewer, revops):
    by_owner = exploring.breakdown(viewer, "follow_up_time", "owner", ALL)

    assert "owner" not in dict(by_owner.cuts)
    assert (by_owner.by, by_owner.note) == (by_owner.cuts[0][0], BY_TEAM)
    assert exploring.breakdown(revops, "follow_up_time", "owner", ALL).by == "owner"
    assert exploring.breakdown(viewer, "won_count", "owner", ALL).by == "owner"
    with pytest.raises(NotAllowedError, match="Cut it by team"):
        exploring.breakdown_csv(viewer, "sla_attainment", "owner", ALL)


def test_the_file_of_a_breakdown_says_what_it_is_and_is_written_down(own_demo, viewer, logged):
    content = exploring.breakdown_csv(viewer, "acceptance_rate", "source", SMB)

    lines = [*csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    head = next(place for place, line in enumerate(lines) if line[0] == "source")
    assert ["# Only segment: SMB"] in lines
    assert lines[head][1:4] == ["shown", "value", "hits"]
    assert len(lines) - head - 1 >= len(
        exploring.breakdown(viewer, "acceptance_rate", "source", SMB).slices
    )
    assert logged(own_demo, 1) == [("viewer", "export csv", "acceptance_rate")]


def test_a_record_leads_to_what_is_known_of_its_human(demo, viewer):
    behind = api.detail(viewer, "mql_new", ALL).behind

    person = facts_of.whose(viewer, "mql_new", behind.part, behind.grid.ids[0])
    story = api.story(viewer, person)

    assert behind.grid.rows[0][0] in story.title
    assert story.handoffs.rows
    assert "Handed over (MQL)" in {row[1] for row in story.told.rows}
    assert all("–" not in {source, loaded} for *_, source, loaded in story.told.rows)


def test_a_deal_leads_to_its_lead_and_exposure_to_nobody(demo, viewer):
    deals, days = (api.detail(viewer, name, ALL).behind for name in ("won_count", "impressions"))

    assert facts_of.whose(viewer, "won_count", "", deals.grid.ids[0])
    assert (deals.is_of_people, days.is_of_people) == (True, False)
    assert facts_of.whose(viewer, "impressions", "", days.grid.ids[0]) == ""


def test_a_view_is_kept_changed_shared_and_forgotten_by_its_owner(own_demo, viewer, revops):
    words = {"metric": ["mql_new"], "segment": ["SMB", "Enterprise"]}
    saved_views.keep(viewer, " My  view ", "explore", words, is_shared=False)
    (kept,) = saved_views.views(viewer)

    assert (kept.name, kept.words["segment"]) == ("My view", ("SMB", "Enterprise"))
    assert saved_views.views(revops) == ()
    saved_views.change(viewer, kept.key, "Ours", is_shared=True)
    assert [(one.name, one.is_own) for one in saved_views.views(revops)] == [("Ours", False)]
    with pytest.raises(NotAllowedError, match="somebody else's"):
        saved_views.forget(revops, kept.key)
    saved_views.forget(viewer, kept.key)
    assert saved_views.views(viewer) == ()


def test_a_view_kept_again_shows_what_it_is_asked_now(own_demo, viewer):
    for value in ("SMB", "Enterprise"):
        told = saved_views.keep(viewer, "Mine", "explore", {"segment": [value]}, is_shared=False)

    (kept,) = saved_views.views(viewer)
    assert (kept.words, told[:25]) == ({"segment": ("Enterprise",)}, "“Mine” shows this now; yo")


def test_like_is_compared_with_like_and_says_what_that_does_not_say(demo, viewer):
    by_speed = exploring.breakdown(viewer, "acceptance_rate", "speed", LONG)

    found = alike.like_with_like(viewer, "acceptance_rate", LONG)

    assert (by_speed.switch, found.is_alike) == (alike.SWITCH, True)
    assert shown(found)["after 8 h"].shown == "1"
    assert shown(found)["within 1 h"].shown.endswith(" times")
    assert alike.NOT_SAID in found.says
    assert exploring.breakdown(viewer, "acceptance_rate", "tier", LONG).switch == ""


def test_nothing_to_compare_says_what_to_do(demo, viewer):
    nobody = replace(LONG, filters=(("tier", ("Z",)),))

    found = alike.like_with_like(viewer, "acceptance_rate", nobody)

    assert (found.slices, found.empty, found.says) == ((), alike.NOTHING, ())


def test_the_file_of_a_comparison_carries_what_it_does_not_say(own_demo, viewer, logged):
    content = alike.like_with_like_csv(viewer, "acceptance_rate", LONG).decode("utf-8-sig")

    assert alike.NOT_SAID in content
    assert "times_as_often" in content
    assert logged(own_demo, 1) == [("viewer", "export csv", "acceptance_rate like with like")]


def test_what_is_no_share_of_leads_cannot_be_compared(demo, viewer):
    with pytest.raises(InputError, match="Take acceptance_rate"):
        alike.like_with_like(viewer, "mql_new", LONG)


def test_how_soon_leads_are_tried_is_no_cut_of_how_soon_they_are_tried(demo, viewer):
    cuts = dict(exploring.breakdown(viewer, "follow_up_time", "", ALL).cuts)

    assert (cuts["weekday"], cuts.get("speed")) == ("Weekday", None)


def test_leads_with_nobody_home_are_told_by_cause_in_words(demo, viewer):
    facts = dict(api.detail(viewer, "routing_failure_share", LONG).facts)

    assert "nobody owned it: " in facts["By cause"]
    assert "By cause" not in dict(api.detail(viewer, "acceptance_rate", LONG).facts)


def test_weeks_that_have_not_had_the_time_are_hatched_and_say_how_many_have(demo, viewer):
    chart = api.detail(viewer, "mql_to_won", LONG).charts[0]

    (ground,) = (one for one in chart.figure["data"] if one["type"] == "bar")
    assert chart.subtitle.endswith("hatched: not all have had the time")
    assert all(text.endswith(" have had the time") for text in ground["hovertext"])
