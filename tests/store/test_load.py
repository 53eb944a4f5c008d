"""Merging imports by key, and taking one back as if it had never been."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, union

from revdash.store.load import merge, people_named_by, take_back
from revdash.store.schema.ledger import load_batch, load_sighting
from revdash.store.schema.lifecycle import lifecycle_event

FILE = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), max_size=5)
IMPORT = st.lists(FILE, min_size=1, max_size=2)
MANY = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def everything(connection, *, without=()):
    """All that the tables of versions and sightings hold, but for a batch's own number."""
    versions = [c for c in lifecycle_event.columns if c.name not in without]
    sightings = [c for c in load_sighting.columns if c.name not in without]
    return (
        sorted(map(repr, connection.execute(select(*versions)).all())),
        sorted(map(repr, connection.execute(select(*sightings)).all())),
    )


def emptied(connection):
    for table in (lifecycle_event, load_sighting, load_batch):
        connection.execute(delete(table))
    return connection


def test_new_keys_are_loaded(memory, import_into, stages_in):
    (merged,) = import_into(memory, [("a", "mql"), ("b", "sal")])

    assert merged.loaded.to_pylist() == [2, 3]
    assert (merged.unchanged, merged.overtaken) == (0, ())
    assert stages_in(memory) == {"a": "mql", "b": "sal"}


def test_the_same_file_again_changes_nothing(memory, import_into):
    import_into(memory, [("a", "mql"), ("b", "sal")])
    before = everything(memory)[0]

    (merged,) = import_into(memory, [("a", "mql"), ("b", "sal")])

    assert (len(merged.loaded), merged.unchanged) == (0, 2)
    assert everything(memory)[0] == before


def test_a_changed_row_supersedes_the_version_before(memory, import_into, stages_in):
    import_into(memory, [("a", "mql"), ("b", "mql")])

    (merged,) = import_into(memory, [("a", "sal"), ("b", "mql")])

    assert merged.loaded.to_pylist() == [2]
    assert stages_in(memory) == {"a": "sal", "b": "mql"}
    assert len(everything(memory)[0]) == 3


def test_the_last_line_of_a_key_counts_and_the_others_are_named(memory, import_into, stages_in):
    (merged,) = import_into(memory, [("a", "mql"), ("a", "sal"), ("a", "sal")])

    assert stages_in(memory) == {"a": "sal"}
    assert merged.overtaken == ((2, "a"),)
    assert merged.loaded.to_pylist() == [4]
    assert merged.unchanged == 1


def test_a_later_file_of_one_import_corrects_an_earlier_one(memory, import_into):
    import_into(memory, [("a", "x")])
    import_into(memory, [("a", "y")], [("a", "z")])
    corrected = everything(memory)

    emptied(memory)
    import_into(memory, [("a", "x")])
    import_into(memory, [("a", "z")])

    assert everything(memory) == corrected


def test_no_rows_change_nothing(memory, import_into):
    (merged,) = import_into(memory, [])

    assert (len(merged.loaded), merged.unchanged, merged.overtaken) == (0, 0, ())
    assert everything(memory) == ([], [])


def test_an_import_names_the_people_it_brought_or_replaced(memory, import_into):
    import_into(memory, [("a", "x"), ("b", "x"), ("c", "x")])
    import_into(memory, [("a", "y"), ("b", "x"), ("d", "x")])

    named = memory.execute(union(*people_named_by(2))).scalars()
    assert set(named) == {"person:a", "person:d"}


def test_taking_an_import_back_keeps_what_a_later_one_also_saw(memory, import_into, stages_in):
    import_into(memory, [("a", "x")])
    import_into(memory, [("a", "x"), ("b", "x")])

    take_back(memory, 1)

    assert stages_in(memory) == {"a": "x", "b": "x"}
    assert everything(memory)[1] == []


def test_taking_an_import_of_many_rows_back_is_one_statement_a_table(memory, import_into):
    import_into(memory, [(f"key{n}", "x") for n in range(20_000)])

    take_back(memory, 1)

    assert everything(memory) == ([], [])


@MANY
@given(imports=st.lists(IMPORT, min_size=2, max_size=4), data=st.data())
def test_taking_one_import_back_leaves_what_the_others_alone_make(
    memory, import_into, imports, data
):
    taken = data.draw(st.integers(0, len(imports) - 1), label="taken back")
    emptied(memory)
    for files in imports:
        import_into(memory, *files)
    take_back(memory, taken + 1)
    left = everything(memory)

    emptied(memory)
    for number, files in enumerate(imports):
        import_into(memory, *([] if number == taken else files))

    assert everything(memory) == left


@MANY
@given(imports=st.lists(IMPORT, min_size=3, max_size=3), order=st.permutations(range(3)))
def test_imports_can_be_taken_back_in_any_order(memory, import_into, imports, order):
    emptied(memory)
    for files in imports:
        import_into(memory, *files)
    for number in order:
        take_back(memory, number + 1)
    left = everything(memory)

    emptied(memory)
    for number, files in enumerate(imports):
        import_into(memory, *([] if number in order else files))

    assert everything(memory) == left


@MANY
@given(files=IMPORT)
def test_an_import_twice_is_an_import_once(memory, import_into, files):
    emptied(memory)
    import_into(memory, *files)
    once = everything(memory)[0]

    import_into(memory, *files)

    assert everything(memory)[0] == once


@MANY
@given(rows=st.dictionaries(st.sampled_from("abcd"), st.sampled_from("xyz")), data=st.data())
def test_the_order_of_files_that_share_no_key_does_not_matter(memory, import_into, rows, data):
    order = data.draw(st.permutations(sorted(rows.items())))
    emptied(memory)
    for row in sorted(rows.items()):
        import_into(memory, [row])
    forward = everything(memory, without=("batch_id", "loaded_at", "line"))

    emptied(memory)
    for row in order:
        import_into(memory, [row])

    assert everything(memory, without=("batch_id", "loaded_at", "line")) == forward


def test_a_failed_merge_says_which_column_is_missing(memory, staged):
    frame = staged([("a", "x")]).drop_columns(["to_stage"])

    with pytest.raises(KeyError, match="to_stage"):
        merge(memory, lifecycle_event, frame, batch_id=1, loaded_at=None)
