from collections.abc import Callable
from datetime import datetime

import pytest

from revdash.errors import InputError
from revdash.ingest import Company, Mapping, Staged, read_bytes, stage
from revdash.store.load import arrow_schema, staged_columns

Stage = Callable[..., Staged]

LEADS = """
source = "crm"
object = "lead"
zone = "Europe/Berlin"
[[into]]
table = "person"
key = "{id}"
[into.fields]
email_hash = { column = "email", kind = "email_hash" }
source = "origin"
[[into]]
table = "lifecycle_event"
key = "{id}:mql"
when = { column = "mql" }
[into.fields]
person_id = { id = "lead:{id}" }
to_stage = { constant = "MQL" }
event_at = "mql"
[[into]]
table = "lifecycle_event"
key = "{id}:lost"
when = { column = "stage", equals = ["Junk"] }
[into.fields]
person_id = { id = "lead:{id}" }
to_stage = { constant = "DISQUALIFIED" }
event_at = "out"
"""


def _leads(*rows: str) -> Staged:
    text = "\n".join(("id,email,origin,mql,stage,out", *rows)) + "\n"
    return stage(read_bytes("leads.csv", text.encode())[0], Mapping.from_toml(LEADS), Company())


def test_a_frame_has_exactly_the_columns_and_types_that_merging_wants(staged: Stage) -> None:
    ((table, frame),) = staged("7,Big,2026-03-01 10:00:00,10.50,Open").frames

    assert frame.schema == arrow_schema(table, staged_columns(table))
    row = {name: value for name, value in frame.to_pylist()[0].items() if value is not None}
    assert row == {
        "event_key": "crm:deal:7",
        "opportunity_id": "crm:deal:7",
        "name": "Big",
        "amount": 10.5,
        "created_at": datetime(2026, 3, 1, 10),
        "outcome": "open",
        "source_system": "crm",
        "source_id": "7",
        "line": 2,
    }


def test_one_row_may_fill_several_tables_and_only_where_its_conditions_hold() -> None:
    staged = _leads(
        "1,ann@example.com,social,2026-01-15 12:00,Junk,2026-02-01 09:00",
        "2,,unknown,,Open,",
        "3,,,,,",
    )

    people, qualified, lost = (frame.to_pylist() for _, frame in staged.frames)
    assert [row["source"] for row in people] == ["social", "unknown", None]
    assert [(row["event_key"], row["event_at"]) for row in qualified] == [
        ("crm:lead:1:mql", datetime(2026, 1, 15, 11))
    ]
    assert [row["person_id"] for row in lost] == ["crm:lead:1"]


def test_a_row_refused_for_one_table_is_loaded_into_none() -> None:
    staged = _leads("1,ann@example.com,social,2026-02-30,Open,", "2,,social,2026-01-15,Open,")

    assert [(each.line, each.column) for each in staged.refused] == [(2, "mql")]
    assert [frame["line"].to_pylist() for _, frame in staged.frames] == [[3], [3], []]


def test_a_fault_in_a_table_the_row_does_not_speak_of_refuses_nothing() -> None:
    staged = _leads("1,,social,2026-01-15,Open,2026-02-30", "2,,social,,Junk,2026-02-01")

    assert not staged.refused


def test_an_event_says_whether_its_time_is_an_instant_or_a_day() -> None:
    staged = _leads("1,,a,2026-01-15,Open,", "2,,a,2026-01-15 12:00,Open,")

    events = staged.frames[1][1].to_pylist()
    assert [(row["event_precision"], row["event_at"]) for row in events] == [
        ("date", datetime(2026, 1, 15)),
        ("instant", datetime(2026, 1, 15, 11)),
    ]


def test_each_kind_of_fault_names_its_line_column_value_and_remedy(staged: Stage) -> None:
    refused = staged(
        "1,a,2026-03-01,NaN,Open",
        "2,b,2026-03-01,1,Wonn",
        "3,c,03/15/2026,1,Open",
        "4,d,2026-03-01,1,",
        "1.23457E+11,e,2026-03-01,1,Open",
        "6,f,2026-03-01,1,Open",
    ).refused

    assert [(each.line, each.column, each.value) for each in refused] == [
        (2, "amount", "NaN"),
        (3, "stage", "Wonn"),
        (4, "created_at", "03/15/2026"),
        (5, "stage", ""),
        (6, "id", "1.23457E+11"),
    ]
    assert "Did you mean 'Won'?" in refused[1].remedy
    assert all(each.reason and each.remedy for each in refused)


def test_rows_without_an_id_are_never_taken_as_one_and_keep_their_keys(staged: Stage) -> None:
    rows = (",a,2026-03-01,1,Open", ",a,2026-03-01,1,Open", ",b,2026-03-01,1,Open")
    first, again = staged(*rows), staged("9,x,2026-03-01,1,Open", *rows)

    keys = first.frames[0][1]["event_key"].to_pylist()
    assert len(set(keys)) == 3
    assert again.frames[0][1]["event_key"].to_pylist()[1:] == keys
    assert first.frames[0][1]["opportunity_id"].to_pylist() == keys
    assert "3 rows without an id: never taken as one." in first.understood


def test_a_file_without_any_id_names_its_rows_by_what_they_hold(deals: str, staged: Stage) -> None:
    mapping = deals.replace('key = "{id}"', 'key = "{row}"')

    keys = staged("1,a,2026-03-01,1,Open", "1,a,2026-03-01,1,Open", mapping=mapping)

    assert len(set(keys.frames[0][1]["event_key"].to_pylist())) == 2


def test_ids_stay_text_with_their_zeros(staged: Stage) -> None:
    rows = staged("007,a,2026-03-01,1,Open", "99999999999999999999,b,2026-03-01,1,Open")

    keys = rows.frames[0][1]["event_key"].to_pylist()
    assert keys == ["crm:deal:007", "crm:deal:99999999999999999999"]


def test_an_amount_in_another_currency_is_kept_but_not_counted(deals: str, staged: Stage) -> None:
    mapping = f'{deals}currency = {{ constant = "USD" }}\n'
    company = Company(currency="EUR")

    result = staged("1,a,2026-03-01,7,Open", mapping=mapping, company=company)

    row = result.frames[0][1].to_pylist()[0]
    assert (row["amount"], row["amount_base"]) == (7.0, None)
    assert "Amounts in USD are kept, but not counted in EUR: no rate is known." in result.understood


def test_an_ambiguous_column_refuses_the_file_until_the_mapping_states_its_order(
    deals: str, staged: Stage
) -> None:
    with pytest.raises(InputError, match="date_format"):
        staged("1,a,03/04/2026,1,Open")

    stated = deals.replace('"created_at"', '{ column = "created_at", date_format = "d/m/Y" }')
    frame = staged("1,a,03/04/2026,1,Open", mapping=stated).frames[0][1]
    assert frame["created_at"].to_pylist() == [datetime(2026, 4, 3)]


def test_a_column_the_file_lacks_is_named_with_the_one_probably_meant(deals: str) -> None:
    (source,) = read_bytes(
        "deals.csv", b"id,names,created_at,amount,stage\n1,a,2026-03-01,1,Open\n"
    )

    with pytest.raises(InputError, match=r"no column 'name'.*Did you mean 'names'"):
        stage(source, Mapping.from_toml(deals), Company())


def test_what_was_understood_is_told_in_words(staged: Stage) -> None:
    understood = staged("1,a,,1,Open", "2,b,31/03/2026 10:00,1,Open").understood

    assert "Dates in created_at read as day/month/year, from line 3: 31/03/2026 10:00" in understood
    assert "Times in created_at that name no zone read as UTC." in understood


def test_a_row_no_target_speaks_of_is_read_and_brings_nothing(deals: str, staged: Stage) -> None:
    mapping = deals.replace(
        "[into.fields]", 'when = { column = "stage", equals = "Won" }\n[into.fields]'
    )

    result = staged("1,a,2026-03-01,1,Open", mapping=mapping)

    assert (result.read, result.frames[0][1].num_rows, result.refused) == (1, 0, ())
    assert "1 row is of other kinds: nothing of them is kept." in result.understood


def test_payloads_are_kept_verbatim(staged: Stage) -> None:
    payloads = ["=HYPERLINK(1)", "<script>alert(1)</script>", "'; DROP TABLE x; --", "Null"]

    rows = staged(*(f'{n},"{text}",2026-03-01,1,Open' for n, text in enumerate(payloads)))

    assert rows.frames[0][1]["name"].to_pylist() == payloads


def test_e_mails_become_the_same_hash_however_they_are_written() -> None:
    staged = _leads(
        "1,Ann@Example.com,,,,",
        "2, ann@example.com ,,,,",
        "3,an\u200bn@example.com,,,,",
        "4,no-mail,,,,",
    )

    hashes = staged.frames[0][1]["email_hash"].to_pylist()
    assert len(hashes) == 3
    assert len(set(hashes)) == 1
    assert [(each.line, each.column) for each in staged.refused] == [(5, "email")]
