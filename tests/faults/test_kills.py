"""A writer that dies at any moment: the store has all of its import or nothing of it."""

import random
from datetime import datetime

import pytest

from revdash.store.archive import verify
from revdash.store.backup import backup
from revdash.store.releases import Releases

KILLS = 20  # in each of two tests
BLOCK = 256 * 1024  # what the engine writes at once


@pytest.mark.parametrize("seed", [1, 2])
def test_kill_at_twenty_random_moments(order, folder, imports_in, assert_recovers, seed):
    moments = random.Random(seed)  # noqa: S311  the same moments every time
    whole, killed, imports = order(folder)["seconds"], 0, 2
    while killed < KILLS:
        ended = order(folder, after=moments.uniform(0, whole))
        if ended["code"] == -9:
            killed += 1
            imports = assert_recovers(folder, imports)
        else:
            whole, imports = ended["seconds"], imports + 1

    assert imports_in(folder) == imports


def test_kill_before_every_touch_of_a_file(order, folder, imports_in, assert_recovers):
    """Each open, rename, chmod and delete that publishing makes, counted by an audit hook."""
    imports, touch = 1, 0
    while True:
        touch += 1
        ended = order(folder, event=touch)
        if ended["code"] == 0:
            break
        assert ended["code"] == -9
        # every third time the next build runs to its end; else its sweep is what is killed next
        imports = imports_in(folder) if touch % 3 else assert_recovers(folder, imports)

    assert touch > 20


def test_kill_at_every_write_of_the_first_release(order, tmp_path, imports_in):
    """The engine's own writes: the one that would pass the limit kills, at every block."""
    folder, limit = tmp_path / "first", 0
    while (ended := order(folder, size=limit, is_killed=True))["code"]:
        assert imports_in(folder) == 0
        limit += 2 * BLOCK

    assert limit > 8 * BLOCK
    assert imports_in(folder) == 1
    assert ended["sentence"] == ""


@pytest.mark.parametrize("is_killed", [True, False], ids=["killed", "refused"])
def test_a_write_past_the_end_of_the_disk_is_survived(order, folder, imports_in, is_killed):
    """A large import grows the file; every block of the growth is the last in turn."""
    size = max(path.stat().st_size for path in folder.glob("store-*.duckdb"))
    deaths, limit = [], size + BLOCK
    while (ended := order(folder, rows=1_200, size=limit, is_killed=is_killed))["code"]:
        deaths.append(ended)
        assert imports_in(folder) == 1
        limit += BLOCK

    assert len(deaths) > 5
    if not is_killed:
        for death in deaths:
            assert death["sentence"].startswith(f"Writing to {folder} failed")
            assert "The release in force is as it was. Free some space" in death["sentence"]


def test_a_backup_killed_at_any_touch_leaves_no_file_of_its_name(order, folder):
    target, touch = folder.with_name("backup.zip"), 1
    while (ended := order(folder, work="backup", event=touch))["code"]:
        assert ended["code"] == -9
        if target.exists():
            verify(target)  # killed after its last step: whole
            target.unlink()
        touch += 1

    assert touch > 10
    assert verify(target).release == 1
    assert {path.name for path in folder.parent.iterdir()} == {"data", "backup.zip"}


def test_a_backup_that_meets_a_full_disk_leaves_no_file(order, folder):
    target, limit = folder.with_name("backup.zip"), 0
    while (ended := order(folder, work="backup", size=limit, is_killed=False))["code"]:
        assert ended["sentence"].startswith(f"Writing to {folder.parent} failed")
        assert {path.name for path in folder.parent.iterdir()} == {"data"}
        limit += 16 * 1024

    assert verify(target).release == 1


def test_a_restore_killed_at_any_touch_restores_all_or_nothing(order, folder, imports_in):
    backup(Releases(folder), folder.with_name("good.zip"), by="Ann", now=datetime(2026, 1, 1))
    assert order(folder)["code"] == 0
    touch = 1
    while (ended := order(folder, work="restore", event=touch))["code"]:
        assert ended["code"] == -9
        if imports_in(folder) == 1:  # killed after it was in force
            assert order(folder)["code"] == 0
        touch += 3  # the steps of publishing are those of a build, each of which is killed above

    assert touch > 20
    assert imports_in(folder) == 1
    assert not list(folder.glob("*.building"))
