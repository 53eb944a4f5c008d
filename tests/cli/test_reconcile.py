"""Reconcile: two lists on the terminal: totals that add up, every row for a program."""

import csv
import json

import pytest

WEEKS = ("--period", "last-4-weeks")


@pytest.fixture
def lists(tmp_path):
    """Two files: marketing's holds Ann and Bo, sales' holds Ann on another day."""
    (tmp_path / "m.csv").write_text(
        "Email,Day\nann@x.example,2026-05-12\nbo@x.example,2026-05-12\n"
    )
    (tmp_path / "s.csv").write_text("Email,Day\nann@x.example,2026-06-02\n")
    return tmp_path / "m.csv", tmp_path / "s.csv"


def test_two_files_are_parted_by_cause_with_a_sentence(run, own_empty, lists):
    ended = run("--data", own_empty, "reconcile", *lists, "--period", "2026-05-01..2026-05-31")

    assert ended.code == 0
    assert "Marketing counts 2, sales 0, 2 apart: 1 date anchor, 1 not explained." in ended.out
    assert "Sales' list: 1 row of 's.csv': addresses from 'Email', days from 'Day'." in ended.out


def test_the_store_s_own_lists_are_named_by_their_key(on_demo):
    ended = on_demo("reconcile", "MQL@hubspot", "assigned@salesforce", *WEEKS, "--json")

    totals = {row["cause"]: row["apart"] for row in json.loads(ended.out)}
    assert totals.pop("Total") == sum(totals.values())


def test_every_row_of_both_is_there_for_a_program(run, own_empty, lists):
    ended = run(
        "--data", own_empty, "reconcile", *lists, "--period", "every-day", "--records", "--csv"
    )

    rows = list(csv.DictReader(ended.out.splitlines()))
    assert [(row["in"], row["marketing_id"]) for row in rows] == [
        ("only marketing", "bo@x.example"),
        ("both", "ann@x.example"),
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere.csv", "ours"), "'nowhere.csv' cannot be read"),
        (("ours", "ours", "--where", "region=DACH"), "of whose list? Write marketing:"),
        (("ours", "ours", "--where", "sales:DACH"), "Write it as name=value"),
        (("ours", "ours", "--made", "sales:monday"), "'monday' is not a day"),
        (("ours", "ours", "--column", "sales:phone=x"), "the id, the email or the day"),
        (("ours", "ours", "--zone", "sales:Mars/North"), "no time zone 'Mars/North'"),
    ],
)
def test_a_mistake_is_answered_in_one_line(run, own_empty, words, says):
    ended = run("--data", own_empty, "reconcile", *words)

    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert len(ended.err.splitlines()) == 1
