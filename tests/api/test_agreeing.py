"""The agreement: drafted, looked at over last quarter, signed by both sides, kept in versions."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from revdash import api
from revdash.api import agreeing
from revdash.api.actors import Actor
from revdash.api.agreement_words import (
    facts_of,
    promise_line,
    promises_in,
    target_line,
    targets_in,
    working_time,
)
from revdash.desk.agreement import check_policy
from revdash.desk.calendars import CalendarRecord
from revdash.desk.obligations import MqlPromise
from revdash.desk.people import Role
from revdash.desk.seed import POLICY
from revdash.desk.targets import ScopedTarget
from revdash.errors import InputError, NotAllowedError, StaleEditError
from revdash.terms import Side

JUNE = date(2026, 6, 1)


def leader(side):
    return Actor(actor_id=f"{side}-lead", name=f"{side} lead", role=Role.LEAD, side=side)


CMO, CRO = leader(Side.MARKETING), leader(Side.SALES)


@pytest.fixture
def draft(revops, filled):
    """Save a draft, some of its values changed; gives what names it as it was seen."""

    def _draft(**changes):
        given = {"valid_from": JUNE, **changes}
        values, version = filled(revops, "agreement", "draft", **given)
        api.save_settings(revops, "agreement", "draft", values, version)
        found = agreeing.agreement(revops).draft
        return found.key, found.version

    return _draft


def test_both_sides_sign_and_the_history_says_what_changed(own_empty, draft):
    seen = draft(tierA=0.5)
    half = agreeing.sign_agreement(CMO, *seen)

    whole = agreeing.sign_agreement(CRO, seen[0], seen[1] + 1)

    now = agreeing.agreement(CMO)
    assert "signature of sales" in half
    assert "Version 2 is in force from" in whole
    ((subject, was, said),) = [c for c in now.history[0].changes if "tries first" in c[0]]
    assert (subject, was[:10], said[:11]) == (
        "Sales tries first within",
        "tier A 1 h",
        "tier A 30 m",
    )
    assert now.history[0].marketing.startswith("marketing-lead, ")
    assert now.draft is None


def test_a_version_never_begins_on_the_day_it_is_signed(own_demo, draft):
    seen = draft(valid_from=date(2026, 5, 1))  # the demo's last day is 17 May
    agreeing.sign_agreement(CRO, *seen)

    said = agreeing.sign_agreement(CMO, seen[0], seen[1] + 1)

    assert "from 18 May 2026 on" in said
    now = agreeing.agreement(CMO)
    assert (now.history[0].key, now.current.key) == (seen[0], now.history[1].key)


def test_who_signs_what_was_changed_meanwhile_is_told(own_empty, draft):
    seen = draft()
    draft(tierA=2.0)

    for act in (agreeing.sign_agreement, agreeing.meant):
        with pytest.raises(StaleEditError, match="Reload"):
            act(CMO, *seen)


def test_a_draft_is_thrown_away_by_who_may_set_it(own_empty, draft, revops):
    seen = draft()

    with pytest.raises(NotAllowedError):
        agreeing.discard_agreement(CMO, *seen)
    assert "thrown away" in agreeing.discard_agreement(revops, *seen)

    assert agreeing.agreement(revops).draft is None


def test_a_draft_is_tried_on_last_quarter_and_nothing_is_touched(own_demo, draft):
    hours = {"tierA": 40.0, "tierB": 40.0, "tierC": 40.0, "targets": "source webinar: 0.5 hours"}
    seen = draft(**hours, promises="all: 1 MQL a month, 1 % accepted", asks_fact=True)
    before = api.stamp()

    meant = agreeing.meant(CMO, *seen)

    sla = next(line for line in meant.lines if line.label == "SLA attainment")
    assert float(sla.would.split()[0]) > float(sla.was.split()[0])
    (webinar,) = (line for line in meant.lines if "webinar" in line.label)
    assert float(webinar.would.split()[0]) < float(webinar.was.split()[0])
    assert meant.owed[0].verdict.startswith("met in")
    assert "a verdict with a reason and a fact" in {line.owed for line in meant.owed}
    assert {line.side for line in meant.owed} == {"marketing", "sales", "both"}
    assert (meant.period, api.stamp()) == ("1 Jan – 31 Mar 2026", before)
    assert not list(own_demo.settings.data.glob("*trial*"))


def test_promises_are_written_as_they_are_read():
    one = MqlPromise(mqls=40, acceptance=0.65, segment="Mid market", tier="A")

    line = promise_line(one)

    assert line == "segment Mid market, tier A: 40 MQLs a month, 65 % accepted"
    assert promises_in(f"\n{line}\n") == (one,)


def test_targets_are_written_as_they_are_read():
    one = ScopedTarget(hours=2.5, source="Partner", segment="Mid market", tier="A")

    line = target_line(one)

    assert line == "source Partner, segment Mid market, tier A: 2.5 hours"
    assert targets_in(f"\n{line}\n") == (one,)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("tier A: 2 hours", "fields of their own"),
        ("region UK: 0 hours", "above 0"),
        ("region UK: soon", "source Webinar, tier A: 2 hours"),
        ("country UK: 2 hours", "names no part"),
        ("region UK: 2 hours\nregion uk: 3 hours", "Two lines"),
    ],
)
def test_a_target_that_no_lead_can_be_held_to_is_refused(line, wrong):
    with pytest.raises(InputError, match=wrong):
        check_policy(replace(POLICY, scoped_targets=targets_in(line)))


def test_a_version_tells_what_each_side_owes():
    version = replace(POLICY, valid_from=datetime(2026, 1, 1))

    assert facts_of(version)["Both answer within"] == "2 business days, with a fact"


def test_working_time_is_told_in_words():
    day, short = (("09:00", "17:30"),), (("09:00", "12:00"), ("13:00", "15:00"))
    weekly = {**dict.fromkeys(range(4), day), 4: short, 5: ()}
    calendar = CalendarRecord(calendar_id="x", name="UK", zone="Europe/London", weekly=weekly)

    told = working_time(calendar)

    assert told == ("UK (Europe/London): Mon to Thu 09:00–17:30, Fri 09:00–12:00 and 13:00–15:00")
