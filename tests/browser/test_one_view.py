"""The one view in a real browser: paints, opens, filters, fits, and asks nobody else."""

import csv
import re

import pytest
from playwright.sync_api import expect

# Keeps every state of the tiles that was ever on the page.
REMEMBER = """
  globalThis.seen = [];
  new MutationObserver(() => {
    const values = [...document.querySelectorAll('.rd-tile .rd-value')].map(v => v.innerText);
    const state = values.join(' ');
    if (values.length && seen.at(-1) !== state) seen.push(state);
  }).observe(document, { subtree: true, childList: true, characterData: true });
"""
SCREENS = [(1440, 900), (1920, 1080), (768, 1024), (390, 844)]
SCHEMES = ["light", "dark"]
PAGES = ["/handoffs", "/explore", "/definitions", "/data", "/settings"]


def test_the_view_paints_without_a_complaint_or_a_foreign_request(screen):
    someone = screen()

    page = someone.page

    assert page.locator(".rd-tile").count() >= 6
    assert page.locator(".rd-plot .main-svg").count() > 0
    assert someone.complaints == []
    assert someone.foreign == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_no_screen_scrolls_sideways(screen, width, height, scheme):
    page = screen(width, height, scheme).page

    reach = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")

    assert reach <= width


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_no_text_in_a_tile_is_cut_off(screen, width, height):
    page = screen(width, height).page

    cut = page.evaluate(
        "[...document.querySelectorAll('.rd-tile, .rd-tile *')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display != 'inline'"
        " && !e.closest('.rd-spark, .rd-pace')).map(e => e.className + ': ' + e.textContent)"
    )

    assert cut == []


def test_tiles_of_all_sides_stand_on_the_same_lines(screen):
    page = screen().page

    tops = page.evaluate(
        "[...new Set([...document.querySelectorAll('.rd-tile .rd-value')]"
        ".map(e => Math.round(e.getBoundingClientRect().bottom)))]"
    )
    heights = page.evaluate(
        "[...new Set([...document.querySelectorAll('.rd-tile')]"
        ".map(e => Math.round(e.getBoundingClientRect().height)))]"
    )

    assert len(heights) == 1
    assert max(tops) - min(tops) <= 4


def test_verdict_tiles_charts_and_funnel_fit_one_laptop_screen(screen):
    page = screen().page

    bottom = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.rd-card')]"
        ".map(e => e.getBoundingClientRect().bottom))"
    )

    assert bottom <= 900


def test_a_tile_opens_its_records_and_the_address_names_it(reader):
    someone = reader()
    page = someone.open()

    tile = page.locator(".rd-tile").nth(1)
    metric = tile.get_attribute("data-part")
    tile.click()
    page.wait_for_selector("[role=dialog] .rd-grid, [role=dialog] .rd-empty")

    page.get_by_role("dialog").get_by_text("Records behind it").wait_for()
    expect(page).to_have_url(re.compile(f"open={metric}"))
    assert someone.complaints == []


def test_a_shared_address_opens_the_same_metric(reader, screen):
    metric = screen().page.locator(".rd-tile").first.get_attribute("data-part")

    page = reader().open(f"/?open={metric}")

    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_closed_dialog_leaves_the_address(reader, screen):
    metric = screen().page.locator(".rd-tile").first.get_attribute("data-part")
    page = reader().open(f"/?open={metric}")

    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.wait_for_function("() => !location.search.includes('open=')")

    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_records_behind_a_tile_download_as_csv(reader):
    someone = reader()
    page = someone.open("/?open=mql_new")

    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    rows = list(csv.reader(download.value.path().read_text("utf-8-sig").splitlines()))
    head = next(place for place, row in enumerate(rows) if row[:1] == ["key"])

    assert download.value.suggested_filename.endswith(".csv")
    assert ["# Metric: New MQLs"] in rows
    assert len(rows) - head - 1 == int(someone.tiles()["mql_new"])


def test_a_filter_changes_the_numbers_goes_into_the_address_and_comes_off_again(reader):
    someone = reader()
    page = someone.open()
    everybody = someone.tiles()

    page.get_by_role("button", name="Filters").click()
    page.get_by_role("combobox", name="Segment").click()
    page.get_by_role("option", name="SMB").click()
    page.wait_for_function("() => location.search.includes('segment=SMB')")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Segment: SMB").wait_for()
    some = someone.tiles()
    page.get_by_role("button", name="Segment: SMB").click()
    page.get_by_role("button", name="Segment: SMB").wait_for(state="detached")

    assert 0 < int(some["mql_new"]) < int(everybody["mql_new"])
    assert someone.tiles() == everybody


def test_a_shared_address_shows_the_view_before_anything_else(reader, stranger):
    path = "/?segment=SMB&period=last-month&compare=none"
    sender = reader()
    sender.open(path)

    stranger.page.add_init_script(REMEMBER)
    stranger.open(path)

    assert stranger.page.evaluate("seen") == [" ".join(sender.tiles().values())]
    assert sender.page.get_by_role("button", name="Segment: SMB").is_visible()


def test_a_period_may_be_named_by_its_key(reader):
    page = reader().open("/?period=last-month")

    assert page.get_by_role("combobox", name="Period").input_value() == "Last month"


def test_an_unknown_filter_in_the_address_is_dropped(reader):
    someone = reader()

    page = someone.open("/?segment=<script>&period=never&open=")

    assert page.locator(".rd-tile").count() >= 6
    assert someone.complaints == []


def test_all_that_waits_opens_beside_the_list(reader):
    page = reader().open()

    page.get_by_role("button", name="See all").click()
    page.get_by_role("dialog").get_by_text("Records behind it").wait_for()

    expect(page).to_have_url(re.compile("open=untouched_leads"))


def test_a_phone_shows_who_waits_for_whom_before_the_charts(screen):
    page = screen(390, 844).page

    card = page.locator(".rd-cards tbody tr").first
    chart = page.locator(".rd-card").first

    assert card.locator("td:visible").count() == 5
    assert "due" in card.inner_text()
    assert card.bounding_box()["y"] < chart.bounding_box()["y"]


def test_the_open_navigation_of_a_phone_is_not_covered(reader):
    page = reader(390, 844).open()

    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Explore").wait_for()

    expect(page.locator(".st-key-person-box")).to_be_hidden()
    page.evaluate("localStorage.clear()")  # the browser would remember that it is open


def test_bars_of_one_column_start_on_one_line(screen):
    page = screen().page

    starts = page.evaluate(
        "[...new Set([...document.querySelectorAll('.rd-cell-bar')]"
        ".map(e => Math.round(e.getBoundingClientRect().left)))]"
    )

    assert len(starts) == 1


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_a_long_value_stays_within_its_tile(reader, width, height):
    page = reader(width, height).open()

    wide = page.evaluate(
        "[...document.querySelectorAll('.rd-tile .rd-value-line')].map(line => {"
        " const value = line.firstChild; value.textContent = '$108.5K–$481.5K';"
        " line.style.setProperty('--rd-wide', 9.4);"
        " return value.offsetWidth - line.clientWidth})"
    )

    assert max(wide) <= 0


def test_the_wall_has_no_controls_and_says_when_it_was_refreshed(reader):
    page = reader(1920, 1080).open("/?tv=1")

    assert page.get_by_text("Refreshed").is_visible()
    assert not page.get_by_role("combobox", name="Period").is_visible()
    assert not page.get_by_role("link", name="Explore").is_visible()
    assert not page.get_by_role("button", name="More", exact=True).is_visible()


def test_dark_follows_the_reader_s_system(screen):
    page = screen(scheme="dark").page

    colour = page.evaluate("getComputedStyle(document.querySelector('.rd-tile')).backgroundColor")

    assert colour == "rgb(20, 28, 37)"


def test_a_tile_is_reached_opened_and_shut_by_keyboard(reader):
    page = reader().open()

    page.locator(".rd-tile").first.focus()
    page.keyboard.press("Tab")
    metric = page.evaluate("document.activeElement.dataset.part")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=dialog]")

    assert metric == page.locator(".rd-tile").nth(1).get_attribute("data-part")
    expect(page).to_have_url(re.compile(f"open={metric}"))
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.wait_for_function("() => !location.search.includes('open=')")


def test_a_tile_says_what_it_means_to_a_pointer(reader):
    page = reader().open()

    page.locator(".rd-tile").first.hover()
    tip = page.wait_for_selector(".rd-tip:popover-open")

    assert tip.inner_text() == page.locator(".rd-tile-box .rd-unseen").first.text_content()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", ["/", "/?open=mql_new", *PAGES])
def test_axe_finds_nothing_serious(screen, path, scheme):
    assert screen(scheme=scheme, path=path).axe() == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_by_its_own_address_without_a_complaint(screen, path):
    someone = screen(path=path)

    assert someone.complaints == []
    assert someone.foreign == []


def test_another_page_opens_from_the_bar(reader):
    page = reader().open()

    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("link", name="Definitions").click()
    page.wait_for_selector("h1:text('Definitions')")

    expect(page).to_have_url(re.compile("/definitions$"))
    page.get_by_role("link", name="Settings").wait_for(state="detached")
