"""Documents: what is generated is up to date, what is named exists, what is linked is there."""

import ast
import re
from pathlib import Path

import pytest
from typer.main import get_command

from docs.generate import everything
from revdash import terms
from revdash.cli.commands import app
from revdash.metrics.catalog import CATALOG

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
LONG_README, LONG_DECISION = 120, 70


def named(path):
    return str(path.relative_to(ROOT))


def commands_in(text):
    """The lines of shell blocks, without what follows a #."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line.split(" #")[0].strip() for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("name", everything())
def test_generating_again_changes_nothing(name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == everything()[name], "run `make docs`"


def test_every_metric_and_every_command_is_in_its_document():
    texts = everything()
    commands = get_command(app).commands

    assert all(f"`{name}`" in texts["metrics.md"] for name in CATALOG)
    assert all(f"## revdash {name}\n" in texts["cli.md"] for name in commands)


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_link_leads_somewhere(path):
    targets = re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    local = [target.split("#")[0] for target in targets if "://" not in target]
    missing = [target for target in local if target and not (path.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_command_shown_exists(path):
    known = get_command(app).commands
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for line in commands_in(path.read_text(encoding="utf-8")):
        if found := re.match(r"\S*\brevdash (?:--data \S+ )?([a-z]+)", line):
            assert found[1] in known, line
        if found := re.match(r"make ([a-z]+)", line):
            assert found[1] in targets, line


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_file_named_is_there(path):
    text = path.read_text(encoding="utf-8")
    files = re.findall(r"`((?:revdash|docs|tests|pages|bench|data/samples)/[\w./-]+)`", text)
    assert [file for file in files if not (ROOT / file).exists()] == []


def test_the_readme_is_short_and_in_order():
    headings = re.findall(r"^## (.+)$", README, re.MULTILINE)
    steps = re.search(r"## Add a metric\n(.*?)\n## ", README, re.DOTALL)[1].split("\n")

    assert headings == ["Try it", "Where things are", "Add a metric", "Read on"]
    assert "](docs/images/one-view.png)" in README.split("## ")[0]
    assert len(commands_in(README)) == 3
    assert len([line for line in steps if line]) == 6
    assert len(README.splitlines()) < LONG_README


@pytest.mark.parametrize("path", DECISIONS, ids=named)
def test_a_decision_is_one_page_of_four_parts(path):
    text = path.read_text(encoding="utf-8")
    parts = re.findall(r"^\*\*(Context|Decision|Cost)\.\*\*", text, re.MULTILINE)

    assert re.match(rf"# {path.name[:4]} · ", text)
    assert parts == ["Context", "Decision", "Cost"]
    assert "| option" in text
    assert len(text.splitlines()) <= LONG_DECISION


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("file", ["requirements.in", "requirements-test.in"])
def test_every_dependency_has_its_reason(file):
    reasons = (ROOT / "docs/decisions/0002-dependencies.md").read_text(encoding="utf-8")
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    wanted = [re.match(r"[\w-]+", line)[0] for line in lines if re.match(r"\w", line)]
    assert [name for name in wanted if f"| {name} |" not in reasons] == []


def test_the_glossary_has_every_word_of_the_terms():
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    for words in (terms.LeadStage, terms.Outcome):
        assert all(f"`{words.__name__}.{word.name}`" in glossary for word in words)
    for words in (terms.EpisodeKind, terms.ReasonClass, terms.Side):
        assert all(word.value in glossary for word in words)


def test_every_message_explained_is_one_that_revdash_says():
    code = [*(ROOT / "revdash").rglob("*.py"), *(ROOT / "revdash").rglob("*.js")]
    said = " ".join(texts_of(path) for path in code) + (ROOT / "Makefile").read_text("utf-8")
    page = (ROOT / "docs/how-to/what-to-do-when.md").read_text(encoding="utf-8")
    messages = re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE)
    pieces = [
        piece.strip(" `.,()")
        for message in messages
        if message not in {"it says", "---"}
        for piece in re.split(r"\*[^*]+\*|…| / ", message)
    ]
    assert [piece for piece in pieces if piece not in said] == []


def texts_of(path):
    """Every text a module holds, joined; the gaps of f-strings cut it."""
    if path.suffix != ".py":
        return path.read_text(encoding="utf-8")
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return " ".join(n.value for n in tree if isinstance(n, ast.Constant) and type(n.value) is str)
