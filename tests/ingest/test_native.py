from collections.abc import Callable

import pytest

from revdash.ingest import Company, Staged, read_bytes, recognise, stage


@pytest.fixture
def native() -> Callable[[str, str], Staged]:
    def stage_native(name: str, text: str) -> Staged:
        (source,) = read_bytes(name, text.encode())
        mapping = recognise(source)
        assert mapping is not None
        return stage(source, mapping, Company(zone="Europe/Berlin"))

    return stage_native


def test_a_file_named_for_a_table_needs_no_mapping(native: Callable[[str, str], Staged]) -> None:
    text = "event_key,person_id,to_stage,event_at\nk1,p1,MQL,2026-07-01T10:00:00\n"
    ((table, frame),) = native("lifecycle_event-2026.csv", text).frames

    row = frame.to_pylist()[0]
    assert (table.name, row["event_key"], row["person_id"]) == ("lifecycle_event", "k1", "p1")
    assert row["event_at"].hour == 10
    assert row["event_precision"] == "instant"


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("person.csv", "person_id,country\nhubspot:contact:7,DE\n", "hubspot:contact:7"),
        (
            "touch.csv",
            "source_id,touch_type,event_at\n7,chat,2026-01-01T00:00\n",
            "revdash:touch:7",
        ),
        (
            "touch.csv",
            "source_system,source_id,touch_type,event_at\nx,7,chat,2026-01-01T00:00\n",
            "x:touch:7",
        ),
        (
            "channel_day.csv",
            "channel,campaign_id,region,day,clicks\nsearch,,EU,2026-01-01,5\n",
            "channel_day:search:-:EU:2026-01-01",
        ),
    ],
)
def test_a_key_not_given_is_the_thing_s_own_id(
    native: Callable[[str, str], Staged], name: str, text: str, key: str
) -> None:
    assert native(name, text).frames[0][1]["event_key"].to_pylist() == [key]


def test_events_without_any_id_are_never_taken_as_one(
    native: Callable[[str, str], Staged],
) -> None:
    row = "p1,call,2026-01-01T10:00\n"
    frame = native("sales_activity.csv", f"person_id,activity_type,event_at\n{row}{row}").frames[0][
        1
    ]

    assert len(set(frame["event_key"].to_pylist())) == 2


def test_a_word_the_table_does_not_know_refuses_its_row(
    native: Callable[[str, str], Staged],
) -> None:
    text = "person_id,to_stage,event_at\np1,MQLL,2026-01-01\np1,MQL,2026-01-01\n"
    staged = native("lifecycle_event.csv", text)

    assert [(each.line, each.value) for each in staged.refused] == [(2, "MQLL")]
    assert "Did you mean 'MQL'?" in staged.refused[0].remedy


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("leads.csv", "person_id"),
        ("person.csv", "person_id,shoe_size"),
        ("person.csv", "source_id"),
    ],
)
def test_any_other_file_is_not_taken_for_a_native_one(name: str, header: str) -> None:
    (source,) = read_bytes(name, f"{header}\n{',' * header.count(',')}x\n".encode())

    assert recognise(source) is None
