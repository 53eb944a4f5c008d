"""A writer that dies at any moment: the store has all of its import or nothing of it."""

import random

import pytest

KILLS = 40
BLOCK = 256 * 1024  # what the engine writes at once


def test_kill_at_forty_random_moments(order, folder, imports_in, assert_recovers):
    moments = random.Random(20260105)
    whole, killed, imports = order(folder)["seconds"], 0, 2
    while killed < KILLS:
        ended = order(folder, after=moments.uniform(0, whole))
        killed += ended["code"] == -9
        if ended["code"] == -9:
            imports = assert_recovers(folder, imports)
        else:
            imports += 1

    assert imports_in(folder) == imports


def test_kill_before_every_touch_of_a_file(order, folder, assert_recovers):
    """Each open, rename, chmod and delete that publishing makes, counted by an audit hook."""
    imports, touch = 1, 0
    while True:
        touch += 1
        ended = order(folder, event=touch)
        if ended["code"] == 0:
            break
        assert ended["code"] == -9
        imports = assert_recovers(folder, imports)

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
