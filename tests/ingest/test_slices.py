"""Slices: a file staged a few rows at a time comes to what it comes to at once."""

import csv
import io
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from revdash.errors import RevdashError
from revdash.ingest import Company, Mapping, read_bytes, stage
from revdash.store.load import arrow_schema, staged_columns

MAPPING = Mapping.from_toml("""
source = "crm"
object = "lead"
ids = "salesforce"
blanks = ["n/a"]
[[into]]
table = "person"
key = "{id}"
newest = "changed"
[into.fields]
email_hash = { column = ["mail", "mail 2"], kind = "email_hash" }
source = { text = "{id?} {mail?}" }
[[into]]
table = "lifecycle_event"
key = "{id}:{each.stage}"
each = "Entered (?P<stage>.+)"
[into.fields]
person_id = { id = "lead:{id}" }
to_stage = { each = "stage", values = { New = "MQL", Old = "SAL" }, unknown = "skip" }
event_at = { column = "each" }
[[into]]
table = "opportunity_contact"
split = { column = "ids", by = ";" }
[into.fields]
opportunity_id = { id = "deal:{row}" }
person_id = { id = "lead:{ids}" }
[[into]]
table = "opportunity"
key = "{id}"
when = [{ column = "amount" }, { column = "id", is_not = ["b"] }]
[into.fields]
amount = "amount"
[into.fields.outcome]
column = "mail"
values = { "a@example.com" = "won" }
unknown = "ask"
default = "open"
""")
HEADER = ["id", "mail", "mail 2", "changed", "Entered New", "Entered Odd", "ids", "amount"]
DAYS = ["", "2026-03-01", "2026-03-02 10:00", "2026-02-30", "n/a"]
CELLS = [
    ["", "a", "b", "001D000000IRt53", "1.2E+11"],
    ["", "a@example.com", "B@Example.com", "x", "d41d8cd98f00b204e9800998ecf8427e"],
    ["", "c@example.com"],
    DAYS,
    DAYS,
    DAYS,
    ["", "1", "1;2", "; 2;2 ;"],
    ["", "1.50", "7", "€ 3", "many"],
]
ROWS = st.lists(
    st.tuples(*(st.sampled_from(cells) for cells in CELLS)).filter(any), min_size=1, max_size=9
)


def source_of(rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADER, *rows])
    (source,) = read_bytes("file.csv", text.getvalue().encode())
    return source


def told(source, **how):
    """All that staging said, whatever the order in which it noticed it."""
    try:
        staged = stage(source, MAPPING, Company(currency="EUR"), **how)
    except RevdashError as problem:
        return str(problem)
    frames = [(table.name, frame.schema, frame.to_pylist()) for table, frame in staged.frames]
    counts = (staged.read, staged.unneeded, staged.earlier, staged.unmeant, staged.refused)
    return frames, counts, sorted(staged.understood)


@settings(deadline=None, max_examples=60)
@given(rows=ROWS, height=st.integers(1, 9))
def test_slices_of_any_size_give_the_same_as_the_whole(rows, height):
    source = source_of(rows)

    whole = told(source)

    assert told(source, slice_rows=height) == whole


@settings(deadline=None, max_examples=40)
@given(rows=ROWS)
def test_every_row_is_accounted_for_and_every_frame_can_be_merged(rows):
    with suppress(RevdashError):
        staged = stage(source_of(rows), MAPPING, Company())

        assert staged.unneeded + staged.earlier + len(staged.refused) <= staged.read
        for table, frame in staged.frames:
            assert frame.schema == arrow_schema(table, staged_columns(table))


def test_a_long_file_is_staged_through_a_file_of_its_own():
    rows = [("a" if n % 2 else str(n), *[""] * 6, "1") for n in range(45_000)]

    staged = stage(source_of(rows), MAPPING, Company(), slice_rows=7_000)

    person = staged.frames[0][1]
    assert person.num_rows == 45_000
    assert person["line"].to_pylist() == list(range(2, 45_002))
    assert person["country"].null_count == 45_000
    assert staged.frames[-1][1]["amount"].to_pylist() == [1.0] * 45_000
