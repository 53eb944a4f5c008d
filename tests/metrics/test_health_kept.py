"""What Health keeps: a week is counted again only where its cases moved, and comes out the same."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_that
from hypothesis import strategies as st
from sqlalchemy import delete, update

from revdash.health.reading import measured
from revdash.health.weeks import Week
from revdash.metrics.as_stood import Window, marks
from revdash.metrics.feedback import FEEDBACK_COMPLETENESS
from revdash.metrics.follow_up import SLA_ATTAINMENT
from revdash.period import Period
from revdash.store.schema.episodes import lead_episode

FIRST = date(2026, 3, 2)
STARTS = [FIRST + timedelta(weeks=n) for n in range(11)]
WEEKS = tuple(
    Week(
        days=Period(one, one + timedelta(weeks=1)), as_of=datetime.combine(one, datetime.min.time())
    )
    for one in STARTS
)
e = lead_episode.c


@pytest.fixture
def measure(store, week):
    """Read every part of every week, with what was kept before."""

    def _measure(before=None):
        kept = {}
        for one, measures in zip(WEEKS, before or (), strict=bool(before)):
            for name, measure in measures.items():
                kept.setdefault(name, {})[one.start] = measure
        return measured(store, week(), WEEKS, {}, kept)

    return _measure


CHANGES = {
    "it is tried late": lambda c, who: c.execute(
        update(lead_episode).where(who).values(credited_at=datetime(2026, 5, 20))
    ),
    "it is due on another day": lambda c, who: c.execute(
        update(lead_episode).where(who).values(due_on=date(2026, 3, 20))
    ),
    "it is told why": lambda c, who: c.execute(
        update(lead_episode)
        .where(who)
        .values(feedback_at=datetime(2026, 4, 1), is_reason_valid=True)
    ),
    "it is taken back": lambda c, who: c.execute(delete(lead_episode).where(who)),
    "it is called otherwise": lambda c, who: c.execute(
        update(lead_episode).where(who).values(account_name="Acme")
    ),
}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given_that(
    moves=st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 59)), max_size=4)
)
def test_what_is_kept_is_what_all_facts_give_at_once(rows, store, measure, moves):
    rows.clear()
    rows.facts()
    people = [rows.lead(f"{FIRST + timedelta(days=n)}", tried=1 + n % 9) for n in range(60)]
    before = measure()

    for name, n in moves:
        CHANGES[name](store, e.episode_id == people[n]["episode_id"])

    assert measure(before) == measure()


def test_only_the_windows_of_what_moved_are_marked_otherwise(rows, store):
    for n in range(20):
        rows.lead(f"{FIRST + timedelta(days=n)}", tried=1)
    windows = [Window(one.days, one.as_of) for one in WEEKS]
    before = marks(store, SLA_ATTAINMENT, windows)

    store.execute(update(lead_episode).where(e.due_on == date(2026, 3, 10)).values(due_at=None))

    found = marks(store, SLA_ATTAINMENT, windows)
    assert [n for n, mark in enumerate(found) if mark != before[n]] == [1]
    assert set(before).isdisjoint(marks(store, FEEDBACK_COMPLETENESS, windows))


def test_a_week_stays_as_measured_when_its_facts_rest_later_on(rows, measure):
    for n in range(20):
        rows.lead(f"{FIRST + timedelta(days=n % 5)}", tried=1)

    _, second, *_, last = (one["sla_attainment"] for one in measure())

    assert (second.hits, second.tries, second.value) == (20, 20, 1.0)
    assert (last.value, last.why) == (None, "too few cases: 0 of 0")
