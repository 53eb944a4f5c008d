"""Stories: one sentence from rules, both sides on one line, every fact within reach."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from revdash import api
from revdash.api import finding, linking, stories
from revdash.api.actors import COMMAND_LINE
from revdash.api.building import judged_again
from revdash.api.house import House
from revdash.api.imports import import_paths
from revdash.config import read_settings
from revdash.desk.agreement import save_policy
from revdash.desk.seed import POLICY
from revdash.errors import InputError

PEOPLE = """person_id,source_system,source_id,full_name,company_name,email,owner_user_id
h:1,hubspot,1,John <b>Smith</b>,Acme,john@acme.example,
s:1,salesforce,00Q/1,Jon Smith,,john@acme.example,u:1
h:2,hubspot,2,Ann Jones,Borea,ann@borea.example,
h:3,hubspot,3,Cleo,Borea,cleo@borea.example,u:1
"""
USERS = "user_id,name,kind,calendar_id\nu:1,Ben,human,\n"
STAGES = """person_id,to_stage,event_at,tier,reason_code
h:1,MQL,2026-03-02T09:00:00,A,
h:1,SAL,2026-03-04T09:00:00,,
h:2,MQL,2026-03-02T09:00:00,B,
h:3,MQL,2026-03-27T09:00:00,B,
h:2,RECYCLED,2026-03-31T12:00:00,,
"""
DONE = """person_id,user_id,activity_type,direction,outcome,event_at
s:1,u:1,call,outbound,connected,2026-03-03T10:00:00
s:1,u:1,call,outbound,no_answer,2026-03-20T10:00:00
s:1,u:1,email_1to1,outbound,,2026-03-23T10:00:00
h:2,u:1,email_1to1,outbound,,2026-03-02T10:00:00
"""
MARCH = datetime(2026, 3, 1)
MEETING = "h:3,2026-03-27T09:30:00,2026-03-31T10:00:00,2026-03-31T11:00:00\n"
AWAY = "user_id,from_on,until_on,absence_kind\nu:1,2026-03-30,2026-04-10,holiday\n"
FILES = {
    "person": PEOPLE,
    "app_user": USERS,
    "lifecycle_event": STAGES,
    "sales_activity": DONE,
    "user_absence": AWAY,
}


@pytest.fixture(scope="module")
def march(tmp_path_factory, empty_folder):
    """Leads of March: John is silent, Ann given back without a reason, Cleo not contacted yet."""
    folder = Path(shutil.copytree(empty_folder, tmp_path_factory.mktemp("march") / "data"))
    paths = [folder / f"{name}.csv" for name in FILES]
    for path in paths:
        path.write_text(FILES[path.stem])
    with closing(House(read_settings(data=folder))) as house:
        import_paths(house, COMMAND_LINE, paths)
    return folder


@pytest.fixture
def house(live, march):
    return live(march)


@pytest.fixture
def own(live, march, tmp_path):
    """The same leads, to be written."""
    return live(shutil.copytree(march, tmp_path / "data"))


def said(story):
    return "".join(part.text for part in story.sentence)


def test_the_sentence_says_where_a_lead_is_and_whose_turn_it_is(house, viewer):
    sentence = said(api.story(viewer, "h:1"))

    assert sentence.startswith("Stopped 6 business days ago at Accepted, ")
    assert "where it has been since 4 Mar 2026. Sales' turn: " in sentence
    assert sentence.endswith("Its owner, Ben, is away until 10 Apr 2026.")


def test_the_sentence_says_which_clock_ran_out(house, viewer):
    sentence = said(api.story(viewer, "h:3"))

    assert sentence.startswith("At MQL since 27 Mar 2026 09:00; last thing on 27 Mar 2026. ")
    assert "Sales' turn. Away: Ben, who has it since 27 Mar 2026 09:00; " in sentence
    assert "; due 30 Mar 2026 " in sentence
    assert sentence.endswith("00:00, 1 business day late. Also: first touch overdue.")


def test_a_lead_given_back_is_marketings_turn(house, viewer):
    sentence = said(api.story(viewer, "h:2"))

    assert sentence.startswith("Given back to marketing on 31 Mar 2026, from MQL. ")


def test_a_story_is_told_of_the_human_whichever_record_names_them(house, viewer):
    story = api.story(viewer, "s:1")

    assert story == api.story(viewer, "h:1")
    assert (story.title, story.about) == ("Jon Smith, Acme", "also known as John <b>Smith</b>")
    assert {row[3] for row in story.names.rows} == {"hubspot", "salesforce"}


def test_both_sides_stand_on_one_line_in_the_order_of_time(house, viewer):
    line = api.story(viewer, "h:1").line

    marks = [(mark.side, mark.label) for mark in sorted(line.marks, key=lambda mark: mark.x)]
    assert marks[0] == ("marketing", "Handed over (MQL)")
    assert ("sales", "Call · connected") in marks
    assert [gap.text for gap in line.gaps] == [
        "12 business days without anything",
        "6 business days without anything",
    ]
    assert all(0 <= mark.x <= 1 for mark in line.marks)


def test_clocks_say_when_they_were_due_and_how_they_ended(house, viewer):
    (clock,) = [one for one in api.story(viewer, "h:2").line.clocks if one.label == "First contact"]

    assert clock.start < clock.end < clock.due
    assert (clock.state, clock.side) == ("kept", "sales")


def test_a_clock_that_stood_still_says_for_how_long_and_why(own, viewer):
    knows = replace(POLICY, valid_from=MARCH, pause_reasons=frozenset({"asked_for_later"}))
    with judged_again(own, "agree", by="test", now=MARCH), own.desk.writing() as desk:
        save_policy(desk, knows, own.stamp("revops"))
    path = own.settings.data / "meeting.csv"
    path.write_text("person_id,scheduled_at,start_at,end_at\n" + MEETING)
    import_paths(own, COMMAND_LINE, [path])

    (clock,) = (one for one in api.story(viewer, "h:3").line.clocks if "pause" in one.label)

    assert clock.label == "First contact, with a pause"
    assert "due 31 Mar 2026 13:30, paused 2.1 business days: the prospect asked" in clock.text
    assert [clock.start < still.start < still.end < clock.due for still in clock.pauses] == [True]


def test_a_silence_counts_what_was_tried_since_they_were_last_heard_from(house, viewer):
    story = api.story(viewer, "h:1")

    told = dict(story.silence)
    assert story.silence_title == "Why did they stop responding?"
    assert told["Last heard"] == "Call · connected · Ben, 3 Mar 2026 10:00"
    assert told["Tried since"].startswith("1 × e-mail, 1 × call · no answer 1 · last 23 Mar 2026")


def test_a_reason_that_is_not_on_record_is_said_to_be_missing(house, viewer):
    told = dict(api.story(viewer, "h:2").silence)

    assert told["Reason on record"].startswith("No reason recorded, which counts against")


def test_every_fact_opens_as_its_source_tells_it(house, viewer):
    story = api.story(viewer, "h:1")

    view = api.fact(viewer, story.told.ids[0])

    cells = dict(row[:2] for row in view.grid.rows)
    assert (cells["activity type"], cells["person id"]) == ("email_1to1", "s:1")
    assert {"source system", "loaded at", "batch id"} <= cells.keys()


@pytest.mark.parametrize("key", ["person|nobody", "person_identity|x", "", "desk|x"])
def test_what_is_no_fact_is_not_opened(house, viewer, key):
    with pytest.raises(InputError, match="fact"):
        api.fact(viewer, key)


def test_nobody_has_no_story(house, viewer):
    with pytest.raises(InputError, match="Nobody is known as 'x'"):
        api.story(viewer, "x")


def test_a_search_says_who_where_and_what_happened_last(house, viewer):
    (hit,) = api.find_people(viewer, "jon smyth").hits

    assert (hit.person, hit.company, hit.stage, hit.owner) == ("h:1", "Acme", "Accepted", "Ben")
    assert hit.last == "Accepted · 4 Mar 2026"


@pytest.mark.parametrize(("text", "says"), [("x", "at least 2"), ("qqqq", "Nobody is called")])
def test_a_search_that_finds_nobody_says_so(house, viewer, text, says):
    found = finding.find_people(house, viewer, text)

    assert (found.hits, says in found.note) == ((), True)


def test_a_record_is_linked_by_the_first_template_that_fits(own, revops, viewer, filled):
    lines = "salesforce = https://crm.example/{id}\nhubspot person = https://hub.example/0-1/{id}"
    values, version = filled(revops, "links", "links", links=lines)
    api.save_settings(revops, "links", "links", values, version)

    assert linking.crm_link(own, "h:1") == "https://crm.example/00Q%2F1"
    assert linking.crm_link(own, "h:2") == "https://hub.example/0-1/2"
    assert linking.crm_link(own, "h:9") is None
    assert stories.story(own, viewer, "h:2").links == (
        ("Open the record", "https://hub.example/0-1/2"),
    )


@pytest.mark.parametrize(
    "line",
    [
        "crm = http://x.example/{id}",
        "crm = javascript:{id}",
        "crm = https://x.example",
        "https://x",
    ],
)
def test_a_template_that_cannot_be_used_is_refused(own_empty, revops, filled, line):
    values, version = filled(revops, "links", "links", links=line)

    with pytest.raises(InputError, match="https://"):
        api.save_settings(revops, "links", "links", values, version)
