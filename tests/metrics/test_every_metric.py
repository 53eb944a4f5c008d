"""What holds of every metric: it reads, explains itself, opens its rows, runs on each engine."""

from pathlib import Path

import pytest
from sqlalchemy import event

from revdash.errors import InputError
from revdash.handoffs.funnel import handed_over
from revdash.handoffs.waiting import waiting_leads
from revdash.metrics.breakdowns import breakdown
from revdash.metrics.catalog import CATALOG, FAMILIES, find
from revdash.metrics.choices import choices
from revdash.metrics.read import answers, read, statement_of
from revdash.metrics.records import keys, records
from revdash.metrics.scope import FILTERS
from revdash.metrics.shapes import Rate, Ratio, parts_of
from revdash.metrics.shown import shown
from revdash.metrics.sql import spelled
from revdash.period import Period, period_before
from revdash.store.dialects.portability import DIALECTS, compile_everywhere, forbidden_constructs

SNAPSHOTS = Path(__file__).with_name("sql")
WORDS = {
    "channel_day": "no campaign figures loaded",
    "reach_window": "no reach figures loaded",
    "lifecycle_event": "no lead stages loaded",
    "sales_activity": "no sales activities loaded",
    "opportunity": "no deals loaded",
}
every_metric = pytest.mark.parametrize("metric", CATALOG.values(), ids=lambda metric: metric.name)


def fill(rows):
    rows.lead(tried=1, accepted=2, tier="A", source="web")
    rows.lead(source="web", waits=3)
    rows.lead(kind="re", is_open=False, wait_seconds=60.0)
    rows.lead("2026-05-18", due_at=rows.as_of.replace(hour=23), due_on=rows.as_of.date())
    rows.deal()
    rows.deal("lost", source="web")
    rows.shown(region="DACH")
    rows.reached(10)


@every_metric
def test_every_metric_reads_an_empty_store_and_says_what_is_not_loaded(metric, bare, store, week):
    found = answers(store, [metric], week(), before=None)[metric.name]

    assert (found.now.sample, found.now.value) == (0, None)
    assert found.now.missing == WORDS[metric.needs[0].name]
    assert all(point.value is None for point in found.weeks)
    assert shown(found.now).note == found.now.missing
    assert breakdown(store, metric, week(), "source") == {}


@every_metric
def test_every_metric_names_the_facts_it_lacks(metric, bare, store, week):
    lacking = metric.needs[-1].name
    bare.facts(lacking)

    assert read(store, metric, week()).missing == WORDS[lacking]


@every_metric
def test_every_metric_opens_the_rows_it_counts(metric, rows, store, week):
    fill(rows)
    scope = week("2026-05-11..2026-05-22")

    reading = read(store, metric, scope)

    sides = [records(store, metric, scope, part=part.name) for part in parts_of(metric)]
    opened = {row[0] for side in sides for row in side.rows}
    assert opened == keys(store, metric, scope) != set()
    assert sides[-1].rows == records(store, metric, scope).rows
    assert sides[-1].total == len(sides[-1].rows)
    if len(sides) == 1:
        waiting = reading.pending if isinstance(metric, Rate) else 0
        assert sides[0].total == reading.sample + waiting
    assert len(records(store, metric, scope, limit=1).rows) == 1


def test_a_part_that_a_metric_does_not_have_is_refused(rows, store, week):
    with pytest.raises(InputError, match="'cost_per_mql' has no part 'mql'"):
        records(store, find("cost_per_mql"), week(), part="mql")


@every_metric
def test_every_metric_says_what_it_means(metric):
    assert metric.meaning.endswith(".")
    assert metric.family in FAMILIES
    assert all((metric.label, metric.clock, metric.open_items, metric.formula, metric.pitfalls))
    assert find(metric.name) is metric


def test_a_metric_nobody_knows_is_refused():
    with pytest.raises(InputError, match="No metric named 'win_rat'"):
        find("win_rat")


@every_metric
def test_the_sql_of_every_metric_is_as_reviewed(metric, week, request):
    path = SNAPSHOTS / f"{metric.name}.sql"
    scope = week(source=["web", "(blank)"])

    text = spelled(statement_of(metric, scope), scope) + "\n"

    if request.config.getoption("--rewrite-sql"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@every_metric
def test_the_sql_shown_gives_the_number_shown(metric, rows, store, week):
    fill(rows)
    row = store.execute(statement_of(metric, week()), {"as_of": rows.as_of}).first()

    value = read(store, metric, week()).value

    told = {
        "cost_per_mql": lambda: row[0] / row[1],
        "win_rate_count": lambda: row[0] / row[1],
        "sla_attainment": lambda: row[0] / row[1],
        "reach_unique": lambda: row.people,
    }
    if metric.name not in {"follow_up_time", "acceptance_rate"}:
        assert told.get(metric.name, lambda: row[0])() == value


@every_metric
def test_the_sql_shown_can_be_run_by_hand(metric, rows, store, week):
    fill(rows)
    statement = statement_of(metric, week())

    by_hand = store.exec_driver_sql(spelled(statement, week())).all()

    assert by_hand == store.execute(statement, {"as_of": rows.as_of}).all()


@pytest.fixture
def executed(store_engine):
    """Every statement executed while a test runs."""
    found = []

    def note(_connection, element, *_rest):
        found.append(element)

    event.listen(store_engine, "before_execute", note)
    yield found
    event.remove(store_engine, "before_execute", note)


def test_every_statement_of_these_rooms_runs_on_every_engine(rows, store, week, executed):
    fill(rows)
    scope = week(tier=["A", "(blank)"])
    executed.clear()

    answers(store, CATALOG.values(), scope, before=period_before(scope.period), weeks=4)
    for metric in CATALOG.values():
        breakdown(store, metric, week(), "source")
        records(store, metric, scope)
        keys(store, metric, scope)
        store.execute(statement_of(metric, scope), {"as_of": rows.as_of})
    waiting_leads(store, scope)
    handed_over(store, scope)
    for name in FILTERS:
        choices(store, name)

    assert len(executed) > 80
    for statement in executed:
        for text in compile_everywhere(statement.params(as_of=rows.as_of)).values():
            assert forbidden_constructs(text) == []


def test_the_statements_that_derive_run_on_every_engine(given, executed):
    given.stage("p", "MQL", "2026-05-11 09:00")
    given.load()
    executed.clear()

    given.derive()

    for statement in executed:
        if statement.is_dml or statement.is_select:
            compiled = compile_everywhere(statement)
            assert set(compiled) == set(DIALECTS)
            assert all(forbidden_constructs(text) == [] for text in compiled.values())


def test_choices_are_the_values_there_are_and_blank_comes_last(rows, store):
    rows.lead(segment="SMB")
    rows.deal(segment="ENT")
    rows.shown()

    assert choices(store, "segment") == ("ENT", "SMB", "(blank)")
    assert choices(store, "tier") == ()


def test_one_select_a_table_and_clock_reads_all_totals_and_rates(rows, store, week, executed):
    fill(rows)
    summed = [m for m in CATALOG.values() if not hasattr(m, "served") and hasattr(m, "dated_by")]
    executed.clear()

    answers(store, summed, week(), before=Period(week().period.start, week().period.end))

    assert (
        len(executed) == 3 + 4
    )  # what is loaded, and till when; leads by two clocks, deals, exposure


def test_a_ratio_is_cut_like_what_it_is_an_average_over():
    ratios = [metric for metric in CATALOG.values() if isinstance(metric, Ratio)]

    assert all(metric.table is metric.per.table for metric in ratios)
