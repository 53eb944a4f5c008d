"""Real files: where they are, and a store that holds them, each file its own import."""

import csv
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from revdash.api import set_up
from revdash.api.actors import COMMAND_LINE
from revdash.api.house import House
from revdash.api.imports import Manner, import_paths
from revdash.api.keeping import DERIVED
from revdash.api.showing import Look, show
from revdash.config import read_settings
from revdash.store.hashes import content_of

ROOT = Path(__file__).parents[2]
OLIST = ROOT.parent / "shared" / "data" / "olist"
MAVEN = ROOT / "data" / "samples" / "maven_crm"
FIRST = datetime(2026, 1, 5, 9)


def rows_of(path):
    """The rows of a file, read by nothing of ours."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Shop:
    """A store of real files: each is its own import, at a moment that only the file decides."""

    def __init__(self, folder, files):
        self.folder, self.files = folder, files
        self.house = House(read_settings(data=folder))

    def begin(self, naming, order):
        """Name the company and take its files in, in this order."""
        set_up.init(self.house, COMMAND_LINE, set_up.Naming(*naming))
        for name in order:
            self.take_in(name)

    def take_in(self, name):
        at = FIRST + timedelta(days=list(self.files).index(name))
        return import_paths(self.house, COMMAND_LINE, [self.files[name]], Manner(now=at))

    def shown(self, metric, period="2016-01-01..2018-12-31", by="", **filters):
        """What `revdash show` prints: the value of each part."""
        chosen = tuple((name, (value,)) for name, value in filters.items())
        look = Look(metric=metric, period=period, by=by, filters=chosen)
        answer = show(self.house, COMMAND_LINE, look)
        value = answer.header.index("value")
        return {row[0]: row[value] for row in answer.rows}

    def one(self, metric, period="2016-01-01..2018-12-31", **filters):
        """The one value of a metric."""
        (value,) = self.shown(metric, period, **filters).values()
        return value

    def derived(self):
        """One hash of each derived table."""
        with self.house.facts() as connection:
            return {table.name: content_of(connection, table) for table in DERIVED}


@pytest.fixture(scope="session")
def olist_files():
    if not OLIST.is_dir():
        pytest.skip("the real files of Olist are not here: shared/ is absent")
    return {
        "leads": OLIST / "olist_marketing_qualified_leads_dataset.csv",
        "deals": OLIST / "olist_closed_deals_dataset.csv",
    }


@pytest.fixture(scope="session")
def maven_files():
    return {path.stem: path for path in sorted(MAVEN.glob("*.csv"))}


@pytest.fixture(scope="session")
def rows() -> Callable[[Path], list[dict[str, str]]]:
    return rows_of


@pytest.fixture(scope="session")
def open_shop(tmp_path_factory):
    """Open a store of its own for some files, and take them in in some order."""
    opened = []

    def _open(files, naming, order):
        shop = Shop(tmp_path_factory.mktemp("shop"), files)
        shop.begin(naming, order)
        opened.append(shop)
        return shop

    yield _open
    for shop in opened:
        shop.house.close()


@pytest.fixture(scope="session")
def copied(tmp_path_factory):
    """Copy a store, to be written."""
    opened = []

    def _copied(shop):
        folder = tmp_path_factory.mktemp("copy") / "data"
        shutil.copytree(shop.folder, folder)
        opened.append(Shop(folder, shop.files))
        return opened[-1]

    yield _copied
    for shop in opened:
        shop.house.close()


@pytest.fixture(scope="session")
def filled(shared):
    """Open a store that one worker of the session fills with some files, for looking."""
    opened = []

    def _filled(name, files, naming):
        def fill(folder):
            shop = Shop(folder, files)
            shop.begin(naming, files)
            shop.house.close()

        opened.append(Shop(shared(name, fill), files))
        return opened[-1]

    yield _filled
    for shop in opened:
        shop.house.close()


@pytest.fixture(scope="session")
def olist(filled, olist_files):
    return filled("olist", olist_files, ("Olist", "America/Sao_Paulo", "BRL"))


@pytest.fixture(scope="session")
def maven(filled, maven_files):
    return filled("maven", maven_files, ("Maven", "America/New_York", "USD"))


@pytest.fixture(scope="session")
def both(filled, olist_files, maven_files):
    return filled("both", {**olist_files, **maven_files}, ("Both", "UTC", "USD"))
