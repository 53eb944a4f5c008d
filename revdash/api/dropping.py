"""Dropping: files dropped on the Data page: how they would be read, and what is said to it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from revdash.api.actors import Actor, Right
from revdash.api.editing import document_of
from revdash.api.house import House
from revdash.api.imports import import_bytes
from revdash.api.intake_views import Inspection, ReceiptView
from revdash.api.looking import Looks, sources_of
from revdash.api.mapping_text import toml_of
from revdash.api.receipts import receipt
from revdash.api.spool import Spool
from revdash.api.understanding import PLAINLY, Answers, Manner, known, likeness
from revdash.desk.mappings import save_values
from revdash.errors import InputError
from revdash.ingest import Mapping as FileMapping
from revdash.ingest import Source, propose, read_file, resolve


def inspect(house: House, actor: Actor, key: str) -> Inspection:
    """Say how the files of a job would be read, table by table."""
    actor.assert_may(Right.IMPORT)
    spool = Spool(house, key)
    answers = spool.load().answers
    looks = Looks(house, answers, spool.told)
    for path in spool.paths:
        looks.file(path)
    return Inspection(
        tables=tuple(looks.tables),
        problems=tuple(looks.problems),
        questions=tuple(looks.questions),
    )


def say_encoding(house: House, actor: Actor, key: str, file: str, encoding: str) -> None:
    """Say in which encoding a dropped file is."""
    _answer(house, actor, key, lambda said: {"encodings": {**said.encodings, file: encoding}})


def say_dates(house: House, actor: Actor, key: str, table: str, date_format: str) -> None:
    """Say how a table writes its dates, where they can be read in two ways."""

    def answer(said: Answers) -> dict[str, Any]:
        return {"dates": {**said.dates, table: (*said.dates.get(table, ()), date_format)}}

    _answer(house, actor, key, answer)


def say_decimal(house: House, actor: Actor, key: str, table: str, sign: str) -> None:
    """Say which sign stands before decimals in a table, where it can be read in two ways."""
    _answer(house, actor, key, lambda said: {"decimals": {**said.decimals, table: sign}})


def leave_out(house: House, actor: Actor, key: str, table: str, *, is_out: bool) -> None:
    """Leave a table of the dropped files out, or take it in again."""

    def answer(said: Answers) -> dict[str, Any]:
        others = tuple(name for name in said.skips if name != table)
        return {"skips": (*others, table) if is_out else others}

    _answer(house, actor, key, answer)


def say_source(house: House, actor: Actor, key: str, table: str, name: str) -> None:
    """Say what a table's source is called: of two portals of one system each has its own name."""
    actor.assert_may(Right.IMPORT)
    known(house, _source(house, key, table), Manner(source=name))  # says what cannot be a name

    def answer(said: Answers) -> dict[str, Any]:
        others = {one: source for one, source in said.sources.items() if one != table}
        return {"sources": {**others, table: name} if name else others}

    _answer(house, actor, key, answer)


def say_columns(house: House, actor: Actor, key: str, table: str, said: Mapping[str, Any]) -> None:
    """Say what the columns of a table are: its ``record``, ``picks`` and ``system``.

    Without ``picks``, those that the record makes likely; nothing at all forgets what was said.
    """
    actor.assert_may(Right.IMPORT)
    source = _source(house, key, table)
    made = document_of(source, said) if said else None
    _say_mapping(house, actor, key, table, made)


def say_mapping(house: House, actor: Actor, key: str, table: str, toml: str) -> None:
    """Give the mapping of a table as TOML."""
    actor.assert_may(Right.IMPORT)
    made = FileMapping.from_toml(toml)
    resolve(made, _source(house, key, table).header, file=table)
    _say_mapping(house, actor, key, table, {"document": made.to_dict()})


def say_words(
    house: House, actor: Actor, key: str, system: str, said: Mapping[str, Mapping[str, str | None]]
) -> str:
    """Say what words of a source mean, by field; None passes a word over. Kept in the desk."""
    actor.assert_may(Right.IMPORT)
    by = house.stamp(actor.actor_id)
    with house.desk.writing() as connection:
        changed = sum(
            save_values(connection, system, field, meanings, by.part())
            for field, meanings in said.items()
        )
    with Spool(house, key).changing() as job:
        Spool(house, key).keep(job)
    return f"Remembered what {changed} {'word' if changed == 1 else 'words'} of {system} mean."


def proposed(
    house: House, actor: Actor, path: Path, encoding: str | None
) -> tuple[tuple[str, str], ...]:
    """For each table of a file that nobody knows: what it looks like, and that as TOML."""
    actor.assert_may(Right.IMPORT)
    found = []
    for source in read_file(path, encoding=encoding):
        if known(house, source, PLAINLY) is None:
            proposal = propose(source)
            found.append((f"{source.name}: {likeness(proposal)}", toml_of(proposal.mapping)))
    return tuple(found)


def import_file(house: House, actor: Actor, name: str, content: bytes, mapping: str) -> ReceiptView:
    """Import one file at once, and say what became of every row."""
    done = import_bytes(house, actor, name, content, mapping=mapping)
    return receipt(house, actor, str(done.batch_id))


def _source(house: House, key: str, table: str) -> Source:
    """One table of the files of a job."""
    spool = Spool(house, key)
    answers = spool.load().answers
    for path in spool.paths:
        if f"{table}/".startswith(f"{path.name}/"):  # or the name of a table within
            for source in sources_of(path, answers):
                if source.name == table:
                    return source
    raise InputError(f"There is no table '{table}' in these files. Reload the page.")


def _say_mapping(
    house: House, actor: Actor, key: str, table: str, made: Mapping[str, Any] | None
) -> None:
    def answer(said: Answers) -> dict[str, Any]:
        others = {name: one for name, one in said.mappings.items() if name != table}
        return {"mappings": {**others, table: made} if made else others}

    _answer(house, actor, key, answer)


def _answer(
    house: House, actor: Actor, key: str, made: Callable[[Answers], dict[str, Any]]
) -> None:
    actor.assert_may(Right.IMPORT)
    spool = Spool(house, key)
    with spool.changing() as job:
        if spool.is_running(job):
            raise InputError("This import is running. Wait for it to end.")
        spool.keep(replace(job, answers=replace(job.answers, **made(job.answers))))
