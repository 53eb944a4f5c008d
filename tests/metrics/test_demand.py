"""Demand: who is a new lead, who became an MQL in time, who asked, what sales was told."""

import pytest

from revdash.metrics.demand import (
    COST_PER_LEAD,
    HAND_RAISERS,
    HANDOFF_PACKET,
    LEAD_TO_MQL,
    LEADS_LISTED,
    LEADS_NEW,
)
from revdash.metrics.read import read
from revdash.metrics.records import records
from revdash.store.schema.followers import lead_start, touch_now
from revdash.store.schema.people import person

APRIL = "2026-04-01..2026-04-30"
EDGES = ["2026-05-10", "2026-05-11", "2026-05-17", "2026-05-18"]


@pytest.fixture
def came(rows):
    """Let a lead come at ten."""

    def _came(on="2026-05-12", mql_at=None, **told):
        known = {"lead_at": f"{on} 10:00", "lead_on": on, "is_listed": False}
        rows.put(lead_start, **known | ({"mql_at": mql_at} if mql_at else {}) | told)

    return _came


@pytest.fixture
def asked(rows):
    """Let a person touch our marketing, which is asking to talk unless said otherwise."""

    def _asked(who="p", on="2026-05-12", **told):
        rows.put(touch_now, **{"person_id": who, "touched_on": on, "is_hand_raise": True} | told)

    return _asked


@pytest.mark.parametrize("day", EDGES)
def test_each_counts_in_the_week_of_its_day(day, came, asked, rows, week):
    came(day)
    asked(on=day)
    rows.lead(day, packet_missing=0)
    is_inside = day in EDGES[1:3]

    for metric in (LEADS_NEW, LEAD_TO_MQL, HAND_RAISERS, HANDOFF_PACKET):
        assert read(rows.connection, metric, week()).sample == is_inside, metric.name


def test_leads_from_lists_are_leads_and_are_told_apart(came, store, week):
    came()
    came(is_listed=True)

    assert read(store, LEADS_NEW, week()).value == 2
    assert read(store, LEADS_LISTED, week()).value == 1


@pytest.mark.parametrize(
    ("mql_at", "share"),
    [("2026-04-05 10:00", 1), ("2026-05-01 10:00", 1), ("2026-05-01 10:01", 0), (None, 0)],
)
def test_a_lead_becomes_an_mql_within_thirty_days_or_not(mql_at, share, came, store, week):
    came("2026-04-01", mql_at)

    assert read(store, LEAD_TO_MQL, week(APRIL)).value == share


def test_young_leads_count_for_the_days_they_have_had(came, store, week):
    came("2026-05-12", "2026-05-13 10:00")
    came("2026-05-12")
    came("2026-04-13")

    reading = read(store, LEAD_TO_MQL, week("2026-04-01..2026-05-17"))

    assert (reading.value, reading.pending, reading.ready) == (pytest.approx(1 / 3), 1, 1)


def test_the_scoring_version_stands_beside_each_lead(came, store, week):
    came(mql_at="2026-05-12 11:00", scoring_version="fit-2")

    (row,) = records(store, LEAD_TO_MQL, week()).rows

    assert "fit-2" in row


def test_a_person_who_asks_twice_is_one_hand_raiser(asked, store, week):
    asked("p")
    asked("p")
    asked("q")
    asked("r", is_hand_raise=False)
    asked(None)

    assert read(store, HAND_RAISERS, week()).value == 2


def test_a_packet_is_complete_when_nothing_is_missing(rows, store, week):
    for missing in (0, 0, 1, 6, None):
        rows.lead(packet_missing=missing)
    rows.lead(packet_missing=0, kind="re")
    rows.lead(packet_missing=0, kind="expansion")

    reading = read(store, HANDOFF_PACKET, week())

    assert (reading.hits, reading.sample) == (3, 5)


def test_where_nobody_loads_roles_no_packet_is_judged(rows, store, week):
    rows.lead(packet_missing=2)
    store.execute(person.update().values(job_role=None))

    assert read(store, HANDOFF_PACKET, week()).missing == "no roles of people loaded"


def test_a_lead_costs_what_campaigns_cost(came, rows, store, week):
    came(source="LinkedIn")
    came(source="web")
    rows.shown(cost_base=60.0)

    assert read(store, COST_PER_LEAD, week()).value == 30
    assert read(store, COST_PER_LEAD, week(source=["LinkedIn"])).value == 60


def test_no_lead_has_no_cost_and_no_rate(rows, store, week):
    rows.shown()

    assert read(store, LEADS_NEW, week()).value == 0
    assert read(store, COST_PER_LEAD, week()).missing == "no new leads in this period"
    assert read(store, LEAD_TO_MQL, week()).value is None
