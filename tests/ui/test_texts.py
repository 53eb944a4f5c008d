"""Texts from data are printed letter by letter; secrets never reach a log."""

import pytest

from revdash.ui.problems import scrub
from revdash.ui.texts import md


def test_no_mark_of_markdown_stays_bare():
    text = md("![t](http://evil.example) *b* <b>$x$</b> :red[a] ~~c~~ `d`")

    bare = [mark for n, mark in enumerate(text) if mark in "![]()*<>$:~`" and text[n - 1] != "\\"]

    assert bare == []


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
