"""Builders that can be killed, and what must hold of a store after each."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from revdash.store.releases import Releases
from revdash.store.schema import FACTS
from revdash.store.schema.ledger import load_batch

ROOT = Path(__file__).parents[2]
TARGETS = [FACTS[name] for name in ("lifecycle_event", "assignment")]


@contextmanager
def _ordering(script, folder, **environment):
    """Order works in processes that may die, and hear how they ended."""
    errors = folder / "stderr"
    with (
        errors.open("w") as stderr,
        subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name(script))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},  # noqa: TID251
        ) as nursery,
    ):

        def _order(folder, *, rows=20, **death):
            nursery.stdin.write(json.dumps({"folder": str(folder), "rows": rows, **death}) + "\n")
            nursery.stdin.flush()
            return json.loads(nursery.stdout.readline())

        yield _order
        nursery.stdin.close()
    assert errors.read_text() == ""


@pytest.fixture(scope="session")
def ordering():
    return _ordering


@pytest.fixture(scope="session")
def order(tmp_path_factory):
    """Order a build in a process that may die, and hear how it ended."""
    with _ordering("nursery.py", tmp_path_factory.mktemp("nursery")) as _order:
        yield _order


@pytest.fixture(scope="session")
def built_once(order, tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults") / "data"
    assert order(folder)["code"] == 0
    return folder


@pytest.fixture
def folder(built_once, tmp_path):
    """A store with one import in force."""
    return Path(shutil.copytree(built_once, tmp_path / "data"))


@pytest.fixture
def imports_in():
    """Count the imports in force, each of them whole in every table."""

    def _imports_in(folder, rows=20):
        releases = Releases(folder)
        release = releases.current()
        if release is None:
            return 0
        with releases.reading(release.path) as connection:
            imports = connection.execute(select(func.count()).select_from(load_batch)).scalar_one()
            for target in TARGETS:
                of_target = select(func.count(), func.count(target.c.superseded_at))
                versions, superseded = connection.execute(of_target).one()
                assert (versions, superseded) == (imports * rows, (imports - 1) * rows // 2)
        return imports

    return _imports_in


@pytest.fixture
def assert_recovers(order, imports_in):
    """After a death: all of the import or nothing of it, and the next build leaves no trace."""

    def _assert_recovers(folder, before, rows=20):
        after = imports_in(folder, rows)
        assert after in {before, before + 1}
        assert order(folder, rows=rows)["code"] == 0
        assert imports_in(folder, rows) == after + 1
        names = {path.name for path in folder.iterdir()}
        stores = {name for name in names if name.startswith("store-")}
        assert names == {"CURRENT", "writer.lock"} | stores
        assert stores == {release.name for release in Releases(folder).published()}
        assert len(stores) <= 3
        return after + 1

    return _assert_recovers
