"""Explore in a real browser: found by a word, cut, filtered by a row, kept as a view."""

import pytest

STARTS_FROM = "short_demo_folder"


def chosen(page):
    return page.locator(".rd-pick[aria-current]").inner_text()


def test_a_metric_is_found_by_a_word_and_the_address_names_it(owner):
    page = owner.open("/explore")

    page.get_by_label("Find a metric").fill("win rate")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('metric=win_rate')")
    owner.settle()

    assert chosen(page).startswith("Win rate")
    assert page.locator(".rd-reading h2").inner_text() == chosen(page)
    assert (owner.complaints, owner.foreign) == ([], [])


def test_what_is_not_measured_cannot_be_chosen_and_says_what_it_waits_for(owner):
    page = owner.open("/explore?metric=attributed_value")

    assert page.get_by_text("is not yet measured: it comes with").is_visible()
    assert chosen(page) == "New MQLs"
    assert page.locator(".rd-waits").count() > 3
    assert page.locator("button.rd-waits").count() == 0


def test_a_row_of_another_cut_filters_and_pressed_again_no_longer(owner):
    page = owner.open("/explore?metric=mql_new")
    everybody = page.locator(".rd-reading .rd-value").inner_text()

    page.get_by_role("button", name="Segment", exact=True).click()
    page.wait_for_function("() => location.search.includes('by=segment')")
    owner.settle()
    page.get_by_role("button", name="SMB", exact=True).click()
    page.get_by_role("button", name="Segment: SMB").wait_for()
    owner.settle()
    some = page.locator(".rd-reading .rd-value").inner_text()
    page.get_by_role("button", name="SMB", exact=True).click()
    page.get_by_role("button", name="Segment: SMB").wait_for(state="detached")
    owner.settle()

    assert 0 < int(some) < int(everybody)
    assert page.locator(".rd-reading .rd-value").inner_text() == everybody


def test_like_is_compared_with_like_by_a_switch_that_the_address_keeps(owner):
    page = owner.open("/explore?metric=acceptance_rate&by=speed&period=last-13-weeks")
    switch = page.get_by_role("switch", name="Like with like")
    assert switch.get_attribute("aria-checked") == "false"

    switch.click()
    page.wait_for_function("() => location.search.includes('alike=1')")
    owner.settle()

    rows = page.locator(".rd-slices tbody tr")
    assert "times" in rows.first.inner_text()
    assert page.get_by_text("It does not say that being quick is the cause").is_visible()
    assert owner.complaints == []


def test_a_record_opens_its_lead_and_the_address_names_it(owner):
    page = owner.open("/explore?metric=acceptance_rate")

    page.locator(".rd-scroll tbody tr").first.click()
    page.wait_for_selector("[role=dialog] .rd-grid")
    owner.settle()

    assert page.get_by_role("dialog").get_by_text("What happened").is_visible()
    assert "lead=" in page.url
    assert owner.axe() == []
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.search.includes('lead=')")


def test_a_tile_opens_in_explore_with_its_period_and_filters(owner):
    page = owner.open("/?open=won_count&period=last-month&segment=SMB")

    page.get_by_role("button", name="Open in Explore").click()
    page.wait_for_selector(".rd-breakdown")
    owner.settle()

    assert chosen(page) == "Deals won"
    assert "metric=won_count" in page.url
    assert page.get_by_role("button", name="Segment: SMB").is_visible()
    assert page.get_by_role("combobox", name="Period").input_value() == "Last month"


def test_a_view_is_kept_and_opens_again_from_another_page(owner):
    page = owner.open("/explore?metric=mql_new&by=tier&segment=SMB&period=last-month")
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Keep this view as").fill("SMB by tier")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("button", name="SMB by tier").wait_for()

    owner.open("/")
    page.get_by_role("button", name="Views").click()
    page.get_by_role("button", name="SMB by tier").click()
    page.wait_for_selector(".rd-breakdown")
    owner.settle()

    assert "metric=mql_new" in page.url
    assert page.locator(".rd-cut[aria-pressed=true]").inner_text() == "Tier"
    assert page.get_by_role("button", name="Segment: SMB").is_visible()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (390, 844)])
def test_no_screen_scrolls_sideways_and_a_phone_folds_the_list(owner, width, height):
    owner.page.set_viewport_size({"width": width, "height": height})

    page = owner.open("/explore?metric=follow_up_time&by=campaign")

    reach = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert reach <= width
    assert page.get_by_label("Find a metric").is_visible() is (width > 390)
