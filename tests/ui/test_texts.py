"""Texts from data are printed letter by letter; secrets never reach a log."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from revdash.ui.problems import scrub
from revdash.ui.texts import md

ROOT = Path(__file__).parents[2]


def test_no_mark_of_markdown_stays_bare():
    text = md("![t](http://evil.example) *b* <b>$x$</b> :red[a] ~~c~~ `d`")

    bare = [mark for n, mark in enumerate(text) if mark in "![]()*<>$:~`" and text[n - 1] != "\\"]

    assert bare == []


@pytest.mark.parametrize("text", ["ann@x.example", "www.evil.example", "https://evil.example"])
def test_an_address_is_no_link_and_reads_the_same(text):
    shown = md(text).replace("\\", "")

    assert shown != text
    assert shown.replace("\u2060", "") == text


def test_a_line_break_becomes_a_space():
    assert md("a\nb") == "a b"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("postgresql://anna:hunter2@db/desk failed", "hunter2"),
        ("token=abc123 refused", "abc123"),
        ('{"password": "s3cret word"}', "s3cret"),
        ("no such person ann@example.com", "ann@example"),
    ],
)
def test_a_secret_is_scrubbed(text, secret):
    assert secret not in scrub(text)


def test_the_rest_of_a_message_stays():
    assert scrub("postgresql://anna:hunter2@db/desk failed") == "postgresql://…@db/desk failed"


def shown(raising):
    script = f"from revdash.ui import problems\nfrom revdash.errors import InputError\n{raising}"
    page = AppTest.from_string(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{script}").run()
    assert not page.exception
    return page.error[0].value


def test_a_mistake_is_said_as_it_is():
    text = shown("problems.show(InputError('No metric [x](https://evil.example). Pick one.'))")

    assert text == md("No metric [x](https://evil.example). Pick one.")


def test_a_fault_shows_a_number_and_nothing_of_its_inside(caplog):
    text = shown("problems.show(ValueError('dsn postgresql://anna:hunter2@db'))")

    name = re.match(r"Error ([0-9A-F]{6})\.", text).group(1)
    assert "postgresql" not in text
    assert name in caplog.text
    assert "hunter2" not in caplog.text
