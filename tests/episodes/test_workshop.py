"""Workshop: hours and material as they stand, the steps' tools, and deals passing the steps."""

from datetime import date

import pytest
from sqlalchemy import select

from revdash.episodes.workshop import UNTOLD
from revdash.store.schema.workshop import asset_now, step_cell, step_cover, step_pass, work_now


def rows_of(store, table, order):
    return [row._asdict() for row in store.execute(select(table).order_by(order))]


@pytest.fixture
def steps(given):
    """Two steps since 2026, and an approved deck for both that was reviewed in January."""
    for place, name in enumerate(("Demo", "Proposal"), 1):
        told = {"position": place, "name": name, "stage": name, "valid_from": date(2026, 1, 1)}
        given.row("cycle_step", step_id=f"s{place}", version_no=1, **told)
    given.row("account", account_id="a", segment="SMB")
    given.row("content_asset", asset_id="deck", title="The deck", is_approved=True)
    for step in ("s1", "s2"):
        given.row("step_tool", step_id=step, asset_id="deck", reviewed_on="2026-01-10")
    return given


def moved(given, deal, stage, at, **values):
    given.row("opportunity_stage_event", opportunity_id=deal, stage=stage, event_at=at, **values)


def test_work_says_for_how_many_it_was_and_who_asked(given, store):
    given.row("app_user", user_id="u", name="Ann")
    given.row("opportunity", opportunity_id="d", name="Acme one", segment="SMB")
    ordinary = {"user_id": "u", "day": "2026-05-11", "hours": 2.0}
    asked = {"opportunity_id": "d", "requested_by": "u"}
    given.row("marketing_work_log", event_key="1", scope="single_deal", **asked, **ordinary)
    given.row("marketing_work_log", event_key="2", scope="market_wide", **ordinary)
    given.row("marketing_work_log", event_key="3", scope=" ", **ordinary)
    given.load()

    one, every, some = rows_of(store, work_now, work_now.c.event_key)

    assert [one[n] for n in ("scope", "deal", "segment")] == ["one deal", "Acme one", "SMB"]
    assert (one["requested_by"], every["scope"]) == ("Ann", "the whole market")
    assert some["scope"] == UNTOLD  # its hours count among all


def test_material_counts_the_deals_that_used_it_within_sixty_days(given, store):
    made = {"created_at": "2026-01-01 10:00"}
    given.row("content_asset", asset_id="a", scope="single_deal", opportunity_id="d", **made)
    given.row("content_asset", asset_id="b", **made)
    for deal, at in (("d", "2026-01-05"), ("e", "2026-02-05"), ("f", "2026-03-05")):
        given.row("tool_usage", asset_id="b", opportunity_id=deal, event_at=at)
    given.load()

    one, two = rows_of(store, asset_now, asset_now.c.asset_id)

    assert (one["deals_used"], two["deals_used"]) == (1, 2)


def test_a_review_covers_each_segment_of_a_step_for_half_a_year(steps, store):
    steps.row("account", account_id="b", segment="ENT")
    steps.load()

    cells = rows_of(store, step_cell, step_cell.c.cell_id)
    covers = rows_of(store, step_cover, step_cover.c.cover_id)

    assert [(row["step"], row["segment"]) for row in cells][:2] == [
        ("Demo", "ENT"),
        ("Demo", "SMB"),
    ]
    told = {(str(row["since_on"]), str(row["until_on"]), row["tool"]) for row in covers}
    assert (len(covers), told) == (4, {("2026-01-10", "2026-07-09", "The deck")})


def test_a_tool_stands_on_when_one_reviewed_later_is_retired_sooner(steps, store):
    retired = {"is_approved": True, "retired_at": "2026-02-10 10:00"}
    steps.row("content_asset", asset_id="brief", title="A brief", **retired)
    steps.row("content_asset", asset_id="call", title="A call", is_approved=True)
    for asset, day in (("brief", "2026-02-01"), ("call", "2026-06-01")):
        steps.row("step_tool", step_id="s1", asset_id=asset, reviewed_on=day)
    steps.load()

    found = rows_of(store, step_cover, step_cover.c.cover_id)

    told = [(row["tool"], str(row["since_on"]), str(row["until_on"])) for row in found[:3]]
    assert told == [
        ("The deck", "2026-01-10", "2026-06-01"),
        ("A brief", "2026-02-01", "2026-02-01"),
        ("A call", "2026-06-01", "2026-11-28"),
    ]


def test_a_tool_counts_for_two_steps_at_most_and_only_once_approved(steps, store):
    told = {"position": 3, "name": "Close", "stage": "Close", "valid_from": date(2026, 1, 1)}
    steps.row("cycle_step", step_id="s3", version_no=1, **told)
    steps.row("content_asset", asset_id="draft", title="A draft")
    for asset in ("deck", "draft"):
        steps.row("step_tool", step_id="s3", asset_id=asset, reviewed_on="2026-02-10")
    steps.load()

    covers = rows_of(store, step_cover, step_cover.c.cover_id)

    assert [row["step"] for row in covers] == ["Demo", "Proposal"]


def test_a_day_without_a_time_is_the_same_day_in_every_zone(steps, store):
    steps.judged_by(zone="America/New_York")
    made = {"created_at": "2026-03-01", "reviewed_at": "2026-04-01"}
    steps.row("content_asset", asset_id="a", **made)
    steps.deal("d", "open")
    moved(steps, "d", "demo", "2026-04-01")
    steps.load()

    asset, _ = rows_of(store, asset_now, asset_now.c.asset_id)
    (demo,) = rows_of(store, step_pass, step_pass.c.pass_id)

    assert (str(asset["created_on"]), str(asset["reviewed_on"])) == ("2026-03-01", "2026-04-01")
    assert str(demo["entered_on"]) == "2026-04-01"


def test_a_deal_passes_the_steps_that_its_stages_mean(steps, store):
    steps.deal("d", "won", segment="SMB")
    moved(steps, "d", "demo", "2026-02-01 10:00")
    moved(steps, "d", "Proposal", "2026-02-10 10:00")
    moved(steps, "d", "Closed", "2026-03-10 10:00", outcome="won")
    use = {"opportunity_id": "d", "asset_id": "deck", "event_at": "2026-02-02 10:00"}
    steps.row("tool_usage", cycle_step="Demo", **use)
    steps.load()

    demo, proposal = rows_of(store, step_pass, step_pass.c.position)

    assert (str(demo["advanced_at"]), str(demo["used_at"])) == (
        "2026-02-10 10:00:00",
        "2026-02-02 10:00:00",
    )
    assert (str(proposal["advanced_at"]), proposal["used_at"]) == ("2026-03-10 10:00:00", None)
    assert demo["has_tool"] is proposal["has_tool"] is True


def test_a_deal_that_fell_back_moves_forward_when_it_comes_to_the_later_step_again(steps, store):
    steps.deal("d", "open")
    for stage, day in (("Proposal", 1), ("Demo", 5), ("Proposal", 9)):
        moved(steps, "d", stage, f"2026-02-0{day} 10:00")
    steps.load()

    demo, proposal = rows_of(store, step_pass, step_pass.c.position)

    assert str(demo["advanced_at"]) == "2026-02-09 10:00:00"
    assert (str(proposal["entered_at"]), proposal["advanced_at"]) == ("2026-02-01 10:00:00", None)
