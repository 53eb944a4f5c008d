"""Dropping: what is said of a file before it is imported, and what is remembered of the answers."""

import io
import tomllib

import pytest

from revdash import api
from revdash.api.actors import COMMAND_LINE
from revdash.api.mapping_text import toml_of
from revdash.api.working import work
from revdash.ingest import Mapping

KNOWN = ("lifecycle_event.csv", b"person_id,to_stage,event_at\np:1,MQL,2026-05-14\n")
UNKNOWN = (
    "gym leads.csv",
    b"""Lead Id,E-Mail,Became MQL,Temperature,Favourite
1,a@x.example,2026-05-12,Hot,red
2,b@x.example,2026-05-13,Luke-warm,blue
""",
)
AMBIGUOUS = ("lifecycle_event.csv", b"person_id,to_stage,event_at\np:1,MQL,05/04/2026\n")
WESTERN = ("person.csv", "person_id,full_name\np:1,Zoë\np:2,Gödel\n".encode("cp1252"))


@pytest.fixture
def dropped(own_empty, revops):
    """Drop files; gives their job."""
    return lambda *given: api.drop(revops, [(name, io.BytesIO(text)) for name, text in given])


@pytest.fixture
def imported(own_empty, revops):
    """Import a job here; gives its receipt."""

    def _imported(key):
        work(own_empty, COMMAND_LINE, key)
        job = next(job for job in api.jobs(revops) if job.key == key)
        assert job.error == ""
        return api.receipt(revops, job.batch)

    return _imported


def test_a_known_file_is_shown_as_it_will_be_stored(dropped, revops):
    inspection = api.inspect(revops, dropped(KNOWN))

    (table,) = inspection.tables
    ((title, grid),) = table.frames
    assert (inspection.is_ready, table.told) == (True, "Recognised as revdash lifecycle_event.")
    assert (title, grid.rows) == ("Lead stages", (("2", "p:1", "MQL", "14 May 2026"),))
    assert grid.columns[-1].label == "When ← event_at"


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "empty"), (b"%PDF-1.7 rest", "PDF"), (b"\x00\x01" * 99, "NUL")]
)
def test_a_file_that_is_no_table_is_told_and_holds_the_import_back(dropped, revops, content, said):
    inspection = api.inspect(revops, dropped(KNOWN, ("x.csv", content)))

    assert said in inspection.problems[0]
    assert not inspection.is_ready


def test_unknown_columns_are_proposed_corrected_imported_and_remembered(dropped, imported, revops):
    key = dropped(UNKNOWN)
    (proposed,) = api.inspect(revops, key).tables
    picks = {line.name: line.role for line in proposed.editor.lines}
    assert (proposed.is_ready, picks["Became MQL"], picks["Favourite"]) == (False, "mql", "")

    said = {"record": "lead", "picks": {**picks, "Favourite": "source"}, "system": "gym"}
    api.say_columns(revops, key, proposed.name, said)
    receipt = imported(key)
    (again,) = api.inspect(revops, dropped(UNKNOWN)).tables

    assert (receipt.loaded, receipt.refused) == (2, 0)
    assert again.told.startswith("Read as Leads or contacts of gym, by the mapping remembered for")
    assert {line.name: line.role for line in again.editor.lines}["Favourite"] == "source"
    assert imported(dropped(UNKNOWN)).unchanged == 2


def test_a_word_that_nobody_explained_is_asked_for_once(dropped, revops):
    key = dropped(UNKNOWN)
    (table,) = api.inspect(revops, key).tables
    word = next(word for word in table.words if word.value == "Luke-warm")

    said = api.say_words(revops, key, table.system, {word.field: {"Luke-warm": "B"}})

    (table,) = api.inspect(revops, key).tables
    assert (word.choices, word.rows) == (("A", "B", "C"), 1)
    assert said == "Remembered what 1 word of crm mean."
    assert table.words == ()


def test_the_order_of_day_and_month_is_asked_and_remembered(dropped, imported, revops):
    key = dropped(AMBIGUOUS)
    question = api.inspect(revops, key).tables[0].question
    assert question.choices == (("d/m/Y", "Day first: 31/12"), ("m/d/Y", "Month first: 12/31"))

    api.say_dates(revops, key, question.subject, "d/m/Y")
    receipt = imported(key)
    (again,) = api.inspect(revops, dropped(AMBIGUOUS)).tables

    assert any("read as day/month/year" in note for note in receipt.told_of[0].notes)
    assert again.is_ready


def test_the_encoding_of_a_file_is_asked_likeliest_first(dropped, imported, revops):
    key = dropped(WESTERN)
    (question,) = api.inspect(revops, key).questions
    assert (question.subject, question.choices[0][0]) == ("person.csv", "cp1252")

    api.say_encoding(revops, key, question.subject, "cp1252")

    assert api.inspect(revops, key).tables[0].frames[0][1].rows[0][2] == "Zoë"
    assert imported(key).loaded == 2


def test_a_table_that_is_left_out_holds_nothing_back(dropped, imported, revops):
    key = dropped(KNOWN, ("odd.csv", b"this,that\n1,2\n"))
    assert not api.inspect(revops, key).is_ready

    api.leave_out(revops, key, "odd.csv", is_out=True)

    assert api.inspect(revops, key).is_ready
    assert imported(key).read == 1


def test_a_mapping_is_written_so_that_it_can_be_read_again(dropped, revops):
    key = dropped(UNKNOWN)
    toml = api.inspect(revops, key).tables[0].toml

    api.say_mapping(revops, key, UNKNOWN[0], toml)

    (table,) = api.inspect(revops, key).tables
    assert (table.is_ready, table.toml) == (True, toml)
    document = {"source": 'a "b"\n', "object": "x", "into": [{"table": "person", "key": "{a b}"}]}
    assert tomllib.loads(toml_of(document)) == document
    assert Mapping.from_toml(toml).source == "crm"


def test_the_sign_before_decimals_is_asked_and_remembered(dropped, imported, revops):
    spend = ("channel_day.csv", b"channel;day;cost\nAds;2026-05-04;1.234\n")
    key = dropped(spend)
    question = api.inspect(revops, key).tables[0].question
    assert (question.about, [sign for sign, _ in question.choices]) == ("numbers", [".", ","])

    api.say_decimal(revops, key, question.subject, ",")
    shown = api.inspect(revops, key).tables[0].frames[0][1].rows[0]
    imported(key)
    (again,) = api.inspect(revops, dropped(spend)).tables

    assert shown[-1] == "1,234"
    assert (again.is_ready, again.frames[0][1].rows[0]) == (True, shown)
