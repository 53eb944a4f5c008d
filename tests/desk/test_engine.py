import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from revdash.desk.audit import last_number, record
from revdash.desk.engine import open_desk
from revdash.desk.tables.company import company
from revdash.desk.tables.ledger import audit_head
from revdash.errors import ConfigError, ForeignStoreError, InputError, StoreBusyError, StoreError

NOON = datetime(2026, 11, 5, 12)


@pytest.fixture
def public_folder():
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_new_desk_is_one_file_that_only_its_owner_reads(tmp_path):
    desk = open_desk(tmp_path, now=NOON)
    desk.close()

    assert sorted(file.name for file in tmp_path.iterdir()) == ["desk.sqlite", "desk.sqlite.lock"]
    assert stat.S_IMODE((tmp_path / "desk.sqlite").stat().st_mode) == 0o600


def test_readers_go_on_while_somebody_writes(desk):
    with desk.writing(), desk.connect() as reader:
        mode = reader.exec_driver_sql("PRAGMA journal_mode").scalar()

        assert reader.execute(select(audit_head.c.last_no)).scalar() == 0
        assert mode == "wal"


def test_a_read_connection_cannot_write(desk, by):
    row = {"company_id": "c", "name": "X", "zone": "UTC", "currency": "EUR", "is_demo": False}
    marks = {"version": 1, "changed_at": by.now, "changed_by": by.actor_id}

    with pytest.raises(StoreError), desk.connect() as connection:
        connection.execute(insert(company).values({**row, **marks}))


def test_a_path_may_hold_any_signs(tmp_path):
    folder = tmp_path / "a b #1 ?x=100%"
    folder.mkdir()

    open_desk(folder, now=NOON).close()

    assert (folder / "desk.sqlite").exists()


def test_the_address_may_be_a_sqlite_url(tmp_path):
    desk = open_desk(tmp_path, "sqlite:///other.sqlite", now=NOON)
    desk.close()

    assert desk.path == tmp_path / "other.sqlite"


@pytest.mark.parametrize("url", ["mysql://host/db", "nonsense", "sqlite://"])
def test_an_address_of_another_kind_is_refused(tmp_path, url):
    with pytest.raises(ConfigError, match="REVDASH_DESK_URL"):
        open_desk(tmp_path, url, now=NOON)


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path):
    url = "postgresql://ana:canary@127.0.0.1:1/revdash"

    with pytest.raises(StoreError, match="cannot be reached") as raised:
        open_desk(tmp_path, url, now=NOON)

    assert "canary" not in str(raised.value)


@pytest.mark.parametrize(
    "content", [b"", b"deal_id,amount\n1,2\n" * 900, b"SQLite format 3\0" * 99]
)
def test_a_file_that_is_no_desk_is_refused_and_left_as_it_is(tmp_path, content):
    file = tmp_path / "desk.sqlite"
    file.write_bytes(content)

    with pytest.raises(ForeignStoreError, match="revdash restore"):
        open_desk(tmp_path, now=NOON)

    assert file.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "desk.sqlite") as other:
        other.execute("CREATE TABLE notes (words)")
    other.close()

    with pytest.raises(ForeignStoreError, match="no revdash desk"):
        open_desk(tmp_path, now=NOON)


@pytest.mark.parametrize("share", [0.001, 0.3, 0.6, 0.99])
def test_a_truncated_desk_is_refused(tmp_path, share):
    open_desk(tmp_path, now=NOON).close()
    file = tmp_path / "desk.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(ForeignStoreError, match="is damaged"):
        open_desk(tmp_path, now=NOON)


def test_a_desk_of_a_newer_program_is_refused(tmp_path):
    open_desk(tmp_path, now=NOON).close()
    with sqlite3.connect(tmp_path / "desk.sqlite") as newer:
        newer.execute("UPDATE desk_revision SET version_num = 'r9999'")
    newer.close()

    with pytest.raises(ForeignStoreError, match=r"newer revdash.*r9999.*Install the newer"):
        open_desk(tmp_path, now=NOON)


def test_a_read_only_folder_is_said_in_one_sentence(public_folder, without_privileges):
    public_folder.chmod(0o555)

    with without_privileges(), pytest.raises(StoreError, match="Correct the rights"):
        open_desk(public_folder, now=NOON)


def test_a_desk_in_a_read_only_folder_is_said_in_one_sentence(public_folder, without_privileges):
    open_desk(public_folder, now=NOON).close()
    (public_folder / "desk.sqlite").chmod(0o444)
    public_folder.chmod(0o555)

    with without_privileges(), pytest.raises(StoreError, match="Correct the rights"):
        open_desk(public_folder, now=NOON)


def test_a_folder_that_is_missing_is_made(tmp_path):
    open_desk(tmp_path / "data", now=NOON).close()

    assert (tmp_path / "data" / "desk.sqlite").exists()


def test_a_desk_that_another_program_writes_is_said_to_be_busy(tmp_path):
    desk = open_desk(tmp_path, now=NOON, wait_seconds=0.1)
    other = open_desk(tmp_path, now=NOON, wait_seconds=0.1)

    with desk.writing(), pytest.raises(StoreBusyError, match=r"0.1 seconds"), other.writing():
        pass

    desk.close()
    other.close()


def test_a_write_that_fails_leaves_nothing(desk, by):
    def write_and_fail():
        with desk.writing() as connection:
            record(connection, "tried", "nothing", {}, by)
            raise InputError

    with pytest.raises(InputError):
        write_and_fail()

    with desk.connect() as connection:
        assert last_number(connection) == 0


def test_several_programs_may_make_the_desk_at_once(tmp_path):
    code = (
        "import sys; from datetime import datetime; from pathlib import Path;"
        "from revdash.desk.engine import open_desk;"
        "open_desk(Path(sys.argv[1]), now=datetime(2026, 1, 1)).close()"
    )
    makers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(3)]

    assert [maker.wait() for maker in makers] == [0, 0, 0]
    assert not list(tmp_path.glob("*.new*"))


def test_what_a_crash_left_half_made_does_not_matter(tmp_path):
    (tmp_path / "desk.sqlite.new").write_bytes(b"half")

    open_desk(tmp_path, now=NOON).close()

    assert not (tmp_path / "desk.sqlite.new").exists()
