"""A morning's work end to end: list, filter, story, question, answer, recycle, undo, two counts."""

import pytest
from playwright.sync_api import expect

STARTS_FROM = "short_demo_folder"


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desk", "phone"])
def desk(request, owner):
    """Somebody at the list of what was dropped, on a desk or with a phone in hand."""
    width, height = request.param
    owner.page.set_viewport_size({"width": width, "height": height})
    owner.open("/handoffs")
    yield owner
    assert (owner.complaints, owner.foreign) == ([], [])


def names(page):
    """Whom the list shows, the worst first."""
    return page.locator("a.rd-row-name").all_inner_texts()


def asked_of(desk, words):
    """Ask the other side about the lead at hand."""
    page = desk.page
    desk.unfold("Ask the other side about this lead")
    page.get_by_label("Question").fill(words)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("Asked. It is").wait_for()


def test_a_morning_s_work_is_done_from_the_list_to_the_two_counts(desk):
    page, width = desk.page, desk.page.viewport_size["width"]
    words = f"Which message did they answer to, at {width}?"
    page.locator("[data-part=turn-sales]").click()
    page.locator("[data-part=turn-sales][aria-pressed=true]").wait_for()
    desk.settle()
    name = names(page)[0]

    page.locator("a.rd-row-name").first.click()
    page.wait_for_url("**/lead?lead=**")
    desk.settle()
    asked_of(desk, words)
    desk.open("/feedback?tab=Questions+and+disputes")
    page.get_by_text(words).wait_for()
    page.get_by_label("Answer", exact=True).first.fill("The one about fewer kilometres.")
    page.get_by_role("button", name="Answer", exact=True).first.click()
    page.get_by_text("Answered. No fact is linked").wait_for()

    desk.open("/handoffs?turn=sales")
    page.get_by_role("button", name=f"More for {name}").click()
    page.get_by_role("menuitem", name="Recycle").click()
    form = page.get_by_role("dialog", name="Recycle")
    form.get_by_label("Reason").select_option(index=1)
    form.get_by_role("button", name="Recycle").click()
    expect(page.locator(".rd-said")).to_contain_text("Recycled")
    assert name not in names(page)
    page.locator(".rd-said").get_by_role("button", name="Undo").click()
    expect(page.locator(".rd-said")).to_contain_text("Taken back")
    assert name in names(page)

    desk.open("/feedback?tab=Two+counts")
    page.get_by_text("Marketing counts").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width
