"""Houses to ask: the short demo, for looking; copies of it and of an empty one, for writing."""

import shutil

import pytest

from revdash import api
from revdash.api.actors import Actor
from revdash.config import read_settings
from revdash.desk.audit import read_log
from revdash.desk.people import Role
from revdash.errors import NotAllowedError


class Nobody(Actor):
    """An actor without any right."""

    def assert_may(self, right):
        raise NotAllowedError(f"{self.name} may not {right}. Ask somebody who may.")


@pytest.fixture
def nobody():
    return Nobody(actor_id="nobody", name="Nobody", role=Role.VIEWER)


@pytest.fixture
def viewer():
    return Actor(actor_id="viewer", name="Viewer", role=Role.VIEWER)


@pytest.fixture
def revops():
    return Actor(actor_id="revops", name="RevOps", role=Role.REVOPS)


@pytest.fixture
def live():
    """Make a folder's house the one of this process, until the test ends."""
    houses = []

    def _live(folder):
        houses.append(api.move_in(read_settings(data=folder, lock_wait=0.2)))
        return houses[-1]

    yield _live
    for house in houses:
        house.close()


@pytest.fixture
def demo(short_demo_folder):
    """Eight weeks of the demo, for looking; its house stays open for the next who looks."""
    wanted = read_settings(data=short_demo_folder, lock_wait=0.2)
    return api.house() if api.house().settings == wanted else api.move_in(wanted)


@pytest.fixture
def own_demo(live, short_demo_folder, tmp_path):
    """Eight weeks of the demo, to be written."""
    return live(shutil.copytree(short_demo_folder, tmp_path / "data"))


@pytest.fixture
def own_empty(live, empty_folder, tmp_path):
    """A new company without data, to be written."""
    return live(shutil.copytree(empty_folder, tmp_path / "data"))


@pytest.fixture
def logged():
    """The newest rows of the audit log, as (actor, action, subject)."""

    def _logged(house, limit=50):
        with house.desk.connect() as connection:
            log = read_log(connection, limit=limit)
        return [(row.actor_id, row.action, row.subject) for row in log]

    return _logged


@pytest.fixture
def filled():
    """What a form would send: its values as they are, some of them changed."""

    def _filled(actor, section, key, **changes):
        form = next(f for f in api.settings(actor, section) if f.key == key)
        return {field.key: field.value for field in form.fields} | changes, form.version

    return _filled
