"""A served app and a browser: one server and one Chromium for all browser tests."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests" / "browser" / "vendor" / "axe-4.14.1.min.js"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--no-sandbox",  # the tests may run as root in a container
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)
START = 60  # seconds a cold server may take on a busy machine


def pytest_addoption(parser):
    parser.addoption("--address", help="test the server that answers here instead of a new one")


def answers(address):
    try:
        with urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310  our own server
            return answer.status == 200
    except (URLError, OSError):
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(folder, log):
    """Start a server on *folder*; return it with its address once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVDASH_DATA", str(folder))
        server = subprocess.Popen(
            [*command, "--server.port", str(port)], cwd=folder, stdout=log, stderr=log
        )
    address = f"http://localhost:{port}"
    deadline = time.monotonic() + START
    while not answers(address):
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            pytest.fail(f"the server did not start; see {log.name}")
        time.sleep(0.1)
    return server, address


@pytest.fixture(scope="session")
def address(request, tmp_path_factory):
    """The address of a server with demo data."""
    given = request.config.getoption("--address")
    if given:
        yield given.rstrip("/")
        return
    folder = request.getfixturevalue("demo_folder")
    with (tmp_path_factory.mktemp("log") / "server.log").open("w") as log:
        server, here = started(folder, log)
        yield here
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def browser():
    """Chromium: the machine's own, else the one Playwright brought."""
    own = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=own, args=QUIET)
        yield chromium
        chromium.close()


class Reader:
    """A person at a browser: opens pages, and remembers what went wrong."""

    def __init__(self, browser, address, **look):
        self.address = address
        self.context = browser.new_context(**look)
        self.page = self.context.new_page()
        self.complaints = []
        self.foreign = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._request)

    def _console(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _request(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, path="/"):
        """Open *path* and wait until its content stands."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector(".rd-heading")
        self.settle()
        return self.page

    def settle(self):
        """Wait until the script has run and every chart is drawn."""
        self.page.wait_for_selector("[data-test-script-state=notRunning]", state="attached")
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('.rd-plot:not([hidden])')]"
            ".every(plot => plot.querySelector('.main-svg'))"
        )

    def axe(self):
        """Return what axe-core finds an author could put right."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            (rule["id"], rule["nodes"][0]["html"])
            for rule in found["violations"]
            if rule["impact"] in {"serious", "critical"}
        ]


@pytest.fixture
def reader(browser, address):
    """Return a function that sits a reader down before a screen of some size and theme."""
    readers = []

    def sit(width=1440, height=900, scheme="light", **look):
        size = {"width": width, "height": height}
        readers.append(Reader(browser, address, viewport=size, color_scheme=scheme, **look))
        return readers[-1]

    yield sit
    for each in readers:
        each.context.close()


@pytest.fixture(scope="module")
def screen(browser, address):
    """Return a function that gives a page already open on some screen; only look at it."""
    open_ones = {}

    def look(width=1440, height=900, scheme="light", path="/"):
        kind = (width, height, scheme, path)
        if kind not in open_ones:
            size = {"width": width, "height": height}
            open_ones[kind] = Reader(browser, address, viewport=size, color_scheme=scheme)
            open_ones[kind].open(path)
        return open_ones[kind]

    yield look
    for each in open_ones.values():
        each.context.close()
