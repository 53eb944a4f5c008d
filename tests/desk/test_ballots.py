"""Answers: once for each link, and nothing anywhere that tells whose, when, or together."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import DateTime, insert, select
from sqlalchemy.exc import IntegrityError

from revdash.desk.ballots import answer, count_answered, read_box, read_invitation, seal, unsealed
from revdash.desk.pulse import Inviting, RoleClass, begin_wave, read_waves
from revdash.desk.survey import FIXED
from revdash.desk.tables.ledger import audit, click
from revdash.desk.tables.pulse import survey_response, survey_token
from revdash.errors import InputError
from revdash.terms import Side

OPENS, CLOSES = date(2026, 11, 2), date(2026, 11, 9)
SIX = tuple(one.question_id for one in FIXED)


@pytest.fixture
def links(desk, by):
    """Six links for marketing and six for sales, of a round that is open."""
    wanted = Inviting(
        name="November",
        opens_on=OPENS,
        closes_on=CLOSES,
        people={Side.MARKETING: 6, Side.SALES: 6},
        leaders={},
    )
    with desk.writing() as connection:
        return begin_wave(connection, wanted, by)[1]


def say(desk, link, score=4, *, on=OPENS, **more):
    with desk.writing() as connection:
        answer(connection, link.token, {**dict.fromkeys(SIX, score), **more}, on)
    desk.forget_order()


def box(desk):
    with desk.connect() as connection:
        (wave,) = read_waves(connection)
        return read_box(connection, wave)


def written(desk):
    """The rows of answers in the order in which they lie in the file."""
    with desk.connect() as connection:
        found = connection.exec_driver_sql("SELECT * FROM survey_response ORDER BY rowid")
        return [dict(row) for row in found.mappings()]


def test_what_was_said_is_read_by_question_and_side(desk, links):
    say(desk, links[0], 5, in_time=80, one_thing="Talk more")
    say(desk, links[1], 3)
    say(desk, links[6], 2, one_thing="  ")

    found = box(desk)
    assert found.scores_of("follow_up", Side.MARKETING) == [3, 5]
    assert found.scores_of("in_time", Side.MARKETING, RoleClass.ANY) == [80]
    assert found.words == {"one_thing": ["Talk more"]}
    assert (found.answered(Side.MARKETING), found.answered(Side.SALES)) == (2, 1)
    with desk.connect() as connection:
        assert count_answered(connection, found.wave) == {Side.MARKETING: 2, Side.SALES: 1}


def test_a_link_answers_once_and_only_while_its_round_is_open(desk, links):
    say(desk, links[0])

    with pytest.raises(InputError, match="answered already"):
        say(desk, links[0], 1)
    for day in (OPENS - timedelta(days=1), CLOSES):
        with pytest.raises(InputError, match="no open round"):
            say(desk, links[1], on=day)
    with desk.connect() as connection:
        assert read_invitation(connection, links[0].token, OPENS).is_used
        assert not read_invitation(connection, links[1].token, OPENS).is_used
        assert read_invitation(connection, "guessed", OPENS).wave is None
    assert box(desk).answered(Side.MARKETING) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"follow_up": None}, "1 of the 6 sentences"),
        ({"follow_up": 6}, "whole number from 1 to 5"),
        ({"in_time": 101}, "whole number from 0 to 100"),
        ({"salary": 3}, "does not ask"),
    ],
)
def test_an_answer_that_is_none_leaves_the_link_as_it_was(desk, links, wrong, said):
    with pytest.raises(InputError, match=said):
        say(desk, links[0], **wrong)

    assert not written(desk)
    say(desk, links[0])


def test_eleven_answers_cannot_be_told_apart(desk, links):
    """Neither keys nor places outlive the next answer, and none is shared by a person's rows."""
    seen = []
    for number, link in enumerate(links[:11]):
        say(desk, link, 1 + number % 5, one_thing=f"thing {number}")
        seen.append(written(desk))

    for before, after in pairwise(seen):
        assert not {row["response_id"] for row in before} & {row["response_id"] for row in after}
    last = seen[-1]
    keys = [row["response_id"] for row in last]
    assert len(last) == 11 * 7
    assert keys == sorted(set(keys))  # the place follows the key, and the key is chance
    assert set(last[0]) == {*survey_response.c.keys()}
    alike = Counter(tuple(v for k, v in row.items() if k != "response_id") for row in last)
    assert max(alike.values()) > 1  # whole rows are the same but for their key


def test_the_last_answer_does_not_lie_last(desk, links):
    """Of 66 places a word can lie in, the newest does not keep to the end, nor to one."""
    places = set()
    for number, link in enumerate(links[:11]):
        say(desk, link, one_thing=f"thing {number}")
        rows = written(desk)
        (place,) = [i for i, row in enumerate(rows) if row["words"] == f"thing {number}"]
        places.add(len(rows) - place)

    assert len(places) > 3


def test_nothing_else_in_the_desk_changes_but_that_the_link_is_used(desk, links):
    def others():
        tables = (audit, click, *(t for t in survey_response.metadata.sorted_tables))
        with desk.connect() as connection:
            return {
                table.name: sorted(map(str, connection.execute(select(table))))
                for table in tables
                if table is not survey_response
            }

    before = others()
    say(desk, links[3], one_thing="Talk more")

    after = others()
    changed = [name for name in before if before[name] != after[name]]
    assert changed == [survey_token.name]
    assert len(set(before[survey_token.name]) ^ set(after[survey_token.name])) == 2


def test_the_tables_have_no_room_for_a_person_or_a_moment():
    for table in (survey_response, survey_token):
        assert not any(isinstance(column.type, DateTime) for column in table.c)
        assert not {"written_by", "changed_by", "actor_id", "member_id"} & set(table.c.keys())
    assert not {key.column.table for key in survey_response.foreign_keys} & {survey_token}


def test_the_files_hold_neither_a_link_nor_the_order_of_answers(desk, links):
    for number, link in enumerate(links[:3]):
        say(desk, link, one_thing=f"thing {number}")

    files = {path.name: path.read_bytes() for path in desk.path.parent.glob("desk.sqlite*")}
    assert not files["desk.sqlite-wal"]
    for link in links:
        assert not any(link.token.encode() in content for content in files.values())
    assert files["desk.sqlite"].count(b"thing 0") == 1  # what was moved is overwritten


def test_links_are_forgotten_once_their_round_is_over(desk, links):
    say(desk, links[0])
    with desk.writing() as connection:
        assert not unsealed(connection, CLOSES - timedelta(days=1))
        assert len(unsealed(connection, CLOSES)) == 1
        seal(connection, CLOSES)
        assert not unsealed(connection, CLOSES)

    with desk.connect() as connection:
        assert not connection.execute(select(survey_token)).all()
    assert box(desk).answered(Side.MARKETING) == 1


def test_an_error_of_the_database_does_not_say_what_was_answered(desk, links):
    with desk.writing() as connection, pytest.raises(IntegrityError) as caught:
        connection.execute(insert(survey_response), [{"response_id": "r", "words": "Talk more"}])

    assert "Talk more" not in str(caught.value)


def test_of_two_who_send_one_link_at_once_one_is_heard(desk, links):
    def send(score):
        try:
            say(desk, links[0], score)
        except InputError:
            return False
        return True

    with ThreadPoolExecutor(2) as hands:
        heard = [*hands.map(send, (1, 5))]

    assert sorted(heard) == [False, True]
    assert box(desk).answered(Side.MARKETING) == 1
