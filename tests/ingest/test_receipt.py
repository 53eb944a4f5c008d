import json
from collections.abc import Callable
from datetime import datetime

import pyarrow as pa
import pytest

from revdash.ingest import Receipt, Staged, receipt_for
from revdash.store.engine import memory_engine
from revdash.store.load import Merged, merge
from revdash.store.schema import METADATA

Stage = Callable[..., Staged]
NOW = datetime(2026, 4, 1, 9)
LAST = "crm:deal:2"


def _imported(*files: Staged) -> list[Receipt]:
    with memory_engine().begin() as connection:
        METADATA.create_all(connection)
        return [
            receipt_for(
                staged,
                [
                    merge(connection, table, frame, batch_id=batch, loaded_at=NOW)
                    for table, frame in staged.frames
                ],
            )
            for batch, staged in enumerate(files, start=1)
        ]


def test_every_row_read_is_loaded_unchanged_or_refused(staged: Stage) -> None:
    first = staged("1,a,2026-03-01,1,Open", "2,b,2026-03-01,1,Open", "3,c,2026-03-01,x,Open")
    second = staged("1,a,2026-03-01,1,Open", "2,b,2026-03-01,2,Open", "3,c,2026-03-01,1,Won")

    receipts = _imported(first, first, second)

    counts = [(each.read, each.loaded, each.unchanged, each.refused) for each in receipts]
    assert counts == [(3, 2, 0, 1), (3, 0, 2, 1), (3, 2, 1, 0)]
    assert receipts[0].text == "deals.csv: 3 read = 2 loaded + 0 unchanged + 1 refused"


def test_a_row_that_a_later_line_contradicts_is_refused_and_a_repeat_is_unchanged(
    staged: Stage,
) -> None:
    rows = ("1,a,2026-03-01,1,Open", "1,a,2026-03-01,2,Open", "2,b,2026-03-01,1,Open") * 2

    (receipt,) = _imported(staged(*rows[:3], "2,b,2026-03-01,1,Open"))

    assert (receipt.loaded, receipt.unchanged, receipt.refused) == (2, 1, 1)
    assert (receipt.refusals[0].line, receipt.refusals[0].value) == (2, "crm:deal:1")


def test_a_row_that_loads_one_table_is_loaded_though_another_overtook_it(staged: Stage) -> None:
    frames = staged("1,a,2026-03-01,1,Open", "1,b,2026-03-01,1,Open", "2,b,2026-03-01,1,Open")
    merged = [
        Merged(loaded=pa.array([2], pa.int64()), unchanged=1, overtaken=()),
        Merged(loaded=pa.array([], pa.int64()), unchanged=0, overtaken=((2, LAST), (3, LAST))),
    ]

    receipt = receipt_for(frames, merged)

    assert (receipt.loaded, receipt.unchanged, receipt.refused) == (1, 1, 1)
    assert receipt.refusals[0].reason.startswith("Line 4 of the same file says something else")
    assert receipt.understood[-1] == (
        "1 row says otherwise what a later row of the file says again, and the later one counts: "
        f"{LAST} in lines 2 and 4."
    )


def test_rows_of_which_nothing_is_kept_are_told_from_those_already_known(
    deals: str, staged: Stage
) -> None:
    only_won = deals.replace(
        "[into.fields]", 'when = { column = "stage", equals = "won" }\n[into.fields]'
    )
    rows = ("1,a,2026-03-01,1,Won", "2,b,2026-03-01,1,Open", "3,c,2026-03-01,1,Open")

    receipts = _imported(*(staged(*rows, mapping=only_won) for _ in range(2)))

    assert [(each.unchanged, each.unneeded) for each in receipts] == [(2, 2), (3, 2)]
    assert receipts[1].text == (
        "deals.csv: 3 read = 0 loaded + 3 unchanged (2 not needed) + 0 refused"
    )


def test_nothing_of_a_file_that_is_not_needed_counts_as_known(staged: Stage) -> None:
    mapping = 'source = "crm"\nobject = "deal"\nnot_needed = "Deals come from elsewhere."\n'

    (receipt,) = _imported(staged("1,a,2026-03-01,1,Won", "2,b,x,y,z", mapping=mapping))

    assert (receipt.read, receipt.unchanged, receipt.unneeded) == (2, 2, 2)
    assert "Deals come from elsewhere." in receipt.understood


def test_of_several_versions_in_one_file_the_newest_counts_and_the_others_are_told(
    deals: str, staged: Stage
) -> None:
    newest = deals.replace("[into.fields]", 'newest = "created_at"\n[into.fields]')
    rows = ("1,new,2026-03-02,1,Won", "1,old,2026-03-01,1,Open", "2,b,2026-03-01,1,Open")

    (receipt,) = _imported(staged(*rows, mapping=newest))

    assert (receipt.loaded, receipt.unchanged, receipt.earlier, receipt.refused) == (2, 1, 1, 0)
    assert "1 unchanged (1 earlier version) +" in receipt.text
    assert "1 row holds an earlier version: only the newest of each thing counts." in (
        receipt.understood
    )


def test_two_rows_of_one_instant_that_contradict_each_other_are_not_versions(
    deals: str, staged: Stage
) -> None:
    newest = deals.replace("[into.fields]", 'newest = "created_at"\n[into.fields]')

    (receipt,) = _imported(staged("1,a,2026-03-02,1,Won", "1,a,2026-03-02,2,Won", mapping=newest))

    assert (receipt.loaded, receipt.earlier, receipt.refused) == (1, 0, 1)


def test_a_receipt_survives_json(staged: Stage) -> None:
    (receipt,) = _imported(staged("1,a,2026-03-01,x,Open", "2,b,2026-03-01,1,Open"))

    assert Receipt.from_dict(json.loads(json.dumps(receipt.to_dict()))) == receipt


def test_a_receipt_that_does_not_add_up_cannot_be_made(staged: Stage) -> None:
    (receipt,) = _imported(staged("1,a,2026-03-01,1,Open"))
    raw = receipt.to_dict()

    with pytest.raises(ValueError, match="does not add up"):
        Receipt.from_dict({**raw, "loaded": 5})
    with pytest.raises(ValueError, match="explained"):
        Receipt.from_dict({**raw, "loaded": 0, "refused": 1})
    with pytest.raises(ValueError, match="says why more"):
        Receipt.from_dict({**raw, "unneeded": 1})
