"""Architecture: what import contracts cannot say, checked over every file."""

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

from revdash.desk.tables import METADATA as DESK
from revdash.store.schema import TABLES

ROOT = Path(__file__).parents[1]
PACKAGE = sorted((ROOT / "revdash").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
CODE = [*PACKAGE, *PAGES, ROOT / "app.py", *sorted((ROOT / "bench").glob("*.py"))]
PROSE = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md")), ROOT / "Makefile"]
THIS = Path(__file__)
WRITTEN = [path for path in (*CODE, *TESTS, *PROSE) if path != THIS]

# Rooms that build statements, and what of SQLAlchemy the others may name: connections and types.
STATEMENT_ROOMS = {"store", "desk", "worktime", "episodes", "metrics", "handoffs", "credit"}
TYPES_OF_SQLALCHEMY = {"Connection", "Engine", "Row", "Table"}
OWNERS = {
    "streamlit": {"ui"},
    "starlette": {"ui"},
    "brotli": {"ui"},
    "anyio": {"ui"},
    "typer": {"cli"},
    "rich": {"cli"},
    "alembic": {"desk"},
    "duckdb": {"store"},
    "duckdb_sqlalchemy": {"store", "metrics"},
    "filelock": {"store", "desk"},
    "holidays": {"worktime"},
    "pydantic": {"config", "meetings"},
    "pydantic_settings": {"config"},
    "pyarrow": {"store", "episodes", "ingest"},
    "sqlalchemy": STATEMENT_ROOMS | {"api", "health", "ingest"},
    "pptx": {"exports"},
    "xlsxwriter": {"exports"},
    "typst": {"exports"},
    "lxml": {"exports"},
    "PIL": {"exports"},
}
WIDGETS = re.compile(
    "button|checkbox|color_picker|data_editor|date_input|download_button|feedback|file_uploader|"
    "form_submit_button|multiselect|number_input|pills|popover|radio|segmented_control|"
    "select_slider|selectbox|slider|text_area|text_input|time_input|toggle"
)
OUR_ERROR = re.compile(r"\b(Config|NotAllowed|ForeignStore|StoreBusy|Store|Input|StaleEdit)Error$")
LONG, LONG_SCHEMA, LONG_PAGE = 300, 400, 60


@cache
def text_of(path):
    return path.read_text(encoding="utf-8")


@cache
def nodes_of(path):
    return tuple(ast.walk(ast.parse(text_of(path))))


def room_of(path):
    return path.relative_to(ROOT / "revdash").with_suffix("").parts[0]


def outside(*rooms):
    return [path for path in PACKAGE if room_of(path) not in rooms]


def place(path, node):
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def imports_of(path):
    """Yield (module, name) of every import; the name is empty for a plain import."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module, alias.name) for alias in node.names)


def calls_in(paths):
    for path in paths:
        yield from ((path, node) for node in nodes_of(path) if isinstance(node, ast.Call))


def said_in(node):
    """The literal text of a string, f-string or sum of them; each gap becomes a dash."""
    if isinstance(node, ast.JoinedStr):
        return "".join(said_in(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return said_in(node.left) + said_in(node.right)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "-"


def lines_with(pattern, paths):
    """Every line of *paths* in which *pattern* is found."""
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if wanted.search(line)
    ]


def test_a_package_is_known_only_to_its_rooms():
    strangers = [
        (path.relative_to(ROOT), module)
        for path in PACKAGE
        for module, _ in imports_of(path)
        if room_of(path) not in OWNERS.get(module.split(".")[0], {room_of(path)})
    ]
    assert strangers == []


def test_only_statement_rooms_build_statements():
    built = [
        (path.relative_to(ROOT), name)
        for path in outside(*STATEMENT_ROOMS)
        for module, name in imports_of(path)
        if module.startswith("sqlalchemy") and name not in TYPES_OF_SQLALCHEMY
    ]
    assert built == []


def test_only_statement_rooms_run_statements():
    assert lines_with(r"\.execute\(|exec_driver_sql", outside(*STATEMENT_ROOMS)) == []


def test_stats_imports_nothing_of_ours_and_no_frames_but_arrays():
    known = {
        module
        for path in PACKAGE
        if room_of(path) == "stats"
        for module, _ in imports_of(path)
        if not module.startswith("revdash.stats")
    }
    allowed = sys.stdlib_module_names | {"numpy"}
    assert not {module.split(".")[0] for module in known} - allowed


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_only_composes(path):
    kinds = {type(node) for node in nodes_of(path)}

    assert {module for module, _ in imports_of(path)} <= {"streamlit", "revdash.ui"}
    assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.Try, ast.BinOp}
    assert "session_state[" not in text_of(path)
    assert len(text_of(path).splitlines()) <= LONG_PAGE


def test_every_widget_has_a_key():
    nameless = [
        place(path, call)
        for path, call in calls_in([*PACKAGE, *PAGES])
        if isinstance(call.func, ast.Attribute)
        and WIDGETS.fullmatch(call.func.attr)
        and "key" not in {word.arg for word in call.keywords}
    ]
    assert nameless == []


def test_nothing_writes_html_of_its_own():
    assert lines_with(r"unsafe_allow_html|\bst\.html\(|components\.v1", [*PACKAGE, *PAGES]) == []


def test_only_config_reads_the_environment():
    read = r"os\.environ|os\.getenv|\bst\.secrets|dotenv"
    assert lines_with(read, [*outside("config"), *PAGES]) == []


def test_only_clock_reads_the_clock():
    read = r"\.now\(\)|\.now\(tz|\.today\(\)|utcnow\(|\btime\.time\("
    assert lines_with(read, [*outside("clock"), *PAGES]) == []


def test_a_module_stays_short():
    long = {
        str(path.relative_to(ROOT)): length
        for path in CODE
        if (length := len(text_of(path).splitlines()))
        > (LONG_SCHEMA if {"schema", "tables"} & set(path.parts) else LONG)
    }
    assert long == {}


def test_a_module_opens_by_saying_what_it_holds():
    mute = [
        path.relative_to(ROOT)
        for path in CODE
        if not (ast.get_docstring(nodes_of(path)[0]) or "-").splitlines()[0].endswith(".")
    ]
    assert mute == []


def test_nothing_is_left_undone():
    assert lines_with(r"\b(TODO|FIXME|XXX|NotImplementedError)\b", WRITTEN) == []


def test_nothing_is_tied_to_one_machine():
    paths = r"(?<![\w.<])/(home|work|root|Users|mnt)/|[A-Z]:\\\\Users"
    assert lines_with(paths, WRITTEN) == []


def test_our_own_floors_are_never_faked():
    assert lines_with(r"mock\.patch|MagicMock|unittest\.mock", WRITTEN) == []


def test_addresses_belong_to_nobody():
    ours = re.compile(r"(^|\.)(example(\.(com|org|net))?|test|invalid|localhost)$")
    others = [
        (path.relative_to(ROOT), domain)
        for path in WRITTEN
        for domain in re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)*\.[a-z]+)\b", text_of(path))
        if not ours.search(domain.lower())
    ]
    assert others == []


def test_a_skipped_test_says_why():
    mute = [
        place(path, call)
        for path, call in calls_in(TESTS)
        if re.search(r"pytest\.(mark\.)?(skip|skipif|xfail)$", ast.unparse(call.func))
        and "reason" not in {word.arg for word in call.keywords}
        and not any(len(said_in(given)) > 10 for given in call.args)
    ]
    bare = lines_with(r"^\s*@pytest\.mark\.(skip|xfail)\s*$", TESTS)
    assert mute + bare == []


def test_nothing_is_caught_unseen():
    caught = [
        place(path, node)
        for path in PACKAGE
        for node in nodes_of(path)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]
    assert caught == []


def test_an_error_says_more_than_what_is_wrong():
    """What is wrong and the next step are two sentences; or one, of what would be right."""
    short = [
        (place(path, call), said)
        for path, call in calls_in(PACKAGE)
        if OUR_ERROR.search(ast.unparse(call.func)) and call.args
        if (said := said_in(call.args[0])).strip("-")
        and len(re.findall(r"[.?!;:](?= |$)", said)) < 2
        and not said.endswith("-")
        and not re.search(r"\b(must|needs)\b", said)
    ]
    assert short == []


@pytest.mark.parametrize("tables", [TABLES, DESK.tables], ids=["store", "desk"])
def test_every_table_says_in_one_sentence_what_a_row_is(tables):
    unclear = [
        table.name
        for table in tables.values()
        if not re.fullmatch(r"One row[^.]*\.", table.comment or "")
    ]
    assert unclear == []
