"""How the worklist words things: the sentence, how long a row is late, whom it is shown to."""

from dataclasses import fields
from datetime import datetime
from types import SimpleNamespace

import pytest

from revdash.api.worklist_rows import Around, Words, dropped
from revdash.api.worklist_said import sentence, silence
from revdash.desk.actions import Action
from revdash.desk.deeds import ActionKind
from revdash.handoffs.rules import RULE
from revdash.handoffs.worklist import Beside, Nearing

FRIDAY = datetime(2026, 5, 15, 17)
ALL = frozenset(RULE)
OVERDUE = {
    "instance_key": "D04|lead:p#1|2026-05-15T14:00:00Z",
    "subject": "lead:p#1",
    "rule": "D04",
    "severity": "high",
    "side": "sales",
    "person_id": "p",
    "calendar_id": "office",
    "account_name": "Acme",
    "tier": "B",
    "source": "event",
    "campaign": "Fair",
    "owner": "Ben",
    "value": 2000.0,
}


def said(counts, *, near=0, soon=0, told=ALL):
    return "".join(part.text for part in sentence(counts, Nearing((), near, soon), told))


@pytest.fixture
def worded(rules):
    """Return a function that words one overdue lead, late since a moment."""

    def _worded(late_since, action=None, **values):
        row = {**OVERDUE, "opens_at": datetime.fromisoformat(late_since), **values}
        words = Words(
            as_of=FRIDAY, rules=rules, reader="me", people={"p": "Ann"}, users={}, members={}
        )
        around = Around(beside=Beside(datetime(2026, 5, 12), ("D21",)), action=action)
        return dropped(SimpleNamespace(**row), around, words)

    return _worded


def test_the_sentence_counts_what_is_dropped_whose_turn_it_is_and_what_is_next():
    counts = {("critical", "sales"): 3, ("high", "sales"): 6, ("medium", "marketing"): 5}

    assert said(counts, near=6, soon=6) == (
        "14 handoffs are dropped, 3 of them critical; 9 are sales' turn, 5 marketing's. "
        "6 more will be late within 2 business hours."
    )


def test_the_sentence_speaks_of_one_as_of_one():
    assert said({("low", "revops"): 1}, near=1) == (
        "1 handoff is dropped; 1 is RevOps' turn. 1 more is about to be late."
    )


def test_the_sentence_tells_nothing_dropped_from_nothing_known():
    assert said({}) == "Nothing is dropped."
    assert said({}, told={"D19"}) == "Nothing is dropped, as far as 1 of 24 rules can tell."
    assert said({}, told=frozenset()).startswith("Nothing is loaded from which")


def test_the_rules_that_cannot_tell_are_named():
    assert silence(ALL) == "All 24 rules can tell."
    assert silence(ALL - {"D04"}).endswith("would tell of: First touch overdue.")


@pytest.mark.parametrize(
    ("late_since", "late_for", "level"),
    [
        ("2026-05-15 14:00", "3 h", ""),
        ("2026-05-14 13:00", "1.5 days", "manager"),
        ("2026-05-12 17:00", "3 days", "agenda"),
    ],
)
def test_what_waits_longer_is_shown_further_up(worded, late_since, late_for, level):
    row = worded(late_since)

    assert (row.late_for, row.level) == (late_for, level)


def test_a_row_says_who_what_and_what_else(worded):
    row = worded("2026-05-15 14:00")

    assert (row.lead, row.account, row.source) == ("Ann", "Acme", "event · Fair")
    assert "12 May" in row.happened
    assert row.others == (RULE["D21"].name,)
    assert row.value == "€2,000"


@pytest.mark.parametrize(
    ("evidence", "said", "link"),
    [
        ("", "Rejected by you: no fact is linked", ""),
        ("On the phone", "Rejected by you: in words: On the phone", ""),
        ("https://crm.example/7", "Rejected by you: a record is linked", "https://crm.example/7"),
        ("javascript:alert(1)", "Rejected by you: in words: javascript:alert(1)", ""),
    ],
)
def test_a_rejection_says_whether_it_rests_on_a_record_on_words_or_on_nothing(
    worded, evidence, said, link
):
    given = dict.fromkeys(field.name for field in fields(Action)) | {"by": "me"}
    rejected = Action(**given | {"kind": ActionKind.REJECT, "evidence": evidence})

    row = worded("2026-05-15 14:00", rejected)

    assert (row.acted, row.fact_link) == (said, link)


def test_what_is_already_given_back_has_no_value_at_risk(worded):
    assert worded("2026-05-15 14:00", rule="D15", severity="medium").value == "–"
