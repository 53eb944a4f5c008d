"""Dropping: files dropped on the Data page: how they would be read, and what is said to it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from revdash.api.actors import Actor, Right
from revdash.api.editing import document_of, editor_of, words_of
from revdash.api.house import House
from revdash.api.imports import import_bytes
from revdash.api.intake_views import Inspection, Question, ReceiptView, TableView
from revdash.api.mapping_text import toml_of
from revdash.api.previewing import as_it_came, as_stored
from revdash.api.receipts import receipt
from revdash.api.spool import Spool
from revdash.api.understanding import (
    PLAINLY,
    Answers,
    How,
    Manner,
    Understood,
    company_of,
    known,
    likeness,
    staged_by,
)
from revdash.desk.mappings import save_values
from revdash.desk.people import read_members
from revdash.errors import InputError, RevdashError
from revdash.ingest import Mapping as FileMapping
from revdash.ingest import Source, propose, read_bytes, read_file, resolve
from revdash.ingest.dates import AmbiguousDatesError
from revdash.ingest.encodings import UnknownEncodingError

LARGE = 16 << 20  # bytes; of longer texts only the beginning is looked at
HEAD = 4 << 20
PACKED = (b"PK", b"\x1f\x8b")
ENCODINGS = (
    ("cp1252", "Western European (Windows, cp1252)"),
    ("iso-8859-15", "Western European (ISO 8859-15)"),
    ("cp1250", "Central European (Windows, cp1250)"),
    ("utf-16", "UTF-16"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("gb18030", "Chinese (GB 18030)"),
)


def inspect(house: House, actor: Actor, key: str) -> Inspection:
    """Say how the files of a job would be read, table by table."""
    actor.assert_may(Right.IMPORT)
    spool = Spool(house, key)
    answers = spool.load().answers
    looks = _Looks(house, answers, spool.told)
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


def leave_out(house: House, actor: Actor, key: str, table: str, *, is_out: bool) -> None:
    """Leave a table of the dropped files out, or take it in again."""

    def answer(said: Answers) -> dict[str, Any]:
        others = tuple(name for name in said.skips if name != table)
        return {"skips": (*others, table) if is_out else others}

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


class _Looks:
    """What was found in the files of a job."""

    def __init__(self, house: House, answers: Answers, told: Callable[[Exception], str]) -> None:
        self.house, self.answers, self.told = house, answers, told
        self.tables: list[TableView] = []
        self.problems: list[str] = []
        self.questions: list[Question] = []
        with house.desk.connect() as connection:
            self.company = company_of(connection)
            self.people = {m.member_id: m.name for m in read_members(connection)}

    def file(self, path: Path) -> None:
        """Look into one file."""
        try:
            for source in _sources(path, self.answers):
                self.tables.append(self._table(source))
        except UnknownEncodingError as problem:
            offered = [choice for choice in ENCODINGS if choice[0] == problem.offered]
            others = [choice for choice in ENCODINGS if choice[0] != problem.offered]
            self.questions.append(
                Question(
                    text=str(problem),
                    about="encoding",
                    subject=path.name,
                    choices=(*offered, *others),
                )
            )
        except RevdashError as problem:
            self.problems.append(self.told(problem))

    def _table(self, source: Source) -> TableView:
        bare = TableView(
            name=source.name,
            told="These columns are not known.",
            rows=f"{source.read:,} rows, {len(source.header)} columns",
            is_ready=False,
            is_skipped=source.name in self.answers.skips,
            is_corrected=source.name in self.answers.mappings,
            raw=as_it_came(source),
        )
        if bare.is_skipped:
            return replace(bare, told="Left out.")
        try:
            found = known(self.house, source, Manner(answers=self.answers))
        except RevdashError as problem:
            return replace(bare, problem=str(problem))
        if found is None:
            return self._proposed(source, bare)
        told = replace(bare, told=self._told(found), editor=editor_of(source, found.picks))
        return self._understood(source, found, told)

    def _proposed(self, source: Source, bare: TableView) -> TableView:
        proposal = propose(source)
        said = {"record": proposal.record, "picks": proposal.picks}
        told = replace(
            bare,
            told=f"Not known; proposed below, {100 * proposal.confidence:.0f} % sure.",
            editor=editor_of(source, said, proposal),
        )
        if proposal.lacking or not proposal.picks:
            return told
        made = FileMapping.from_dict(proposal.mapping)
        return replace(
            self._understood(source, Understood(mapping=made, how=How.PROPOSED), told),
            is_ready=False,
        )

    def _understood(self, source: Source, found: Understood, view: TableView) -> TableView:
        """The view with what would be stored, or with what is asked."""
        told = replace(view, toml=toml_of(found.mapping.to_dict()), system=found.mapping.source)
        try:
            staged = staged_by(source, found, self.company)
        except AmbiguousDatesError as problem:
            return replace(told, question=_dates(source.name, problem))
        except RevdashError as problem:
            return replace(told, problem=str(problem))
        mapping = resolve(found.mapping, source.header, file=source.name)
        return replace(
            told,
            is_ready=True,
            frames=as_stored(staged, mapping, self.company.zone),
            notes=staged.understood,
            words=words_of(staged.unmeant),
        )

    def _told(self, found: Understood) -> str:
        name = found.mapping.name
        if found.how is How.GIVEN:
            return f"Read as you said: {name}."
        kept = found.remembered
        if kept is None:
            return f"Recognised as {name}."
        by = self.people.get(kept.by, kept.by)
        on = f" on {kept.at.day} {kept.at:%b %Y}" if kept.at else ""
        return f"Read as {name}, by the mapping remembered for these columns, by {by}{on}."


def _dates(table: str, problem: AmbiguousDatesError) -> Question:
    day_first, month_first = problem.formats
    return Question(
        text=str(problem).split(" State date_format")[0],
        about="dates",
        subject=table,
        choices=((day_first, "Day first: 31/12"), (month_first, "Month first: 12/31")),
    )


def _sources(path: Path, answers: Answers) -> tuple[Source, ...]:
    """The tables of a file; of a long text, of its beginning."""
    encoding = answers.encodings.get(path.name)
    head = b""
    with suppress(OSError), path.open("rb") as stream:  # reading it says what is wrong
        head = stream.read(HEAD) if path.stat().st_size > LARGE else b""
    if not head or head.startswith(PACKED):
        return read_file(path, encoding=encoding)
    return read_bytes(path.name, head[: head.rfind(b"\n") + 1], encoding=encoding)


def _source(house: House, key: str, table: str) -> Source:
    """One table of the files of a job."""
    spool = Spool(house, key)
    answers = spool.load().answers
    for path in spool.paths:
        if f"{table}/".startswith(f"{path.name}/"):  # or the name of a table within
            for source in _sources(path, answers):
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
