"""Reading: the one view, a metric opened, its records as CSV, the definitions; and nothing yet."""

import csv
import io
import re
from datetime import date

import pytest

from revdash import api
from revdash.api.actors import COMMAND_LINE
from revdash.api.questions import Compare, PeriodKey, Question
from revdash.api.showing import Look, show
from revdash.errors import InputError, StoreError
from revdash.metrics.catalog import CATALOG
from revdash.metrics.planned import PLANNED

EVIL = '=HYPERLINK("http://x";"y")'
DEALS = (
    "opportunity_id,name,account_name,amount,outcome,closed_on,kind\n"
    f'd1,"{EVIL.replace(chr(34), chr(34) * 2)}",@cmd,100,won,2026-05-04,new\n'
    "d2,\u202eevil,\t-1+1,50,won,2026-05-05,new\n"
).encode()


def test_every_tile_of_the_demo_has_a_value(demo, viewer):
    sheet = api.overview(viewer, Question())

    tiles = [tile for column in sheet.columns for tile in column.tiles]
    assert [tile.metric for tile in tiles if tile.value in {"", "–"}] == []
    assert sheet.freshness.release == api.release()
    assert sheet.waiting.rows
    assert sheet.funnel[0].value != "0"


@pytest.mark.parametrize("compare", Compare)
@pytest.mark.parametrize("period", [key for key in PeriodKey if key is not PeriodKey.CUSTOM])
def test_the_one_view_answers_every_period_and_comparison(demo, viewer, period, compare):
    sheet = api.overview(viewer, Question(period=period, compare=compare))

    assert bool(sheet.compared) is (compare is not Compare.NONE)


def test_the_one_view_answers_a_period_before_and_after_all_data(demo, viewer):
    for first in (date(1999, 1, 1), date(2031, 1, 1)):
        question = Question(period=PeriodKey.CUSTOM, first=first, last=first)

        assert api.overview(viewer, question).columns


@pytest.mark.parametrize("name", CATALOG)
def test_every_metric_opens(demo, viewer, name):
    opened = api.detail(viewer, name, Question())

    assert opened.tile.metric == name
    assert "SELECT" in opened.sql
    assert dict(opened.facts)["Formula"] == CATALOG[name].formula
    assert len(opened.behind.grid.rows) == min(opened.behind.grid.total, 200)


def test_untouched_leads_are_told_by_how_long_they_wait(demo, viewer):
    opened = api.detail(viewer, "untouched_leads", Question())

    told = dict(part.split(": ") for part in dict(opened.facts)["Waiting"].split(" · "))
    assert sum(map(int, told.values())) == int(opened.tile.value)


def test_the_definitions_are_those_of_the_catalogue(demo, viewer):
    told = api.definitions(viewer)

    measured = [one for one in told if not one.waits_for]
    assert {one.name for one in measured} == set(CATALOG)
    assert all({"Formula", "Clock", "How sure"} <= dict(one.facts).keys() for one in measured)
    assert all(one.meaning and one.sql for one in measured)
    assert {one.name for one in told if one.waits_for} == {one.name for one in PLANNED}


def test_filters_offer_what_there_is_and_narrow_the_view(demo, viewer):
    offered = {choice.name: choice.values for choice in api.filter_choices(viewer)}
    source = offered["source"][0]

    all_of_it, part = (
        api.detail(viewer, "mql_new", Question(filters=filters)).behind.grid.total
        for filters in ((), (("source", (source,)),))
    )

    assert 0 < part < all_of_it


def test_the_periods_offered_are_resolved_from_the_last_day_with_data(demo, viewer):
    spans = {span.key: (span.start, span.end) for span in api.spans(viewer)}

    assert spans["last-week"] == (date(2026, 5, 11), date(2026, 5, 18))
    assert spans["this-month"] == (date(2026, 5, 1), date(2026, 6, 1))


def test_an_unknown_metric_or_filter_is_answered_with_the_nearest(demo, viewer):
    with pytest.raises(InputError, match="Did you mean 'mql_new'"):
        api.detail(viewer, "mql_nwe", Question())
    with pytest.raises(InputError, match="Did you mean 'source'"):
        api.overview(viewer, Question(filters=(("sourse", ("x",)),)))


def test_the_csv_says_what_it_is_holds_every_record_and_is_written_down(own_demo, viewer, logged):
    question = Question(filters=(("tier", ("A",)),))

    text = api.csv(viewer, "mql_new", question).decode("utf-8-sig")

    top = [line.strip('"') for line in text.splitlines() if line.startswith(("#", '"#'))]
    told = dict(line.removeprefix("# ").split(": ", 1) for line in top)
    rows = list(csv.reader(io.StringIO(text)))[len(top) :]
    detail = api.detail(viewer, "mql_new", question)
    assert told["Metric"] == "New MQLs"
    assert (told["Meaning"], told["Only tier"]) == (CATALOG["mql_new"].meaning, "A")
    assert (told["Value"], told["Sample"]) == (detail.tile.value, str(detail.behind.grid.total))
    assert "May 2026" in told["Period"]
    assert len(rows) == detail.behind.grid.total + 1
    assert logged(own_demo, 1) == [("viewer", "export csv", "mql_new")]


def test_no_cell_of_the_csv_is_a_formula(own_empty, revops):
    api.import_file(revops, "opportunity.csv", DEALS, "")

    days = {"first": date(2026, 5, 1), "last": date(2026, 5, 31)}
    question = Question(period=PeriodKey.CUSTOM, **days)
    text = api.csv(revops, "won_count", question).decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{EVIL}" in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_a_new_company_has_an_empty_view_rather_than_an_error(own_empty, viewer):
    sheet = api.overview(viewer, Question())

    tiles = [tile for column in sheet.columns for tile in column.tiles]
    assert {tile.value for tile in tiles} == {"–"}
    assert all(tile.note for tile in tiles)
    assert (api.is_empty(viewer), sheet.waiting.rows) == (True, ())
    assert api.detail(viewer, "mql_new", Question()).behind.grid.rows == ()
    assert api.csv(viewer, "mql_new", Question())


def test_without_a_store_one_is_told_how_to_get_one(live, tmp_path, viewer):
    live(tmp_path / "nothing")

    assert (api.release(), api.is_empty(viewer)) == ("", True)
    api.warm()
    with pytest.raises(StoreError, match="revdash init"):
        api.overview(viewer, Question())
    with pytest.raises(StoreError, match="revdash init"):
        api.settings(viewer, "company")


def test_people_are_those_of_the_desk_and_an_unknown_one_is_the_first(demo):
    keys = [person.key for person in api.people()]

    assert [api.actor(key).actor_id for key in keys] == keys
    assert api.actor("nobody").actor_id == keys[0]


def test_the_clock_reads_as_the_companys_on_the_day_it_springs_forward(own_empty, revops):
    """On 29 March 2026 London goes from 01:00 to 02:00 (01:00 UTC): 17:00 UTC is 18:00."""
    values = {f.key: f.value for f in api.settings(revops, "company")[0].fields}
    api.save_settings(revops, "company", "company", {**values, "zone": "Europe/London"}, 1)

    content = b"person_id,to_stage,event_at\np1,MQL,2026-03-29 17:00:00\n"
    api.import_file(revops, "lifecycle_event.csv", content, "")

    text = api.overview(revops, Question()).freshness.text
    assert text.startswith("Data to Sun 29 Mar 2026 18:00")


def test_showing_by_an_unknown_cut_is_answered_with_the_nearest(demo):
    with pytest.raises(InputError, match="Did you mean 'source'"):
        show(demo, COMMAND_LINE, Look(metric="mql_new", by="sorce"))


def test_an_unfinished_period_is_compared_with_as_many_working_days(demo, viewer):
    """The demo ends on 17 May 2026: ten working days are over, the bank holiday apart."""
    sheet = api.overview(viewer, Question(period=PeriodKey.THIS_MONTH))

    assert sheet.period == "1–31 May 2026 so far"
    assert sheet.compared == "compared with 1–16 Apr 2026"


def test_a_running_count_says_what_it_comes_to_and_how_likely_its_goal_is(demo, viewer):
    opened = api.detail(viewer, "mql_new", Question(period=PeriodKey.THIS_MONTH))
    over = api.detail(viewer, "mql_new", Question(period=PeriodKey.LAST_MONTH))

    assert re.search(r"At this pace it is \d+ \(\d+ to \d+\)", dict(opened.facts)["Pace"])
    assert "10 of 19 working days are over" in dict(opened.facts)["Pace"]
    assert "Pace" not in dict(over.facts)


def test_a_rate_of_an_unfinished_period_is_not_called_missed(demo, viewer):
    sheet = api.overview(viewer, Question(period=PeriodKey.THIS_MONTH))

    verdicts = {tile.verdict for column in sheet.columns for tile in column.tiles if tile.verdict}
    assert verdicts <= {"on pace", "behind pace", "met so far", "behind so far"}
