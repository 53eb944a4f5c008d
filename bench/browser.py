"""Browser: the one view beside an empty page of the same server, in a Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench.printing import milliseconds, table
from bench.serving import demo_served

TIMES = 5
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update")
_RUN = "[data-test-script-state=notRunning]"
_DRAWN = (
    "() => { const plots = [...document.querySelectorAll('.rd-plot')];"
    " return plots.length > 0 && plots.every(plot => plot.querySelector('.main-svg')) }"
)


def run() -> None:
    """Print cold loads, a filter change and a page switch."""
    with demo_served() as address, _chromium() as browser:
        _measure(browser, address)


def _measure(browser: Browser, address: str) -> None:
    first = _cold(browser, address, "/")
    empty = median(_cold(browser, address, "/empty") for _ in range(TIMES))
    full = median(_cold(browser, address, "/") for _ in range(TIMES))
    miss, hit = _filter(browser, address)
    rows = [
        ("first visitor after a start", first, "3,000"),
        ("empty page, cold", empty, "-"),
        ("one view, cold, all settled", full, f"{1.5 * empty:,.0f}"),
        ("  as a multiple of the empty page", full / empty, "1.5"),
        ("another period, all settled: miss", miss, "350"),
        ("another period, all settled: hit", hit, "250"),
        ("page switch", _switch(browser, address), "300"),
    ]
    table("In a browser, milliseconds (medians)", ("what", "measured", "target"), rows)


def _cold(browser: Browser, address: str, path: str) -> float:
    """Load *path* in a browser that has seen nothing, until all has settled."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    taken, _ = milliseconds(lambda: _open(page, address + path))
    context.close()
    return taken


def _open(page: Page, address: str) -> None:
    page.goto(address)
    if address.endswith("/empty"):
        page.get_by_text("An empty page").wait_for()
    else:
        page.wait_for_function(_DRAWN)
    page.wait_for_selector(_RUN, state="attached")


def _filter(browser: Browser, address: str) -> tuple[float, float]:
    """Pick another period: the first time it is computed, the second time remembered."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    _open(page, address + "/")
    names = ("Last week", "Last 13 weeks", "Last month")
    misses = [_pick(page, name) for name in names]
    hits = [_pick(page, name) for name in names]
    page.close()
    return median(misses), median(hits)


def _pick(page: Page, name: str) -> float:
    before = page.locator(".rd-heading").first.inner_text()
    page.get_by_role("combobox", name="Period").click()
    option = page.get_by_role("option", name=name, exact=True)
    option.wait_for()

    def pick() -> None:
        option.click()
        page.wait_for_function(
            "before => document.querySelector('.rd-heading').innerText !== before", arg=before
        )
        page.wait_for_selector(_RUN, state="attached")
        page.wait_for_function(_DRAWN)

    return milliseconds(pick)[0]


def _switch(browser: Browser, address: str) -> float:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    _open(page, address + "/")

    def there() -> None:
        page.get_by_role("link", name="Definitions").click()
        page.get_by_text("Who counts, who doesn't").wait_for()
        page.wait_for_selector(_RUN, state="attached")

    def back() -> None:
        page.get_by_role("link", name="Overview").click()
        page.wait_for_function(_DRAWN)
        page.wait_for_selector(_RUN, state="attached")

    there()
    back()
    taken = [milliseconds(go)[0] for go in (there, back) * 3]
    page.close()
    return median(taken)


@contextmanager
def _chromium() -> Iterator[Browser]:
    own = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=own, args=list(FLAGS))
        yield browser
        browser.close()
