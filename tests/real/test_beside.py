"""Two systems in one store: neither changes what the other counts, and each can be taken back."""

import pytest

from revdash.api.actors import COMMAND_LINE
from revdash.api.imports import undo
from revdash.api.keeping import check

NUMBER = {"leads": 1, "deals": 2, "accounts": 3, "sales_pipeline": 6, "sales_teams": 7}


def test_two_systems_beside_each_other_add_up(both, olist, maven):
    for metric, by in (("mql_new", "source"), ("won_count", "owner"), ("win_rate_count", "team")):
        apart = {**olist.shown(metric, by=by), **maven.shown(metric, by=by)}
        together = both.shown(metric, by=by)
        assert together == {**apart, **{k: together[k] for k in together.keys() - apart.keys()}}
    assert both.one("mql_new") == olist.one("mql_new") == 8000
    assert both.one("won_count") == 842 + 4238
    assert both.one("won_value") == 10_005_534
    assert both.one("won_count", source="organic_search") == 271


def test_everything_derived_of_both_is_what_the_facts_give(both):
    assert check(both.house, COMMAND_LINE, deep=True) == []


def test_one_import_of_many_is_taken_back_as_if_it_had_never_been(both, copied, open_shop):
    shop, before = copied(both), both.derived()

    undo(shop.house, COMMAND_LINE, NUMBER["deals"])

    others = [name for name in NUMBER if name != "deals"]
    never = open_shop(both.files, ("Both", "UTC", "USD"), others)
    assert shop.derived() == never.derived()
    shop.take_in("deals")
    assert shop.derived() == before


@pytest.mark.parametrize("name", ["leads", "sales_pipeline"])
def test_an_import_taken_back_leaves_the_others_whole_and_comes_again(both, copied, name):
    shop, before = copied(both), both.derived()

    undo(shop.house, COMMAND_LINE, NUMBER[name])

    assert check(shop.house, COMMAND_LINE, deep=True) == []
    left = {"leads": (0, 842 + 4238), "sales_pipeline": (8000, 842)}[name]
    assert (shop.one("mql_new") or 0, shop.one("won_count")) == left
    shop.take_in(name)
    assert shop.derived() == before


def test_all_imports_taken_back_in_any_order_leave_nothing(both, copied):
    shop = copied(both)

    for name in ("deals", "sales_teams", "leads", "sales_pipeline", "accounts"):
        undo(shop.house, COMMAND_LINE, NUMBER[name])

    assert {content.rows for content in shop.derived().values()} == {0}
    assert check(shop.house, COMMAND_LINE, deep=True) == []
