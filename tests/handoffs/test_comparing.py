"""Comparing: two lists, files or the store's own, with one difference of each kind planted."""

from datetime import date, datetime
from functools import partial
from hashlib import sha256

import pytest
from sqlalchemy import Select, event

from revdash.handoffs.comparing import compare
from revdash.handoffs.listings import Asked, Row, Wanted
from revdash.handoffs.named import Given, humans_of
from revdash.handoffs.two_lists import Basis, bases
from revdash.period import Period
from revdash.store.dialects.portability import compile_everywhere, forbidden_constructs
from revdash.terms import LeadStage, Side

MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
NOON = "2026-05-12T12:00:00"
OURS, NEW = Basis("ours"), Basis("ours-new")
HUBSPOT, ASSIGNED = Basis("MQL", "hubspot"), Basis("assigned", "salesforce")
ZONES = ("Europe/Berlin", "UTC", "America/New_York")
BOTH = ("ann", "bo", "cy", "di")


@pytest.fixture
def leads(given):
    """Leads that are MQLs in HubSpot and were given to somebody in Salesforce."""

    def _leads(*names, mql=NOON, assigned=NOON, **values):
        for name in names:
            contact = {"source_id": name, **values}
            given.known(f"hubspot:contact:{name}", "hubspot", f"{name}@x.example", **contact)
            person = f"salesforce:person:00Q{name}"
            given.known(person, "salesforce", f"{name}@x.example", source_id=f"00Q{name}")
            if mql:
                given.stage(f"hubspot:contact:{name}", "MQL", mql, source_system="hubspot")
            if assigned:
                given.assigned(person, "u1", assigned, source_system="salesforce")

    return _leads


def file(*rows, prefix=""):
    """A list of ids, each with its day where it has one."""
    pairs = (row if isinstance(row, tuple) else (row, None) for row in rows)
    return tuple(
        Row(line=line, given=f"{prefix}{name}", named=Given(ids=(f"{prefix}{name}",)), on=on)
        for line, (name, on) in enumerate(pairs, start=2)
    )


def compared(store, marketing, sales):
    """Compare two lists of May."""
    return compare(store, Asked(stage=LeadStage.MQL, period=MAY, zones=ZONES), marketing, sales)


def told(found):
    """The cause of each difference, by side and person."""
    return {
        (one.side.value, one.entry.human.rpartition(":")[2]): one.cause.value
        for one in found.found.differences
    }


def test_each_lead_that_the_store_counts_on_one_side_has_its_cause(store, given, leads):
    leads("ann")
    leads("bo", assigned="2026-06-02T09:00:00")
    leads("cy", mql="2026-04-30T23:30:00", assigned="2026-04-30T23:30:00")  # May in Berlin
    leads("di", assigned=None)
    leads("eve", mql="2026-02-02T12:00:00", assigned="2026-02-02T13:00:00")
    given.stage("hubspot:contact:eve", "RECYCLED", "2026-02-20T12:00:00")
    given.touch("hubspot:contact:eve", "2026-05-11T12:00:00")
    given.stage("hubspot:contact:eve", "MQL", NOON, source_system="hubspot")
    given.stage("hubspot:contact:ann", "MQL", "2026-05-14T12:00:00", source_system="hubspot")
    given.load()

    found = compared(store, Wanted(basis=HUBSPOT), Wanted(basis=ASSIGNED, zone="UTC"))

    causes = ("date anchor", "time zone", "definition", "re-MQL")
    names = (("marketing", name) for name in ("bo", "cy", "di", "eve"))
    assert told(found) == dict(zip(names, causes, strict=True))
    assert (found.found.marketing, len(found.found.both)) == (5, 1)
    assert told(compared(store, Wanted(basis=OURS), Wanted(basis=NEW))) == {
        ("marketing", "eve"): "re-MQL"
    }


def test_rows_of_files_name_people_by_ids_of_any_source_merged_or_by_address(store, given, leads):
    leads("ann", "bo")
    leads("cy", mql=None, assigned=None)
    given.row("person_alias", alias_id="hubspot:contact:old", person_id="hubspot:contact:ann")
    given.load()
    hashed = Given(address=sha256(b"bo@x.example").hexdigest())
    by_address = Row(line=9, given="Bo@x.example", named=hashed)
    marketing = (*file("old", "ann", "cy", "nobody"), by_address)

    found = compared(store, Wanted(rows=marketing), Wanted(rows=file("ann", "bo", prefix="00Q")))

    assert (len(found.found.both), found.unknown[Side.MARKETING]) == (2, 1)
    assert told(found) == {
        ("marketing", "ann"): "duplicate or merge",
        ("marketing", "cy"): "definition",
        ("marketing", "id nobody"): "not loaded",
    }


def test_a_file_counts_by_the_date_and_the_zone_that_most_of_its_leads_bear_out(
    store, given, leads
):
    night = "2026-05-12T03:00:00"  # the evening before in New York
    leads(*BOTH, mql="2026-05-10T12:00:00", assigned=night)
    leads("eve", assigned="2026-05-01T02:00:00")
    given.load()
    sales = Wanted(rows=file(*((name, date(2026, 5, 11)) for name in BOTH), prefix="00Q"))

    found = compared(store, Wanted(basis=HUBSPOT), sales)

    fit = found.fits[Side.SALES]
    assert (fit.basis, fit.zone, fit.agreeing, fit.of) == (ASSIGNED, "America/New_York", 4, 4)
    assert told(found) == {("marketing", "eve"): "time zone"}
    strange = Wanted(rows=file(("ann", date(2026, 5, 3)), ("bo", date(2026, 5, 4))))
    fit = compared(store, strange, sales).fits[Side.MARKETING]
    assert (fit.basis, fit.is_sure) == (OURS, False)


def test_a_part_of_the_business_leaves_the_others_out(store, given, leads):
    leads("ann")
    leads("bo", region="DACH")
    given.load()

    for sales in ({"basis": ASSIGNED}, {"rows": file("bo", prefix="00Q")}):
        only = Wanted(**sales, only=(("region", ("DACH",)),))
        found = compared(store, Wanted(basis=HUBSPOT), only)
        assert told(found) == {("marketing", "ann"): "filter"}


def test_what_came_after_a_file_was_made_is_late(store, given, leads):
    leads("ann", "bo")
    given.load(datetime(2026, 5, 14))
    leads("cy")
    given.load()
    rows = file(("ann", date(2026, 5, 12)), ("bo", date(2026, 5, 12)), prefix="00Q")

    made = Wanted(rows=rows, made_at=datetime(2026, 5, 20))

    assert told(compared(store, Wanted(basis=HUBSPOT), made)) == {("marketing", "cy"): "late"}


def test_two_plain_lists_need_no_store(store):
    day, other = date(2026, 5, 12), date(2026, 6, 2)
    marketing = file(("1", day), ("2", day), ("2", day), ("3", day), ("4", day))
    sales = file(("1", day), ("2", day), ("3", other))

    found = compared(store, Wanted(rows=marketing), Wanted(rows=sales))

    assert told(found) == {
        ("marketing", "id 2"): "duplicate or merge",
        ("marketing", "id 3"): "date anchor",
        ("marketing", "id 4"): "not explained",
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


def test_every_statement_is_understood_by_every_engine(store, given, leads):
    leads("ann")
    given.load()
    statements = []
    remember = partial(_remember, statements)
    event.listen(store, "before_execute", remember)
    row = Row(line=2, given="x", named=Given(ids=("ann",), address="a"))

    compared(store, Wanted(rows=(row,)), Wanted(basis=ASSIGNED))
    event.remove(store, "before_execute", remember)

    ours = [one for one in statements if isinstance(one, Select)]
    texts = [text for one in ours for text in compile_everywhere(one).values()]
    assert bases(store, LeadStage.MQL) == (OURS, NEW, HUBSPOT, ASSIGNED)
    assert len(texts) > 3 * 10
    assert [found for text in texts for found in forbidden_constructs(text)] == []


def _remember(statements, _, statement, *__):
    statements.append(statement)
