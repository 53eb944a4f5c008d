"""Roles: what a column of an unknown file may be, and what a file of such columns becomes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any


class Look(StrEnum):
    """What the values of a column look like."""

    TEXT = "text"
    ID = "id"
    EMAIL = "email"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"


@dataclass(frozen=True, kw_only=True)
class Role:
    """One thing a column may say of the records of a file."""

    key: str
    label: str
    look: Look
    names: tuple[str, ...]  # folded, the surest first
    is_needed: bool = False
    words: Mapping[str, tuple[str, ...]]  # our word -> what files write for it, folded


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the rows of a file may be, the roles of its columns, and what they become."""

    key: str
    label: str
    roles: tuple[Role, ...]
    into: tuple[Mapping[str, Any], ...]  # targets whose columns are roles

    def role(self, key: str) -> Role | None:
        """The role of that key, or None where these records have none."""
        return next((role for role in self.roles if role.key == key), None)


def fold(name: str) -> str:
    """A column's name or a word without case, spaces and signs."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


@lru_cache(maxsize=1)
def records() -> tuple[Record, ...]:
    """Everything that the rows of a file may be."""
    folder = files(__package__)
    found = sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml"))
    return tuple(_record(tomllib.loads((folder / name).read_text("utf-8"))) for name in found)


def _record(raw: dict[str, Any]) -> Record:
    return Record(
        key=raw["object"],
        label=raw["label"],
        roles=tuple(_role(key, role) for key, role in raw["roles"].items()),
        into=tuple(raw["into"]),
    )


def _role(key: str, raw: dict[str, Any]) -> Role:
    return Role(
        key=key,
        label=raw["label"],
        look=Look(raw.get("look", "text")),
        names=tuple(fold(name) for name in (*raw["names"], raw["label"])),
        is_needed=bool(raw.get("needed", False)),
        words={word: tuple(map(fold, said)) for word, said in raw.get("words", {}).items()},
    )
