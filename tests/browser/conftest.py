"""A served app and a browser: one server and one Chromium for all browser tests."""

import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Error, expect, sync_playwright
from playwright.sync_api import TimeoutError as Nothing

ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests" / "browser" / "vendor" / "axe-4.14.1.min.js"
RESTS = ROOT / "tests" / "browser" / "rests.js"
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
TRIES = 10  # to choose in a list that may be drawn anew
PATIENCE = 60_000  # milliseconds a page may take to show something on a busy machine

expect.set_options(timeout=PATIENCE)  # its own would be five seconds


def pytest_addoption(parser):
    parser.addoption("--address", help="test the server that answers here instead of a new one")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Say beside a failure what stood on the open pages."""
    report = yield
    if call.excinfo and "context" in item.funcargs:
        for page in item.funcargs["context"].pages:
            with suppress(Error):
                report.sections.append((page.url, page.inner_text("body", timeout=5_000)))
    return report


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


@contextmanager
def served(folder):
    """Serve *folder* while the block runs; gives the address."""
    with (folder / "server.log").open("w") as log:
        server, address = started(folder, log)
        yield address
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def address(request):
    """The address of a server with demo data, for looking."""
    given = request.config.getoption("--address")
    if given:
        yield given.rstrip("/")
        return
    with served(request.getfixturevalue("short_demo_folder")) as here:
        yield here


@pytest.fixture(scope="module")
def own_folder(request, tmp_path_factory):
    """Data that the module may change; it names what it starts from."""
    start = request.getfixturevalue(request.module.STARTS_FROM)
    return Path(shutil.copytree(start, tmp_path_factory.mktemp("own") / "data"))


@pytest.fixture(scope="module")
def own_address(own_folder):
    """The address of a server whose data the module may change."""
    with served(own_folder) as here:
        yield here


@pytest.fixture(scope="session")
def browser():
    """Chromium: the machine's own, else the one Playwright brought."""
    own = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=own, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def context(browser):
    """One profile for all pages, so that each file is fetched and compiled once."""
    with closing(browser.new_context()) as shared:
        yield shared


class Reader:
    """A person at a browser: opens pages, and remembers what went wrong."""

    def __init__(self, context, address, scheme="light", size=(1440, 900)):
        self.address = address
        self.page = context.new_page()
        self.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_default_timeout(PATIENCE)
        self.page.add_init_script(path=RESTS)
        self._looks = count()
        self.complaints = []
        self.foreign = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    def _console(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _dialog(self, dialog):
        self.complaints.append(f"a script asked: {dialog.message}")
        dialog.dismiss()

    def _request(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, path="/"):
        """Open *path* and wait until its content stands; nothing asked before is left behind."""
        if self.page.url.startswith(self.address):
            self.settle()
        self.page.goto(self.address + path)
        self.page.wait_for_selector(".rd-heading")
        self.settle()
        return self.page

    def settle(self):
        """Wait until all that was asked has been answered, and every chart is drawn."""
        self.page.wait_for_function("who => rests(who)", arg=next(self._looks))

    def unfold(self, title):
        """Open what is folded under *title*; nothing moves under the pointer after that."""
        self.page.get_by_text(title).click()
        self.settle()

    def choose(self, box, option):
        """Choose *option* in a select box: again, where the page was drawn anew under the pointer.

        An open list hides the rest of the page from everybody, so it must be shut before going on.
        """
        choosing = self.page.get_by_role("combobox", name=box)
        offered = self.page.get_by_role("option", name=option)
        for _ in range(TRIES):
            with suppress(Nothing, AssertionError):
                if not offered.count():
                    choosing.click(timeout=PATIENCE / TRIES)
                offered.first.click(timeout=PATIENCE / TRIES)
                chosen = re.compile(re.escape(option))
                expect(choosing).to_have_value(chosen, timeout=PATIENCE / TRIES)
                break
        self.page.get_by_role("listbox").wait_for(state="detached")
        self.settle()

    def tell(self, deed, **said):
        """Press a button, say in its dialog what it asks for, send it; gives what came of it."""
        self.page.locator(f"[data-part='{deed}']").click()
        asked = self.page.locator("dialog[open]")
        for name, value in said.items():
            field = asked.locator(f"[name={name}]")
            choose = field.evaluate("field => field.tagName") == "SELECT"
            field.select_option(value) if choose else field.fill(value)
        asked.locator("[data-part=send]").click()
        return self.heard()

    def heard(self):
        """What was said of the last thing done; it is put away."""
        text = self.page.locator(".rd-said span").inner_text()
        self.page.locator(".rd-said .rd-shut").click()
        return text

    def axe(self):
        """Return what axe-core finds an author could put right on the page at rest."""
        self.settle()
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            (rule["id"], rule["nodes"][0]["html"])
            for rule in found["violations"]
            if rule["impact"] in {"serious", "critical"}
        ]

    def tiles(self):
        """Return the tiles' values by metric, once the script that draws them has ended."""
        self.settle()
        return dict(
            self.page.locator(".rd-tile").evaluate_all(
                "tiles => tiles.map(t => [t.dataset.part, t.querySelector('.rd-value').innerText])"
            )
        )


@pytest.fixture(scope="session")
def sit():
    """A function that sits a person down before an address."""
    return Reader


@pytest.fixture
def reader(context, address):
    """Return a function that sits a reader down before a screen of some size and theme."""
    with ExitStack() as leaving:

        def sit(width=1440, height=900, scheme="light"):
            someone = Reader(context, address, scheme, (width, height))
            leaving.callback(someone.page.close)
            return someone

        yield sit


@pytest.fixture
def stranger(browser, address):
    """A reader on a machine that never saw the app."""
    with closing(browser.new_context()) as fresh:
        yield Reader(fresh, address)


@pytest.fixture
def owner(context, own_address):
    """A reader who may change the data of the module's own server."""
    someone = Reader(context, own_address)
    yield someone
    someone.page.close()


@pytest.fixture
def colleague(context, own_address):
    """Another of them, at the same time."""
    someone = Reader(context, own_address)
    yield someone
    someone.page.close()


@pytest.fixture(scope="module")
def screen(context, address):
    """Return a function that gives a page already open on some screen; only look at it."""
    open_ones = {}

    def look(width=1440, height=900, scheme="light", path="/"):
        kind = (width, height, scheme, path)
        if kind not in open_ones:
            open_ones[kind] = Reader(context, address, scheme, (width, height))
            open_ones[kind].open(path)
        return open_ones[kind]

    yield look
    for each in open_ones.values():
        each.page.close()
