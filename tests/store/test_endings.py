"""Endings: what a file says to be no more by not naming it; taken back exactly."""

from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from revdash.store.endings import days_ended, parts_ended
from revdash.store.load import frame_of, merge, next_batch, staged_columns, take_back
from revdash.store.schema.deals import opportunity_contact
from revdash.store.schema.ledger import load_batch, load_sighting
from revdash.store.schema.marketing import channel_day

MONDAY = date(2026, 5, 4)
DAYS = st.dictionaries(st.integers(0, 2), st.integers(1, 2), min_size=1)
FILE = st.tuples(st.sampled_from(["ad", "ad by Ad set", "ad by Device"]), DAYS)
IMPORTS = st.lists(st.lists(FILE, min_size=1, max_size=2), min_size=2, max_size=5)
MANY = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def import_days(connection, *files):
    """Import files as one batch; each tells the spend of days, in one way."""
    batch_id = next_batch(connection)
    at = datetime(2026, 6, 1) + timedelta(days=batch_id)
    connection.execute(load_batch.insert().values(batch_id=batch_id, loaded_at=at))
    for way, days in files:
        rows = [
            {
                "event_key": f"meta:{way}:Spring:{day}",
                "source_system": "meta",
                "campaign_id": "meta:campaign:Spring",
                "day": MONDAY + timedelta(days=day),
                "cost": float(cost),
            }
            for day, cost in days.items()
        ]
        frame = framed(channel_day, rows)
        ended = days_ended(connection, frame, [f"meta:{way}:"])
        for one in (ended.frame, frame):
            merge(connection, channel_day, one, batch_id=batch_id, loaded_at=at)


def framed(target, rows):
    names = [name for name in staged_columns(target) if name != "line"]
    frame = frame_of(target, rows).select(names)
    return frame.append_column("line", pa.array(range(2, len(rows) + 2), pa.int64()))


def counted(connection):
    """What each day cost, by the ways in which it is told."""
    d = channel_day.c
    standing = select(d.event_key, d.day, d.cost).where(
        d.superseded_at.is_(None), d.retracted.isnot(True)
    )
    return {
        (key.split(":")[1], (day - MONDAY).days): cost
        for key, day, cost in connection.execute(standing)
    }


def everything(connection):
    return tuple(
        sorted(map(repr, connection.execute(select(table)).all()))
        for table in (channel_day, load_sighting)
    )


def test_a_day_told_in_another_way_replaces_the_one_before_and_leaves_the_others(memory):
    import_days(memory, ("ad by Ad set", {0: 5, 1: 6}))

    import_days(memory, ("ad", {1: 6}))

    assert counted(memory) == {("ad by Ad set", 0): 5, ("ad", 1): 6}


def test_what_was_replaced_is_back_with_the_import_taken_back(memory):
    import_days(memory, ("ad by Ad set", {0: 5}))
    before = everything(memory)
    import_days(memory, ("ad", {0: 7}))

    take_back(memory, 2)

    assert everything(memory) == before


def test_a_day_stays_replaced_while_any_import_tells_it_otherwise(memory):
    import_days(memory, ("ad", {0: 7}))
    import_days(memory, ("ad by Ad set", {0: 5}))
    import_days(memory, ("ad by Ad set", {0: 5}))

    take_back(memory, 2)

    assert counted(memory) == {("ad by Ad set", 0): 5}


@MANY
@given(imports=IMPORTS)
def test_every_day_is_told_in_one_way_the_last(memory, imports):
    expected = {}
    for table in (channel_day, load_sighting, load_batch):
        memory.execute(delete(table))
    for files in imports:
        import_days(memory, *files)
        for way, days in files:
            expected |= {day: (way, cost) for day, cost in days.items()}

    assert counted(memory) == {(way, day): cost for day, (way, cost) in expected.items()}


@MANY
@given(imports=IMPORTS, data=st.data())
def test_an_import_taken_back_leaves_what_the_others_alone_tell(memory, imports, data):
    taken = data.draw(st.integers(0, len(imports) - 1), label="taken back")
    seen = []
    for is_left_out in (False, True):
        for table in (channel_day, load_sighting, load_batch):
            memory.execute(delete(table))
        for number, files in enumerate(imports):
            import_days(memory, *([] if is_left_out and number == taken else files))
        if not is_left_out:
            take_back(memory, taken + 1)
        seen.append(everything(memory))

    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("records", "gone"), [(["crm:deal:7"], {"crm:deal:7:1"}), (["crm:deal:8"], set()), ([], set())]
)
def test_parts_that_a_record_told_anew_no_longer_names_end(memory, records, gone):
    rows = [{"event_key": f"crm:deal:{key}", "person_id": key} for key in ("7:1", "7:2", "77:1")]
    frame = framed(opportunity_contact, rows)
    merge(memory, opportunity_contact, frame, batch_id=1, loaded_at=datetime(2026, 6, 1))
    told = pa.table({"record": records, "line": range(len(records))})
    parts = pa.table({"event_key": ["crm:deal:7:2"]})

    ended = parts_ended(memory, opportunity_contact, told, parts)

    assert set(ended.frame["event_key"].to_pylist()) == gone
    assert ended.frame["retracted"].to_pylist() == [True] * len(gone)
