"""The demo's dropped handoffs beside a naive look at the facts of each lead, at one moment."""

from collections import defaultdict

import pytest
from sqlalchemy import or_, select

from revdash.api.house import House
from revdash.config import read_settings
from revdash.episodes.clocks import DEFAULT_QUALIFYING
from revdash.episodes.rules import read_rules
from revdash.store.ledger import note_of
from revdash.store.schema.drops import handoff_drop
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.identity import person_identity
from revdash.store.schema.sales import sales_activity
from revdash.store.versions import in_force
from revdash.worktime.calendar import elapsed, standard_day_seconds


class Company:
    """What is known of leads, and how many business days ago something was."""

    def __init__(self, connection):
        self.rules, self.now = read_rules(connection), note_of(connection).data_to
        joined = select(person_identity.c.person_id, person_identity.c.root)
        root = dict(connection.execute(joined).all())
        self.deeds = defaultdict(list)
        told = select(sales_activity).where(in_force(sales_activity))
        for deed in connection.execute(told.order_by("event_at", "event_key")):
            if deed.event_at <= self.now and not deed.is_automated:
                self.deeds[root.get(deed.person_id, deed.person_id)].append(deed)
        self.leads = connection.execute(select(lead_episode)).all()

    def days(self, lead, moment):
        calendar = self.rules.calendar.get(lead.calendar_id, self.rules.default_calendar)
        return elapsed(calendar, moment, self.now) / standard_day_seconds(calendar)

    def done(self, lead):
        """What sales did for the lead, and what it said that nobody has answered."""
        since = lead.clock_start_at or lead.mql_at
        deeds = [deed for deed in self.deeds[lead.person_id] if deed.event_at >= since]
        ours = [deed for deed in deeds if deed.direction != "inbound"]
        spoken = [d for d in deeds if d.direction != "inbound" or d.outcome == "connected"]
        last = spoken[-1].event_at if spoken else since
        return ours, [deed for deed in deeds if deed not in spoken and deed.event_at > last]


@pytest.fixture(scope="module")
def company(short_demo_folder):
    house = House(read_settings(data=short_demo_folder))
    with house.facts() as connection:
        d, company = handoff_drop.c, Company(connection)
        is_open = or_(d.resolved_at.is_(None), d.resolved_at > company.now)
        open_now = select(d.rule, d.episode_id).where(d.opens_at < company.now, is_open)
        company.found = defaultdict(set)
        for rule, lead in connection.execute(open_now):
            company.found[rule].add(lead)
    yield company
    house.close()


def is_overdue(company, lead):
    is_waiting = lead.is_open and not lead.verdict_at and not lead.is_clock_excluded
    untried = lead.credited_at is None or lead.credited_at > company.now
    return is_waiting and untried and lead.due_at is not None and company.now > lead.due_at


def is_let_go(company, lead):
    ours, _ = company.done(lead)
    tries = [deed for deed in ours if deed.activity_type in DEFAULT_QUALIFYING]
    if not (lead.is_open and tries and not lead.connected_at and len(tries) < 6):
        return False
    return company.days(lead, ours[-1].event_at) > 5


def is_undecided(company, lead):
    is_tried = lead.is_open and not lead.verdict_at and lead.first_attempt_at
    return bool(is_tried) and company.days(lead, lead.first_attempt_at) > 5


def is_unanswered(company, lead):
    _, unanswered = company.done(lead)
    return lead.is_open and bool(unanswered) and company.days(lead, unanswered[0].event_at) > 1


def is_without_deal(company, lead):
    is_said = lead.is_open and lead.sql_at and not lead.opp_at and not lead.is_sql_implied
    return bool(is_said) and company.days(lead, lead.sql_at) > 10


@pytest.mark.parametrize(
    ("rules", "is_dropped", "is_some"),
    [
        (("D04", "D06"), is_overdue, True),
        (("D07",), is_let_go, True),
        (("D08",), is_undecided, True),
        (("D09",), is_unanswered, False),  # the list was gone through that week
        (("D13",), is_without_deal, False),
    ],
)
def test_what_rules_find_at_one_moment_is_what_a_naive_look_finds(
    company, rules, is_dropped, is_some
):
    naive = {lead.episode_id for lead in company.leads if is_dropped(company, lead)}

    assert set().union(*(company.found[rule] for rule in rules)) == naive
    assert bool(naive) is is_some
