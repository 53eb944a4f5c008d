"""Alike: a share by follow-up speed, whose leads differ, and by the weekday of the handoff."""

import pytest

from revdash.metrics.alike import Cases, is_comparable, paces
from revdash.metrics.breakdowns import breakdown, compare
from revdash.metrics.catalog import CATALOG
from revdash.metrics.follow_up import FOLLOW_UP_TIME
from revdash.metrics.made_cuts import SPEED, SPEEDS, WEEKDAY
from revdash.metrics.quality import ACCEPTANCE_RATE
from revdash.metrics.read import read

MARCH = "2026-03-02..2026-03-29"


@pytest.fixture
def handed(rows, week):
    """Leads of March; each line: tier, hours until tried, how many of how many were accepted."""

    def _handed(*lines):
        for tier, tried, accepted, leads in lines:
            for number in range(leads):
                taken = 1 if number < accepted else None
                rows.lead("2026-03-10", tried=tried, accepted=taken, tier=tier, channel="web")
        return week(MARCH)

    return _handed


def test_leads_of_each_tier_are_compared_among_themselves(store, handed):
    """Within a tier speed makes no difference; the best are called first, so all together lie."""
    scope = handed(("A", 0.5, 16, 20), ("A", 9, 4, 5), ("C", 0.5, 1, 5), ("C", 9, 4, 20))

    quick, slow = paces(store, ACCEPTANCE_RATE, scope)

    assert (quick.speed, quick.cases) == ("within 1 h", Cases(17, 25))
    assert quick.plain.ratio == pytest.approx((17 / 25) / (8 / 25))
    assert quick.alike.ratio == pytest.approx(1.0)
    assert (slow.speed, slow.cases, slow.alike) == ("after 8 h", Cases(8, 25), None)


def test_who_was_never_tried_or_is_too_young_is_not_compared(store, handed, rows):
    scope = handed(("A", 0.5, 1, 2), ("A", 9, 1, 2), ("A", None, 0, 3), ("B", 2, 1, 1))
    rows.lead("2026-05-20", tried=0.5, tier="A", channel="web")

    found = {pace.speed: pace for pace in paces(store, ACCEPTANCE_RATE, scope)}

    assert {speed: one.cases.tries for speed, one in found.items()} == {
        "within 1 h": 2,
        "1 to 4 h": 1,
        "after 8 h": 2,
    }
    assert (found["1 to 4 h"].alike, found["1 to 4 h"].unmatched) == (None, 1)


def test_speeds_part_the_leads_at_whole_business_hours(rows, store, week):
    for tried in (0, 1, 1.01, 4, 8, 8.01, None):
        rows.lead(tried=tried)
    rows.lead(tried=1, is_clock_excluded=True)

    found = compare(store, CATALOG["mql_new"], week(), SPEED)

    assert [(row.value, row.reading.value) for row in found.rows] == [
        *zip(SPEEDS, (2, 2, 1, 1, 1), strict=True),
        (None, 1),
    ]


def test_weekdays_stand_in_their_order_each_as_its_days_alone(rows, store, week):
    for day, hours in (("15", 9), ("11", 1), ("11", 2), ("17", 3)):
        rows.lead(f"2026-05-{day}", tried=hours)

    parts = breakdown(store, FOLLOW_UP_TIME, week(), WEEKDAY)

    assert list(parts) == ["Mon", "Fri", "Sun"]
    friday = read(store, FOLLOW_UP_TIME, week("2026-05-15..2026-05-15"))
    assert (parts["Fri"].value, parts["Fri"].sample) == (friday.value, 1)


def test_only_shares_of_handoffs_are_comparable():
    known = {name for name, metric in CATALOG.items() if is_comparable(metric)}

    assert {"acceptance_rate", "junk_rate", "sal_to_sql", "false_accept_rate"} <= known
    assert not known & {"mql_new", "follow_up_time", "decision_time", "win_rate"}
