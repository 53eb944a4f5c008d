"""The demo in a store: every file read, every person one, nothing odd that is not planted."""

import pytest
from sqlalchemy import func, select

from revdash.demo.timeline import END, LATE_LIST_WEEK, WEEKS, week_start
from revdash.store.schema.customers import nps_response
from revdash.store.schema.deals import opportunity, source_claim
from revdash.store.schema.episodes import deal, exposure_day, lead_episode
from revdash.store.schema.followers import lead_start
from revdash.store.schema.identity import person_identity
from revdash.store.schema.ledger import load_batch, quality_issue, refused_row
from revdash.store.schema.lifecycle import lead_question, lifecycle_event
from revdash.store.schema.marketing import brand_signal, marketing_work_log
from revdash.store.schema.people import person_alias
from revdash.store.schema.sales import sales_activity
from revdash.terms import LeadStage

pytestmark = pytest.mark.timeout(900)  # the first test waits for the whole demo


def count(facts, table, *conditions):
    return facts.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()


def test_every_week_is_an_import_of_its_own_and_no_row_is_refused(facts):
    loaded = facts.execute(select(load_batch.c.loaded_at).order_by(load_batch.c.batch_id))

    moments = list(loaded.scalars())
    assert (len(moments), moments) == (WEEKS, sorted(moments))
    assert count(facts, refused_row) == 0


def test_the_handoffs_are_those_that_happened(facts, world):
    handed = [episode for episode in world.episodes if episode.mql_at <= END]
    twice = [one.twin for one in world.lives if one.twin and one.twin.is_handed]

    assert count(facts, lead_episode) == len(handed) + sum(t.merged_at > END for t in twice)
    assert count(facts, lead_episode, lead_episode.c.sal_at.isnot(None)) == sum(
        (episode.reached(LeadStage.SAL) or episode.mql_at.max) <= END for episode in handed
    )
    assert count(facts, lead_episode, lead_episode.c.tier.is_(None)) == 0
    assert count(facts, lead_episode, lead_episode.c.region.is_(None)) == 0


def test_a_person_in_several_records_is_one(facts, world):
    handed = [life for life in world.lives if life.episodes and life.episodes[0].mql_at <= END]
    converted = [e for e in world.episodes if e.deal and e.deal.created_at <= END]
    merged = [life for life in world.lives if life.twin and life.twin.merged_at <= END]

    assert count(facts, person_identity) == len(handed) + len(converted) + len(merged)


def test_spend_and_leads_go_by_the_same_channels(facts):
    spent = set(facts.execute(select(exposure_day.c.channel).distinct()).scalars())
    handed = set(facts.execute(select(lead_episode.c.channel).distinct()).scalars())

    assert {"paid_search", "paid_social", "webinar", "event", "partner"} <= spent <= handed


def test_deals_end_as_they_ended(facts, world):
    won = [one for one in world.deals if one.is_won and one.closed_at <= END]

    assert count(facts, deal, deal.c.outcome == "won") == len(won)
    assert count(facts, deal) == sum(one.created_at <= END for one in world.deals)


def test_what_looks_odd_is_what_was_planted(facts):
    rules = facts.execute(select(quality_issue.c.rule, func.count()).group_by(quality_issue.c.rule))

    found = dict(rules.all())
    assert found.pop("merged_duplicate_episode") > 5
    assert found.pop("owner_not_human") >= 1
    assert found == {"negative_duration": 1, "closed_before_created": 1}


def test_a_late_list_is_known_only_from_the_import_that_brought_it(facts):
    trade_show = lead_start.c.campaign == "Trade show Hall 7"
    events = select(func.min(lifecycle_event.c.loaded_at)).where(
        lifecycle_event.c.person_id.in_(select(lead_start.c.person_id).where(trade_show)),
        lifecycle_event.c.to_stage == LeadStage.LEAD.value,
    )

    on = lead_start.c.lead_on
    assert count(facts, lead_start, trade_show, on < week_start(LATE_LIST_WEEK + 1)) == 38
    assert facts.execute(events).scalar_one().date() == week_start(LATE_LIST_WEEK + 2)


def test_a_twelfth_of_a_tenth_came_twice_and_was_merged(facts, world):
    twins = [life.twin for life in world.lives if life.twin]

    assert 0.010 < len(twins) / len(world.lives) < 0.014
    assert count(facts, person_alias, person_alias.c.reason == "merge") > 80


def test_some_of_what_was_entered_was_deleted_again(facts):
    for table in (opportunity, sales_activity):
        assert count(facts, table, table.c.retracted.is_(True)) > 2


def test_every_table_that_the_stories_need_has_facts(facts):
    stories = (source_claim, marketing_work_log, brand_signal, nps_response, lead_question)

    assert [table.name for table in stories if not count(facts, table)] == []
