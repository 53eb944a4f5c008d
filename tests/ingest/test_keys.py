"""Keys: the same thing keeps its key however another export writes its times."""

import pytest

from revdash.ingest import Company, Mapping, Staged, read_bytes, stage

EVENTS = """
source = "crm"
object = "lead"
zone = "Europe/Berlin"
[[into]]
table = "lifecycle_event"
key = "{id}:mql:{mql}"
[into.fields]
person_id = { id = "lead:{id}" }
to_stage = { constant = "MQL" }
event_at = "mql"
"""
SPEND = """
source = "ads"
object = "ad"
[[into]]
table = "channel_day"
key = "{campaign}:{from}"
when = { column = "from", same = "to" }
[into.fields]
channel = { constant = "Meta" }
day = "from"
cost = "cost"
"""


def _staged(mapping: str, header: str, *rows: str) -> Staged:
    text = "\n".join((header, *rows)) + "\n"
    return stage(read_bytes("x.csv", text.encode())[0], Mapping.from_toml(mapping), Company())


def _keys(staged: Staged) -> list[str]:
    ((_, frame),) = staged.frames
    keys: list[str] = frame["event_key"].to_pylist()
    return keys


@pytest.mark.parametrize(
    "written",
    [
        "2026-04-19 09:34",
        "2026-04-19 09:34:00",
        "2026-04-19T07:34:00Z",
        "4/19/2026 9:34 AM",
        "19.04.2026 09:34",
    ],
)
def test_an_event_has_one_key_however_its_time_is_written(written: str) -> None:
    staged = _staged(EVENTS, "id,mql", f"7,{written}")

    assert _keys(staged) == ["crm:lead:7:mql:2026-04-19 09:34"]


def test_a_day_and_seconds_stay_in_a_key() -> None:
    staged = _staged(EVENTS, "id,mql", "7,2026-04-19", "8,2026-04-19 09:34:05")

    assert _keys(staged) == ["crm:lead:7:mql:2026-04-19", "crm:lead:8:mql:2026-04-19 09:34:05"]


def test_a_time_that_cannot_be_read_refuses_its_row_and_no_key_is_made_for_it() -> None:
    staged = _staged(EVENTS, "id,mql", "7,2026-04-31 09:34", "8,2026-04-19 09:34")

    assert [(each.line, each.column) for each in staged.refused] == [(2, "mql")]
    assert not any("without an id" in said for said in staged.understood)


@pytest.mark.parametrize("written", ["2026-05-13", "13/05/2026", '"May 13, 2026"'])
def test_the_spend_of_a_day_has_one_key_however_the_day_is_written(written: str) -> None:
    staged = _staged(SPEND, "campaign,from,to,cost", f"Brand,{written},{written},5.00")

    assert _keys(staged) == ["ads:ad:Brand:2026-05-13"]


def test_spend_of_several_days_in_one_row_is_told_of() -> None:
    staged = _staged(SPEND, "campaign,from,to,cost", "Brand,2026-05-01,2026-05-31,150.00")

    assert _keys(staged) == []
    said = "No day of campaign figures came out of this file, because of 1 row in which from and to"
    assert f"{said} differ." in staged.understood


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *(("101", "101"), ("101.0", "101"), ("101,00", "101"), ("1,234", "1234")),
        *(("1,234.00", "1234"), ("12,34", "12,34"), ("1.234", "1.234"), ("Ann 1,234", "Ann 1,234")),
    ],
)
def test_ids_that_are_whole_numbers_are_read_as_a_spreadsheet_meant_them(
    written: str, read: str
) -> None:
    mapping = EVENTS.replace('object = "lead"', 'object = "lead"\nids = "whole"')

    staged = _staged(mapping, "id,mql", f'"{written}",2026-05-04 09:00')

    assert _keys(staged) == [f"crm:lead:{read}:mql:2026-05-04 09:00"]
    said = f"Ids in id read as whole numbers, such as {written} as {read}."
    assert (said in staged.understood) == (written != read)
