"""The worked example of dropped handoffs, from facts to what is open at its moment."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from revdash.handoffs.rules import RULE
from revdash.metrics.drops import DROPS_OPEN
from revdash.metrics.read import read
from revdash.metrics.records import records
from revdash.store.schema.drops import drop_shown, handoff_drop
from revdash.worktime.calendar import Calendar

GOLDEN = Path(__file__).parents[1] / "golden" / "G20_dropped_handoffs.json"
G20 = json.loads(GOLDEN.read_text("utf-8"))
INPUTS, EXPECTED = G20["inputs"], G20["expected"]
AS_OF = datetime(2026, 5, 13, 14)
LONDON = Calendar(
    calendar_id="london",
    zone="Europe/London",
    weekly=dict.fromkeys(range(5), ((540, 1050),)),
    exceptions={date(2026, 5, 4): ()},
)


def at(told):
    return datetime.fromisoformat(told).replace(tzinfo=None)


@pytest.fixture
def example(given):
    """The sixteen leads, and another who tells that deals and nurture are told of at all."""
    given.as_of = AS_OF
    given.judged_by(
        zone="Europe/London", calendars=(LONDON,), policies=(agreement(given.rules.policies[0]),)
    )
    users(given)
    for one in INPUTS["episodes"]:
        hand_over(given, one)
        work(given, one)
        move_on(given, one)
    given.deal("told", "won", closed_on="2026-01-06")
    given.row("nurture_enrolment", person_id="told", enrolled_at="2026-05-01")
    given.load()
    return given


def agreement(policy):
    hours = INPUTS["sla_hours"].items()
    return replace(policy, targets={tier: 3600.0 * number for tier, number in hours})


def users(given):
    for name, user in INPUTS["users"].items():
        gone = None if user["active"] else datetime(2026, 5, 1)
        given.row("app_user", user_id=name, active_to=gone)
        if "absent" in user:
            first, last = map(date.fromisoformat, user["absent"])
            given.row("user_absence", user_id=name, from_on=first, until_on=last)


def hand_over(given, one):
    who, mql_at = one["id"], at(one["mql_at"])
    given.row("person", person_id=who)
    given.stage(who, "MQL", mql_at, tier=one["tier"])
    if one["owner"]:
        given.assigned(who, one["owner"], mql_at)
    if "demo_requested_at" in one:
        given.touch(who, at(one["demo_requested_at"]), touch_type="demo_request")


def work(given, one):
    """The attempts, the last of them at the last activity unless that is no attempt."""
    who, last = one["id"], at(one["last_sales_activity_at"]) if "attempts" in one else None
    if "first_attempt_at" in one:
        first, count = at(one["first_attempt_at"]), one.get("attempts", 1)
        times = [first + timedelta(minutes=n) for n in range(count - 1)]
        tries = [*times, last if count > 1 else first]
        for n, tried_at in enumerate(tries):
            is_connected = one.get("connected") and n == len(tries) - 1
            given.attempt(who, tried_at, outcome="connected" if is_connected else "no_answer")
        if last and last not in tries and "meeting" not in one:
            given.attempt(who, last, activity_type="task")
    if "last_inbound_at" in one:
        given.attempt(who, at(one["last_inbound_at"]), direction="inbound")


def move_on(given, one):
    """Its stage; one that is not dated was reached with the first attempt."""
    who, stage = one["id"], one["stage"]
    if stage != "MQL":
        moved_at = at(one.get("stage_at") or one["first_attempt_at"])
        given.stage(who, stage, moved_at, reason_code=one.get("reason"))
    if "meeting" in one:
        met, ended_at = one["meeting"], at(one["meeting"]["end_at"])
        booked_at = ended_at - timedelta(days=1)
        given.row(
            "meeting",
            person_id=who,
            scheduled_at=booked_at,
            end_at=ended_at,
            outcome=met["outcome"],
        )


def open_at(table, begun, over):
    return (begun < AS_OF) & (over.is_(None) | (over > AS_OF)) & table.c.episode_id.isnot(None)


def test_exactly_the_rules_of_the_example_fire(example):
    d = handoff_drop.c
    open_now = select(d.person_id, d.rule).where(open_at(handoff_drop, d.opens_at, d.resolved_at))
    found = {name: [] for name in EXPECTED["fired"]}
    for row in example.connection.execute(open_now.order_by(d.precedence)):
        found[row.person_id].append(row.rule)

    assert found == EXPECTED["fired"]


def test_of_several_the_one_of_the_example_is_shown(example):
    s = drop_shown.c
    shown = select(s.person_id, s.rule).where(
        s.from_at <= AS_OF, open_at(drop_shown, s.from_at, s.until_at)
    )
    primary = {row.person_id: row.rule for row in example.connection.execute(shown)}
    expected = {name: rule for name, rule in EXPECTED["primary"].items() if rule != "D05"}

    assert primary == {name: rule for name, rule in expected.items() if rule}
    assert len(primary) == EXPECTED["episodes_with_drop"]
    weights = sum(RULE[rule].weight for rule in primary.values())
    assert 100 * weights / EXPECTED["episodes"] == EXPECTED["severity_weighted_per_100"]


def test_each_rule_is_as_severe_as_in_the_example():
    assert {code: RULE[code].severity for code in INPUTS["severity"]} == INPUTS["severity"]
    in_order = [code for code in RULE if code in INPUTS["precedence"]]
    assert in_order == INPUTS["precedence"]


def test_what_lies_open_per_hundred_leads_is_as_in_the_example(example, scope):
    this_week = scope("2026-05-11..2026-05-17")

    assert read(example.connection, DROPS_OPEN, this_week).value == pytest.approx(
        EXPECTED["severity_weighted_per_100"], abs=G20["tolerance"]
    )
    drops = records(example.connection, DROPS_OPEN, this_week)
    assert 100 * drops.total / EXPECTED["episodes"] == EXPECTED["drops_per_100"]
