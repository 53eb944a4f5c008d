"""Rows to count: derived tables filled by hand, each row ordinary but for what a test says."""

from datetime import date, datetime, time, timedelta
from itertools import count

import pytest
from sqlalchemy import Boolean, Date, DateTime, Text, delete, insert

from revdash.episodes.rules import ORIGIN, write_rules
from revdash.metrics.behind import BEHIND
from revdash.metrics.catalog import CATALOG
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Told
from revdash.period import Period, Weeks
from revdash.store.engine import memory_engine
from revdash.store.schema import METADATA, TABLES
from revdash.store.schema.clientele import customer_now, need_now, nps_now, revenue_stay
from revdash.store.schema.drops import drop_rule_told, drop_shown, handoff_drop
from revdash.store.schema.episodes import deal, exposure_day, lead_episode, reach_now
from revdash.store.schema.followers import (
    account_now,
    attempt_now,
    brand_day,
    close_date_move,
    demo_now,
    lead_start,
    question_now,
    touch_now,
    verdict_now,
)
from revdash.store.schema.joint import (
    commitment_now,
    experiment_day,
    frozen_now,
    meeting_now,
    tagged_stay,
    told_reading,
)
from revdash.store.schema.workshop import asset_now, step_cell, step_cover, step_pass, work_now
from revdash.worktime.calendar import elapsed

HOUR = 3600.0
NEEDED = sorted({table.name for metric in CATALOG.values() for table in metric.needs})
SAID = {"person": {"job_role": "Owner", "consent_state": "given"}}
AS_OF = datetime(2026, 5, 22, 18)
TUESDAY = datetime(2026, 5, 12, 10)

SIGNALS = (
    *("mentions", "branded_clicks", "branded_impressions"),
    *("search_index", "direct_sessions"),
)

WHOLE = dict.fromkeys(("segment", "team", "side", "item"))  # told of all

# Rows that metrics of every family count; a family adds those that its own need.
FULL = (
    (lead_start, {}),
    (touch_now, {"touch_type": "demo_request", "message_phase": "awareness"}),
    (touch_now, {"event_at": datetime(2026, 4, 1)}),  # old enough for a next step
    (exposure_day, {"channel": "LinkedIn", "objective": "awareness"}),
    (attempt_now, {}),
    (verdict_now, {"verdict": "refused", "settlement": "upheld"}),
    (verdict_now, {"verdict": "refused", "attempts_before": 0}),
    (lead_episode, {"closed_at": None, "is_clock_excluded": False}),
    (lead_episode, {"mql_at": datetime(2026, 4, 1), "sal_at": datetime(2026, 4, 1)}),  # ripe
    (lead_episode, {"mql_at": datetime(2025, 4, 1)}),  # a year old
    (demo_now, {"outcome": "held", "is_sql_before": False}),
    (demo_now, {"outcome": "no-show"}),
    (question_now, {}),
    (handoff_drop, {"severity": "high", "rule": "D04"}),
    (drop_shown, {"until_on": None, "rule": "D17", "subject": "lead:x"}),
    (close_date_move, {}),
    *((brand_day, {"signal_kind": kind}) for kind in SIGNALS),
    *((brand_day, {"signal_kind": kind, "is_own": False}) for kind in SIGNALS),
    (account_now, {}),
    (lead_episode, {"kind": "re", "is_open": False, "is_clock_excluded": False, "tier": "A"}),
    (deal, {"outcome": "open", "closed_on": None, "cycle_days": None}),
    (deal, {"outcome": "won"}),
    (customer_now, {"churned_on": None}),
    (revenue_stay, {"until_on": None}),
    *((nps_now, {"score": score}) for score in (10, 7, 5) * 10),
    (need_now, {}),
    (work_now, {"scope": "one deal"}),
    (asset_now, {}),
    (asset_now, {"created_at": datetime(2026, 1, 1)}),
    (step_cell, {"until_on": None}),
    (step_cover, {"until_on": None}),
    (step_pass, {"entered_at": datetime(2026, 4, 1)}),
    (tagged_stay, {"until_on": None, "orientation": "customer"}),
    (commitment_now, {}),
    (meeting_now, {}),
    (frozen_now, {}),
    (experiment_day, {}),
    *((told_reading, {"metric": m.name} | WHOLE) for m in CATALOG.values() if isinstance(m, Told)),
)


class Rows:
    """Fill the tables that metrics read."""

    def __init__(self, connection, rules):
        self.connection, self.rules, self.as_of = connection, rules, AS_OF
        self._number, self._used = count(1), set()

    def facts(self, *without):
        """Let every kind of fact be loaded, but for some."""
        self.fact(*(set(NEEDED) - set(without)))
        self._insert(drop_rule_told, {"rule": "D01"})
        if "opportunity" not in without:  # the week after: without any loss there is no win rate
            self.deal("lost", closed_on="2026-05-20")

    def fact(self, *names):
        """Let these kinds of fact be loaded."""
        for name in names:
            self._insert(TABLES[name], {"event_key": "x"} | SAID.get(name, {}))

    def lead(self, mql_on="2026-05-12", *, tried=None, waits=None, accepted=None, **values):
        """A lead handed over at ten; *tried* and *waits* in open hours, *accepted* in days."""
        number, at = next(self._number), datetime.combine(date.fromisoformat(mql_on), time(10))
        row = {"episode_id": f"p{number:05d}#1", "person_id": f"p{number:05d}", "episode_no": 1}
        row |= {"kind": "new", "stage": "MQL", "is_open": True, "mql_at": at, "mql_on": at.date()}
        row |= {"clock_start_at": at, "is_clock_excluded": False, "calendar_id": "office"}
        row |= {"waiting_from_on": at.date(), "attempts": 0, "clock_offset_seconds": self._now(at)}
        row |= {"due_at": at + timedelta(hours=4), "due_on": at.date()}
        if waits is not None:
            row["clock_offset_seconds"] = waits * HOUR - self._open(self.as_of)
        if tried is not None:
            first = at + timedelta(hours=tried)
            row |= {"wait_seconds": tried * HOUR, "first_attempt_at": first, "attempts": 1}
            row |= {"credited_at": first, "waiting_until_on": first.date()}
        if accepted is not None:
            row |= {"sal_at": at + timedelta(days=accepted), "stage": "SAL"}
        return self._insert(lead_episode, row | values)

    def leads(self, at, waits, others):
        """Leads handed over at once: some won after their waits, the others open."""
        rows = []
        for wait in [*waits, *([None] * others)]:
            number = next(self._number)
            row = {"episode_id": f"p{number:05d}#1", "person_id": f"p{number:05d}", "kind": "new"}
            row |= {"mql_at": at, "mql_on": at.date(), "is_open": wait is None}
            rows.append(row | {"won_at": None if wait is None else at + wait})
        self._insert(lead_episode, *rows)

    def deal(self, outcome="won", closed_on="2026-05-12", **values):
        name = f"d{next(self._number):05d}"
        row = {"opportunity_id": name, "outcome": outcome, "amount_base": 1000.0}
        closed = None if outcome == "open" else date.fromisoformat(closed_on)
        row |= {"kind": "new", "is_new_business": True, "closed_on": closed}
        return self._insert(deal, row | values)

    def shown(self, impressions=100, day="2026-05-12", **values):
        row = {"event_key": f"x{next(self._number):05d}", "impressions": impressions}
        row |= {"channel": "LinkedIn", "day": date.fromisoformat(day), "cost_base": 50.0}
        return self._insert(exposure_day, row | values)

    def reached(self, people, days="2026-05-11..2026-05-17", channel="LinkedIn", **values):
        first, last = (date.fromisoformat(day) for day in days.split(".."))
        row = {"event_key": f"r{next(self._number):05d}", "people": people, "channel": channel}
        row |= {"window_start": first, "window_end": last + timedelta(days=1)}
        return self._insert(reach_now, row | {"dedup_scope": "channel"} | values)

    def put(self, table, **values):
        """A row of any table; days and instants may be written out, the key is its own."""
        told = {name: _typed(table.c[name], value) for name, value in values.items()}
        key = BEHIND[table.name].key.name
        return self._insert(table, {key: f"k{next(self._number):05d}"} | told)

    def full(self, table, **values):
        """A row of which everything is known: all of it on Tuesday at ten, true, one, or "x"."""
        known = {c.name: _something(c) for c in table.columns}
        del known[BEHIND[table.name].key.name]
        return self.put(table, **known | values)

    def fill(self):
        """Rows of each kind, such that every metric counts some."""
        self.lead(tried=1, accepted=2, tier="A", source="web")
        self.lead(source="web", waits=3)
        self.lead(kind="re", is_open=False, wait_seconds=60.0)
        self.lead("2026-05-18", due_at=AS_OF.replace(hour=23), due_on=AS_OF.date())
        self.deal()
        self.deal("lost", source="web")
        self.shown(region="DACH")
        self.reached(10)
        for table, values in FULL:
            self.full(table, **values)

    def clear(self):
        for name in self._used:
            self.connection.execute(delete(TABLES[name]))
        self._used.clear()

    def _insert(self, table, *rows):
        self._used.add(table.name)
        self.connection.execute(insert(table), list(rows))
        return rows[0]

    def _now(self, start):
        return -self._open(start)

    def _open(self, moment):
        return elapsed(self.rules.default_calendar, datetime.combine(ORIGIN, time()), moment)


def _typed(column, value):
    if not isinstance(value, str):
        return value
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def _something(column):
    if isinstance(column.type, Text):
        return "x"
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, DateTime):
        return TUESDAY
    return TUESDAY.date() if isinstance(column.type, Date) else 1


@pytest.fixture(scope="session")
def rows_in(rules):
    """Rows to fill in any store."""
    return lambda connection: Rows(connection, rules)


@pytest.fixture(scope="session")
def full(rows_in, rules):
    """A store with rows of each kind; for looking, not for writing."""
    engine = memory_engine()
    with engine.begin() as connection:
        METADATA.create_all(connection)
        write_rules(connection, rules, until=date(2026, 1, 1))
        rows = rows_in(connection)
        rows.facts()
        rows.fill()
        yield connection
    engine.dispose()


@pytest.fixture
def bare(store, rows_in):
    """Rows to fill in a store into which nothing was ever loaded."""
    rows = rows_in(store)
    yield rows
    rows.clear()


@pytest.fixture
def rows(bare):
    """Rows to fill in a store into which something of each kind was loaded."""
    bare.facts()
    return bare


@pytest.fixture
def week(rules):
    """The week of 11 May, seen from Friday evening of the next; filters by name."""

    def _week(days="2026-05-11..2026-05-17", *, week_start=0, **filters):
        first, last = (date.fromisoformat(day) for day in days.split(".."))
        return Scope(
            period=Period(first, last + timedelta(days=1)),
            as_of=AS_OF,
            today=rules.day_of(AS_OF),
            filters=tuple((name, tuple(values)) for name, values in filters.items()),
            weeks=Weeks(week_start=week_start),
        )

    return _week
