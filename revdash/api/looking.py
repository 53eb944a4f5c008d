"""Looking: what was found in dropped files, table by table, before anything is imported."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from revdash.api.editing import editor_of, words_of
from revdash.api.house import House
from revdash.api.intake_views import Question, TableView
from revdash.api.mapping_text import toml_of
from revdash.api.previewing import as_it_came, as_stored
from revdash.api.understanding import (
    Answers,
    How,
    Manner,
    Understood,
    company_of,
    known,
    staged_by,
)
from revdash.desk.people import read_members
from revdash.errors import RevdashError
from revdash.ingest import Mapping as FileMapping
from revdash.ingest import Source, propose, read_bytes, read_file, recognise, resolve
from revdash.ingest.dates import AmbiguousDatesError
from revdash.ingest.encodings import UnknownEncodingError
from revdash.ingest.numbers import AmbiguousNumbersError
from revdash.store.sources import source_names

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


class Looks:
    """What was found in the files of a job."""

    def __init__(self, house: House, answers: Answers, told: Callable[[Exception], str]) -> None:
        self.house, self.answers, self.told = house, answers, told
        self.tables: list[TableView] = []
        self.problems: list[str] = []
        self.questions: list[Question] = []
        with house.desk.connect() as connection:
            self.company = company_of(connection)
            self.people = {m.member_id: m.name for m in read_members(connection)}
        self.systems: tuple[str, ...] = ()
        if house.releases.current():
            with house.facts() as connection:
                self.systems = source_names(connection)

    def file(self, path: Path) -> None:
        """Look into one file."""
        try:
            for source in sources_of(path, self.answers):
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
        told = replace(
            bare,
            told=self._told(found),
            editor=editor_of(source, found.picks),
            systems=self._systems(source, found),
        )
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
        except AmbiguousNumbersError as problem:
            return replace(told, question=_numbers(source.name, problem))
        except RevdashError as problem:
            return replace(told, problem=str(problem))
        mapping = resolve(found.mapping, source.header, file=source.name)
        return replace(
            told,
            is_ready=True,
            frames=as_stored(staged, mapping, self.company.zone),
            notes=staged.understood,
            warnings=staged.warnings,
            words=words_of(staged.unmeant),
        )

    def _systems(self, source: Source, found: Understood) -> tuple[str, ...]:
        """What the source of a shipped shape may be called: its system, and its other portals."""
        if found.how is not How.KNOWN or not found.mapping.is_nameable:
            return ()
        own = recognise(source)
        system = own.source if own else found.mapping.source
        alike = (name for name in self.systems if name.startswith(f"{system}-"))
        return tuple(dict.fromkeys((system, *alike, found.mapping.source)))

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


def _numbers(table: str, problem: AmbiguousNumbersError) -> Question:
    return Question(
        text=str(problem).split(" State decimal")[0],
        about="numbers",
        subject=table,
        choices=((".", "A point before decimals: 1,234.50"), (",", "A comma: 1.234,50")),
    )


def sources_of(path: Path, answers: Answers) -> tuple[Source, ...]:
    """The tables of a file; of a long text, of its beginning."""
    encoding = answers.encodings.get(path.name)
    head = b""
    with suppress(OSError), path.open("rb") as stream:  # reading it says what is wrong
        head = stream.read(HEAD) if path.stat().st_size > LARGE else b""
    if not head or head.startswith(PACKED):
        return read_file(path, encoding=encoding)
    return read_bytes(path.name, head[: head.rfind(b"\n") + 1], encoding=encoding)
