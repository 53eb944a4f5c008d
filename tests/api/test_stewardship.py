"""Stewardship: who was joined, what looked odd, how fresh sources are, which releases there are."""

from datetime import datetime, timedelta

import pytest

from revdash import api
from revdash.api import stewarding
from revdash.api.imports import Manner, import_paths, undo
from revdash.api.keeping import check
from revdash.api.sources import freshness, words
from revdash.desk.mappings import save_values
from revdash.errors import InputError

NOON = datetime(2026, 6, 1, 12)
HEAD = "person_id,source_system,source_id,full_name,email"
PEOPLE = f"""{HEAD}
hubspot:contact:1,hubspot,1,=Ann(),ann@a.example
hubspot:contact:2,hubspot,2,Bob,bob@b.example
hubspot:contact:3,hubspot,3,Bob,bob@b.example
salesforce:contact:9,salesforce,9,Ann Lee,ANN@a.example
"""
DEALS = """opportunity_id,source_system,source_id,outcome,created_on,closed_on
salesforce:opportunity:7,salesforce,7,won,2026-05-09,2026-05-02
"""
S = "salesforce:contact:9"


@pytest.fixture
def told(own_empty, tmp_path):
    """Import one file at a moment; gives the number of the import."""

    def _told(name, text, at=NOON):
        path = tmp_path / name
        path.write_text(text)
        return import_paths(own_empty, api.COMMAND_LINE, [path], Manner(now=at)).batch_id

    return _told


@pytest.fixture
def house(own_empty, told):
    told("person.csv", PEOPLE)
    told("opportunity.csv", DEALS, NOON + timedelta(hours=1))
    return own_empty


def rule_of(actor, name):
    return next(one for one in stewarding.quality(actor) if one.rule == name)


def test_a_merge_says_who_why_and_since_when(house, viewer):
    found = stewarding.merges(viewer)

    why = "same e-mail address in two systems"
    assert found.joined.rows == (
        (S, "Ann Lee", "=Ann() (hubspot:contact:1)", why, "1 Jun 2026 12:00"),
    )
    assert found.separable == (S,)
    assert found.apart.rows == ()


def test_two_are_kept_apart_and_joined_again(house, revops, logged):
    said = stewarding.keep_apart(revops, S)
    apart = stewarding.merges(revops)
    again = stewarding.join_again(revops, apart.apart.ids[0])

    assert said.startswith(f"{S} is kept apart from hubspot:contact:1 from now on; store-")
    assert apart.joined.rows == ()
    assert apart.apart.rows[0][1:4] == (S, "=Ann() (hubspot:contact:1)", "RevOps")
    assert "follow the rules again" in again
    assert stewarding.merges(revops).separable == (S,)
    actions = [action for _, action, _ in logged(house, 2)]
    assert actions == ["identity_decision.removed", "identity_decision.added"]
    assert check(house, revops, deep=True) == []


def test_taking_a_side_back_leaves_nobody_to_keep_apart(house, revops):
    undo(house, revops, 1)

    assert stewarding.merges(revops).joined.rows == ()
    with pytest.raises(InputError, match="is joined to nobody now"):
        stewarding.keep_apart(revops, S)


def test_what_the_source_says_is_corrected_there(house, told, revops):
    told("person_alias.csv", f"alias_id,person_id,reason\nsalesforce:lead:5,{S},convert\n")

    with pytest.raises(InputError, match="by its own source"):
        stewarding.keep_apart(revops, "salesforce:lead:5")


def test_each_rule_says_how_many_since_when_and_what_became_of_them(house, viewer):
    double = rule_of(viewer, "possible_duplicate")
    deal = rule_of(viewer, "closed_before_created")

    assert (double.count, double.newest, double.by_week[-1]) == (2, "1 Jun 2026", 2)
    assert (double.text, double.effect) == (
        "people of one system with one e-mail address",
        "not merged",
    )
    assert deal.count == 1
    assert all(one.count == 0 for one in stewarding.quality(viewer)[2:])


def test_a_record_behind_an_oddity_names_its_source(house, viewer):
    (row,) = stewarding.quality_records(viewer, "closed_before_created").rows

    assert row[4:8] == ("opportunity", "salesforce", "7", "salesforce:opportunity:7")
    assert row[8] == "closed 2026-05-02, created 2026-05-09"


def test_oddities_leave_as_csv_that_no_spreadsheet_runs(house, told, viewer, logged):
    told("person-2.csv", f"{HEAD}\nhubspot:contact:4,hubspot,4,=Eve(),bob@b.example\n")

    lines = stewarding.quality_csv(viewer, "possible_duplicate").decode("utf-8-sig").splitlines()

    assert lines[1] == "# What became of them: not merged"
    assert any(",'=Eve(),hubspot:contact:4," in line for line in lines)
    assert all("3 people of hubspot have this address" in line for line in lines[4:])
    assert logged(house, 1)[0][1:] == ("export csv", "oddities possible_duplicate")


def test_an_unknown_rule_is_one_sentence(house, viewer):
    with pytest.raises(InputError, match="Did you mean 'possible_duplicate'"):
        stewarding.quality_records(viewer, "posible_duplicate")


def test_a_source_says_when_it_was_last_heard_of(house, viewer):
    found = {one.source: one for one in freshness(house, viewer, now=NOON)}

    assert found["hubspot"].imported == "1 Jun 2026 12:00 by Command line"
    assert (found["hubspot"].records, found["salesforce"].records) == (3, 2)
    assert found["salesforce"].newest == "9 May 2026 00:00"
    assert found["salesforce"].late == ""


@pytest.mark.parametrize(("silent", "late"), [(4, ""), (5, "silent for 5 days")])
def test_a_source_silent_for_twice_its_usual_gap_is_late(own_empty, told, viewer, silent, late):
    for day in (0, 2, 4, 5):
        text = f"{HEAD}\nh:{day},hubspot,{day},Ann,\n"
        told(f"person-{day}.csv", text, NOON + timedelta(days=day))

    (one,) = freshness(own_empty, viewer, now=NOON + timedelta(days=5 + silent))

    assert (one.usual, one.late) == ("every 2 days", late)


def test_nothing_is_said_of_lateness_after_two_imports(house, viewer):
    assert all(not one.usual for one in freshness(house, viewer, now=datetime(2027, 1, 1)))


def test_each_release_says_what_made_it_and_what_it_changed(house, revops):
    undo(house, revops, 2, now=NOON + timedelta(hours=2))

    last, before, *_ = stewarding.releases(revops)

    assert (last.what, last.state, last.by) == ("undo import 2", "in force", "RevOps")
    assert (before.what, before.state) == ("import 2: opportunity.csv", "kept")
    assert before.changed == "1 loaded, 0 unchanged, 0 refused"
    assert before.published == "1 Jun 2026 13:00"


def test_a_new_company_has_nothing_to_steward(own_empty, viewer):
    assert stewarding.merges(viewer).joined.rows == ()
    assert freshness(own_empty, viewer) == ()
    assert sum(one.count for one in stewarding.quality(viewer)) == 0


def test_what_words_of_a_source_mean_is_told(house, viewer):
    with house.desk.writing() as desk:
        meanings = {"Hot": "A", "Whatever": None}
        save_values(desk, "crm", "lifecycle_event.tier", meanings, house.stamp("revops"))

    said = words(house, viewer).rows

    assert said == (
        ("Hot", "A", "crm", "lifecycle event: tier"),
        ("Whatever", "passed over", "crm", "lifecycle event: tier"),
    )
