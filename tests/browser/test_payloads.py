"""Payloads in every text the data hold: no script, no foreign link, no request to anybody else."""

import csv
import io
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select

from revdash.api import set_up
from revdash.api.actors import COMMAND_LINE
from revdash.api.house import House
from revdash.api.imports import import_paths
from revdash.config import read_settings
from revdash.ingest.tables import fields_of, vocabulary
from revdash.store.schema import FACTS
from revdash.store.versions import in_force

STARTS_FROM = "wicked_folder"
BEACON = "http://127.0.0.1:{port}/seen"
PAYLOADS = (
    "<script>fetch('{beacon}')</script>",
    "<img src='{beacon}.png' onerror=alert(1)>",
    "![x]({beacon}.png)",
    "[x]({beacon})",
    '<a href="{beacon}">',
    "<style>*{{background:url({beacon})}}</style>",
    "=HYPERLINK({beacon})",
    "{{{{7*7}}}} ${{x^2}}$ '; DROP TABLE person;--",
)
# What the machine reads as words of its own, or as somebody's id.
MEANT = {
    *("kind", "side", "verdict", "direction", "outcome", "touch_type", "actor_kind", "event_kind"),
    *("event_precision", "currency", "zone", "calendar_id", "method", "dedup_scope", "entity"),
    *("signal_kind", "meeting_kind", "assigned_by", "consent_state", "role", "email", "email_hash"),
    *("event_key", "source_system", "source_id", "absence_kind", "evidence", "reason", "channel"),
}
PAGES = (
    *("/", "/?tv=1", "/?open=mql_new", "/?open=won_value", "/?open=follow_up_time"),
    *("/?open=reach_unique", "/?open=untouched_leads", "/explore?by=campaign", "/definitions"),
    *("/handoffs", "/feedback?of=*", "/data", "/settings", "/meeting", "/health", "/customers"),
    *("/enablement", "/pulse"),
)


SEEN: list[str] = []


class _Beacon(BaseHTTPRequestHandler):
    def do_GET(self):
        SEEN.append(self.path)
        self.send_response(204)
        self.end_headers()


@pytest.fixture(scope="session")
def beacon():
    """A server that must never be asked for anything; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Beacon) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield BEACON.format(port=server.server_port)
        server.shutdown()


def spoil(path, beacon):
    """Put a payload behind every text of a file that people may read."""
    table = path.stem
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    spoilt = [
        place
        for place, name in enumerate(header)
        if name not in MEANT
        and not name.endswith("_id")
        and str(FACTS[table].c[name].type) == "TEXT"
        and not vocabulary(table, name)
    ]
    for number, row in enumerate(rows):
        for place in spoilt:
            if row[place]:
                # The same text gets the same payload, so that what belongs together stays so.
                chosen = PAYLOADS[(len(row[place]) + place + (number % 2)) % len(PAYLOADS)]
                row[place] += " " + chosen.format(beacon=beacon)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return len(spoilt)


def native_files(folder, target):
    """Write what a store knows as files in revdash's own shape."""
    paths = []
    with closing(House(read_settings(data=folder))) as house, house.facts() as connection:
        for name, fact in FACTS.items():
            columns = [fact.c[n] for n in (*fields_of(name), "event_key") if n != "retracted"]
            rows = connection.execute(select(*columns).where(in_force(fact))).all()
            if rows:
                paths.append(target / f"{name}.csv")
                with paths[-1].open("w", encoding="utf-8", newline="") as stream:
                    csv.writer(stream).writerows([[c.name for c in columns], *rows])
    return paths


@pytest.fixture(scope="session")
def wicked_folder(tmp_path_factory, short_demo_folder, beacon):
    """A data folder whose names, sources, segments, campaigns and reasons all carry payloads."""
    files = native_files(short_demo_folder, tmp_path_factory.mktemp("wicked_files"))
    assert sum(spoil(path, beacon) for path in files) > 30
    folder = tmp_path_factory.mktemp("wicked") / "data"
    with closing(House(read_settings(data=folder))) as house:
        set_up.init(house, COMMAND_LINE)
        import_paths(house, COMMAND_LINE, files)
    return folder


def links_elsewhere(page):
    return page.locator("a[href*='/seen'], img[src*='/seen'], iframe[src*='/seen']").count()


@pytest.mark.parametrize("path", PAGES)
def test_payloads_stay_text_on_every_page(owner, path):
    page = owner.open(path)
    page.wait_for_timeout(300)  # what a payload starts, it starts soon

    if path.partition("?")[0] == "/":
        assert "127.0.0.1" in page.locator("body").inner_text()
    assert links_elsewhere(page) == 0
    assert (owner.complaints, owner.foreign, SEEN) == ([], [], [])


def test_payloads_stay_text_in_filters_and_on_charts(owner):
    page = owner.open("/?open=mql_new")
    charts = page.get_by_role("dialog").locator(".rd-plot .nsewdrag")
    for place in range(charts.count()):
        charts.nth(place).hover(force=True)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("combobox", name="Segment").click()
    page.get_by_role("option").first.click()
    page.wait_for_function("() => location.search.includes('segment=')")
    owner.settle()

    assert "127.0.0.1" in page.locator("body").inner_text()
    assert links_elsewhere(page) == 0
    assert (owner.complaints, owner.foreign, SEEN) == ([], [], [])


def test_payloads_stay_text_in_whom_a_search_finds_and_in_their_story(owner):
    page = owner.open("/definitions")
    page.keyboard.press("/")
    page.keyboard.insert_text("lead")
    page.locator(".rd-hit").first.wait_for()
    assert "127.0.0.1" in page.locator(".rd-hits").inner_text()

    page.locator(".rd-hit").first.click()
    page.locator(".rd-story .rd-moment").last.wait_for()
    owner.settle()
    page.locator(".rd-story .rd-moment").last.click()
    page.get_by_role("dialog").get_by_text("source system").wait_for()

    assert "127.0.0.1" in page.locator("body").inner_text()
    assert links_elsewhere(page) == 0
    assert (owner.complaints, owner.foreign, SEEN) == ([], [], [])


def test_payloads_stay_text_while_a_file_is_read_tried_and_taken_in(owner, beacon):
    wicked = [payload.format(beacon=beacon) for payload in PAYLOADS]
    rows = [
        ["lead id", "created", "tier", "owner", wicked[1], wicked[2]],
        *([str(place), "2026-05-01", text, text, text, text] for place, text in enumerate(wicked)),
        ["9", "<img src=x>", "", "", "", ""],
    ]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    page = owner.open("/data")

    name = f"{wicked[2]} {wicked[1]}.csv".replace("/", "_")
    file = {"name": name, "mimeType": "text/csv", "buffer": text.getvalue().encode()}
    page.set_input_files("input[type=file]", file)
    owner.settle()
    page.get_by_role("button", name="Read it so").click()
    owner.settle()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("9 read = 8 loaded + 0 unchanged + 1 refused").first.wait_for()
    owner.settle()

    assert "<img src=x>" in page.locator("body").inner_text()
    assert page.locator("img[src='x']").count() + links_elsewhere(page) == 0
    assert (owner.complaints, owner.foreign, SEEN) == ([], [], [])
