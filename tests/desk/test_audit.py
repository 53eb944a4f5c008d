from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, update

from revdash.desk.audit import HIDDEN, hide_secrets, last_number, read_log, record, verify_chain
from revdash.desk.tables.ledger import audit

CANARIES = (
    "pat-na1-CANARY-0000-1111",
    "Bearer abcdefghijklmnop",
    "xoxb-1234567890-abc",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "00Dxx0000001gPL!AR8AQ.token",
    "postgresql://ana:hunter22@db/revdash",
)


@pytest.fixture
def log(desk, by):
    """Three rows by one person."""
    with desk.writing() as connection:
        for number in range(3):
            record(connection, "exported", "table:deals", {"rows": number}, by)
    return desk


def test_the_newest_row_comes_first(log):
    with log.connect() as connection:
        rows = read_log(connection, limit=2)

        assert [row.detail for row in rows] == [{"rows": 2}, {"rows": 1}]
        assert last_number(connection) == 3


def test_an_untouched_log_is_whole(log):
    with log.connect() as connection:
        assert verify_chain(connection) == ""


@pytest.mark.parametrize("column", ["actor_id", "action", "subject", "detail"])
def test_a_changed_row_is_noticed(log, column):
    with log.writing() as connection:
        connection.execute(update(audit).where(audit.c.audit_no == 2).values({column: "other"}))

        assert "Row 2" in verify_chain(connection)


@pytest.mark.parametrize(("removed", "said"), [(1, "misses row 1"), (2, "row 2"), (3, "it had 3")])
def test_a_removed_row_is_noticed(log, removed, said):
    with log.writing() as connection:
        connection.execute(delete(audit).where(audit.c.audit_no == removed))

        assert said in verify_chain(connection)


def test_a_changed_time_is_noticed(log, by):
    with log.writing() as connection:
        earlier = by.now.replace(year=2020)
        connection.execute(update(audit).where(audit.c.audit_no == 1).values(recorded_at=earlier))

        assert "Row 1" in verify_chain(connection)


@pytest.mark.parametrize("canary", CANARIES)
def test_a_secret_does_not_reach_the_file(desk, by, canary, tmp_path):
    with desk.writing() as connection:
        record(connection, "synced", "hubspot", {"said": f"401 for {canary}", "ok": [canary]}, by)
        kept = str(read_log(connection)[0].detail)
    secret = "hunter22" if "hunter22" in canary else canary.split()[-1]

    assert HIDDEN in kept
    assert secret not in kept
    assert all(
        secret.encode() not in file.read_bytes() for file in tmp_path.glob("desk.sqlite-wal")
    )


@pytest.mark.parametrize("name", ["password", "client_secret", "api_key", "link_hash", "Cookie"])
def test_a_value_is_hidden_by_its_name(name):
    assert hide_secrets({name: "x", "deal": {"name": "y"}}) == {name: HIDDEN, "deal": {"name": "y"}}


def test_ordinary_values_stay_readable():
    detail = {"on": date(2026, 1, 2), "keys": ("a", 1), "none": None, "risk-sharing": "a task-list"}

    assert hide_secrets(detail) == {
        "on": "2026-01-02",
        "keys": ["a", 1],
        "none": None,
        "risk-sharing": "a task-list",
    }


def test_rows_are_chained_whoever_writes(log, by):
    with log.writing() as connection:
        record(connection, "signed_in", "member:ana", {}, replace(by, actor_id="ana"))

        assert verify_chain(connection) == ""
        assert read_log(connection, subject="member:ana")[0].actor_id == "ana"
