"""Proposing: how a file nobody has described could be read, how sure that is, and why."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import pyarrow.compute as pc

from revdash.ingest.documents import Picks, document
from revdash.ingest.reading import Source
from revdash.ingest.roles import Look, Record, Role, fold, records

SYSTEM = "crm"  # where a file comes from, unless somebody says
SAMPLE = 400  # distinct values looked at
FITS = 0.8  # share of values that must look like what the role holds
SURE, NEAR, ALIKE, BY_LOOK = 1.0, 0.75, 0.55, 0.6
LIKENESS = 0.86  # of two names, to count as one misspelt

_LOOKS = {
    Look.EMAIL: re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    Look.DATE: re.compile(
        r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\d{1,2} \w{3,9}\.?,? \d{4}.*|\w{3,9} \d{1,2}, \d{4}.*"
        r"|(19|20)\d{6}|\d{12,13}"
    ),
    Look.NUMBER: re.compile(r"\W{0,3}\(?-?[\d.,'\s]*\d[\d.,]*\)?[KMkm]?\s?\W{0,3}"),
}


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What one column may be: its role, how sure that is (0 to 1), why, and a value of it."""

    column: str
    role: str  # '' where nothing fits
    confidence: float
    why: str
    example: str


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """How a whole file could be read: what its rows are, its columns, and the mapping of that."""

    record: str
    confidence: float
    guesses: tuple[Guess, ...]
    lacking: tuple[str, ...]  # roles the rows need and no column fills
    mapping: Mapping[str, Any]

    @property
    def picks(self) -> dict[str, str]:
        """The role of each column that has one."""
        return {guess.column: guess.role for guess in self.guesses if guess.role}


def propose(source: Source, *, record: str = "") -> Proposal:
    """How *source* could be read, as the *record* named or as what fits it best."""
    columns = [_Column.of(source, name) for name in source.header]
    wanted = [each for each in records() if record in ("", each.key)]
    found = [_proposal(columns, each) for each in wanted]
    return max(found, key=lambda each: (not each.lacking, each.confidence))


def revise(
    source: Source, record: str, picks: Mapping[str, str], *, system: str = SYSTEM
) -> Mapping[str, Any]:
    """The mapping for *source* when its columns have the roles a person gave them.

    *system* is where the file comes from: files of one system share their ids.
    """
    chosen = next(each for each in records() if each.key == record)
    columns = [_Column.of(source, name) for name in source.header]
    return document(_picks(columns, chosen, picks, source=system))


@dataclass(frozen=True, kw_only=True)
class _Column:
    """A column's name, a sample of its distinct values, and how many rows hold each."""

    name: str
    folded: str
    counts: Mapping[str, int]

    @classmethod
    def of(cls, source: Source, name: str) -> "_Column":
        found = pc.value_counts(source.cells[name].slice(0, SAMPLE * 10)).slice(0, SAMPLE)
        counts = {
            one["values"]: one["counts"] for one in found.to_pylist() if one["values"].strip()
        }
        return cls(name=name, folded=fold(name), counts=counts)

    @property
    def values(self) -> tuple[str, ...]:
        """The distinct values, the first of the file first."""
        return tuple(value.strip() for value in self.counts)

    def fits(self, look: Look) -> float:
        """The share of its rows that look so; a blank column may be anything."""
        pattern = _LOOKS.get(look)
        if pattern is None or not self.counts:
            return 1.0
        fitting = (n for value, n in self.counts.items() if pattern.fullmatch(value.strip()))
        return sum(fitting) / sum(self.counts.values())


def _proposal(columns: list[_Column], record: Record) -> Proposal:
    ranked = sorted(
        (
            (*_score(column, role), place, column.name, role)
            for place, column in enumerate(columns)
            for role in record.roles
        ),
        key=lambda one: (-one[0], one[2]),
    )
    taken: dict[str, tuple[Role, float, str]] = {}
    for score, why, _, name, role in ranked:
        free = name not in taken and all(role.key != other.key for other, _, _ in taken.values())
        if score > 0 and free:
            taken[name] = role, score, why
    filled = {role.key for role, _, _ in taken.values()}
    lacking = [role for role in record.roles if role.is_needed and role.key not in filled]
    picks = {name: role.key for name, (role, _, _) in taken.items()}
    return Proposal(
        record=record.key,
        confidence=_confidence(columns, taken, len(lacking)),
        guesses=tuple(_guess(column, taken) for column in columns),
        lacking=tuple(role.label for role in lacking),
        mapping=document(_picks(columns, record, picks)),
    )


def _guess(column: _Column, taken: Mapping[str, tuple[Role, float, str]]) -> Guess:
    role, score, why = taken.get(column.name, (None, 0.0, ""))
    return Guess(
        column=column.name,
        role=role.key if role else "",
        confidence=round(score, 2),
        why=why,
        example=column.values[0] if column.values else "",
    )


def _confidence(
    columns: list[_Column], taken: Mapping[str, tuple[Role, float, str]], lacking: int
) -> float:
    """How sure the columns found are, less the more of the file stays unread."""
    if not taken:
        return 0.0
    sure = sum(score for _, score, _ in taken.values()) / len(taken)
    read = min(1.0, sum(score for _, score, _ in taken.values()) / min(len(columns), 8))
    return round(sure * read / (1 + lacking), 2)


def _score(column: _Column, role: Role) -> tuple[float, str]:
    """How sure it is that *column* has *role*, and why."""
    named, why = _by_name(column.folded, role)
    fit = column.fits(role.look)
    if named and fit >= FITS:
        return named * fit, why
    if role.look is Look.EMAIL and column.values and fit >= FITS:
        return BY_LOOK * fit, "its values are e-mail addresses"
    return 0.0, ""


def _by_name(folded: str, role: Role) -> tuple[float, str]:
    if folded in role.names:
        # The later among the names of a role, the less it says on its own.
        return SURE - 0.01 * role.names.index(folded), "by its name"
    longest = max((n for n in role.names if len(n) > 3 and n in folded), key=len, default="")  # noqa: PLR2004  shorter ones are in every word
    if longest and len(longest) * 2 >= len(folded):
        return NEAR, "its name contains the word"
    alike = max(SequenceMatcher(None, folded, name).ratio() for name in role.names)
    return (ALIKE, "its name is spelled alike") if alike >= LIKENESS else (0.0, "")


def _picks(
    columns: Iterable[_Column], record: Record, picks: Mapping[str, str], *, source: str = SYSTEM
) -> Picks:
    values = {column.name: column.values for column in columns}
    return Picks(
        source=source,
        record=record,
        columns={role: column for column, role in picks.items()},
        meanings={
            role.key: _meanings(role, values[column])
            for column, key in picks.items()
            if (role := record.role(key)) is not None and role.words
        },
    )


def _meanings(role: Role, values: Iterable[str]) -> dict[str, str]:
    """What the values of a column mean, as far as their spelling says."""
    return {
        value: word for value in values for word, said in role.words.items() if fold(value) in said
    }
