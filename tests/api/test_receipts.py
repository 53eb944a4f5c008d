"""Receipts: kept for ever, opened again, every refusal in them, and what they changed."""

import csv
import io

import pytest

from revdash import api
from revdash.api.actors import COMMAND_LINE
from revdash.api.imports import Manner, import_paths
from revdash.api.keeping import check
from revdash.errors import InputError

NATIVE = "lifecycle_event.csv"
HEADER = b"person_id,to_stage,event_at\n"
WEEK = HEADER + b"".join(
    f"crm:lead:{n},MQL,2026-05-{n + 10:02d} 10:00:00\n".encode() for n in range(1, 8)
)
LATER = HEADER + b"crm:lead:8,MQL,2026-05-15 09:00:00\n"
FORMULA = "=cmd|' /C calc'!A0"
REFUSED = HEADER + f'a,"{FORMULA}",2026-05-11\nb,Whatever,2026-05-11\n'.encode()


def changed(receipt):
    return {line.split(",")[0]: line for line in receipt.changed if "11–17 May" in line}


def test_a_receipt_says_which_numbers_came_from_nothing(own_empty, revops):
    receipt = api.import_file(revops, NATIVE, WEEK, "")

    assert changed(receipt)["New MQLs"] == "New MQLs, 11–17 May 2026: – → 7"


def test_a_receipt_says_what_a_late_row_did_to_its_week(own_empty, revops):
    api.import_file(revops, NATIVE, WEEK, "")

    receipt = api.import_file(revops, NATIVE, LATER, "")

    assert changed(receipt)["New MQLs"] == "New MQLs, 11–17 May 2026: 7 → 8"
    assert "New customers" not in changed(receipt)
    assert api.receipt(revops, "2") == receipt


def test_an_import_that_was_all_refused_is_kept_and_is_no_data(own_empty, revops, logged):
    receipt = api.import_file(revops, NATIVE, REFUSED, "")

    assert receipt.text == "2 read = 0 loaded + 0 unchanged + 2 refused"
    assert (receipt.key, receipt.changes.rows, api.is_empty(revops)) == ("1", (), True)
    assert logged(own_empty, 1) == [("revops", "import", "batch 1")]
    assert check(own_empty, COMMAND_LINE) == []


def test_taking_back_an_import_that_brought_nothing_changes_nothing(own_empty, revops):
    api.import_file(revops, NATIVE, WEEK, "")
    again = api.import_file(revops, NATIVE, WEEK, "")

    api.undo(revops, again.key)

    assert "taken back" in api.receipt(revops, "2").told
    assert [batch.state for batch in api.batches(revops)][1] == "in force"
    assert not api.is_empty(revops)


def test_every_refusal_is_in_the_file_and_none_is_a_formula(own_empty, revops):
    receipt = api.import_file(revops, NATIVE, REFUSED + b"c,MQL,\n" * 300, "")

    text = api.receipt_csv(revops, receipt.key).decode("utf-8-sig")

    rows = list(csv.reader(line for line in io.StringIO(text) if not line.startswith("# ")))
    assert rows[0][:4] == ["File", "Line", "Column", "Value"]
    assert (len(rows) - 1, len(receipt.refusals.rows), receipt.refusals.total) == (302, 200, 302)
    assert rows[1][1:4] == ["2", "to_stage", f"'{FORMULA}"]
    assert f",{FORMULA}" not in text


def test_a_dry_run_says_what_would_change_and_changes_nothing(own_empty, revops, tmp_path):
    (tmp_path / NATIVE).write_bytes(WEEK)
    before = api.stamp()

    done = import_paths(own_empty, revops, [tmp_path / NATIVE], Manner(is_dry=True))

    assert "New MQLs, 11–17 May 2026: – → 7" in map(str, done.changes)
    assert (done.batch_id, api.stamp(), api.batches(revops)) == (None, before, ())


def test_a_receipt_there_is_none_of_is_answered(own_empty, revops):
    with pytest.raises(InputError, match="There is no import 7"):
        api.receipt(revops, "7")


def test_what_looks_odd_is_told_by_the_import_that_brought_it_and_no_later_one(own_empty, revops):
    twice = HEADER + b"crm:1,MQL,2026-05-11 10:00:00\ncrm:1,MQL,2026-05-12 10:00:00\n"
    again = HEADER + b"crm:1,SAL,2026-05-13 10:00:00\ncrm:2,SAL,2026-05-13 10:00:00\n"

    first, second = (api.import_file(revops, NATIVE, text, "") for text in (twice, again))

    assert first.oddities == ("1 × MQL while the lead was one already; counted once",)
    assert second.oddities == ("1 × stage without any MQL before it; ignored",)


def test_campaign_figures_that_run_ahead_of_the_leads_are_told_to_move_every_number(
    own_empty, revops
):
    spend = b"channel,day,cost\nAds,%s,5\n"
    api.import_file(revops, NATIVE, WEEK, "")

    ahead = api.import_file(revops, "channel_day.csv", spend % b"2026-05-20", "")
    behind = api.import_file(revops, "channel_day.csv", spend % b"2026-05-19", "")

    (note,) = ahead.notes
    assert note.startswith("Every number is now read as of 20 May 2026, because campaign figures")
    assert note.endswith("leads, sales and deals are known to 17 May 2026 only.")
    assert behind.notes == ()
