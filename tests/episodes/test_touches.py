"""Touches: which may count, whose they are, and what came after them."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from revdash.episodes.eligible import INELIGIBLE
from revdash.store.schema.followers import lead_start, touch_now
from revdash.store.versions import take_back

AT = "2026-05-04 09:00"


def touches(given):
    found = given.connection.execute(select(touch_now).order_by(touch_now.c.event_key))
    return [dict(row) for row in found.mappings()]


def test_a_row_carries_what_is_known_of_the_touch(given):
    given.row("account", account_id="a", name="Acme", is_target=True, segment="ENT")
    given.row("person", person_id="p", account_id="a", source="webinar", country="FR")
    given.row("campaign", campaign_id="c", name="Spring", channel="search")
    given.row("content_asset", asset_id="s", title="Guide", message_phase="awareness")
    given.touch("p", AT, campaign_id="c", asset_id="s", touch_type="pricing_request")
    given.load()

    (row,) = touches(given)

    wanted = {"person_id": "p", "account_name": "Acme", "is_target": True, "segment": "ENT"}
    wanted |= {"source": "webinar", "channel": "search", "campaign": "Spring", "asset": "Guide"}
    wanted |= {"message_phase": "awareness", "country": "FR", "touched_on": date(2026, 5, 4)}
    wanted |= {"is_eligible": True, "is_hand_raise": True, "next_step_at": None}
    assert wanted.items() <= row.items()


def test_some_touches_never_count(given):
    given.row("person", person_id="us", is_employee=True)
    given.touch("us", AT, touch_type="demo_request")
    for values in (
        {"is_bot": True},
        {"is_internal": True},
        *({"touch_type": n} for n in INELIGIBLE),
    ):
        given.touch("p", AT, **{"touch_type": "demo_request", **values})
    given.load()

    found = touches(given)

    assert len(found) == 3 + len(INELIGIBLE)
    assert not any(row["is_eligible"] or row["is_hand_raise"] for row in found)


def test_the_next_step_is_the_first_at_or_after_the_touch(given):
    for stage, day in (("LEAD", 4), ("MQL", 6), ("SQL", 8)):
        given.stage("p", stage, f"2026-05-{day:02d} 09:00")
    for day in range(3, 10):
        given.touch("p", f"2026-05-{day:02d} 09:00", event_key=str(day))
    given.load()

    steps = [row["next_step_at"] for row in touches(given)]

    assert [step and step.day for step in steps] == [4, 4, 6, 6, 8, 8, None]


def test_the_first_touch_of_a_content_by_each_human_is_marked(given):
    given.row("person_alias", alias_id="q", person_id="p")
    given.touch("q", "2026-05-05 09:00", asset_id="s", event_key="1")
    given.touch("p", "2026-05-04 09:00", asset_id="s", event_key="2")
    given.touch("p", "2026-05-03 09:00", asset_id="s", event_key="3", touch_type="email_open")
    given.touch("p", "2026-05-06 09:00", asset_id="other", event_key="4")
    given.touch("r", "2026-05-07 09:00", asset_id="s", event_key="5")
    given.touch("r", "2026-05-07 09:00", event_key="6")
    given.load()

    firsts = [row["event_key"] for row in touches(given) if row["is_first_of_asset"]]

    assert firsts == ["2", "4", "5"]


def test_a_touch_known_by_its_day_comes_before_no_step_of_that_day(given):
    given.stage("p", "LEAD", AT)
    given.stage("p", "MQL", "2026-05-05 09:00")
    given.touch("p", "2026-05-04 00:00", event_precision="date")
    given.load()

    assert touches(given)[0]["next_step_at"] == datetime(2026, 5, 5, 9)


def test_a_touch_that_is_said_to_come_is_none(given):
    given.touch("p", AT)
    given.load(at=datetime(2026, 5, 1))

    assert touches(given) == []


def test_touches_of_one_human_are_gathered_under_one_id(given):
    given.touch("p", AT)
    given.touch("q", AT)
    given.load()
    given.row("person_alias", alias_id="q", person_id="p")
    batch = given.load()
    assert [row["person_id"] for row in touches(given)] == ["p", "p"]

    people = given.concerned(batch)
    take_back(given.connection, batch)
    given.derive(people)

    assert [row["person_id"] for row in touches(given)] == ["p", "q"]


def test_a_touch_by_nobody_known_is_its_accounts(given):
    given.row("account", account_id="a", name="Acme", is_target=True, region="UK")
    given.touch(None, AT, account_id="a", is_anonymous=True, event_key="t")
    given.load()
    (before,) = touches(given)
    given.touch(None, AT, account_id="a", retracted=True, event_key="t")
    given.load()

    told = {"person_id": None, "account_name": "Acme", "is_target": True, "region": "UK"}
    assert told.items() <= before.items()
    assert touches(given) == []


CHANGES = {
    "account": {"account_id": "a", "name": "New", "is_target": True},
    "campaign": {"campaign_id": "c", "name": "New", "channel": "new"},
    "content_asset": {"asset_id": "s", "title": "New", "message_phase": "conversion"},
    "person": {"person_id": "p", "source": "new", "is_employee": True},
    "lifecycle_event": {"person_id": "q", "to_stage": "LEAD", "event_at": AT},
    "app_user": {"user_id": "u", "name": "New", "team_id": "t"},
    "team": {"team_id": "t0", "name": "New"},
}


@pytest.mark.parametrize("changed", CHANGES)
def test_whatever_changes_rows_makes_them_again(changed, given):
    given.row("app_user", user_id="u", name="Ann", team_id="t0", event_key="user")
    given.row("person", person_id="q", owner_user_id="u", account_id="a")
    given.stage("p", "LEAD", AT, campaign_id="c")
    given.stage("q", "LEAD", "2026-05-05 09:00")
    given.touch("p", AT, account_id="a", campaign_id="c", asset_id="s")
    given.touch("q", AT, asset_id="s")
    given.load()
    before = told(given)

    key = "user" if changed == "app_user" else "changed"
    given.row(changed, event_key=key, **CHANGES[changed])
    given.load()
    after = told(given)
    given.derive()

    assert before != after
    assert told(given) == after


def told(given):
    found = given.connection.execute(select(lead_start).order_by(lead_start.c.person_id))
    return found.all(), touches(given)
