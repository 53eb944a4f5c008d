"""Whatever comes, is corrected, merged or taken back: the causes add up to the difference."""

import random
from datetime import date, datetime, timedelta

import pytest

from revdash.episodes.known import known_records
from revdash.meetings.restatement import Cause, moved, restate
from revdash.metrics.catalog import find
from revdash.metrics.frozen import sides
from revdash.metrics.scope import Scope
from revdash.period import Period
from revdash.store.versions import take_back

PEOPLE, STAGES = range(9), ("MQL", "MQL", "SAL", "SQL", "REJECTED", "RECYCLED")
METRICS = (
    *("mql_new", "mql_re", "untouched_leads"),  # counts
    *("acceptance_rate", "win_rate_count", "won_value"),  # a ratio's two sides, an amount
    *("follow_up_time", "cycle_of_won"),  # medians: whom they are of, and what each of them adds
)
WEEK = Period(date(2026, 5, 11), date(2026, 5, 18))
FROZEN_AT, LATER = datetime(2026, 5, 18, 9), datetime(2026, 5, 25, 9)


def something(given, dice, number):
    """One thing that a source tells: news, a correction, a retraction, a merge, a deal."""
    who, at = f"p{dice.choice(PEOPLE)}", datetime(2026, 5, 9) + timedelta(hours=dice.randrange(210))
    kind = dice.choice(("stage", "stage", "stage", "attempt", "merge", "deal"))
    if kind == "stage":
        key, is_retracted = f"e{dice.randrange(40)}", dice.random() < 0.2
        given.stage(who, dice.choice(STAGES), at, event_key=key, retracted=is_retracted)
    elif kind == "attempt":
        given.attempt(who, at, event_key=f"a{dice.randrange(20)}")
    elif kind == "merge":
        into = f"p{dice.choice(PEOPLE)}"
        given.stage(who, "MERGED", at, event_key=f"m{number}", merged_into=into)
    else:
        won = dice.choice(("won", "lost", "open"))
        values = {"amount": float(dice.randrange(1, 9)), "closed_on": at.date()}
        given.deal(f"d{dice.randrange(6)}", won, event_key=f"d{dice.randrange(6)}", **values)


def told(given, dice, at):
    for number in range(dice.randrange(6, 18)):
        something(given, dice, f"{at}-{number}")
    return given.load(at=at, as_of=LATER)


@pytest.mark.parametrize("seed", range(4))
def test_causes_add_up_exactly_whatever_happens(given, store, seed):
    dice = random.Random(seed)  # noqa: S311
    scope = Scope(period=WEEK, as_of=FROZEN_AT, today=FROZEN_AT.date())
    batches = [told(given, dice, FROZEN_AT - timedelta(days=n)) for n in (2, 1)]
    frozen = {name: sides(store, find(name), scope) for name in METRICS}
    told(given, dice, LATER)
    if dice.random() < 0.5:
        take_back(store, dice.choice(batches))
        given.derive()

    pairs = [
        pair
        for name, before in frozen.items()
        for pair in zip(before, sides(store, find(name), scope), strict=True)
    ]
    differing = set().union(*(moved(then.adds, now.adds) for then, now in pairs))
    known = known_records(store, differing, FROZEN_AT)
    for then, now in pairs:
        found = restate(then.adds, now.adds, known, FROZEN_AT)
        assert sum(found.by_cause.values()) == pytest.approx(now.total - then.total)
        assert {move.key for move in found.moves} == moved(then.adds, now.adds)
        assert found.by_cause[Cause.DEFINITION] == 0
