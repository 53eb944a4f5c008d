"""Texts: values from data made harmless before they reach Markdown."""

import re

_JOINER = "\u2060"  # no width: what it parts is no address any more
_ADDRESS = re.compile(r"(?<=@)|(?<=www)(?=\.)|(?=://)", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~])")


def md(text: str) -> str:
    """Return *text* so that Streamlit's Markdown prints it letter by letter."""
    plain = _ADDRESS.sub(_JOINER, " ".join(text.split()))  # Markdown makes links of addresses
    return _MARKS.sub(r"\\\1", plain)
