"""Editing: what the columns and the words of a table are, to be looked at and corrected."""

from collections.abc import Mapping, Sequence
from typing import Any

from revdash.api.intake_views import ColumnLine, Editor, Word
from revdash.api.previewing import examples, field_name
from revdash.ingest import Proposal, Source, Unmeant, propose, revise
from revdash.ingest.proposing import SYSTEM
from revdash.ingest.roles import Record, records
from revdash.ingest.tables import vocabulary

SURE = 0.9
WORDS_SHOWN = 60


def editor_of(
    source: Source, said: Mapping[str, Any], proposal: Proposal | None = None
) -> Editor | None:
    """The columns of *source* as a person, or the *proposal*, says what they are."""
    if "record" not in said:
        return None
    record = _record(said["record"])
    picks: Mapping[str, str] = said["picks"]
    guesses = {guess.column: guess for guess in proposal.guesses} if proposal else {}

    def line(column: str) -> ColumnLine:
        guess = guesses.get(column)
        note = f"{guess.why}{'' if guess.confidence >= SURE else ': check'}" if guess else ""
        role = picks.get(column, "")
        return ColumnLine(
            name=column,
            examples=examples(source, column),
            role=role,
            note=note if role else "",
        )

    return Editor(
        record=record.key,
        records=tuple((each.key, each.label) for each in records()),
        roles=tuple((role.key, role.label) for role in record.roles),
        lines=tuple(line(column) for column in source.header),
        lacking=tuple(
            role.label for role in record.roles if role.is_needed and role.key not in picks.values()
        ),
        system=str(said.get("system", SYSTEM)),
    )


def document_of(source: Source, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of what a person *said*: it, and the mapping it makes."""
    record, system = str(said["record"]), str(said.get("system") or SYSTEM)
    picks = dict(said["picks"]) if "picks" in said else propose(source, record=record).picks
    picks = {column: role for column, role in picks.items() if role}
    name = f"{_record(record).label} of {system}"
    document = {"name": name, **revise(source, record, picks, system=system)}
    return {"record": record, "picks": picks, "system": system, "document": document}


def words_of(unmeant: Sequence[Unmeant]) -> tuple[Word, ...]:
    """The values whose meaning nobody has said, the most frequent first."""
    return tuple(
        Word(
            field=f"{each.table}.{each.field}",
            label=f"{field_name(each.field)}, from {each.column}",
            value=each.value,
            rows=each.rows,
            choices=vocabulary(each.table, each.field),
        )
        for each in unmeant[:WORDS_SHOWN]
    )


def _record(key: str) -> Record:
    return next(each for each in records() if each.key == key)
