"""The meeting's page: what it draws, and each thing that its browser may tell it to do."""

import json
import shutil

import pytest

from revdash import api
from revdash.api import closing, meeting
from revdash.config import read_settings
from revdash.errors import InputError
from revdash.ui import meeting_doing


def drawn(page):
    """What each component of *page* was given, by its kind."""
    given = [json.loads(part.proto.json) for part in page.get("bidi_component")]
    return {drawing["kind"]: drawing for drawing in given}


@pytest.fixture
def folder(one_row_folders, tmp_path):
    return shutil.copytree(one_row_folders["lead"], tmp_path / "data")


@pytest.fixture
def tell(folder):
    """Return a function that does what a browser tells, in the one meeting of *folder*."""
    house = api.move_in(read_settings(data=folder))

    def told(what, key="", **more):
        row = {"key": f"row:{key}"} if key else {}
        running = meeting.meeting(api.actor("")).key
        return meeting_doing.do(api.actor(""), running, {"do": what, **row, **more})

    yield told
    house.close()


def view():
    return meeting.meeting(api.actor(""))


def balanced(tell):
    """Say of both sides what a meeting needs before it may close."""
    for side in ("marketing", "sales"):
        tell("win", side=side, words="Won", subject="metric:mql_new")
        tell("none", side=side, none="no_miss", words="A quiet week")


def test_the_coming_meeting_is_drawn_and_waits_to_be_started(open_page, folder):
    page = open_page(folder, "meeting")

    sheet = drawn(page)["meeting"]

    assert not page.exception
    assert (sheet["state"], sheet["may_run"], sheet["is_presented"]) == ("coming", True, False)
    assert [part["heading"] for part in sheet["parts"]][:2] == ["last_time", "promises"]


def test_presented_it_stands_alone_without_head_or_search(open_page, folder):
    page = open_page(folder, "meeting", view="present")

    assert drawn(page)["meeting"]["is_presented"] is True
    assert "search" not in drawn(page)
    assert not page.exception


def test_what_is_entered_first_makes_the_coming_meeting(tell):
    tell("note", section="signals", words="Why?")

    assert (view().state, view().notes["signals"][0].words) == ("planned", "Why?")


def test_who_is_ticked_is_there_when_it_starts(tell):
    me = view().me

    tell("start", attendees=[me])

    assert view().state == "open"
    assert [one.key for one in view().attendees if one.is_here] == [me]


def test_a_promise_put_off_and_cancelled_by_one_side_waits_for_the_other(tell):
    tell("commitment", words="Call", owner=view().me, side="sales", due_on="2099-06-01")
    key, version = view().commitments[0].key, view().commitments[0].version

    tell("put_off", key, version=version, due_on="2099-06-08")
    tell("cancel", key, version=version + 1, side="sales")

    (promise,) = view().commitments
    assert (promise.slips, promise.turn) == (1, "marketing")


def test_an_ask_is_answered_with_a_day(tell):
    tell("ask", side="sales", words="A one-pager")
    (asked,) = view().items

    tell("answer", asked.key, version=asked.version, words="By June", due_on="2099-06-01")

    assert (asked.asked_side, view().items[0].answer) == ("marketing", "By June")


def test_an_experiment_keeps_a_number_that_is_one(tell):
    trial = {"channel": "Fair", "words": "It pays", "decision_rule": "Stop below 5"}
    days = {"starts_on": "2099-06-01", "ends_on": "2099-07-01"}

    tell("experiment", **trial, **days, spend="1,200.50")

    assert view().experiments[0].spend == 1200.5
    with pytest.raises(InputError, match="'much' is not a number"):
        tell("experiment", **trial, **days, spend="much")


@pytest.fixture
def closed(tell):
    """Hold the meeting and close it; its key."""
    tell("start", attendees=[view().me])
    balanced(tell)
    key, version = view().key, view().version
    closing.close(api.actor(""), key, version)
    return key


def test_a_closed_meeting_is_read_under_its_address(open_page, folder, closed):
    page = open_page(folder, "meeting", meeting=closed)

    sheet = drawn(page)["meeting"]
    assert (sheet["state"], sheet["entries"], sheet["deeds"]) == ("closed", {}, {})
    assert sheet["parts"][0]["title"] == "Since then"
    assert not page.exception


def test_a_frozen_number_opens_over_its_page_and_all_can_be_read_again(open_page, folder, closed):
    page = open_page(folder, "meeting", meeting=closed, open="mql_new")
    (told,) = drawn(page)["sentence"]["parts"]

    page.button(key="meeting-check").click().run()

    assert "when the meeting of" in told["text"]
    assert "numbers are as they were frozen" in page.toast[0].value
    assert not page.exception


def test_a_word_nobody_knows_is_refused(tell):
    with pytest.raises(InputError, match="Nothing is called 'dance'"):
        tell("dance")
