"""Comparing: two lists, files or the store's own, with one difference of each kind planted."""

from collections import Counter
from datetime import date, datetime
from hashlib import sha256

import pytest

from revdash.handoffs.comparing import compare
from revdash.handoffs.listings import Asked, Row, Wanted
from revdash.handoffs.named import Given, humans_of
from revdash.handoffs.two_lists import Basis, bases
from revdash.period import Period
from revdash.terms import LeadStage, Side

MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
NOON = "2026-05-12T12:00:00"
HUBSPOT, ASSIGNED = Basis("MQL", "hubspot"), Basis("assigned", "salesforce")
ZONES = ("Europe/Berlin", "UTC", "America/New_York")
BOTH = ("ann", "bo", "cy", "di")


@pytest.fixture
def leads(given):
    """Leads that are MQLs in HubSpot and were given to somebody in Salesforce."""

    def _leads(*names, mql=NOON, assigned=NOON, loaded=None):
        for name in names:
            given.known(f"hubspot:contact:{name}", "hubspot", f"{name}@x.example", source_id=name)
            person = f"salesforce:person:00Q{name}"
            given.known(person, "salesforce", f"{name}@x.example", source_id=f"00Q{name}")
            if mql:
                given.stage(f"hubspot:contact:{name}", "MQL", mql, source_system="hubspot")
            if assigned:
                given.assigned(person, "u1", assigned, source_system="salesforce")
        given.load(loaded)

    return _leads


def file(*rows, prefix=""):
    """A list of ids, each with its day where it has one."""
    pairs = (row if isinstance(row, tuple) else (row, None) for row in rows)
    return tuple(
        Row(line=line, given=f"{prefix}{name}", named=Given(ids=(f"{prefix}{name}",)), on=on)
        for line, (name, on) in enumerate(pairs, start=2)
    )


def compared(store, marketing, sales, period=MAY):
    asked = Asked(stage=LeadStage.MQL, period=period, zones=ZONES)
    return compare(store, asked, marketing, sales)


def told(found):
    """The differences as (side, cause, human)."""
    return [(one.side.value, one.cause.value, one.entry.human) for one in found.found.differences]


def test_the_store_counts_by_each_date_that_it_has(store, leads):
    leads("ann")

    found = bases(store, LeadStage.MQL)

    assert found == (Basis("ours"), Basis("ours-new"), HUBSPOT, ASSIGNED)


def test_ids_of_two_systems_are_one_human(store, leads):
    leads(*BOTH)

    found = compared(store, Wanted(rows=file(*BOTH)), Wanted(rows=file(*BOTH, prefix="00Q")))

    assert (len(found.found.both), told(found)) == (4, [])


def test_a_list_of_addresses_names_the_same_people(store, leads):
    leads("ann")
    hashed = sha256(b"ann@x.example").hexdigest()
    row = Row(line=2, given="Ann@x.example", named=Given(address=hashed))

    found = compared(store, Wanted(basis=HUBSPOT), Wanted(rows=(row,)))

    assert (len(found.found.both), told(found)) == (1, [])


def test_assigned_after_the_period_is_another_date(store, leads):
    leads("ann", assigned="2026-06-02T09:00:00")

    found = compared(store, Wanted(basis=HUBSPOT), Wanted(basis=ASSIGNED))

    assert told(found) == [("marketing", "date anchor", "hubspot:contact:ann")]


def test_the_last_night_of_the_period_is_another_day_elsewhere(store, leads):
    leads("ann", mql="2026-04-30T23:30:00", assigned="2026-04-30T23:30:00")
    sales = Wanted(basis=ASSIGNED, zone="UTC")

    found = compared(store, Wanted(basis=HUBSPOT), sales)

    assert told(found) == [("marketing", "time zone", "hubspot:contact:ann")]


def test_a_file_counts_by_the_date_and_the_zone_that_most_of_its_leads_bear_out(store, leads):
    night = "2026-05-12T03:00:00"  # the evening before in New York
    leads(*BOTH, mql="2026-05-10T12:00:00", assigned=night)
    leads("eve", assigned="2026-05-01T02:00:00")
    sales = Wanted(rows=file(*((name, date(2026, 5, 11)) for name in BOTH), prefix="00Q"))

    found = compared(store, Wanted(basis=HUBSPOT), sales)

    fit = found.fits[Side.SALES]
    assert (fit.basis, fit.zone, fit.agreeing, fit.of) == (ASSIGNED, "America/New_York", 4, 4)
    assert told(found) == [("marketing", "time zone", "hubspot:contact:eve")]


def test_never_given_to_sales_is_a_definition(store, leads):
    leads("ann", assigned=None)
    leads("bo")

    found = compared(store, Wanted(basis=HUBSPOT), Wanted(basis=ASSIGNED))

    assert told(found) == [("marketing", "definition", "hubspot:contact:ann")]


def test_a_contact_that_never_became_an_mql_is_a_definition(store, leads):
    leads("ann", mql=None, assigned=None)

    found = compared(store, Wanted(rows=file("ann")), Wanted(basis=Basis("ours")))

    assert [cause for _, cause, _ in told(found)] == ["definition"]


def test_a_returning_lead_counts_where_returns_do(store, given, leads):
    leads("ann", mql="2026-02-02T12:00:00", assigned="2026-02-02T13:00:00")
    ann = "hubspot:contact:ann"
    given.stage(ann, "RECYCLED", "2026-02-20T12:00:00", source_system="hubspot")
    given.touch(ann, "2026-05-11T12:00:00")
    given.stage(ann, "MQL", NOON, source_system="hubspot")
    given.load()

    for sales in (Wanted(basis=ASSIGNED), Wanted(basis=Basis("ours-new"))):
        found = compared(store, Wanted(basis=HUBSPOT), sales)
        assert told(found) == [("marketing", "re-MQL", ann)]
    assert told(compared(store, Wanted(basis=HUBSPOT), Wanted(basis=Basis("ours")))) == []


def test_a_part_of_the_business_leaves_the_others_out(store, given, leads):
    leads("ann", "bo")
    given.known("hubspot:contact:bo", "hubspot", "bo@x.example", source_id="bo", region="DACH")
    given.load()

    for sales in (Wanted(basis=ASSIGNED), Wanted(rows=file("bo", prefix="00Q"))):
        only = Wanted(basis=sales.basis, rows=sales.rows, only=(("region", ("DACH",)),))
        found = compared(store, Wanted(basis=HUBSPOT), only)
        assert told(found) == [("marketing", "filter", "hubspot:contact:ann")]


def test_what_came_after_a_file_was_made_is_late(store, leads):
    leads("ann", loaded=datetime(2026, 5, 14))
    leads("bo", "cy", loaded=datetime(2026, 5, 25))
    sales = file(("ann", date(2026, 5, 12)), ("bo", date(2026, 5, 12)), prefix="00Q")

    found = compared(
        store, Wanted(basis=HUBSPOT), Wanted(rows=sales, made_at=datetime(2026, 5, 20))
    )

    assert told(found) == [("marketing", "late", "hubspot:contact:cy")]


def test_a_merged_record_in_a_list_counts_one_human_twice(store, given, leads):
    leads("ann")
    given.row("person_alias", alias_id="hubspot:contact:old", person_id="hubspot:contact:ann")
    given.load()

    found = compared(store, Wanted(rows=file("old", "ann")), Wanted(basis=ASSIGNED))

    assert [(cause, one) for _, cause, one in told(found)] == [
        ("duplicate or merge", "hubspot:contact:ann")
    ]


def test_two_plain_lists_need_no_store(store):
    day, other = date(2026, 5, 12), date(2026, 6, 2)
    marketing = Wanted(rows=file(("1", day), ("2", day), ("2", day), ("3", day), ("4", day)))

    found = compared(store, marketing, Wanted(rows=file(("1", day), ("2", day), ("3", other))))

    assert Counter(cause for _, cause, _ in told(found)) == {
        "duplicate or merge": 1,
        "date anchor": 1,
        "not explained": 1,
    }
    assert (found.found.marketing, found.found.sales, found.outside[Side.SALES]) == (5, 2, 1)


def test_an_id_and_an_address_tie_rows_of_two_lists_together():
    rows = (Given(("1",), "a"), Given((), "a"), Given(("1",), ""), Given(("2",), ""), Given())

    humans = humans_of(rows, [""] * 5)

    assert humans[0] == humans[1] == humans[2]
    assert len({*humans}) == 3


def test_the_store_s_word_stands_above_equal_addresses():
    rows = (Given(("1",), "a"), Given(("2",), "a"), Given((), "a"))

    assert humans_of(rows, ["ann", "bo", ""])[:2] == ["ann", "bo"]
    assert humans_of(rows, ["ann", "ann", ""]) == ["ann", "ann", "ann"]
