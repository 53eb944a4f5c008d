"""A morning with the worklist, at a desk and on a phone: open, act, take back, set aside."""

import pytest
from playwright.sync_api import expect

STARTS_FROM = "short_demo_folder"
SALES_LEADS = "/handoffs?severity=critical,high&turn=sales"
SMALL = """
[...document.querySelectorAll('.rd-work button, .rd-work a.rd-row-name, .rd-w-check label')]
.filter(e => e.checkVisibility() && !e.matches('.rd-more, .rd-row-name'))
.map(e => [e.innerText, Math.round(e.getBoundingClientRect().height)])
.filter(([, height]) => height < 40)
"""


@pytest.fixture
def morning(owner):
    """Return a function that opens the list on some screen, with nobody's choice left over."""

    def opened(path="/handoffs", width=1440, height=900):
        owner.page.set_viewport_size({"width": width, "height": height})
        return owner.open(path)

    return opened


def dropped(page):
    """How many are dropped of what is shown, as the bar over the table says."""
    said = page.locator("[data-of=count]").inner_text()
    return int("".join(filter(str.isdigit, said.rpartition("of ")[2])))


def said(page):
    """What was said of the last thing done."""
    page.locator(".rd-said").wait_for()
    return page.locator(".rd-said span").inner_text()


def test_a_part_pressed_is_kept_in_the_address_and_comes_off_again(morning, owner):
    page = morning()
    everything = dropped(page)

    page.locator("[data-part=severity-high]").click()
    page.wait_for_url("**severity=high**")
    page.locator("[data-part=severity-high][aria-pressed=true]").wait_for()
    high = dropped(page)
    page.locator("[data-part=severity-high]").click()
    page.locator("[data-part=severity-high][aria-pressed=false]").wait_for()
    assert 0 < high < everything == dropped(page)
    page.locator("[data-part=new-new]").click()
    page.wait_for_url("**new=1**")
    page.locator("[data-part=new-new][aria-pressed=true]").wait_for()

    assert 0 < dropped(page) < everything
    assert (owner.complaints, owner.foreign) == ([], [])


def test_a_row_is_snoozed_by_keys_counted_as_set_aside_and_taken_back(morning, owner):
    page = morning(SALES_LEADS)
    before = dropped(page)

    page.keyboard.press("j")
    page.keyboard.press("s")
    page.get_by_role("dialog", name="Snooze").get_by_role("button", name="Snooze").click()
    assert said(page).startswith("Snoozed")
    assert dropped(page) == before - 1
    page.locator("[data-part=aside-apart]").click()
    page.get_by_text("Snoozed by you until").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Nothing is set aside.").wait_for()
    page.locator("[data-part=aside-apart]").click()
    page.get_by_role("heading", name="Dropped, worst first").wait_for()

    assert dropped(page) == before
    assert owner.complaints == []


def test_a_lead_is_recycled_with_a_reason_and_a_day(morning, owner):
    page = morning(SALES_LEADS)
    name = page.locator("a.rd-row-name").first.inner_text()

    page.get_by_role("button", name=f"More for {name}").click()
    page.get_by_role("menuitem", name="Recycle").click()
    asked = page.get_by_role("dialog", name="Recycle")
    asked.get_by_label("Reason").select_option(index=1)
    asked.get_by_role("button", name="Recycle").click()

    assert said(page).startswith("Recycled")
    assert name not in page.locator("a.rd-row-name").all_inner_texts()
    assert owner.complaints == []


def test_the_second_of_two_is_told_who_was_first(morning, owner, colleague):
    theirs = colleague.open(SALES_LEADS)
    mine = morning(SALES_LEADS)

    mine.get_by_role("button", name="Take:").first.click()
    mine.get_by_text("Taken by you").wait_for()
    theirs.get_by_role("button", name="Take:").first.click()

    expect(theirs.locator(".rd-said")).to_contain_text("took it")
    theirs.get_by_text("Taken by you").wait_for()
    assert owner.complaints == colleague.complaints == []


def test_a_phone_acts_with_the_thumb_and_a_row_opens_the_lead(morning, owner):
    page = morning(SALES_LEADS, 390, 844)

    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") == 390
    page.locator(".rd-dots").first.click()
    sheet = page.get_by_role("menu").bounding_box()
    assert sheet["width"] == 390
    assert round(sheet["y"] + sheet["height"]) == 844
    page.keyboard.press("Escape")
    page.locator("a.rd-row-name").first.click()
    page.wait_for_url("**/lead?lead=**")

    assert owner.complaints == []


def test_many_are_chosen_and_handled_at_once(morning):
    page = morning(SALES_LEADS)
    before = dropped(page)

    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    page.keyboard.press("d")
    page.get_by_role("dialog").get_by_label("What was done").fill("Called all three")
    page.get_by_role("dialog").get_by_role("button", name="Done").click()

    assert "3 of them" in said(page)
    assert dropped(page) == before - 3


def test_a_clock_stands_still_at_night_and_runs_out_in_business_time(owner):
    owner.page.clock.install()
    page = owner.open("/handoffs")
    left = page.locator(".rd-left").first
    before = left.inner_text()

    assert "clock starts Mon" in left.get_attribute("data-still")
    page.clock.fast_forward("01:00:00")
    expect(left).to_have_text(before)
    page.clock.fast_forward("48:00:00")
    expect(left).to_have_text("late now")
