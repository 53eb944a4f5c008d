from collections.abc import Callable

import pytest

from revdash.errors import InputError
from revdash.ingest import Source, read_bytes

Read = Callable[[str], Source]

GOOGLE_ADS = """Campaign report
August 1, 2026 - August 31, 2026
Campaign\tCost\tImpr.\tConv. value
Search\t$800.00\t12,000\t1.50
Brand\t$1,200.00\t9,000\t2.00
Total: Campaigns\t$2,000.00\t21,000\t3.50
Total: Account\t$2,000.00\t21,000\t--
"""
GA4 = """# ----------------------------------------
# Traffic acquisition, by session
# Account: Example
# ----------------------------------------
#
# Start date: 20260801
# End date: 20260831
Session source,Sessions,Revenue
google,1200,10.5
(not set),3,0
"""
SALESFORCE = """"Leads by Source"

"Lead ID","First Name","Create Date"
"00Q1","Ann","3/31/2026"
"00Q2","Bo","4/1/2026"

"Grand Totals (2 records)"

"Confidential Information - Do Not Distribute"
"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."
"""
LINKEDIN = (
    "Campaign Performance Report (in UTC)\nReport Start: August 1, 2026, 12:00 AM\n"
    "Date Generated: September 1, 2026\n\nStart Date (in UTC)\tAccount Name\tTotal Spent\n"
    "8/13/2026\tExample\t10.5\n"
)


@pytest.mark.parametrize(
    ("text", "ids", "titles", "aside"),
    [
        (GOOGLE_ADS, ["Search", "Brand"], 2, [6, 7]),
        (GA4, ["google", "(not set)"], 7, []),
        (SALESFORCE, ["00Q1", "00Q2"], 1, [7, 9, 10]),
        (LINKEDIN, ["8/13/2026"], 3, []),
        ("Report: Leads\n\nid,name\n1,a\n2,b\n", ["1", "2"], 1, []),
        ("Report: Leads,,\n,,\nid,name,age\n1,a,4\n2,b,5\n", ["1", "2"], 1, []),
        ("# exported\nid;name\n1;a\n2;b\n", ["1", "2"], 1, []),
        ("# exported, by CRM\nid,name\n1,a\n2,b\n", ["1", "2"], 1, []),
        ("id,name,sum\n1,a,4\nTotal,,4\n", ["1"], 0, [3]),
    ],
)
def test_titles_and_closing_lines_are_told_apart_and_said(
    read: Read, text: str, ids: list[str], titles: int, aside: list[int]
) -> None:
    source = read(text)

    assert source.cells.columns[0].to_pylist() == ids
    assert (len(source.titles), source.refused) == (titles, ())
    said = [each for each in source.understood if "set aside, no record" in each]
    assert [int(each.split()[1]) for each in said] == aside


def test_what_a_title_and_a_total_said_is_kept(read: Read) -> None:
    source = read(GOOGLE_ADS)

    assert source.titles == ("Campaign report", "August 1, 2026 - August 31, 2026")
    assert "Line 7 set aside, no record: 'Total: Account $2,000.00 21,000 --'." in source.understood
    assert any("'Campaign report'; 'August 1" in each for each in source.understood)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("id,name\nTotal,Ann\n2,Bo\n", ["Total", "2"]),
        ("id,name,n\n1,a,4\nTotal Awareness,,4\n", ["1", "Total Awareness"]),
        ("id,name,n\nTotal,,4\n2,b,5\n", ["Total", "2"]),
        ("name\nAnn\nTotal\n", ["Ann", "Total"]),
        ("#,name\n1,a\n2,b\n", ["1", "2"]),
        ("id,note\n1,a;b;c\n2,d;e;f\n", ["1", "2"]),
    ],
)
def test_a_record_is_not_taken_for_a_title_or_a_total(
    read: Read, text: str, ids: list[str]
) -> None:
    source = read(text)

    assert source.cells.columns[0].to_pylist() == ids
    assert source.titles == ()


def test_a_row_that_was_cut_off_is_refused_and_not_taken_for_a_closing_line(read: Read) -> None:
    source = read("id,name,stage\n1,a,Open\n2,b\n\n12\n")

    assert [each.line for each in source.refused] == [3, 5]


def test_column_names_that_come_again_are_set_aside_and_counted(read: Read) -> None:
    source = read("id,name\n1,a\nid,name\n2,b\nid,name\n3,c\n")

    assert source.cells["id"].to_pylist() == ["1", "2", "3"]
    assert source.lines.to_pylist() == [2, 4, 6]
    assert "2 lines that name the columns again set aside, the first line 3." in source.understood


def test_a_file_without_column_names_does_not_lose_its_first_record() -> None:
    with pytest.raises(InputError, match="no column names"):
        read_bytes("leads.csv", b"1,ann@example.com,Ann\n2,bo@example.com,Bo\n3,,Cy\n")


def test_four_hundred_columns_and_many_blank_ones_are_read(read: Read) -> None:
    names = ",".join(f"field_{n}" for n in range(382))

    source = read(f"{names}\n" + "".join(f"{n}{',' * 381}\n" for n in range(30)))

    assert (len(source.header), source.read) == (382, 30)
