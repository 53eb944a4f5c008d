"""Meanings: what a source's words mean, and what becomes of a word nobody has explained."""

import pytest

from revdash.errors import InputError
from revdash.ingest import Company, Mapping, Unmeant, stage

WORDS = """
source = "crm"
object = "lead"
[[into]]
table = "lifecycle_event"
key = "{id}:{n}"
[into.fields]
person_id = { id = "lead:{id}" }
event_at = { constant = 2026-03-01T00:00:00 }
to_stage = { column = "stage", values = { "Marketing Qualified" = "MQL" }, unknown = "skip" }
"""
PLAIN = 'to_stage = "stage"'


def staged(read, *stages, mapping=WORDS, meanings=None):
    rows = "".join(f'{n},x,"{word}"\n' for n, word in enumerate(stages))
    company = Company(meanings={("crm", "lifecycle_event.to_stage"): meanings or {}})
    return stage(read(f"n,id,stage\n{rows}"), Mapping.from_toml(mapping), company)


def stages_of(result):
    return result.frames[0][1]["to_stage"].to_pylist()


def with_field(line):
    return WORDS.rsplit("to_stage", 1)[0] + line


def test_words_are_looked_up_without_case_and_outer_spaces(read):
    assert stages_of(staged(read, " MARKETING qualified ")) == ["MQL"]


def test_a_word_passed_over_gives_no_row_and_is_asked_about(read):
    result = staged(read, "Foo", "Marketing Qualified", "Foo", "Bar", "")

    assert stages_of(result) == ["MQL"]
    place = {"table": "lifecycle_event", "field": "to_stage", "column": "stage"}
    assert result.unmeant == (
        Unmeant(**place, value="Foo", rows=2),
        Unmeant(**place, value="Bar", rows=1),
    )
    assert any("'Foo' (2 rows), 'Bar' (1 row)" in said for said in result.understood)
    assert (result.unneeded, result.refused[0].line) == (3, 6)


def test_what_the_company_says_stands_above_the_mapping(read):
    said = {"marketing qualified": "SAL", "Foo": "SQL", "Bar": None}

    result = staged(read, "Marketing Qualified", "Foo", "Bar", meanings=said)

    assert (stages_of(result), result.unmeant, result.refused) == (["SAL", "SQL"], (), ())


def test_the_company_explains_words_of_a_field_that_has_no_values(read):
    result = staged(read, "Foo", "MQL", "Bar", mapping=with_field(PLAIN), meanings={"foo": "SAL"})

    assert stages_of(result) == ["SAL", "MQL"]
    assert [(each.line, each.value) for each in result.refused] == [(4, "Bar")]


def test_a_meaning_the_column_cannot_hold_is_refused(read):
    mapping = with_field(
        'score = { column = "stage", values = { a = 1 } }\nto_stage = { constant = "MQL" }'
    )
    company = Company(meanings={("crm", "lifecycle_event.score"): {"b": "many"}})

    with pytest.raises(InputError, match="'many' cannot be what a value of score means"):
        stage(read("n,id,stage\n1,x,b\n"), Mapping.from_toml(mapping), company)


@pytest.mark.parametrize(
    ("unknown", "found", "asked"),
    [
        ('unknown = "keep"', ["A", "b"], []),
        ('unknown = "blank"', ["A", None], ["b"]),
        ('unknown = "ask", default = "D"', ["A", "D"], ["b"]),
        ('default = "D"', ["A", "D"], []),
    ],
)
def test_an_unknown_word_is_kept_or_left_blank_or_the_default(read, unknown, found, asked):
    source = f'source = {{ column = "stage", values = {{ a = "A" }}, {unknown} }}'
    mapping = with_field(f'{source}\nto_stage = {{ constant = "MQL" }}')

    result = staged(read, "a", "b", mapping=mapping)

    assert result.frames[0][1]["source"].to_pylist() == found
    assert [each.value for each in result.unmeant] == asked


def test_words_put_together_of_two_columns_have_meanings_too(read):
    field = 'to_stage = { text = "{id}/{stage}", values = { "x/1" = "MQL", "x/2" = "SAL" } }'

    assert stages_of(staged(read, "1", "2", mapping=with_field(field))) == ["MQL", "SAL"]
