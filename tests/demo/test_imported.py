"""The demo in a store: every file read, every person one, nothing odd that is not planted."""

from sqlalchemy import func, select

from revdash.demo.timeline import END, WEEKS
from revdash.store.schema.episodes import deal, exposure_day, lead_episode
from revdash.store.schema.identity import person_identity
from revdash.store.schema.ledger import load_batch, quality_issue, refused_row
from revdash.terms import LeadStage


def count(facts, table, *conditions):
    return facts.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()


def test_every_week_is_an_import_of_its_own_and_no_row_is_refused(facts):
    loaded = facts.execute(select(load_batch.c.loaded_at).order_by(load_batch.c.batch_id))

    moments = list(loaded.scalars())
    assert (len(moments), moments) == (WEEKS, sorted(moments))
    assert count(facts, refused_row) == 0


def test_the_handoffs_are_those_that_happened(facts, world):
    handed = [episode for episode in world.episodes if episode.mql_at <= END]

    assert count(facts, lead_episode) == len(handed)
    assert count(facts, lead_episode, lead_episode.c.sal_at.isnot(None)) == sum(
        (episode.reached(LeadStage.SAL) or episode.mql_at.max) <= END for episode in handed
    )
    assert count(facts, lead_episode, lead_episode.c.tier.is_(None)) == 0
    assert count(facts, lead_episode, lead_episode.c.region.is_(None)) == 0


def test_a_person_in_two_systems_is_one(facts, world):
    handed = [life for life in world.lives if life.episodes]
    converted = [e for e in world.episodes if e.deal and e.deal.created_at <= END]

    assert count(facts, person_identity) == len(handed) + len(converted)


def test_spend_and_leads_go_by_the_same_channels(facts):
    spent = set(facts.execute(select(exposure_day.c.channel).distinct()).scalars())
    handed = set(facts.execute(select(lead_episode.c.channel).distinct()).scalars())

    assert spent <= handed | {"paid_search", "paid_social"}
    assert {"paid_search", "paid_social", "webinar"} <= spent & handed


def test_deals_end_as_they_ended(facts, world):
    won = [one for one in world.deals if one.is_won and one.closed_at <= END]

    assert count(facts, deal, deal.c.outcome == "won") == len(won)
    assert count(facts, deal) == sum(one.created_at <= END for one in world.deals)


def test_nothing_looks_odd_that_is_not_planted(facts):
    rules = facts.execute(select(quality_issue.c.rule).distinct()).scalars()

    assert set(rules) <= {"owner_not_human"}
