"""Every number equals what a plain loop over the same rows gives, for any small world."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revdash.metrics.catalog import CATALOG
from revdash.metrics.read import answers
from revdash.period import Period
from revdash.worktime.calendar import elapsed

MONDAY = date(2026, 5, 4)
DAYS = st.integers(0, 18).map(lambda n: str(MONDAY + timedelta(days=n)))
HOURS = st.one_of(st.none(), st.integers(0, 6))
LEADS = st.lists(st.tuples(DAYS, st.sampled_from(["new", "re", "expansion"]), HOURS, HOURS))
DEALS = st.lists(st.tuples(DAYS, st.sampled_from(["won", "lost", "open"]), st.booleans()))
COSTS = st.lists(st.tuples(DAYS, st.integers(0, 9), st.integers(0, 9)))


def median_wait(waits):
    """The first duration by which half were served, those not served leaving at theirs."""
    left = 1.0
    for at in sorted({hours for hours, served in waits if served}):
        at_risk = sum(hours >= at for hours, _ in waits)
        left *= 1 - sum(served and hours == at for hours, served in waits) / at_risk
        if left <= 0.5 + 1e-12:
            return at
    return None


def share_by(cases, horizon):
    left = 1.0
    for at in sorted({age for age, happened in cases if happened and age <= horizon}):
        at_risk = sum(age >= at for age, _ in cases)
        left *= 1 - sum(happened and age == at for age, happened in cases) / at_risk
    return 1 - left


def waits_of(leads, rows):
    calendar = rows.rules.default_calendar
    for lead in leads:
        served = lead.get("first_attempt_at") is not None
        so_far = elapsed(calendar, lead["mql_at"], rows.as_of) / 3600
        yield (lead["wait_seconds"] / 3600 if served else max(0.0, so_far)), served


def ages_of(leads, rows):
    for lead in leads:
        accepted = lead.get("sal_at")
        happened = accepted is not None and accepted <= rows.as_of
        yield (accepted if happened else rows.as_of) - lead["mql_at"], happened


def told_by_hand(period, leads, deals, costs, rows):
    mine = [lead for lead in leads if period.start <= lead["mql_on"] < period.end]
    kinds = [lead["kind"] for lead in mine]
    closed = [d for d in deals if d["closed_on"] and period.start <= d["closed_on"] < period.end]
    new = [deal for deal in closed if deal["is_new_business"]]
    won = [deal for deal in new if deal["outcome"] == "won"]
    spent = [cost for cost in costs if period.start <= cost["day"] < period.end]
    due = [
        lead
        for lead in leads
        if period.start <= lead["due_on"] < period.end and lead["due_at"] <= rows.as_of
    ]
    kept = sum("credited_at" in lead and lead["credited_at"] <= lead["due_at"] for lead in due)
    waited = [
        lead
        for lead in leads
        if lead["mql_on"] < period.end
        and ("waiting_until_on" not in lead or lead["waiting_until_on"] >= period.end)
    ]
    mqls = len(kinds) - kinds.count("expansion")
    handed = [lead for lead in mine if lead["kind"] != "expansion"]
    cost = sum(one["cost_base"] for one in spent)
    return {
        "impressions": sum(one["impressions"] for one in spent),
        "mql_new": kinds.count("new"),
        "mql_re": kinds.count("re"),
        "cost_per_mql": cost / mqls if mqls and spent else None,
        "follow_up_time": median_wait(list(waits_of(mine, rows))),
        "sla_attainment": kept / len(due) if due else None,
        "untouched_leads": len(waited),
        "acceptance_rate": share_by(list(ages_of(handed, rows)), timedelta(days=14))
        if handed
        else None,
        "won_count": len(won),
        "won_value": sum(deal["amount_base"] for deal in won),
        "win_rate_count": len(won) / len(new) if new else None,
    }


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(leads=LEADS, deals=DEALS, costs=COSTS)
def test_the_numbers_are_those_of_a_plain_loop(leads, deals, costs, bare, store, week):  # noqa: PLR0913, PLR0917
    bare.clear()
    bare.facts()
    people = [bare.lead(day, kind=k, tried=t, accepted=a) for day, k, t, a in leads]
    sold = [bare.deal(how, day, is_new_business=new) for day, how, new in deals]
    spent = [bare.shown(n, day, cost_base=float(cost)) for day, n, cost in costs]
    before = Period(date(2026, 5, 4), date(2026, 5, 11))

    now, then = (told_by_hand(p, people, sold, spent, bare) for p in (week().period, before))
    found = answers(store, [CATALOG[name] for name in now], week(), before=before, weeks=2)

    for name, answer in found.items():
        assert answer.now.value == pytest.approx(now[name]), name
        assert answer.before.value == pytest.approx(then[name]), name
        assert answer.weeks[-1].value == pytest.approx(now[name]), name
