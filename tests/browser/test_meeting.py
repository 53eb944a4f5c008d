"""A weekly meeting of two people: started, written in by both, presented, closed and read."""

import re

import pytest
from playwright.sync_api import expect

STARTS_FROM = "short_demo_folder"
SMALL = """
[...document.querySelectorAll('.rd-meeting :is(button, textarea, summary)')]
.filter(e => e.checkVisibility() && !e.matches('.rd-tile, .rd-row-name'))
.map(e => [e.innerText, Math.round(e.getBoundingClientRect().height)])
.filter(([, height]) => height < 40)
"""
ENDS = "heading => document.querySelector(`#part-${heading}`).getBoundingClientRect().top"


def opened(someone):
    """Open the page, and wait for its parts."""
    someone.open("/meeting")
    someone.page.locator(".rd-part").first.wait_for(state="attached")
    return someone.page


@pytest.fixture(scope="module")
def running(own_address, context, sit):
    """The address of a server whose meeting runs."""
    someone = sit(context, own_address)
    opened(someone)
    someone.tell("start")
    someone.page.locator(".rd-meeting[data-state=open]").wait_for()
    someone.page.close()
    return own_address


@pytest.mark.usefixtures("running")
def test_a_screen_shows_the_first_parts_at_once_and_a_phone_has_room_for_a_thumb(owner):
    page = opened(owner)

    assert page.locator(".rd-agenda [data-to]").count() >= 10
    assert page.evaluate(ENDS, "promises") < 600
    assert (owner.axe(), owner.complaints, owner.foreign) == ([], [], [])
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate(SMALL) == []


@pytest.mark.usefixtures("running")
def test_a_heading_is_reached_by_a_press_and_by_keys_and_its_clock_runs(owner):
    page = opened(owner)

    page.locator("[data-part=go-drops]").click()
    page.keyboard.press("j")

    page.locator("[data-to=wins][aria-current]").wait_for()
    page.get_by_text(re.compile(r"^0:0\d of \d+ min$")).wait_for()


@pytest.mark.usefixtures("running")
def test_two_people_write_at_once_and_neither_loses_a_word(owner, colleague):
    mine, theirs = opened(owner), opened(colleague)
    line = mine.get_by_label("Note on Signals")
    line.fill("The form was mo")

    theirs.get_by_label("Note on Promises").fill("<b>Ben</b> was away")
    theirs.get_by_label("Note on Promises").press("Enter")

    mine.get_by_text("<b>Ben</b> was away").wait_for()
    expect(line).to_be_focused()
    expect(line).to_have_value("The form was mo")
    line.press("Enter")
    theirs.get_by_text("The form was mo").wait_for()
    assert (owner.complaints, colleague.complaints) == ([], [])


@pytest.mark.usefixtures("running")
def test_presented_it_shows_one_heading_and_arrows_move_on(owner):
    page = opened(owner)
    page.locator("[data-part=go-signals]").click()

    page.keyboard.press("p")
    page.locator(".rd-present").wait_for()
    page.keyboard.press("ArrowRight")

    page.locator("#part-drops").wait_for()
    assert page.locator(".rd-part:visible").count() == 1
    assert page.locator(".rd-adds:visible, textarea:visible, .stButton:visible").count() == 0
    page.keyboard.press("Escape")
    page.locator(".rd-meeting:not(.rd-present)").wait_for()
    assert owner.axe() == []


@pytest.mark.usefixtures("running")
def test_what_is_missing_is_said_then_it_closes_and_is_read_for_ever(owner):
    page = opened(owner)
    page.locator("[data-part=close]").click()
    assert "marketing's win" in page.locator("dialog[open] .rd-missing").inner_text()
    page.keyboard.press("Escape")
    for side in ("marketing", "sales"):
        owner.tell("add-win", side=side, words=f"{side} won", subject="metric:mql_new")
        owner.tell("add-none", side=side, none="no_miss", words="A quiet week")

    assert "frozen" in owner.tell("close")

    page.locator(".rd-meeting[data-state=closed]").wait_for()
    page.wait_for_url("**meeting=**")
    assert page.locator(".rd-adds, .rd-note-line").count() == 0
    page.locator(".rd-meeting .rd-tile:visible").first.click()
    opened_then = page.get_by_role("dialog").last
    expect(opened_then).to_contain_text("when the meeting of 18 May 2026 closed, and still is")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Recap").click()
    assert "marketing won" in download.value.path().read_text()
