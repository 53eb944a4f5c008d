"""What is planted in the demo is found by the product, and no more than that is claimed.

``expected_findings.json`` says of each story in which readings it shows (``finds``) and what a
later part adds (``later``).
"""

import pytest
from sqlalchemy import and_, func, or_, select

from revdash.api.asking import ask
from revdash.api.found import found, question_of
from revdash.api.signals import series_of
from revdash.demo.timeline import END, START, week_start
from revdash.demo.tour import dirt, stories
from revdash.metrics.catalog import CATALOG
from revdash.metrics.read import read
from revdash.metrics.scope import within
from revdash.period import given_period
from revdash.stats.judged import State
from revdash.store.schema.drops import handoff_drop
from revdash.store.schema.ledger import quality_issue

pytestmark = pytest.mark.timeout(900)  # the first test waits for the whole demo

ALL_WEEKS = f"{START}..{END.date()}"
FINDS = [
    pytest.param(find, id=f"{story.story_id}-{place}-{find.metric}")
    for story in stories()
    for place, find in enumerate(story.finds)
]
DROPS = [
    pytest.param(drop, id=f"{story.story_id}-{drop.rule}")
    for story in stories()
    for drop in story.drops
]
NUMBERS = [param for param in FINDS if param.values[0].period]
WEEKS = [param for param in FINDS if not param.values[0].period]


@pytest.fixture(scope="module")
def marks(house, facts):
    """What a metric's weeks say, by their Mondays, each asked but once."""
    known = {}

    def _marks(find):
        key = (find.metric, tuple(find.filters.items()))
        if key not in known:
            asked = ask(house, facts, question_of(find.filters, ALL_WEEKS))
            series = series_of(house, facts, [CATALOG[find.metric]], asked)[find.metric]
            pairs = zip(series.points, series.judged.marks, strict=True)
            known[key] = {point.period.start: mark for point, mark in pairs}
        return known[key]

    return _marks


@pytest.mark.parametrize("find", NUMBERS)
def test_a_number_of_a_story_is_as_it_was_planted(house, facts, find):
    told = found(house, facts, find)

    assert told.group in (find.highest or find.lowest, None)
    assert find.at_least is None or find.at_least <= told.value
    assert find.at_most is None or told.value <= find.at_most


@pytest.mark.parametrize("find", [p for p in NUMBERS if p.values[0].same_as])
def test_what_did_not_change_cannot_be_told_apart(house, facts, find):
    now = found(house, facts, find).reading
    other = question_of(find.filters, find.same_as)

    before = read(facts, CATALOG[find.metric], ask(house, facts, other).scope)

    assert now.low <= before.high
    assert before.low <= now.high


@pytest.mark.parametrize("find", WEEKS)
def test_the_weeks_of_a_story_speak_or_keep_quiet(marks, find):
    weeks = marks(find)
    if find.hollow:
        assert weeks[week_start(find.hollow)].state is State.SHORT
        return

    first, last = find.signal or find.quiet
    spoken = {s.rule for week in range(first, last + 1) for s in weeks[week_start(week)].signals}

    assert find.rule in spoken if find.signal else spoken == set()


@pytest.mark.parametrize("drop", DROPS)
def test_the_handoffs_of_a_story_are_dropped_by_rule(facts, drop):
    t, days = handoff_drop.c, given_period(drop.period)
    fired = [t.rule == drop.rule, within(t.opened_on, days)]
    fired += [t[name].in_(values) for name, values in drop.filters.items()]
    is_open = and_(t.opens_at < END, or_(t.resolved_at.is_(None), t.resolved_at > END))

    counted = select(func.count(), func.count().filter(is_open)).where(*fired)

    fired, still_open = facts.execute(counted).one()
    assert fired >= drop.at_least
    assert still_open >= drop.open_at_least


@pytest.mark.parametrize(("rule", "least"), dirt().items())
def test_dirt_is_flagged(facts, rule, least):
    counted = select(func.count()).where(quality_issue.c.rule == rule)

    assert facts.execute(counted).scalar_one() >= least


def test_every_story_is_found_now_or_says_with_which_part_it_will_be():
    for story in stories():
        assert story.finds or story.later, story.story_id
        assert all(later.lands_with >= 4 for later in story.later)


def test_a_story_tells_only_of_numbers_that_are_checked():
    for story in stories():
        numbers = [find for n, find in enumerate(story.finds) if f"{{{n}}}" in story.says]
        assert story.says.count("{") == len(numbers)
        assert all(find.period for find in numbers)


def test_what_speed_goes_with_is_less_among_leads_that_are_alike(house, facts):
    (speedy,) = (story for story in stories() if story.story_id == "S18")

    together, alike = (found(house, facts, find) for find in speedy.finds if find.speed)

    assert together.value - alike.value > 0.1
