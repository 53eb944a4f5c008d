"""Data folders that tests share: each is filled once a session, by whoever needs it first."""

import shutil
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock

from revdash.api import set_up
from revdash.api.actors import COMMAND_LINE
from revdash.api.house import House
from revdash.config import read_settings


def pytest_collection_modifyitems(items):
    """Build the demo first and look at it last, so that no worker waits while another builds."""
    of_demo = [item.path for item in items if "demo_folder" in item.fixturenames]
    items.sort(key=lambda item: 1 if item.path not in of_demo else 2 * (item.path != of_demo[0]))


@pytest.fixture(scope="session")
def shared(request, tmp_path_factory):
    """Return a folder that one worker of the session fills; each opens a copy of its own."""
    own = tmp_path_factory.getbasetemp()
    root = own.parent if hasattr(request.config, "workerinput") else own

    def _shared(name, fill):
        folder = root / name
        with FileLock(root / f"{name}.lock"):
            if not folder.exists():
                filling = root / f"{name}.filling"
                fill(filling)
                filling.rename(folder)
        return folder if root == own else Path(shutil.copytree(folder, own / name))

    return _shared


def fill_with_demo(folder, weeks=None):
    """Make a data folder with the demo company."""
    house = House(read_settings(data=folder))
    set_up.demo(house, COMMAND_LINE, weeks=weeks)
    house.close()


def fill_with_nothing(folder):
    """Make a data folder with a company, and nothing loaded."""
    house = House(read_settings(data=folder))
    set_up.init(house, COMMAND_LINE)
    house.close()


@pytest.fixture(scope="session")
def demo_folder(shared):
    """A data folder with the demo company; for looking, not for writing."""
    return shared("demo", fill_with_demo)


@pytest.fixture(scope="session")
def empty_folder(shared):
    """A data folder after `revdash init`: a company, and nothing loaded."""
    return shared("empty", fill_with_nothing)


@pytest.fixture(scope="session")
def short_demo_folder(shared):
    """A data folder with eight weeks of the demo company; for looking and copying."""
    return shared("short_demo", partial(fill_with_demo, weeks=8))
