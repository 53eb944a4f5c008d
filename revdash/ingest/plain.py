"""Plain: the values a mapping is written in, each checked as it is taken."""

from collections.abc import Callable, Mapping
from typing import Any

from revdash.errors import InputError, suggestion


def known(raw: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    """Refuse a key that means nothing in *where*."""
    for key in raw:
        if key not in keys:
            raise InputError(f"'{key}' means nothing in {where}. {suggestion(key, keys)}")


def text(raw: Mapping[str, Any], key: str, where: str) -> str:
    """The text that *key* must hold."""
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{where[0].upper()}{where[1:]} lacks '{key}'. Give it as a text.")
    return value


def texts(raw: Any, where: str) -> tuple[str, ...]:
    """A list of texts; one text alone is a list of one."""
    given = [raw] if isinstance(raw, str) else raw
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise InputError(f"'{where}' must be a list of texts.")
    return tuple(given)


def columns(raw: Any, where: str) -> tuple[str, ...]:
    """The names a column may have: a text, a list of them, or several parted by '|'."""
    names = tuple(
        name.strip() for given in texts(raw, where) for name in given.split("|") if name.strip()
    )
    if not names:
        raise InputError(f"'{where}' names no column. Give the name that the header has.")
    return names


def flag(raw: Mapping[str, Any], key: str, where: str) -> bool:
    """Yes or no; no when left out."""
    value = raw.get(key, False)
    if not isinstance(value, bool):
        raise InputError(f"'{key}' of {where} is '{value}'. Give true or false.")
    return value


def tables(raw: Any, where: str) -> list[dict[str, Any]]:
    """A list of tables, such as [[into]] makes."""
    if not isinstance(raw, list) or not all(isinstance(each, dict) for each in raw):
        raise InputError(f"'{where}' must be tables. Begin each with [[{where}]].")
    return raw


def checked(value: Any, check: Callable[[str], str]) -> str:
    """The text that *check* lets pass; empty when left out."""
    return check(str(value)) if value else ""
