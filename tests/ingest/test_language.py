"""Language: what each word of a mapping does to the rows of a file."""

from datetime import date, datetime

import pytest

from revdash.ingest import Company, Mapping, stage

PERSON = """
source = "crm"
object = "lead"
{top}
[[into]]
table = "person"
key = "{{id}}"
{into}
[into.fields]
{field}
"""


def people(read, text, *, top="", into="", field='full_name = "name"'):
    mapping = Mapping.from_toml(PERSON.format(top=top, into=into, field=field))
    return stage(read(text), mapping, Company(zone="Europe/Berlin"))


def column(staged, name, frame=0):
    return staged.frames[frame][1][name].to_pylist()


@pytest.mark.parametrize(
    ("when", "kept"),
    [
        ('{ column = "name" }', [1, 2, 3]),
        ('{ column = "name", blank = true }', [4]),
        ('{ column = "name", equals = ["ANN", "bo"] }', [1, 2]),
        ('{ column = "name", is_not = "ann" }', [2, 3, 4]),
        ('{ column = "name", prefix = ["A", "c"] }', [1, 3]),
        ('{ column = ["name", "id"], equals = "4" }', [4]),
        ('{ column = "name", same = "nick" }', [2, 4]),
        ('{ column = "name", differs = "nick" }', [1, 3]),
        ('[{ column = "name" }, { column = "nick", blank = true }]', [3]),
    ],
)
def test_a_target_takes_the_rows_that_its_conditions_hold_for(read, when, kept):
    text = "id,name,nick\n1,Ann,Nan\n2,Bo,Bo\n3,cy,\n4,,\n"

    assert column(people(read, text, into=f"when = {when}"), "source_id") == [str(n) for n in kept]


def test_cells_that_say_nothing_are_blank_whatever_their_case(read):
    text = "id,name\n1,(NOT SET)\n2,--\n3,Ann\n"

    staged = people(read, text, top='blanks = ["(not set)", "--"]')

    assert column(staged, "full_name") == [None, None, "Ann"]


def test_each_of_several_columns_is_read_in_its_own_order_of_day_and_month(read):
    text = "id,us,eu\n1,03/14/2026,\n2,,14.03.2026\n3,03/15/2026,16.03.2026\n"

    staged = people(read, text, field='created_at = { column = ["us", "eu"] }')

    assert [moment.day for moment in column(staged, "created_at")] == [14, 14, 15]


def test_an_unreadable_cell_refuses_its_row_only_where_it_is_the_first_filled(read):
    text = "id,a,b\n1,2026-03-01,soon\n2,,soon\n3,2026-02-30,2026-03-01\n4,,2026-03-02\n"

    staged = people(read, text, field='created_at = ["a", "b"]')

    assert [(each.line, each.column) for each in staged.refused] == [(3, "b"), (4, "a")]


def test_ids_of_one_salesforce_record_are_one_and_those_that_differ_in_case_are_two(read):
    text = (
        "id,name\n001D000000IRt53,a\n001D000000IRt53IAD,b\n001D000000irT53,c\nalexandersmiths,d\n"
    )

    first, second, third, name = column(people(read, text, top='ids = "salesforce"'), "event_key")

    assert first == second == "crm:lead:001D000000IRt53IAD"
    assert third == "crm:lead:001D000000irT53IAE"
    assert name == "crm:lead:alexandersmiths"


@pytest.mark.parametrize(
    ("kind", "found"),
    [("email_hash", ["d41d8cd98f00b204e9800998ecf8427e", "J8mtpVpN0q7tpj2UjQAkQA=="]),
     ("email", [None, None])],
)  # fmt: skip
def test_an_address_that_is_a_hash_already_is_the_hash(read, kind, found):
    text = "id,mail\n1,D41D8CD98F00B204E9800998ECF8427E\n2,J8mtpVpN0q7tpj2UjQAkQA==\n"

    staged = people(read, text, field=f'email_hash = {{ column = "mail", kind = "{kind}" }}')

    assert (column(staged, "email_hash"), staged.refused) == (found, ())


def test_a_text_closes_up_over_what_may_be_blank(read):
    text = "id,first,last\n1,Ann,Lee\n2,,Lee\n3,,\n"

    staged = people(read, text, field='full_name = { text = "{first?} {last?}" }')

    assert column(staged, "full_name") == ["Ann Lee", "Lee", None]


def test_of_several_ids_in_a_cell_the_first_may_be_meant(read):
    text = "id,firms\n1,8001;8002\n2,\n"

    staged = people(read, text, field='account_id = { id = "company:{firms}", first_of = ";" }')

    assert column(staged, "account_id") == ["crm:company:8001", None]


def test_a_row_counts_once_for_each_part_of_a_split_cell(read):
    into = 'split = { column = "ids", by = ",", strip = "[]" }'

    staged = people(read, 'id,ids\n1,"[7, 8]"\n2,\n', into=into, field='full_name = "ids"')

    assert (column(staged, "full_name"), column(staged, "line")) == (["7", "8"], [2, 2])
    assert staged.unneeded == 1


WINDOW = """
source = "ads"
object = "reach"
[[into]]
table = "reach_window"
key = "{from}"
[into.fields]
channel = { constant = "meta" }
window_start = "from"
window_end = { column = "to", add_days = 1 }
people = "people"
"""


def test_an_inclusive_last_day_becomes_an_exclusive_end(read):
    staged = stage(
        read("from,to,people\n2026-02-01,2026-02-28,7\n"), Mapping.from_toml(WINDOW), Company()
    )

    assert column(staged, "window_end") == [date(2026, 3, 1)]


EVENT = """
source = "crm"
object = "lead"
[[into]]
table = "lifecycle_event"
key = "{id}"
when = { column = "id" }
[into.fields]
person_id = { id = "lead:{id}" }
to_stage = { constant = "MQL" }
event_at = { %s }
"""


def test_a_filtered_target_has_no_row_where_what_it_needs_is_blank(read):
    mapping = Mapping.from_toml(EVENT % 'column = "at"')

    staged = stage(read("id,at\n1,2026-03-01\n2,\n3,2026-02-30\n"), mapping, Company())

    assert column(staged, "source_id") == ["1"]
    assert [each.line for each in staged.refused] == [4]
    assert "No lead stage came out of 1 row without at." in staged.understood


def test_an_instant_may_be_kept_as_the_day_it_was_written(read):
    mapping = Mapping.from_toml(EVENT % 'column = "at", kind = "day"')

    staged = stage(read("id,at\n1,2026-03-01 00:00:00\n"), mapping, Company(zone="Asia/Tokyo"))

    assert column(staged, "event_at") == [datetime(2026, 3, 1)]
    assert column(staged, "event_precision") == ["date"]


def test_a_day_and_a_time_in_two_columns_are_one_instant(read):
    mapping = Mapping.from_toml(EVENT % 'text = "{on} {at?}"')

    staged = stage(read("id,on,at\n1,31.03.2026,10:30\n2,1.4.2026,\n"), mapping, Company())

    assert column(staged, "event_at") == [datetime(2026, 3, 31, 10, 30), datetime(2026, 4, 1)]
    assert column(staged, "event_precision") == ["instant", "date"]


def test_an_open_deal_has_no_day_it_closed(staged, deals):
    rows = staged(
        "1,a,2026-03-01,1,Open",
        "2,b,2026-03-01,1,Won",
        mapping=f'{deals}closed_on = "created_at"\nexpected_close_on = "created_at"\n',
    )

    assert column(rows, "closed_on") == [None, date(2026, 3, 1)]
    assert column(rows, "expected_close_on") == [date(2026, 3, 1)] * 2
