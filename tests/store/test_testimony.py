"""What an export says, and what it leaves as it was: fewer columns never blank what is known."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from revdash.store.load import frame_of, merge, next_batch, staged_columns, take_back
from revdash.store.schema.ledger import load_batch, load_sighting
from revdash.store.schema.people import person
from revdash.store.testimony import telling

COLUMNS = ("full_name", "email", "region")
TOLD = st.sets(st.sampled_from(COLUMNS), min_size=1).map(sorted)
ROWS = st.dictionaries(
    st.sampled_from("ab"),
    st.fixed_dictionaries({name: st.sampled_from(["x", "y", None]) for name in COLUMNS}),
    min_size=1,
)
DEFAULTS = st.dictionaries(st.just("region"), st.sampled_from(["x", "a,b=c"]))
FILES = st.lists(st.tuples(TOLD, ROWS), min_size=1, max_size=2)
IMPORT = st.tuples(FILES, DEFAULTS).map(lambda one: [(*file, one[1]) for file in one[0]])
IMPORTS = st.lists(IMPORT, min_size=2, max_size=4)
MANY = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def tell(connection, *files):
    """Import files as one batch; each tells some columns of some keys, and has some defaults."""
    batch_id = next_batch(connection)
    at = datetime(2026, 1, 1) + timedelta(days=batch_id)
    connection.execute(load_batch.insert().values(batch_id=batch_id, loaded_at=at))
    for told, rows, *more in files:
        defaults = {name: value for one in more for name, value in one.items() if name not in told}
        made = [
            {"event_key": key, "person_id": key, **{n: row[n] for n in told}, **defaults}
            for key, row in rows.items()
        ]
        frame = frame_of(person, made).select([n for n in staged_columns(person) if n != "line"])
        frame = frame.append_column("line", [list(range(2, len(made) + 2))])
        told_of = telling(frame, ("event_key", "person_id", *told), defaults)
        merge(connection, person, told_of, batch_id=batch_id, loaded_at=at)


def known(connection):
    columns = (person.c.event_key, *(person.c[name] for name in COLUMNS))
    statement = select(*columns).where(person.c.superseded_at.is_(None))
    return {key: values for key, *values in connection.execute(statement)}


def everything(connection):
    return tuple(
        sorted(map(repr, connection.execute(select(table)).all()))
        for table in (person, load_sighting)
    )


def emptied(connection):
    for table in (person, load_sighting, load_batch):
        connection.execute(delete(table))


@pytest.fixture
def wide_then_narrow(memory):
    tell(memory, (COLUMNS, {"a": {"full_name": "Ann", "email": "ann@a.example", "region": "N"}}))
    tell(memory, (["full_name"], {"a": {"full_name": "Anne"}}))
    return memory


def test_columns_that_an_export_lacks_stay_as_they_were(wide_then_narrow):
    assert known(wide_then_narrow) == {"a": ["Anne", "ann@a.example", "N"]}


def test_a_blank_that_an_export_does_tell_counts(wide_then_narrow):
    tell(wide_then_narrow, (["email"], {"a": {"email": None}}))

    assert known(wide_then_narrow) == {"a": ["Anne", None, "N"]}


def test_what_was_only_carried_goes_with_the_import_that_told_it(wide_then_narrow):
    take_back(wide_then_narrow, 1)

    assert known(wide_then_narrow) == {"a": ["Anne", None, None]}


def test_a_default_stands_where_nothing_is_left_to_carry_over(memory):
    tell(memory, (["region"], {"a": {"region": "N"}}))
    tell(memory, (["full_name"], {"a": {"full_name": "Ann"}}, {"region": "a,b=c"}))
    carried = known(memory)

    take_back(memory, 1)

    assert (carried, known(memory)) == ({"a": ["Ann", None, "N"]}, {"a": ["Ann", None, "a,b=c"]})


def test_two_files_of_one_import_complete_each_other(memory):
    tell(memory, (["full_name"], {"a": {"full_name": "Ann"}}), (["email"], {"a": {"email": "x"}}))

    assert known(memory) == {"a": ["Ann", "x", None]}
    (carried,) = memory.execute(select(person.c.carried)).scalars()
    assert not {"full_name", "email"} & set(carried.split(","))
    assert "region" in carried


@MANY
@given(imports=IMPORTS)
def test_each_column_is_as_it_was_last_told(memory, imports):
    emptied(memory)
    expected = {}
    for files in imports:
        tell(memory, *files)
        for told, rows, defaults in files:
            for key, row in rows.items():
                known_of = expected.setdefault(key, dict.fromkeys(COLUMNS))
                known_of |= {n: v for n, v in defaults.items() if known_of[n] is None}
                known_of |= {name: row[name] for name in told}

    assert known(memory) == {key: list(row.values()) for key, row in expected.items()}


@MANY
@given(imports=IMPORTS, data=st.data())
def test_an_import_taken_back_leaves_what_the_others_alone_tell(memory, imports, data):
    taken = data.draw(st.integers(0, len(imports) - 1), label="taken back")
    emptied(memory)
    for files in imports:
        tell(memory, *files)
    take_back(memory, taken + 1)
    left = known(memory), everything(memory)

    emptied(memory)
    for number, files in enumerate(imports):
        tell(memory, *([] if number == taken else files))

    assert (known(memory), everything(memory)) == left
