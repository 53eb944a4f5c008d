"""Set up: a new company, an empty store, the demo company; and what it refuses."""

import pytest

from revdash import api
from revdash.api import set_up
from revdash.api.actors import COMMAND_LINE
from revdash.api.afresh import start_empty
from revdash.api.imports import undo
from revdash.api.keeping import backup, check, restore
from revdash.errors import InputError, RevdashError
from revdash.store.hashes import contents

MAVEN = set_up.Naming("Maven", "America/New_York", "USD")


def test_a_company_is_named_when_its_store_is_made_and_stays_when_it_is_made_again(live, tmp_path):
    house = live(tmp_path / "new")

    first = set_up.init(house, COMMAND_LINE, MAVEN)

    assert set_up.init(house, COMMAND_LINE, MAVEN) == set_up.init(house, COMMAND_LINE) == first
    values = {f.key: f.value for f in api.settings(COMMAND_LINE, "company")[0].fields}
    assert (values["name"], values["zone"], values["currency"]) == MAVEN
    assert check(house, COMMAND_LINE, deep=True) == []


@pytest.mark.parametrize(
    ("naming", "said"),
    [
        (set_up.Naming(zone="Mars"), "no time zone"),
        (set_up.Naming(currency="$"), "no currency code"),
    ],
)
def test_a_company_that_cannot_be_is_refused_and_leaves_no_store(live, tmp_path, naming, said):
    house = live(tmp_path / "new")

    with pytest.raises(InputError, match=said):
        set_up.init(house, COMMAND_LINE, naming)

    assert api.release() == ""


def test_another_name_for_a_company_that_is_there_is_refused(own_empty):
    with pytest.raises(InputError, match=r"Our company .* already"):
        set_up.init(own_empty, COMMAND_LINE, MAVEN)


def test_the_demo_never_mixes_with_data(own_demo, logged):
    before = (api.stamp(), logged(own_demo))

    with pytest.raises(InputError, match="holds data already"):
        set_up.demo(own_demo, COMMAND_LINE, weeks=1)

    assert (api.stamp(), logged(own_demo)) == before


def test_the_demo_never_takes_over_a_company_with_a_name(live, tmp_path):
    house = live(tmp_path / "new")
    set_up.init(house, COMMAND_LINE, MAVEN)

    with pytest.raises(InputError, match="the settings of Maven"):
        set_up.demo(house, COMMAND_LINE, weeks=1)


def test_the_demo_comes_again_once_it_was_taken_back(own_demo):
    for batch_id in (1, 2):
        undo(own_demo, COMMAND_LINE, batch_id)

    done = set_up.demo(own_demo, COMMAND_LINE, weeks=1)

    assert done.batch_ids == (3, 4)
    assert check(own_demo, COMMAND_LINE) == []


def test_a_backup_comes_back_with_equal_hashes_and_is_written_down(
    own_demo, live, tmp_path, logged
):
    file = backup(own_demo, COMMAND_LINE, tmp_path / "demo.zip")
    with own_demo.facts() as connection:
        before = contents(connection)

    other = live(tmp_path / "other")
    restore(other, COMMAND_LINE, file)

    with other.facts() as connection:
        assert contents(connection) == before
    assert check(other, COMMAND_LINE, deep=True) == []
    assert logged(own_demo, 1) == [("cli", "backup", "store and desk")]
    assert logged(other, 1) == [("cli", "restore", "store and desk")]


@pytest.mark.parametrize("name", ["gone.zip", "notes.zip", "no/where/demo.zip"])
def test_what_is_no_backup_is_refused_in_words(own_empty, tmp_path, name):
    (tmp_path / "notes.zip").write_text("not a backup")
    release = api.release()

    with pytest.raises(RevdashError):
        restore(own_empty, COMMAND_LINE, tmp_path / name)

    assert api.release() == release


def test_the_demo_makes_room_for_an_empty_store_in_one_step(own_demo, revops):
    said = start_empty(own_demo, revops)

    assert "empty" in said
    assert api.is_empty(revops)
    assert not api.is_demo(revops)
    values = {f.key: f.value for f in api.settings(revops, "company")[0].fields}
    assert values["name"] == "Our company"
    assert check(own_demo, COMMAND_LINE) == []


def test_nobodys_own_store_is_emptied_so(own_demo, revops):
    set_up.leave_demo(own_demo, revops)

    with pytest.raises(InputError, match="no demo any more"):
        start_empty(own_demo, revops)
