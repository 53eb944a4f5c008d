import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from revdash.desk.audit import read_log, verify_chain
from revdash.desk.people import Member, Role, save_member
from revdash.desk.revisions import EditConflictError, change, insert, remove
from revdash.desk.tables.ledger import audit
from revdash.desk.tables.views import saved_view
from revdash.errors import InputError

VIEW = {"owner_id": "ana", "page": "overview", "name": "Mine", "filters": {"tier": "A"}}


def write_until_it_holds(desk, table, words, by):
    """Change the note as a person would: told that it changed, read it again and repeat."""
    while True:
        try:
            with desk.connect() as connection:
                version = connection.execute(select(table.c.version)).scalar_one()
            with desk.writing() as connection:
                return change(connection, table, {"note_id": "note", "words": words}, version, by)
        except EditConflictError:
            continue


def test_the_second_to_change_a_row_is_told_who_was_first(desk, note, by):
    with desk.writing() as connection:
        ana = Member(member_id="ana", name="Ana", role=Role.LEAD)
        save_member(connection, ana, by)
        first = replace(by, actor_id="ana")
        change(connection, note, {"note_id": "note", "words": "hers"}, 1, first)

    with desk.writing() as connection, pytest.raises(EditConflictError) as raised:
        change(connection, note, {"note_id": "note", "words": "mine"}, 1, by)

    message = str(raised.value)
    assert "changed by Ana at 2026-11-05 12:00 UTC" in message
    assert (raised.value.mine, raised.value.theirs) == ({"words": "mine"}, {"words": "hers"})


def test_the_first_text_stands_after_a_refused_change(desk, note, by):
    with desk.writing() as connection:
        change(connection, note, {"note_id": "note", "words": "hers"}, 1, by)
    with pytest.raises(EditConflictError), desk.writing() as connection:
        change(connection, note, {"note_id": "note", "words": "mine"}, 1, by)

    with desk.connect() as connection:
        assert connection.execute(select(note.c.words, note.c.version)).one() == ("hers", 2)


def test_a_second_click_adds_no_second_row(desk, by):
    click = replace(by, click_id="form-1")

    with desk.writing() as connection:
        first = insert(connection, saved_view, VIEW, click)
    with desk.writing() as connection:
        second = insert(connection, saved_view, VIEW, click)

    with desk.connect() as connection:
        count = connection.execute(select(func.count()).select_from(saved_view)).scalar()
    assert (first, count) == (second, 1)


def test_a_second_click_changes_nothing(desk, note, by):
    click = replace(by, click_id="form-1")
    wanted = {"note_id": "note", "words": "new"}

    with desk.writing() as connection:
        versions = [change(connection, note, wanted, 1, click) for _ in range(3)]
        log = read_log(connection, subject="meeting_note:note")

    assert versions == [2, 2, 2]
    assert [row.action for row in log] == ["meeting_note.changed", "meeting_note.added"]


def test_a_second_click_removes_once(desk, by):
    click = replace(by, click_id="form-1")
    with desk.writing() as connection:
        view_id = insert(connection, saved_view, VIEW, by)

        remove(connection, saved_view, view_id, 1, click)
        remove(connection, saved_view, view_id, 1, click)

        assert connection.execute(select(saved_view)).all() == []


def test_what_is_gone_cannot_be_changed(desk, by):
    with desk.writing() as connection, pytest.raises(InputError, match="no saved view 'x'"):
        change(connection, saved_view, {"view_id": "x", "name": "New"}, 1, by)


def test_a_row_that_is_there_already_is_said_so(desk, by):
    with desk.writing() as connection:
        insert(connection, saved_view, VIEW, by)

    with pytest.raises(InputError, match="is there already"), desk.writing() as connection:
        insert(connection, saved_view, VIEW, by)


def test_the_log_keeps_old_and_new_of_what_changed(desk, by):
    with desk.writing() as connection:
        view_id = insert(connection, saved_view, VIEW, by)
        change(connection, saved_view, {"view_id": view_id, **VIEW, "name": "Ours"}, 1, by)
        newest = read_log(connection)[0]

    assert newest.detail == {"name": ["Mine", "Ours"]}


def test_the_log_does_not_keep_peoples_own_words(desk, note, by):
    with desk.writing() as connection:
        change(connection, note, {"note_id": "note", "words": "Call Jo Doe"}, 1, by)
        details = "".join(connection.execute(select(audit.c.detail)).scalars())

    assert "Jo Doe" not in details
    assert "11 characters" in details


def test_four_people_writing_one_note_lose_nothing(desk, note, by):
    def write():
        for number in range(60):
            write_until_it_holds(desk, note, str(number), by)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with desk.connect() as connection:
        assert connection.execute(select(note.c.version)).scalar() == 1 + 4 * 60
        assert verify_chain(connection) == ""


OTHER_PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
from revdash.desk.audit import Stamp, record
from revdash.desk.engine import open_desk
now = datetime(2026, 11, 5)
desk = open_desk(Path(sys.argv[1]), now=now)
for number in range(100):
    with desk.writing() as connection:
        record(connection, "counted", "other", {"number": number}, Stamp(actor_id="cli", now=now))
"""


def test_another_program_writes_at_the_same_time(desk, note, by, tmp_path):
    other = subprocess.Popen([sys.executable, "-c", OTHER_PROGRAM, str(tmp_path)])
    for number in range(100):
        write_until_it_holds(desk, note, str(number), by)

    assert other.wait() == 0
    with desk.connect() as connection:
        assert connection.execute(select(note.c.version)).scalar() == 101
        assert len(read_log(connection, subject="other")) == 100
        assert verify_chain(connection) == ""
