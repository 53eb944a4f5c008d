"""What tests of several rooms share: a data folder with the demo, a store to put facts into."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import delete, select

from revdash.episodes import standing
from revdash.episodes.agreed import Policy
from revdash.episodes.concerned import people_concerned_by
from revdash.episodes.followers import make_followers
from revdash.episodes.rebuild import everybody, lapsing, rebuild
from revdash.episodes.rules import Reason, Rules, write_rules
from revdash.episodes.whom import held
from revdash.handoffs import drops
from revdash.metrics.scope import Scope
from revdash.period import Period, Weeks
from revdash.store.engine import memory_engine
from revdash.store.load import frame_of, merge, staged_columns
from revdash.store.schema import JUDGED, METADATA, TABLES
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.ledger import quality_issue
from revdash.worktime.calendar import Calendar

# A busy machine is slow, not wrong: no example of a property is judged by its time.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

pytest_plugins = ("tests.folders",)

ROOT = Path(__file__).parents[1]
HOUR = 3600.0
NOBODY = 65534
NINE_TO_FIVE = dict.fromkeys(range(5), ((540, 1020),))
RULES = Rules(
    calendars=(Calendar(calendar_id="office", zone="UTC", weekly=NINE_TO_FIVE),),
    reasons=(
        Reason(
            code="spam",
            label="Spam",
            reason_class="junk",
            is_hard=True,
            is_no_contact_required=True,
        ),
        Reason(code="timing", label="Not now", reason_class="timing"),
    ),
    policies=(
        Policy(
            version="v1",
            valid_from=datetime(2020, 1, 1),
            targets={"A": HOUR, "*": 4 * HOUR},
            qualifying=frozenset({"call", "email_1to1", "linkedin"}),
        ),
    ),
)


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-sql", action="store_true", help="write the SQL of every metric anew"
    )


@pytest.fixture(scope="session")
def bad_files(tmp_path_factory):
    """The generator's bad files, by their numbers."""
    generator = ROOT.parent / "shared" / "bad_files" / "gen.py"
    if not generator.is_file():
        pytest.skip("the generator of bad files is not here: shared/ is absent")
    folder = tmp_path_factory.mktemp("bad")
    subprocess.run([sys.executable, generator, folder], check=True, capture_output=True)
    names = json.loads((generator.parent / "expect.json").read_text("utf-8"))
    return {int(name[:2]): folder / name for name in names}


@pytest.fixture(scope="session")
def without_privileges():
    """Return a block in which one is an ordinary user: to root nothing is read-only."""

    @contextmanager
    def _ordinary():
        was = os.geteuid()
        if was == 0:
            os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(was)

    return _ordinary


@pytest.fixture(scope="session")
def rules():
    """A company in UTC, open on weekdays from nine to five, that promises four hours."""
    return RULES


@pytest.fixture(scope="session")
def store_engine():
    engine = memory_engine()
    with engine.begin() as connection:
        METADATA.create_all(connection)
        write_rules(connection, RULES, until=date(2026, 1, 1))
    yield engine
    engine.dispose()


@pytest.fixture
def store(store_engine):
    """A connection to a store with rules and no facts."""
    with store_engine.connect() as connection:
        yield connection
        connection.commit()


@pytest.fixture
def given(store):
    given = Given(store)
    yield given
    given.forget()
    if given.rules != RULES:
        write_rules(store, RULES, until=date(2026, 1, 1))


class Given:
    """Facts for a test: what is left out is ordinary. They count once loaded."""

    def __init__(self, connection):
        self.connection, self.rules = connection, RULES
        self.as_of = datetime(2026, 6, 1)
        self.has_drops = False  # deriving what was dropped too takes twice as long
        self.since = None  # the first day that the last derivation may have changed
        self._batches, self._keys = count(1), count(1)
        self._pending, self._filled = [], set()

    def judged_by(self, **changes):
        """Judge by other rules from now on."""
        self.rules = replace(self.rules, **changes)
        write_rules(self.connection, self.rules, until=date(2026, 1, 1))

    def row(self, table, **values):
        """A row of any table; the key is its own unless given."""
        key = f"{table}:{next(self._keys):04d}"
        times = {
            name: datetime.fromisoformat(value)
            for name, value in values.items()
            if name.endswith("_at") and isinstance(value, str)
        }
        days = {
            name: date.fromisoformat(value)
            for name, value in values.items()
            if (name.endswith("_on") or name in {"day", "window_start", "window_end"})
            and isinstance(value, str)
        }
        self._pending.append((table, {"event_key": key, **values, **times, **days}))

    def stage(self, person, stage, at, **values):
        values = {"person_id": person, "to_stage": stage, "event_at": at, **values}
        self.row("lifecycle_event", **values)

    def known(self, person, system, email, **values):
        """A person as one source system knows them."""
        self.row("person", person_id=person, source_system=system, email=email, **values)

    def attempt(self, person, at, **values):
        ordinary = {"activity_type": "call", "direction": "outbound"}
        self.row("sales_activity", **{"person_id": person, "event_at": at, **ordinary, **values})

    def touch(self, person, at, **values):
        ordinary = {"touch_type": "content_download"}
        self.row("touch", **{"person_id": person, "event_at": at, **ordinary, **values})

    def assigned(self, person, user, at, **values):
        self.row(
            "assignment", **{"person_id": person, "to_user_id": user, "event_at": at, **values}
        )

    def deal(self, name, outcome="open", **values):
        ordinary = {"opportunity_id": name, "kind": "new", "amount": 1000.0, "outcome": outcome}
        self.row("opportunity", **{**ordinary, "created_on": "2026-01-05", **values})

    def load(self, at=None, *, as_of=None):
        """Load what is pending as one import, and derive what it concerns; gives its number."""
        self.as_of = as_of or self.as_of
        batch, loaded_at = next(self._batches), at or datetime(2026, 12, 31)
        for name in sorted({table for table, _ in self._pending}):
            rows = [row for table, row in self._pending if table == name]
            self._merge(TABLES[name], rows, batch, loaded_at)
        self._pending.clear()
        self.derive(people_concerned_by(batch))
        return batch

    def concerned(self, batch):
        """Whose episodes an import may have changed."""
        with held(self.connection, "asked", people_concerned_by(batch)) as people:
            return set(self.connection.execute(select(people)).scalars())

    def derive(self, people=None):
        """Derive again for *people*, or for everybody."""
        people = everybody() if people is None else people
        wanted = (people, lapsing(self.as_of))
        follow = drops.follow if self.has_drops else make_followers
        again = rebuild(self.connection, wanted, self.rules, self.as_of, follow)
        self.since = again.since
        if self.has_drops:
            drops.refresh(self.connection, self.rules, self.as_of)
        else:
            standing.refresh(self.connection, self.rules)

    def forget(self):
        """Empty the store of facts."""
        judged = {table.name for table in JUDGED}
        for name in {*self._filled, *judged, "quality_issue", "load_sighting"}:
            self.connection.execute(delete(TABLES[name]))
        self._pending.clear()

    def episodes(self):
        """The episodes, by person and number."""
        return self._all(select(lead_episode).order_by(lead_episode.c.episode_id))

    def issues(self):
        """What was odd: pairs of event and rule."""
        q = quality_issue.c
        found = self.connection.execute(select(q.event_key, q.rule).order_by(q.event_key))
        return [tuple(row) for row in found]

    def _all(self, statement):
        return [dict(row) for row in self.connection.execute(statement).mappings()]

    def _merge(self, table, rows, batch, loaded_at):
        self._filled.add(table.name)
        frame = frame_of(table, rows).select([n for n in staged_columns(table) if n != "line"])
        lines = list(range(2, len(rows) + 2))
        frame = frame.append_column("line", [lines])
        merge(self.connection, table, frame, batch_id=batch, loaded_at=loaded_at)


@pytest.fixture
def scope(given):
    """Days written 2026-05-11..2026-05-17, as of the moment the facts are; filters by name."""

    def _scope(days, *, week_start=0, **filters):
        first, last = (date.fromisoformat(day) for day in days.split(".."))
        return Scope(
            period=Period(first, last + timedelta(days=1)),
            as_of=given.as_of,
            today=given.rules.day_of(given.as_of),
            filters=tuple((name, tuple(values)) for name, values in filters.items()),
            weeks=Weeks(week_start=week_start),
        )

    return _scope
