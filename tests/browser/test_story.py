"""A lead's story in a real browser: found with a typo, by keyboard alone; read on a phone."""

import re

import pytest
from playwright.sync_api import expect


def found(someone, text):
    """Type *text* into the search of the page at hand, and wait for whom it finds."""
    someone.page.keyboard.press("/")
    someone.page.keyboard.insert_text(text)  # at once: nobody is looked for by half of it
    someone.page.locator(".rd-hit").first.wait_for()
    return someone.page.locator(".rd-hit")


@pytest.fixture
def company(reader):
    """The first company of the list on the overview: a lead of it waits."""
    someone = reader()
    return someone.open("/").locator(".rd-grid tbody th").first.inner_text()


def test_a_lead_is_found_and_opened_by_keyboard(reader, company):
    someone = reader()
    page = someone.open("/definitions")

    hits = found(someone, company[:4] + company[5:])  # a letter is missing
    firm = hits.first.locator(".rd-hit-firm").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_selector(".rd-story")

    assert firm in page.locator(".rd-heading h1").inner_text()
    expect(page).to_have_url(re.compile("lead="))
    assert (someone.complaints, someone.foreign) == ([], [])


def test_a_mark_on_the_line_opens_the_fact_with_its_source(reader, company):
    someone = reader()
    page = someone.open("/")
    found(someone, company).first.click()
    page.wait_for_selector(".rd-moment")

    page.locator(".rd-moment").last.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("source system").wait_for()

    assert "loaded at" in dialog.inner_text()
    assert someone.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_story_is_readable_and_within_reach_on_every_screen(reader, company, width, scheme):
    someone = reader(width=width, scheme=scheme)
    page = someone.open("/")
    found(someone, company).first.click()
    page.wait_for_selector(".rd-story")
    someone.settle()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".rd-path" if width < 640 else ".rd-line").is_visible()
    assert someone.axe() == []
    assert someone.complaints == []


def test_escape_leaves_the_search_as_it_was(reader):
    someone = reader()
    page = someone.open("/")

    found(someone, "lead")
    page.keyboard.press("Escape")

    expect(page.locator(".rd-hits-box")).to_be_hidden()
    expect(page.locator(".rd-search")).to_have_value("")
