"""Kept: the headline weeks a release carries are those that anybody would read anew."""

from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import delete, select

from revdash.api.teller import unfiltered
from revdash.metrics import kept
from revdash.metrics.catalog import CATALOG, HEADLINES
from revdash.store.schema.rollups import series_point, series_seen

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 5, 22, 18)


@pytest.fixture
def refreshed(given):
    """Load what is pending, and keep the headline weeks; gives them by metric and week."""

    def _refreshed(as_of=NOW, *, is_anew=False):
        scope, connection = unfiltered(given.rules, as_of), given.connection
        if is_anew:
            connection.execute(delete(series_point))
        else:
            given.load(as_of=as_of)
        since = date(2020, 1, 1) if is_anew else given.since
        kept.refresh(connection, scope, since, as_of)
        rows = connection.execute(select(series_point)).mappings()
        return {(row["metric"], row["starts_on"]): dict(row) for row in rows}

    yield _refreshed
    for table in (series_point, series_seen):
        given.connection.execute(delete(table))


def test_every_headline_is_in_the_catalogue():
    assert set(HEADLINES) <= set(CATALOG)
    assert len(HEADLINES) <= 12


def test_each_week_is_kept_with_its_working_days(given, refreshed):
    given.stage("ann", "MQL", "2026-05-12T10:00")

    week = refreshed()["mql_new", date(2026, 5, 11)]

    assert (week["value"], week["open_days"]) == (1.0, 5.0)


def test_what_a_week_was_is_noted_once_and_again_when_it_changed(given, refreshed):
    given.stage("ann", "MQL", "2026-05-12T10:00")
    refreshed()
    refreshed(NOW + timedelta(days=1))
    given.stage("bob", "MQL", "2026-05-13T10:00")
    refreshed(NOW + timedelta(days=2))

    s = series_seen.c
    noted = select(s.value).where(s.metric == "mql_new", s.starts_on == date(2026, 5, 11))

    values = given.connection.execute(noted.order_by(s.seen_at)).scalars().all()
    assert values == [1.0, 2.0]


def happen(given, dice, day):
    """One thing that happens to somebody on a day."""
    person, at = f"p{dice.randrange(5)}", datetime.combine(day, time(10))
    what = dice.choice(["MQL", "MQL", "SAL", "REJECTED", "try"])
    if what == "try":
        given.attempt(person, at + timedelta(hours=1))
    else:
        given.stage(person, what, at)


@pytest.mark.parametrize("seed", range(4))
def test_weeks_refreshed_import_by_import_are_those_read_anew(given, refreshed, seed):
    dice = Random(seed)  # noqa: S311  a dice, no secret
    for back in (14, 7, 0):
        for _ in range(4):
            happen(given, dice, MONDAY + timedelta(days=dice.randrange(75 - back)))
        step_by_step = refreshed(NOW - timedelta(days=back))

    assert step_by_step == refreshed(NOW, is_anew=True)
