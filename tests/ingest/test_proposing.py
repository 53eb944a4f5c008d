"""Proposing: a file nobody described is read as a person would read its names and values."""

import pytest

from revdash.ingest import Company, Mapping, read_bytes, stage
from revdash.ingest.proposing import propose, revise

LEADS = """Lead No;Given name;Surname;Mail;Signup date;MQL date;Lead rating;Sales rep;Shoe size
7;Ada;Quarz;ada@example.com;2026-03-01;2026-03-04;Hot;Team North;38
8;Bo;Ranke;bo@example.com;2026-03-02;;Lukewarm;Team South;41
"""
DEALS = """Opportunity ID,Value,Status,Opened,Closed on
1,"1,200.50",Closed Won,2026-01-02,2026-02-03
2,900.00,Dead,2026-01-05,2026-02-01
3,70.00,In talks,2026-01-09,
"""


def source(text, name="export.csv"):
    (read,) = read_bytes(name, text.encode())
    return read


def roles(proposal):
    return {guess.column: guess.role for guess in proposal.guesses}


def test_columns_are_told_by_their_names_whatever_their_wording():
    found = propose(source(LEADS))

    assert found.record == "lead"
    assert roles(found) == {
        "Lead No": "id",
        "Given name": "first_name",
        "Surname": "last_name",
        "Mail": "email",
        "Signup date": "created",
        "MQL date": "mql",
        "Lead rating": "tier",
        "Sales rep": "owner",
        "Shoe size": "",
    }


def test_a_column_of_addresses_is_one_whatever_its_name():
    found = propose(source("id,xq\n1,ada@example.com\n2,bo@example.com\n"), record="lead")

    assert roles(found)["xq"] == "email"
    assert 0 < next(g.confidence for g in found.guesses if g.column == "xq") < 1


def test_a_name_alone_does_not_make_a_date_of_words():
    found = propose(source("lead id,created\n1,by hand\n2,by form\n"), record="lead")

    assert roles(found)["created"] == ""


def test_one_wrong_value_among_many_equal_ones_does_not_hide_a_date():
    rows = "".join(f"{number},2026-03-01\n" for number in range(9))
    found = propose(source(f"lead id,created\n{rows}9,soon\n"), record="lead")

    assert roles(found)["created"] == "created"


def test_what_a_deal_came_to_is_told_by_the_words_of_its_stage():
    found = propose(source(DEALS))
    (frame, *_) = stage(source(DEALS), Mapping.from_dict(found.mapping), Company()).frames

    assert found.record == "deal"
    assert frame[1]["outcome"].to_pylist() == ["won", "lost", "open"]
    assert frame[1]["amount"].to_pylist() == [1200.5, 900.0, 70.0]


def test_what_the_rows_must_say_and_no_column_does_is_named():
    found = propose(source("Campaign,Impressions,Clicks\nSpring,100,3\n"), record="spend")

    assert found.lacking == ("Day", "Channel")


def test_a_file_of_unknown_words_is_hardly_proposed():
    found = propose(source("foo,bar\n1,2\n"))

    assert found.confidence < 0.2
    assert set(roles(found).values()) == {""}


def test_a_corrected_column_corrects_the_mapping():
    read = source(LEADS)
    picks = propose(read).picks | {"Signup date": "mql", "MQL date": "sal"}

    mapping = revise(read, "lead", picks, system="shop")
    staged = stage(read, Mapping.from_dict(mapping), Company())
    events = [frame for table, frame in staged.frames if table.name == "lifecycle_event"]

    assert mapping["source"] == "shop"
    assert [(e["to_stage"][0].as_py(), e.num_rows) for e in events] == [("MQL", 2), ("SAL", 1)]
    assert events[0]["event_key"].to_pylist() == ["shop:lead:7:mql", "shop:lead:8:mql"]


def test_rows_without_an_id_are_each_their_own():
    read = source("Surname,Created\nQuarz,2026-03-01\nQuarz,2026-03-01\n")

    staged = stage(read, Mapping.from_dict(propose(read).mapping), Company())
    people = next(frame for table, frame in staged.frames if table.name == "person")

    assert len(set(people["event_key"].to_pylist())) == 2
    assert people["full_name"].to_pylist() == ["Quarz", "Quarz"]


@pytest.mark.parametrize("brace", ["a{b", "a}b", "a|b?"])
def test_names_with_signs_of_the_mapping_are_read_all_the_same(brace):
    read = source(f"lead id,{brace},email\n1,x,ada@example.com\n")

    staged = stage(read, Mapping.from_dict(propose(read, record="lead").mapping), Company())

    assert staged.read == 1
