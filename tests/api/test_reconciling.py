"""Reconciling: two lists as files or as the store counts, with sentences that add up."""

from datetime import date

import pytest

from revdash import api
from revdash.api.actors import COMMAND_LINE
from revdash.api.reconciling import (
    EVERY_DAY,
    list_choices,
    list_columns,
    reconcile,
    reconcile_csv,
    reconcile_rows,
)
from revdash.api.reconciling_views import ColumnNames, ListWish, Wish
from revdash.errors import InputError

MARKETING = "Email,MQL Date\nann@x.example,2026-05-12\nBO@x.example ,2026-05-13\n"
SALES = "email,assigned date\nann@x.example,2026-05-12\n"
SEMICOLONS = "Record ID;Became MQL Date\n101.0;03/04/2026\n102;05/04/2026\n"


def file(text, **values):
    return ListWish(name="list.csv", content=text.encode(), **values)


def found(marketing, sales, period=EVERY_DAY, metric="mql_new"):
    wish = Wish(metric=metric, period=period, marketing=marketing, sales=sales)
    return reconcile(COMMAND_LINE, wish)


def sentence(view):
    return "".join(part.text for part in view.sentence)


def test_two_plain_lists_of_addresses_are_compared_on_an_empty_store(own_empty):
    view = found(file(MARKETING), file(SALES))

    assert sentence(view) == "Marketing counts 2, sales 1, 1 apart: 1 not explained. 1 is in both."
    assert view.totals.rows == (("Not explained", "1", "0", "+1"), ("Total", "1", "0", "+1"))
    assert "Pick the period" in view.causes[0].told


def test_equal_lists_are_said_to_be_the_same_leads(own_empty):
    view = found(file(SALES), file(SALES))

    assert sentence(view) == "Marketing counts 1, sales 1: the same leads."
    assert (view.totals.rows, view.causes) == ((), ())


def test_rows_outside_the_period_do_not_count_and_are_said(own_empty):
    view = found(file(MARKETING), file(SALES), "2026-05-13..2026-05-19")

    assert (view.marketing.count, view.sales.count) == ("1", "0")
    assert "1 row lies outside the period and does not count." in view.marketing.told


@pytest.mark.parametrize("metric", ["mql_new", "sql"])
def test_the_store_s_own_lists_are_a_pair_to_begin_with(demo, metric):
    choices = list_choices(COMMAND_LINE, metric)
    pair = (ListWish(basis=one) for one in (choices.marketing, choices.sales))

    view = found(*pair, "last-quarter", metric)

    *causes, total = [row[1:] for row in view.totals.rows] or [("0", "0", "0")]
    for place in (0, 1):
        assert sum(int(row[place]) for row in causes) == int(total[place])
    assert int(view.marketing.count) - int(view.sales.count) == int(total[2].replace("−", "-"))


def test_the_records_of_a_cause_name_the_lead_and_the_fact(demo):
    view = found(ListWish(basis="LEAD@hubspot"), ListWish(basis="ours"), "last-4-weeks")
    cause = next(one for one in view.causes if one.key == "DEFINITION")

    assert cause.grid.rows[0][0].startswith("Lead ")
    assert cause.grid.rows[0][4] == "Never an MQL by our definition."
    assert cause.grid.ids[0].startswith("hubspot:contact:")


def test_a_semicolon_file_of_whole_ids_is_read_as_imports_are(own_empty):
    view = found(file(SEMICOLONS, dates="day"), file("id\n101\n"))

    assert sentence(view).endswith("1 is in both.")
    assert view.marketing.used == ColumnNames(id="Record ID", day="Became MQL Date")


def test_dates_that_can_be_read_two_ways_are_asked_for(own_empty):
    with pytest.raises(InputError, match=r"two ways.*choose the order of its dates"):
        found(file(SEMICOLONS), file(SALES))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"'list.csv' is empty"),
        ("a,b\n1,2\n", r"does not say whom its rows are of: no column of 'a', 'b'"),
        ("%PDF-1.7", r"PDF document"),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_imports_refuse_it(own_empty, text, says):
    with pytest.raises(InputError, match=says):
        found(file(text), file(SALES))


def test_a_column_that_is_not_there_is_named_with_one_that_is(own_empty):
    with pytest.raises(InputError, match=r"no column 'Mail'.*Did you mean 'Email'"):
        found(file(MARKETING, columns=ColumnNames(email="Mail")), file(SALES))


def test_the_columns_of_a_file_are_guessed_by_their_names(own_empty):
    header, guessed = list_columns(
        COMMAND_LINE, "sql", "x.csv", b"Lead ID,SQL Date\n1,2026-05-01\n"
    )

    assert (header, guessed) == (("Lead ID", "SQL Date"), ColumnNames(id="Lead ID", day="SQL Date"))


def test_a_list_nobody_has_and_a_metric_nobody_compares_are_refused(own_empty):
    with pytest.raises(InputError, match=r"revdash has no list 'theirs'"):
        found(ListWish(basis="theirs"), file(SALES))
    with pytest.raises(InputError, match=r"Lists of 'won' cannot be compared"):
        list_choices(COMMAND_LINE, "won")


def test_the_file_holds_every_row_of_both_and_leaves_an_audit_row(own_empty, logged):
    formula = file("Email,MQL Date\n=1+1@x.example,2026-05-12\nann@x.example,2026-05-12\n")
    wish = Wish(period=EVERY_DAY, marketing=formula, sales=file(SALES))

    content = reconcile_csv(COMMAND_LINE, wish).decode("utf-8-sig")

    _, rows = reconcile_rows(COMMAND_LINE, wish)
    assert [row[0] for row in rows] == ["only marketing", "both"]
    assert "'=1+1@x.example" in content
    assert logged(api.house())[0] == ("cli", "export csv", "two counts")


def test_nothing_of_a_list_is_kept(own_empty):
    found(file(MARKETING, made_on=date(2026, 5, 20)), file(SALES))

    kept = [path for path in own_empty.settings.data.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"ann@x.example" in path.read_bytes()]


def test_a_part_of_the_business_that_a_file_has_nobody_of_is_asked_about(demo):
    only = (("region", ("UK", "DACH")),)
    own = ListWish(basis="ours")
    _, rows = reconcile_rows(
        COMMAND_LINE, Wish(marketing=own, sales=ListWish(basis="ours", only=only))
    )
    ids = [row[10] for row in rows if row[0] == "both"]

    view = found(own, file("\n".join(["id", *ids])), "last-4-weeks")

    (cause,) = view.causes
    assert cause.key == "UNEXPLAINED"
    assert "are of Region US, and nobody in sales' list is: was it filtered?" in cause.told
    said = file("\n".join(["id", *ids]), only=only)
    assert [one.key for one in found(own, said, "last-4-weeks").causes] == ["FILTER"]
