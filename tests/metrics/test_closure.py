"""Closure: an amount nobody knows is neither zero nor passed over."""

from sqlalchemy import delete

from revdash.metrics.closure import WIN_RATE, WON_COUNT, WON_VALUE
from revdash.metrics.exposure import IMPRESSIONS
from revdash.metrics.read import answers, read
from revdash.metrics.shown import shown
from revdash.store.schema.episodes import deal


def test_deals_without_any_amount_have_no_value_rather_than_zero(rows, store, week):
    rows.deal(amount_base=None)
    rows.deal(amount_base=None)

    reading = read(store, WON_VALUE, week())

    assert (reading.value, reading.missing) == (None, "none of 2 amounts is known in our currency")
    assert shown(reading, "EUR").value == "–"


def test_a_value_says_of_how_many_deals_the_amount_is_known(rows, store, week):
    rows.deal(amount_base=300.0)
    rows.deal(amount_base=None)

    words = shown(read(store, WON_VALUE, week()), "EUR")

    assert (words.value, words.note) == ("€300", "amount known for 1 of 2")


def test_no_deal_at_all_is_a_value_of_zero(rows, store, week):
    assert read(store, WON_VALUE, week()).value == 0


def test_without_any_lost_deal_there_is_no_win_rate(rows, store, week):
    store.execute(delete(deal))
    rows.deal()

    reading = read(store, WIN_RATE, week())

    assert (reading.value, reading.missing) == (None, "no lost deals loaded")


def test_what_stopped_being_loaded_long_before_is_missing_and_not_zero(rows, store, week):
    store.execute(delete(deal))
    rows.deal(closed_on="2026-03-02")

    reading = read(store, WON_COUNT, week())

    assert (reading.value, reading.missing) == (None, "nothing loaded after 2 Mar 2026")


def test_what_began_to_be_loaded_long_after_is_missing_and_compares_with_nothing(rows, store, week):
    store.execute(delete(deal))
    rows.deal(closed_on="2026-05-12")
    early = week("2026-03-02..2026-03-08")

    reading = read(store, WON_COUNT, early)
    answer = answers(store, [WON_COUNT], week(), before=early.period, weeks=0)["won_count"]

    assert (reading.value, reading.missing) == (None, "nothing loaded before 12 May 2026")
    assert (answer.now.value, answer.before.value) == (1, None)


def test_figures_that_nowhere_say_their_part_are_missing_for_a_part(rows, store, week):
    rows.shown(segment=None)

    reading = read(store, IMPRESSIONS, week(segment=["SMB"]))

    assert (reading.value, reading.missing) == (None, "not known by segment")


def test_deals_that_come_and_are_not_won_yet_make_a_zero(rows, store, week):
    store.execute(delete(deal))
    rows.deal(created_on="2026-03-03", closed_on="2026-05-12")

    assert read(store, WON_COUNT, week("2026-03-02..2026-03-08")).value == 0
