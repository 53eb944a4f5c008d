"""What is done between two exports of a backlog sees the release as it was on its day."""

from datetime import datetime, timedelta
from functools import partial
from threading import Semaphore

import pytest
from sqlalchemy import func, select

from revdash.api.actors import COMMAND_LINE
from revdash.api.ahead import stage_files
from revdash.api.backlog import Export, Halt, import_backlog
from revdash.store.ledger import note_of
from revdash.store.schema.episodes import exposure_day
from revdash.store.schema.marketing import channel_day

FIRST = datetime(2026, 5, 4, 6)
DAYS = [FIRST + timedelta(days=number) for number in range(4)]
HOUR = timedelta(hours=1)


@pytest.fixture
def exports(own_empty, tmp_path):
    """One row of spend a day, each a file of its own."""
    found = []
    for number, loaded_at in enumerate(DAYS):
        path = tmp_path / f"channel_day-{number}.csv"
        day = (loaded_at - timedelta(days=1)).date()
        path.write_text(f"event_key,channel,day,cost,currency\n{number},email,{day},5,EUR\n")
        found.append(Export(loaded_at, partial(stage_files, own_empty, [path])))
    return found


def test_a_halt_sees_what_had_come_until_then_though_imports_go_on(own_empty, exports):
    seen, gone_on = [], Semaphore(0)

    def look(house):
        assert gone_on.acquire(timeout=60)  # the exports of the next day are merged
        with house.facts() as connection:
            rows = [
                connection.execute(select(func.count()).select_from(of)).scalar_one()
                for of in (channel_day, exposure_day)
            ]
            seen.append((note_of(connection).published_at, *rows))

    def go_on(what):
        if not what.startswith(("importing", "looking on Mon", "publishing")):
            gone_on.release()

    halts = [Halt(day + HOUR, f"looking on {day:%a}", look) for day in DAYS]
    import_backlog(own_empty, COMMAND_LINE, exports, go_on, halts)

    assert seen == [(day + HOUR, number, number) for number, day in enumerate(DAYS, 1)]
    with own_empty.facts() as connection:
        assert connection.execute(select(func.count()).select_from(channel_day)).scalar_one() == 4


@pytest.mark.parametrize("fails", [0, 3])
def test_a_halt_that_fails_publishes_nothing(own_empty, exports, fails):
    before = own_empty.release.name

    def fail(_house):
        raise ValueError("no meeting today")

    with pytest.raises(ValueError, match="no meeting today"):
        import_backlog(
            own_empty, COMMAND_LINE, exports, halts=[Halt(DAYS[fails] + HOUR, "failing", fail)]
        )

    assert own_empty.release.name == before
    assert own_empty.releases.published() == [own_empty.releases.current()]
