"""Texts: values from data made harmless before they reach Markdown."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~])")


def md(text: str) -> str:
    """Return *text* so that Streamlit's Markdown prints it letter by letter."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
