"""Reconciling: who is in both lists, and the one cause of each who is not; the counts add up."""

from datetime import date, datetime

from hypothesis import given as drawn
from hypothesis import strategies as st

from revdash.handoffs.pairing import Entry
from revdash.handoffs.reconciling import Cause, Known, Listing, reconcile
from revdash.period import Period
from revdash.terms import Side

MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
NIGHT = datetime(2026, 4, 30, 23, 30)  # in UTC; in Berlin it is May
MADE = datetime(2026, 5, 5)
BEFORE, INSIDE = date(2026, 4, 30), date(2026, 5, 12)


def entry(human="ann", on=INSIDE, **values):
    return Entry(key=f"{human} {on} {values}", human=human, on=on, **values)


def listing(*counted, beside=(), **values):
    humans = {one.human for one in beside}
    kept = {human: tuple(one for one in beside if one.human == human) for human in humans}
    return Listing(counted=counted, beside=kept, **values)


def judged(marketing, sales, *, reached=("ann",), knows_any=True):
    known = Known(period=MAY, reached=frozenset(reached), knows_any=knows_any)
    return reconcile(marketing, sales, known)


def causes(marketing, sales, **values):
    return [one.cause for one in judged(marketing, sales, **values).differences]


def test_one_human_in_both_lists_is_no_difference():
    found = judged(listing(entry()), listing(entry(on=date(2026, 5, 13))))

    assert (found.apart, found.differences, len(found.both), found.moved) == (0, (), 1, 1)


def test_whom_no_load_knows_is_not_loaded():
    stranger = entry("nobody", is_known=False)

    assert causes(listing(stranger), listing()) == [Cause.NOT_LOADED]
    assert causes(listing(stranger), listing(), knows_any=False) == [Cause.UNEXPLAINED]


def test_a_human_who_stands_twice_in_one_list_is_a_duplicate():
    ours = listing(entry(given="1"), entry(given="2"))

    found = judged(ours, listing(entry())).differences

    assert [(one.cause, one.beside.given) for one in found] == [(Cause.DUPLICATE, "1")]


def test_the_other_side_s_date_outside_the_period_is_an_anchor():
    assert causes(listing(entry()), listing(beside=[entry(on=BEFORE)])) == [Cause.ANCHOR]


def test_the_same_moment_on_another_day_is_a_zone():
    ours = listing(entry(on=date(2026, 5, 1), at=NIGHT), zone="Europe/Berlin")
    theirs = listing(beside=[entry(on=BEFORE, at=NIGHT)], zone="UTC")

    assert causes(ours, theirs) == [Cause.ZONE]


def test_clocks_some_hours_apart_are_a_zone_and_some_minutes_apart_are_not():
    ours = listing(entry(on=date(2026, 5, 1), at=datetime(2026, 5, 1, 1, 10)))
    for at, cause in (
        (datetime(2026, 4, 30, 20, 10), Cause.ZONE),
        (datetime(2026, 4, 30, 20, 3), Cause.ANCHOR),
    ):
        assert causes(ours, listing(beside=[entry(on=BEFORE, at=at)])) == [cause]


def test_days_alone_tell_a_zone_only_where_the_lists_otherwise_agree_on_days():
    first = entry(on=date(2026, 5, 1))
    beside = [entry(on=BEFORE)]
    both = entry("bo"), entry("cy")

    agreed = causes(listing(first, *both), listing(*both, beside=beside))

    assert agreed == [Cause.ZONE]
    assert causes(listing(first), listing(beside=beside)) == [Cause.ANCHOR]


def test_a_second_attempt_is_a_return_where_the_other_list_has_none():
    again = entry(episode=2)

    assert causes(listing(again), listing()) == [Cause.RETURN]
    assert causes(listing(again), listing(entry(episode=1), again)) == [Cause.UNEXPLAINED]


def test_the_earlier_attempt_of_a_return_is_no_other_date_of_it():
    earlier = entry(on=BEFORE, episode=1)

    assert causes(listing(entry(episode=2)), listing(beside=[earlier])) == [Cause.RETURN]


def test_who_never_reached_the_stage_is_a_definition():
    assert causes(listing(entry()), listing(), reached=()) == [Cause.DEFINITION]
    assert causes(listing(entry()), listing(is_whole=True)) == [Cause.DEFINITION]


def test_whom_a_filter_leaves_out_is_a_filter():
    left_out = entry(left_out="region APAC")

    assert causes(listing(entry()), listing(beside=[left_out])) == [Cause.FILTER]


def test_what_came_after_the_other_list_was_made_is_late():
    came = entry(loaded_at=datetime(2026, 5, 6))

    assert causes(listing(entry()), listing(beside=[came], made_at=MADE)) == [Cause.LATE]
    assert causes(listing(entry()), listing(beside=[came])) == [Cause.UNEXPLAINED]


def test_what_no_fact_explains_is_said_to_be_so_with_what_the_store_has():
    (found,) = judged(listing(), listing(entry()), reached=("ann",)).differences

    assert (found.side, found.cause, found.beside) == (Side.SALES, Cause.UNEXPLAINED, None)


HUMANS = st.sampled_from("abcd")
DAYS = st.none() | st.dates(date(2026, 4, 28), date(2026, 5, 4))
ENTRIES = st.builds(
    Entry,
    key=st.integers().map(str),
    human=HUMANS,
    on=DAYS,
    at=st.none() | st.datetimes(datetime(2026, 4, 28), datetime(2026, 5, 4)),
    episode=st.integers(0, 2),
    is_known=st.booleans(),
    left_out=st.sampled_from(["", "region X"]),
    loaded_at=st.none() | st.datetimes(datetime(2026, 5, 1), datetime(2026, 5, 9)),
)
LISTINGS = st.builds(
    Listing,
    counted=st.lists(ENTRIES, max_size=8, unique_by=lambda one: one.key).map(tuple),
    beside=st.dictionaries(HUMANS, st.lists(ENTRIES, max_size=3).map(tuple)),
    is_whole=st.booleans(),
    is_sure=st.booleans(),
    made_at=st.none() | st.just(MADE),
)
KNOWN = st.builds(
    Known,
    period=st.none() | st.just(MAY),
    reached=st.frozensets(HUMANS),
    knows_any=st.booleans(),
)


@drawn(LISTINGS, LISTINGS, KNOWN)
def test_the_causes_add_up_to_the_difference_and_nobody_is_told_twice(marketing, sales, known):
    found = reconcile(marketing, sales, known)

    for side, counted in ((0, marketing.counted), (1, sales.counted)):
        only = sum(net[side] for net in found.by_cause.values())
        told = [pair[side].key for pair in found.both]
        told += [
            one.entry.key
            for one in found.differences
            if one.side is (Side.MARKETING, Side.SALES)[side]
        ]
        assert len(counted) == len(found.both) + only
        assert sorted(told) == sorted(entry.key for entry in counted)
    assert found.apart == len(marketing.counted) - len(sales.counted)
    assert found.apart == sum(net.apart for net in found.by_cause.values())
    assert all(one.human == other.human for one, other in found.both)


@drawn(LISTINGS, LISTINGS, KNOWN)
def test_the_sides_changed_over_give_the_same_causes(marketing, sales, known):
    one, other = reconcile(marketing, sales, known), reconcile(sales, marketing, known)

    turned = {cause: (net.sales, net.marketing) for cause, net in other.by_cause.items()}
    assert {cause: tuple(net) for cause, net in one.by_cause.items()} == turned
