"""Entered: one form as a person filled it in, and its values as what they must be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite

from revdash.api.actors import Actor
from revdash.api.views import FieldValue
from revdash.desk.audit import Stamp
from revdash.errors import InputError, suggestion


@dataclass(frozen=True, kw_only=True)
class Entered:
    """The values of *form*, by whom, and the version they were looking at."""

    actor: Actor
    by: Stamp
    form: str
    values: Mapping[str, FieldValue]
    tomorrow: date = date.max  # the company's: from when on a change may count

    @property
    def version(self) -> int:
        """The version the person saw."""
        value = self.values.get("version")
        return value if isinstance(value, int) else 0

    def text(self, key: str) -> str:
        """A text without blanks around it; empty where there is none."""
        value = self.values.get(key)
        return value.strip() if isinstance(value, str) else ""

    def choice(self, key: str, known: Sequence[str]) -> str:
        """One of the *known* words."""
        chosen = self.text(key)
        if chosen not in known:
            raise InputError(f"'{chosen}' is no choice for {key}. {suggestion(chosen, known)}")
        return chosen

    def number(self, key: str, what: str) -> float:
        """A number; *what* it counts is said when there is none."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            shown = "nothing" if value is None else f"'{value}'"
            raise InputError(f"{shown} is no number of {what}. Fill in a number, such as 8.")
        return float(value)

    def day(self, key: str, what: str) -> date:
        """A day; *what* begins on it is said when there is none."""
        value = self.values.get(key)
        if isinstance(value, datetime) or not isinstance(value, date):
            raise InputError(f"{what} needs its first day. Pick one.")
        return value

    def optional_day(self, key: str) -> date | None:
        """A day, or none where it was left empty."""
        return self.day(key, key) if self.values.get(key) else None

    def flag(self, key: str) -> bool:
        """Whether a box is ticked."""
        return self.values.get(key) is True


def code_of(label: str) -> str:
    """The code of something that people name for the first time."""
    return re.sub(r"\W+", "_", label.casefold()).strip("_")
