"""Commands: what each prints, how it ends, and what it says of a mistake."""

import csv
import io
import json
import re
import shutil

import duckdb
import pytest

from revdash.cli.printing import free_name
from revdash.metrics.catalog import CATALOG
from revdash.metrics.planned import PLANNED
from revdash.metrics.shapes import Level, Rate, Ratio, Total
from revdash.store.releases import Releases

COMMANDS = (
    *("init", "demo", "import", "undo", "releases", "show", "metrics", "check", "serve"),
    *("backup", "restore", "receipt", "meetings", "export"),
)
COUNTED = [name for name, m in CATALOG.items() if isinstance(m, Total | Level)]
RATES = [name for name, m in CATALOG.items() if isinstance(m, Rate)]
MAY = ("--period", "2026-05-01..2026-05-31")


def test_help_lists_every_command(run):
    ended = run("--help")

    assert ended.code == 0
    for command in COMMANDS:
        assert re.search(rf"^ +{command}\b", ended.out, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_ends_with_an_example(run, command):
    ended = run(command, "--help")

    told = ended.out.split("Options:")[0].split("Arguments:")[0].strip()
    assert ended.code == 0
    assert re.search(rf"Example: revdash {command}\b.*$", told)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "win_rate_coun"), r"Did you mean 'win_rate_count'\?.*revdash metrics"),
        (("show", "win_rate"), "Did you mean 'win_rate_count'"),
        (("show", "mql_new", "--period", "last-yaer"), "Did you mean 'last-year'"),
        (("show", "mql_new", "--period", "2026-05-31..2026-05-01"), "ends before it starts"),
        (("show", "mql_new", "--by", "sourc"), "Did you mean 'source'"),
        (("show", "mql_new", "--where", "source"), "source=webinar"),
        (("show", "mql_new", "--where", "sourc=x"), "Did you mean 'source'"),
        (("import", "nowhere.csv"), "nowhere.csv"),
        (("import", "."), "."),
        (("import", "--mapping", "no.toml", "x.csv"), r"no\.toml cannot be read \(No such file"),
        (("undo", "99"), "There is no import 99"),
        (("demo",), "holds data already"),
        (("restore", "nowhere.zip"), "nowhere.zip"),
        (("serve", "--address", "0.0.0.0"), "no sign-in yet"),  # noqa: S104  to be refused
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(on_demo, words, said):
    ended = on_demo(*words)

    last = ended.err.strip().splitlines()
    assert ended.code == 2
    assert re.search(said, last[-1])
    assert last[-1].startswith("revdash: ")
    assert "Traceback" not in ended.err
    assert all(line.startswith(("revdash: ", "import: ", "demo: ")) for line in last)


def test_a_filter_that_nothing_has_is_no_silent_zero(on_demo):
    ended = on_demo("show", "mql_new", "--where", "source=webinr")

    assert ended.code == 0
    assert "the source 'webinr'. Did you mean 'webinar'?" in ended.err + ended.out


def test_a_folder_that_is_missing_is_not_called_a_name_that_is_taken():
    missing, taken = free_name(FileNotFoundError()), free_name(FileExistsError())

    assert ("folder" in missing, "taken" in taken) == (True, True)


@pytest.mark.parametrize("words", [("show",), ("shwo", "x"), ("undo", "x"), ("show", "x", "--y")])
def test_words_that_are_no_command_end_with_2(on_demo, words):
    assert on_demo(*words).code == 2


def test_a_folder_without_a_store_is_told_how_to_get_one(run, tmp_path):
    ended = run("--data", tmp_path, "show", "mql_new")

    assert (ended.code, ended.out) == (2, "")
    assert "revdash init" in ended.err


def test_a_setting_that_cannot_be_is_said(run, monkeypatch):
    monkeypatch.setenv("REVDASH_PORT", "many")

    ended = run("releases")

    assert ended.code == 2
    assert "REVDASH_PORT has the value 'many'" in ended.err


@pytest.mark.parametrize(
    "words",
    [
        ("show", "follow_up_time", "--by", "tier"),
        ("show", "won_value", "--by", "month"),
        ("show", "untouched_leads", "--records"),
        ("releases",),
        ("metrics",),
    ],
)
def test_csv_and_json_say_the_same(on_demo, words):
    as_csv, as_json = (on_demo(*words, form).out for form in ("--csv", "--json"))

    header, *rows = csv.reader(io.StringIO(as_csv))
    records = json.loads(as_json, parse_constant=pytest.fail)

    assert rows
    assert [list(record) for record in records] == [header] * len(rows)
    for row, record in zip(rows, records, strict=True):
        assert row == ["" if value is None else str(value) for value in record.values()]


def test_a_command_prints_in_one_form(run, tmp_path):
    ended = run("--data", tmp_path, "metrics", "--csv", "--json")

    assert (ended.code, ended.out) == (2, "")
    assert "Give either --csv or --json." in ended.err


def test_metrics_lists_the_catalogue_without_a_store(run, tmp_path):
    ended = run("--data", tmp_path / "nothing", "metrics", "--json")

    names = [record["name"] for record in json.loads(ended.out)]
    assert names == [*CATALOG, *(metric.name for metric in PLANNED)]


def test_both_sides_of_a_ratio_show_their_records(on_demo):
    usual, other = (
        on_demo("show", "cost_per_mql", "--records", *more)
        for more in ((), ("--part", "programme_cost"))
    )

    assert "--part programme_cost shows the others" in usual.out
    assert "These are the records of programme_cost" in other.out


@pytest.fixture(scope="module")
def by_hand(short_demo_folder, tmp_path_factory):
    """Run a statement on a copy of the release as a person would, in DuckDB alone."""
    path = tmp_path_factory.mktemp("by_hand") / "copy.duckdb"
    shutil.copyfile(Releases(short_demo_folder).current().path, path)

    def _by_hand(sql):
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return _by_hand


@pytest.mark.parametrize("name", COUNTED + RATES)
def test_the_statement_shown_gives_the_number_shown(on_demo, by_hand, name):
    sql = on_demo("show", name, *MAY, "--sql").out

    (shown,) = json.loads(on_demo("show", name, *MAY, "--json").out)
    (found,) = by_hand(sql)
    if shown["value"] is None:  # nothing of its kind is loaded, which a statement cannot know
        assert shown["note"]
        return

    number = shown["hits"] if name in RATES else shown["value"]
    assert float(found[0] or 0) == pytest.approx(number)
    if name in RATES:
        assert found[1] == shown["sample"]


def test_the_statement_of_a_ratio_gives_both_its_parts(on_demo, by_hand):
    ((cost, mqls),) = by_hand(on_demo("show", "cost_per_mql", *MAY, "--sql").out)

    (shown,) = json.loads(on_demo("show", "cost_per_mql", *MAY, "--json").out)

    assert shown["value"] == pytest.approx(cost / mqls)


@pytest.mark.parametrize(
    "name", [n for n, m in CATALOG.items() if not isinstance(m, Total | Level | Rate | Ratio)]
)
def test_every_other_statement_shown_runs(on_demo, by_hand, name):
    assert by_hand(on_demo("show", name, *MAY, "--sql").out) is not None


def test_check_ends_with_1_when_something_is_wrong(run, on_demo, tmp_path):
    well, ill = on_demo("check"), run("--data", tmp_path / "none", "check")

    assert (well.code, well.out) == (0, "All is well as far as a quick look tells.\n")
    assert ill.code == 1
    assert "no release was ever published" in ill.out
    assert json.loads(on_demo("check", "--json").out) == []


def test_a_backup_is_restored_into_another_folder(run, on_demo, tmp_path):
    file, other = tmp_path / "demo.zip", tmp_path / "other"

    saved, again = on_demo("backup", file), on_demo("backup", file)
    back = run("--data", other, "restore", file)

    assert (saved.code, back.code) == (0, 0)
    assert (again.code, "is there already" in again.err) == (2, True)
    words = ("show", "mql_new", "--by", "week", "--csv")
    assert run("--data", other, *words).out == on_demo(*words).out


def test_init_names_the_company_once(run, tmp_path):
    first = run("--data", tmp_path, "init", "--name", "Maven", "--currency", "USD")
    again = run("--data", tmp_path, "init")
    other = run("--data", tmp_path, "init", "--name", "Other")

    assert (first.code, first.out) == (again.code, again.out) == (0, first.out)
    assert (other.code, "Maven (UTC, USD) already" in other.err) == (2, True)


def test_nothing_in_the_data_steers_the_terminal_or_a_spreadsheet(run, own_empty, tmp_path):
    deals = "opportunity_id,name,outcome,closed_on\n1,\x1b[2J\u202e=1+1,won,2026-05-04\n2,=1+1,won,"
    (tmp_path / "opportunity.csv").write_text(deals + "2026-05-04\n")
    run("--data", own_empty, "import", tmp_path / "opportunity.csv")

    words = ("--data", own_empty, "show", "won_count", *MAY, "--records")
    table, as_csv = run(*words).out, run(*words, "--csv").out

    assert not re.search("[\x1b\u202e]", table)
    assert "'=1+1" in as_csv
