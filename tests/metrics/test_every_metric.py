"""What holds of every metric: it reads, explains itself, opens its rows, runs on each engine."""

import re
from pathlib import Path

import pytest
from sqlalchemy import event

from revdash.errors import InputError
from revdash.handoffs.funnel import handed_over
from revdash.handoffs.waiting import waiting_leads
from revdash.metrics.breakdowns import breakdown
from revdash.metrics.catalog import CATALOG, FAMILIES, find
from revdash.metrics.choices import choices
from revdash.metrics.missing import lack_of, needs_some
from revdash.metrics.planned import PLANNED
from revdash.metrics.read import answers, read, statement_of
from revdash.metrics.records import keys, records
from revdash.metrics.scope import FILTERS, cut
from revdash.metrics.shapes import (
    Combined,
    Index,
    Level,
    Mix,
    Rate,
    Ratio,
    Reach,
    Spread,
    Told,
    Total,
    Wait,
    parts_of,
)
from revdash.metrics.shown import shown
from revdash.metrics.sql import spelled
from revdash.period import Period, period_before
from revdash.store.dialects.portability import DIALECTS, compile_everywhere, forbidden_constructs

SNAPSHOTS = Path(__file__).with_name("sql")
every_metric = pytest.mark.parametrize("metric", CATALOG.values(), ids=lambda metric: metric.name)


@every_metric
def test_every_metric_reads_an_empty_store_and_says_what_is_not_loaded(metric, bare, store, week):
    found = answers(store, [metric], week(), before=None)[metric.name]

    assert (found.now.sample, found.now.value) == (0, None)
    assert found.now.missing == _first_lack(metric)
    assert all(point.value is None for point in found.weeks)
    assert shown(found.now).note == found.now.missing
    assert not _cut(metric) or breakdown(store, metric, week(), _cut(metric)) == {}


@every_metric
def test_every_metric_names_the_facts_it_lacks(metric, bare, store, week):
    bare.fact(*(table.name for table in metric.needs[:-1]))

    assert read(store, metric, week()).missing == _last_lack(metric)


def _first_lack(metric):
    """What an empty store lacks for it: facts, else rows that somebody tells."""
    return lack_of(metric.needs[0].name) if metric.needs else needs_some(metric)[0][1]


def _last_lack(metric):
    return lack_of(metric.needs[-1].name) if metric.needs else needs_some(metric)[-1][1]


@every_metric
def test_every_metric_opens_the_rows_it_counts(metric, full, week):
    scope = week("2026-05-11..2026-05-22")

    reading = read(full, metric, scope)

    sides = [records(full, metric, scope, part=part.name) for part in parts_of(metric)]
    opened = {row[0] for side in sides for row in side.rows}
    assert opened == keys(full, metric, scope) != set()
    assert sides[-1].rows == records(full, metric, scope).rows
    assert sides[-1].total == len(sides[-1].rows)
    if len(sides) == 1 and not isinstance(metric, Spread | Told):
        waiting = reading.pending if isinstance(metric, Rate | Index | Level) else 0
        assert sides[0].total == reading.sample + waiting
    assert len(records(full, metric, scope, limit=1).rows) == 1


def test_a_part_that_a_metric_does_not_have_is_refused(full, week):
    with pytest.raises(InputError, match="'cost_per_mql' has no part 'mql'"):
        records(full, find("cost_per_mql"), week(), part="mql")


@every_metric
def test_every_metric_says_what_it_means(metric):
    assert metric.meaning.endswith(".")
    assert metric.family in FAMILIES
    assert all((metric.label, metric.clock, metric.open_items, metric.formula, metric.pitfalls))
    assert find(metric.name) is metric
    assert all(find(other) is not metric for other in metric.beside)


def test_every_metric_agreed_upon_is_measured_or_said_not_to_be():
    catalogue = Path(__file__).parents[3] / "shared" / "metrics.yaml"
    if not catalogue.is_file():
        pytest.skip("the agreed catalogue is not here: shared/ is absent")

    agreed = set(re.findall(r"^- id: (\w+)$", catalogue.read_text("utf-8"), re.MULTILINE))

    planned = {one.name for one in PLANNED}
    assert agreed - set(CATALOG) == planned
    assert all(one.family in FAMILIES and one.comes_with for one in PLANNED)


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
def test_the_sql_shown_gives_the_number_shown(metric, full, week):
    told = full.execute(statement_of(metric, week()), {"as_of": week().as_of}).all()

    value = read(full, metric, week()).value

    by_hand = {
        Total: lambda first: first[0],
        Level: lambda first: first[0],
        Spread: lambda first: first[0],
        Told: lambda first: first[0],
        Rate: lambda first: first[0] / first[1],
        Ratio: lambda first: metric.times * first[0] / first[1],
        Reach: lambda first: metric.times * first[-1] / first.people if metric.of else first.people,
        Mix: lambda first: _focused(told, metric.focus or first.category),
    }
    if not isinstance(metric, Wait | Index | Combined):
        assert by_hand[type(metric)](told[0]) == pytest.approx(value)


def _focused(parts, focus):
    """The share of one category."""
    return sum(p.weight for p in parts if p.category == focus) / sum(p.weight for p in parts)


def _cut(metric):
    """A cut that the metric's rows know, if they know any."""
    known = ("source", "region", "team")
    return next((name for name in known if cut(metric.table, name) is not None), "")


@every_metric
def test_weeks_read_together_are_as_read_one_by_one(metric, full, week):
    points = answers(full, [metric], week(), before=None, weeks=2)[metric.name].weeks

    for point in points:
        alone = read(full, metric, week(f"{point.period.start}..{point.period.last}"))
        value = alone.low if isinstance(metric, Reach) and alone.value is None else alone.value
        assert point.value == (None if isinstance(metric, Index) else pytest.approx(value))
        told = (point.sample, point.hits, point.pending, point.ready)
        assert told == (alone.sample, alone.hits, alone.pending, alone.ready)


@every_metric
def test_the_sql_shown_can_be_run_by_hand(metric, full, week):
    statement = statement_of(metric, week())

    by_hand = full.exec_driver_sql(spelled(statement, week())).all()

    assert by_hand == full.execute(statement, {"as_of": week().as_of}).all()


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
    rows.fill()
    scope = week(tier=["A", "(blank)"])
    executed.clear()

    answers(store, CATALOG.values(), scope, before=period_before(scope.period), weeks=4)
    for metric in CATALOG.values():
        records(store, metric, scope)
        keys(store, metric, scope)
        store.execute(statement_of(metric, scope), {"as_of": rows.as_of})
    for metric in {type(metric): metric for metric in CATALOG.values() if _cut(metric)}.values():
        breakdown(store, metric, week(), _cut(metric))
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
    rows.fill()
    summed = [m for m in CATALOG.values() if isinstance(m, Total | Rate)]
    summed = [m for m in summed if not getattr(m, "is_resampled", False)]
    clocks = {(m.table, m.dated_by, getattr(m, "distinct", None) is not None) for m in summed}
    executed.clear()

    answers(store, summed, week(), before=Period(week().period.start, week().period.end))

    assert len(executed) <= len(clocks) + 5  # what is loaded, some of it, since and till when


def test_a_ratio_is_cut_like_what_it_is_an_average_over():
    ratios = [metric for metric in CATALOG.values() if isinstance(metric, Ratio)]

    assert all(metric.table is metric.per.table for metric in ratios)
