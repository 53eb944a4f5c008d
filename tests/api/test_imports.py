"""Imports: any order gives the same, each is written down, and none is ever seen half."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import delete

from revdash import api
from revdash.api import set_up
from revdash.api.actors import COMMAND_LINE
from revdash.api.imports import Manner, import_paths, undo
from revdash.api.keeping import DERIVED, check
from revdash.api.questions import Question
from revdash.api.showing import Look, show
from revdash.demo.files import write_demo
from revdash.desk.tables.ledger import audit, audit_head
from revdash.errors import InputError, StoreBusyError
from revdash.store.hashes import content_of
from revdash.store.lock import writers_lock

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 9)
LEADS = b"person_id,to_stage,event_at\n" + b"".join(
    f"crm:lead:{n},MQL,2026-05-{n:02d} 10:00:00\n".encode() for n in range(1, 9)
)
MORE = b"person_id,to_stage,event_at\ncrm:lead:9,MQL,2026-05-09 10:00:00\n"
NATIVE = "lifecycle_event.csv"


@pytest.fixture(scope="module")
def demo_files(tmp_path_factory):
    *_, week = write_demo(tmp_path_factory.mktemp("files"), demo_since_weeks=8)
    return week.paths


@pytest.fixture
def imported(live, demo_files, tmp_path):
    """Import the demo's files in groups, into a store of its own; give what is derived."""

    def _imported(*groups):
        house = live(tmp_path / str(len(list(tmp_path.iterdir()))))
        set_up.init(house, COMMAND_LINE, set_up.Naming("Halden", "Europe/London", "EUR"))
        for paths in groups:
            import_paths(house, COMMAND_LINE, paths, Manner(now=NOW))
        with house.facts() as connection:
            return {table.name: content_of(connection, table) for table in DERIVED}

    return _imported


def new_mqls(house):
    answer = show(house, COMMAND_LINE, Look(metric="mql_new", period="2026-05-01..2026-05-31"))
    return answer.rows[0][answer.header.index("value")]


def test_any_order_of_files_and_of_imports_derives_the_same(imported, demo_files):
    together = imported(demo_files)

    assert together["lead_episode"].rows > 300
    assert imported(*(demo_files[start::-4] for start in range(-1, -5, -1))) == together


def test_a_file_is_imported_listed_and_taken_back(own_empty, revops, logged):
    receipt = api.import_file(revops, NATIVE, LEADS, "")

    assert (receipt.read, receipt.loaded, receipt.refused) == (8, 8, 0)
    assert new_mqls(own_empty) == 8
    (batch,) = api.batches(revops)
    assert (batch.key, batch.is_undoable, api.is_empty(revops)) == ("1", True, False)
    assert "Import 1 was taken back" in api.undo(revops, "1")
    assert (api.batches(revops)[0].is_undoable, api.is_empty(revops)) == (False, True)
    assert [row[1:] for row in logged(own_empty, 2)] == [
        ("undo import", "batch 1"),
        ("import", "batch 1"),
    ]


def test_refused_rows_are_listed_with_what_would_be_right(own_empty, revops):
    receipt = api.import_file(revops, NATIVE, LEADS + b"crm:lead:10,MQL,soon\n", "")

    assert (receipt.read, receipt.loaded, receipt.refused) == (9, 8, 1)
    assert receipt.refusals.rows[0][:4] == (NATIVE, "10", "event_at", "soon")


def test_the_same_file_again_changes_nothing_and_is_written_down(own_empty, revops, logged):
    api.import_file(revops, NATIVE, LEADS, "")
    before = new_mqls(own_empty)

    receipt = api.import_file(revops, NATIVE, LEADS, "")

    assert (receipt.unchanged, receipt.changes.rows, new_mqls(own_empty)) == (8, (), before)
    assert logged(own_empty, 1) == [("revops", "import", "batch 2")]


@pytest.mark.parametrize("key", ["7", "all", "", "²"])
def test_an_import_there_never_was_cannot_be_taken_back(own_empty, revops, key):
    with pytest.raises(InputError, match="There is no import"):
        api.undo(revops, key)


def test_an_import_is_taken_back_once(own_empty, revops):
    api.import_file(revops, NATIVE, LEADS, "")
    api.undo(revops, "1")

    with pytest.raises(InputError, match="taken back on"):
        api.undo(revops, "1")


def test_a_dry_run_says_what_would_be_and_leaves_no_trace(own_empty, tmp_path, logged):
    (tmp_path / NATIVE).write_bytes(LEADS)
    before = (api.stamp(), logged(own_empty))

    done = import_paths(own_empty, COMMAND_LINE, [tmp_path / NATIVE], Manner(is_dry=True))

    assert (done.batch_id, done.receipts[0].loaded) == (None, 8)
    assert (api.stamp(), logged(own_empty)) == before


def test_every_answer_has_a_new_stamp_after_an_import_and_its_undoing(own_empty, revops):
    stamps = [api.stamp()]

    api.import_file(revops, NATIVE, LEADS, "")
    stamps.append(api.stamp())
    api.undo(revops, "1")
    stamps.append(api.stamp())

    assert len(set(stamps)) == 3


def test_after_the_last_import_is_taken_back_nothing_is_said_of_its_days(own_empty, revops):
    api.import_file(revops, NATIVE, LEADS, "")
    before = api.overview(revops, Question()).freshness.text
    api.undo(revops, "1")

    after = api.overview(revops, Question()).freshness.text

    assert before.startswith("Data to Fri 8 May 2026")
    assert "May" not in after


def forget_last(house):
    """Make the audit log as if the process had been killed before it could write."""
    with house.desk.writing() as connection:
        rows = connection.execute(audit.select().order_by(audit.c.audit_no)).all()
        connection.execute(delete(audit).where(audit.c.audit_no == rows[-1].audit_no))
        connection.execute(
            audit_head.update().values(last_no=rows[-2].audit_no, last_hash=rows[-2].hash)
        )


def test_an_import_cut_off_after_publishing_is_told_and_written_down_by_the_next(
    own_empty, revops, logged
):
    api.import_file(revops, NATIVE, LEADS, "")
    forget_last(own_empty)

    (finding,) = check(own_empty, COMMAND_LINE)

    assert finding.sentence == (
        "import 1: the audit log misses its import: it was cut off after publishing. "
        "Nothing is lost. The next import or undo writes it down."
    )
    api.import_file(revops, NATIVE, MORE, "")
    assert check(own_empty, COMMAND_LINE) == []
    assert {row[1:] for row in logged(own_empty, 2)} == {
        ("import", "batch 1"),
        ("import", "batch 2"),
    }


def test_an_undoing_cut_off_after_publishing_is_told_too(own_empty, revops):
    api.import_file(revops, NATIVE, LEADS, "")
    undo(own_empty, revops, 1)
    forget_last(own_empty)

    (finding,) = check(own_empty, COMMAND_LINE)

    assert "misses its undo import" in finding.sentence


def test_a_second_writer_hears_who_is_first_before_it_reads_anything(own_empty, revops, tmp_path):
    with (
        writers_lock(own_empty.settings.data, "import first.csv", 0),
        pytest.raises(StoreBusyError, match=r"process \d+ \(import first"),
    ):
        import_paths(own_empty, revops, [tmp_path / "is not there.csv"])


def test_an_import_that_lacks_memory_is_made_again_with_more(
    own_empty, tmp_path, logged, monkeypatch
):
    monkeypatch.setattr("revdash.store.releases.BUILDING_MEMORY", 11)
    (tmp_path / NATIVE).write_bytes(LEADS)
    said = []

    done = import_paths(own_empty, COMMAND_LINE, [tmp_path / NATIVE], Manner(progress=said.append))

    assert "starting again with more memory" in said
    assert done.receipts[0].loaded == new_mqls(own_empty) == 8
    assert [row[1:] for row in logged(own_empty)].count(("import", "batch 1")) == 1


def test_readers_see_all_of_an_import_or_nothing_of_it(own_empty, revops, tmp_path):
    for number in range(1, 5):
        stages = (f"p{number}-{n},MQL,2026-05-0{number} 10:00:00" for n in range(500))
        lines = "\n".join(("person_id,to_stage,event_at", *stages))
        (tmp_path / f"lifecycle_event-{number}.csv").write_text(lines + "\n")
    writer = "import sys; from revdash.cli.commands import app\nfor path in sys.argv[2:]:\n"
    writer += "    app(['--data', sys.argv[1], 'import', path], standalone_mode=False)"
    files = sorted(map(str, tmp_path.glob("lifecycle_event-*.csv")))
    command = [sys.executable, "-c", writer, str(own_empty.settings.data), *files]

    seen = set()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            seen.add(new_mqls(own_empty) or 0)
            sheet = api.overview(revops, Question())
            assert sheet.freshness.release

    assert process.returncode == 0
    assert seen <= {0, 500, 1000, 1500, 2000}
    assert new_mqls(own_empty) == 2000
