"""Writing: several processes write down of many people what this one would, lot after lot."""

from datetime import datetime

import pytest
from sqlalchemy import select

from revdash.episodes.asking import ask
from revdash.episodes.gathering import users_in
from revdash.episodes.names import Names
from revdash.episodes.people_facts import Known
from revdash.episodes.rebuild import everybody
from revdash.episodes.rules import read_rules
from revdash.episodes.whom import held
from revdash.episodes.writing import MANY, Manner, write, writer_for
from revdash.store.frames import set_aside

AS_OF = datetime(2026, 4, 1)
PEOPLE = ("ada", "bo", "cy", "di", "ed", "flo")


def lots_of(connection):
    """What is known of each of the people, one at a time."""
    with held(connection, "them", everybody()) as them:
        root = them.c.person_id.label("root")
        for person in PEOPLE:
            alone = select(them.c.person_id, root).where(them.c.person_id == person)
            with set_aside(connection, "alone", alone) as chosen:
                frames = ask(connection, chosen)
            yield frames


@pytest.fixture
def manner(given):
    for day, person in enumerate(PEOPLE, start=2):
        given.stage(person, "MQL", f"2026-03-{day:02} 09:00", tier="A")
        given.stage(person, "MQL", f"2026-03-{day:02} 11:00")  # again, which is odd
    given.row("sales_activity", person_id="cy", event_at="2026-03-05 09:00")
    given.load(as_of=AS_OF)
    connection = given.connection
    known = Known(read_rules(connection), users_in(connection))
    return Manner(known, Names(connection), AS_OF)


def test_episodes_of_many_are_written_beside_as_they_would_be_here(given, manner):
    lots = [*lots_of(given.connection)]

    with writer_for(MANY, manner) as writing:
        beside = [*writing(lots)]

    assert beside == [write(frames, manner) for frames in lots]
    assert [one.episodes["person_id"].to_pylist() for one in beside] == [[p] for p in PEOPLE]
    assert [one.issues.num_rows for one in beside] == [1] * len(PEOPLE)
