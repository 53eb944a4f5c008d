import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from revdash.ingest import Company, Mapping, Staged, read_bytes, read_file, recognise, stage
from revdash.ingest.resolving import lacking
from revdash.ingest.shapes import texts
from revdash.ingest.templates import ROW, Slot

SAMPLES = Path(__file__).parents[2] / "data" / "samples" / "maven_crm"


def _staged(path: Path) -> Staged:
    (source,) = read_file(path)
    mapping = recognise(source)
    assert mapping is not None
    return stage(source, mapping, Company(currency="USD"))


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows as Python's own reader sees them, for counting apart from our code."""
    with path.open(encoding="utf-8", newline="") as text:
        return [row for row in csv.DictReader(text) if any(row.values())]


@pytest.mark.parametrize("text", texts().values(), ids=texts())
def test_every_shipped_mapping_reads_and_names_the_columns_it_needs(text: str) -> None:
    mapping = Mapping.from_toml(text)

    assert mapping.is_optional or set(mapping.columns) <= set(mapping.header)


def _own_columns(mapping: Mapping) -> list[str]:
    """The first name of every column that a file is known by, keyed by, or asked for."""
    names = [entry.split("|")[0].strip() for entry in mapping.header]
    for target in mapping.into:
        slots = (part for key in target.keys for part in key.parts if isinstance(part, Slot))
        names += [slot.columns[0] for slot in slots]
        names += [when.columns[0] for when in target.when]
        names += [target.split.columns[0]] if target.split else []
    return [n for n in dict.fromkeys(names) if n != ROW and not n.startswith("each")]


@pytest.mark.parametrize("text", texts().values(), ids=texts())
def test_every_shape_knows_a_file_of_its_own_columns(text: str) -> None:
    mapping = Mapping.from_toml(text)
    out = io.StringIO()
    header = _own_columns(mapping)
    csv.writer(out).writerows([header, ["1"] * len(header)])
    name = mapping.names[0].replace("*", "my_") if mapping.names else "file"
    (source,) = read_bytes(f"{name}.csv", out.getvalue().encode())

    found = recognise(source)

    assert found is not None
    assert found.name == mapping.name


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.stem)
def test_every_row_of_the_sample_files_is_accounted_for(path: Path) -> None:
    staged = _staged(path)

    assert (staged.read, staged.refused) == (len(_rows(path)), ())
    assert all(frame.num_rows == staged.read for _, frame in staged.frames)


def test_the_sample_pipeline_gives_the_outcomes_and_amounts_of_the_file() -> None:
    ((_, frame),) = _staged(SAMPLES / "sales_pipeline.csv").frames
    raw = _rows(SAMPLES / "sales_pipeline.csv")

    stages = Counter(row["deal_stage"] for row in raw)
    assert Counter(frame["stage"].to_pylist()) == stages
    assert stages == {"Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500}
    won = [row for row in frame.to_pylist() if row["outcome"] == "won"]
    assert sum(row["amount"] for row in won) == 10_005_534
    assert {row["amount"] for row in frame.to_pylist() if row["outcome"] == "lost"} == {0.0}
    without = [row for row in frame.to_pylist() if row["account_id"] is None]
    assert (len(without), {row["outcome"] for row in without}) == (1425, {"open"})


def test_the_sample_teams_give_agents_and_their_managers_teams() -> None:
    (_, users), (_, teams) = _staged(SAMPLES / "sales_teams.csv").frames

    assert len(set(users["user_id"].to_pylist())) == 35
    assert set(users["team_id"].to_pylist()) == set(teams["team_id"].to_pylist())


def test_a_file_that_is_not_needed_says_so_and_brings_nothing() -> None:
    staged = _staged(SAMPLES / "products.csv")

    assert (staged.read, staged.frames) == (7, ())
    assert "A list of products is not needed: each deal names its own." in staged.understood


def test_real_leads_keep_blank_apart_from_unknown_and_their_days(shared: Path) -> None:
    path = shared / "data" / "olist" / "olist_marketing_qualified_leads_dataset.csv"
    (_, people), (_, events) = _staged(path).frames
    raw = _rows(path)

    origins = Counter(row["origin"] or None for row in raw)
    assert Counter(people["source"].to_pylist()) == Counter(events["source"].to_pylist()) == origins
    assert (origins[None], origins["unknown"], people.num_rows) == (60, 1099, 8000)
    months = Counter(f"{when:%Y-%m}" for when in events["event_at"].to_pylist())
    assert months == Counter(row["first_contact_date"][:7] for row in raw)
    assert set(events["event_precision"].to_pylist()) == {"date"}


def test_real_deals_are_won_on_their_day_without_an_amount(shared: Path) -> None:
    path = shared / "data" / "olist" / "olist_closed_deals_dataset.csv"
    ((_, frame),) = _staged(path).frames
    raw = _rows(path)

    assert [str(day) for day in frame["closed_on"].to_pylist()] == [r["won_date"][:10] for r in raw]
    assert set(frame["amount"].to_pylist()) == {None}
    people = {row["person_id"] for row in frame.to_pylist()}
    assert people == {f"olist:lead:{row['mql_id']}" for row in raw}


@pytest.mark.parametrize("name", ["Lead", "Contact", "Account", "Opportunity", "User"])
def test_a_salesforce_file_is_known_whatever_it_is_called(name: str) -> None:
    path = SAMPLES.parent / "salesforce" / f"{name}.csv"

    (source,) = read_bytes("my export.csv", path.read_bytes())
    found = recognise(source)

    assert found is not None
    assert found.name.startswith(f"Salesforce {name.lower()[:9]}")


@pytest.mark.parametrize(
    ("name", "rows", "blank"),
    [("olist_orders_dataset", 9_999, 89_442), ("olist_order_items_dataset", 9_998, 102_652)],
)
def test_bare_commas_left_by_a_spreadsheet_are_nothing(
    shared: Path, name: str, rows: int, blank: int
) -> None:
    path = shared / "data" / "olist" / "quirk_excel_resaved_blank_rows" / f"{name}.csv"
    (source,) = read_file(path)

    assert (source.read, source.blank_lines, len(_rows(path))) == (rows, blank, rows)
    assert f"{rows:,} rows read; {blank:,} blank lines below were nothing." in source.understood


CONTACTS = "Record ID,Email,Create Date,Became a Sales Qualified Lead Date"
TASKS = "Id,WhoId,ActivityDate,Status,Subject,CallType"


@pytest.mark.parametrize(
    ("header", "column", "said"),
    [
        (CONTACTS, "Became a Marketing Qualified Lead Date", "This file brings no MQL"),
        (CONTACTS, "hs_v2_date_entered_marketingqualifiedlead", "This file brings no MQL"),
        ("Record ID,Deal Name,Deal Stage", "Associated Contact IDs", "from which leads its deals"),
        (TASKS, "TaskSubtype", "No task of this file counts as an attempt"),
        (TASKS, "Type", "No task of this file counts as an attempt"),
    ],
)
def test_a_file_without_a_column_says_what_it_cannot_tell_and_what_to_add(
    header: str, column: str, said: str
) -> None:
    def warnings(names: str) -> tuple[str, ...]:
        text = f"{names}\n{','.join(['1'] * (names.count(',') + 1))}\n"
        (source,) = read_bytes("export.csv", text.encode())
        mapping = recognise(source)
        assert mapping is not None
        return lacking(mapping, source.header)

    (warning,) = warnings(header)
    assert said in warning
    assert ". Add" in warning or ": add" in warning
    assert warnings(f"{header},{column}") == ()
