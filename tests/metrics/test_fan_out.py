"""A row that joins many is still one row: nothing counts twice, from facts to numbers."""

from sqlalchemy import select

from revdash.metrics.closure import WON_COUNT, WON_VALUE
from revdash.metrics.demand import MQL_NEW
from revdash.metrics.exposure import IMPRESSIONS
from revdash.metrics.follow_up import FOLLOW_UP_TIME
from revdash.metrics.read import read
from revdash.store.schema.episodes import deal

MAY = "2026-05-01..2026-05-31"


TWICE = {
    "person": {"person_id": "p", "account_id": "a"},
    "account": {"account_id": "a", "name": "Acme"},
    "app_user": {"user_id": "u", "name": "Ann", "team_id": "t"},
    "team": {"team_id": "t", "name": "SDR"},
    "campaign": {"campaign_id": "c", "name": "Spring"},
}


def test_whatever_is_known_twice_of_people_and_things_counts_once(given, store, scope):
    for table, values in TWICE.items():
        given.row(table, **values)
        given.row(table, **values)
    given.stage("p", "MQL", "2026-05-11 09:00", campaign_id="c")
    given.assigned("p", "u", "2026-05-11 09:00")
    given.attempt("p", "2026-05-11 10:00")
    of_them = {"person_id": "p", "account_id": "a", "owner_user_id": "u", "campaign_id": "c"}
    given.deal("d", "won", created_on="2026-05-12", closed_on="2026-05-20", **of_them)
    given.row("channel_day", day="2026-05-11", campaign_id="c", impressions=100)
    given.load()

    wanted = {MQL_NEW: 1, WON_COUNT: 1, WON_VALUE: 1000, IMPRESSIONS: 100, FOLLOW_UP_TIME: 1}
    for metric, value in wanted.items():
        assert read(store, metric, scope(MAY)).value == value, metric.name


def test_two_episodes_of_one_deal_are_one_deal_with_the_last_ones_source(given, store, scope):
    given.stage("p", "MQL", "2026-03-02 09:00", source="web")
    given.deal("d", "lost", person_id="p", created_on="2026-03-03", closed_on="2026-03-09")
    given.load()
    given.stage("p", "MQL", "2026-05-04 09:00", source="event", opportunity_id="d")
    given.stage("p", "OPP", "2026-05-05 09:00", opportunity_id="d")
    given.load()

    assert len(given.episodes()) == 2
    assert read(store, WON_COUNT, scope(MAY)).sample == 0
    assert [row.source for row in store.execute(select(deal.c.source))] == ["event"]
