"""Understanding: by which mapping a table is read: given, remembered, known, or proposed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from revdash.api.house import House
from revdash.desk.audit import Stamp
from revdash.desk.company import read_company
from revdash.desk.mappings import (
    ImportMapping,
    find_mapping,
    read_meanings,
    remember_mapping,
)
from revdash.errors import InputError
from revdash.ingest import (
    Company,
    Proposal,
    Source,
    Staged,
    header_signature,
    mappings_from_toml,
    propose,
    recognise,
    resolve,
    stage,
)
from revdash.ingest import Mapping as FileMapping
from revdash.ingest.dates import AmbiguousDatesError
from revdash.ingest.numbers import AmbiguousNumbersError
from revdash.ingest.parsing import Kind
from revdash.ingest.resolving import Header
from revdash.ingest.resolving import likeness as fit_of
from revdash.ingest.roles import records

SURE = 0.35  # below, a proposal is no help
_DATES = (Kind.INSTANT, Kind.DAY)
_NUMBERS = (Kind.NUMBER, Kind.MONEY, Kind.WHOLE)

Progress = Callable[[str], None]


class How(StrEnum):
    """How a table's mapping came to be known."""

    GIVEN = "given"
    REMEMBERED = "remembered"
    KNOWN = "known"
    PROPOSED = "proposed"


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a person said of how dropped files are to be read; tables go by their names."""

    encodings: Mapping[str, str] = field(default_factory=dict)  # by file
    dates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # formats, where asked
    mappings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    skips: tuple[str, ...] = ()  # tables to be left out
    sources: Mapping[str, str] = field(default_factory=dict)  # what a table's source is called
    decimals: Mapping[str, str] = field(default_factory=dict)  # its sign before decimals


UNASKED = Answers()


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How an import is to be made: by which mapping (TOML), in which encoding, seen by whom."""

    mapping: str = ""
    source: str = ""  # what the files' source is called; else as their mapping says
    encoding: str | None = None
    dates: tuple[str, ...] = ()  # formats, where a column can be read in two ways
    decimal: str = ""  # the sign before decimals, likewise
    answers: Answers = UNASKED
    proposes: bool = False  # read what is not known as it is proposed
    now: datetime | None = None
    progress: Progress = lambda _: None
    ends: Callable[[], bool] = lambda: False  # asked before each file: is no more to be begun?
    is_dry: bool = False


PLAINLY = Manner()


@dataclass(frozen=True, kw_only=True)
class Understood:
    """How a table is read."""

    mapping: FileMapping
    how: How
    dates: tuple[str, ...] = ()
    decimal: str = ""
    remembered: ImportMapping | None = None
    picks: Mapping[str, Any] = field(default_factory=dict)  # what a person said of the columns
    new: Mapping[str, Any] = field(default_factory=dict)  # what is to be remembered of that
    proposal: Proposal | None = None


def company_of(connection: Connection) -> Company:
    """What the company's settings say of files."""
    settings = read_company(connection)
    return Company(
        zone=settings.zone, currency=settings.currency, meanings=read_meanings(connection)
    )


def understand(house: House, source: Source, manner: Manner) -> Understood:
    """Find the mapping of a table; InputError with what it looks like where there is none."""
    found = known(house, source, manner)
    if found is not None:
        return found
    proposal = propose(source)
    is_sound = proposal.confidence >= SURE and not proposal.lacking
    if manner.proposes and is_sound:
        made = FileMapping.from_dict(proposal.mapping)
        return Understood(
            mapping=made.called(manner.source) if manner.source else made,
            how=How.PROPOSED,
            dates=manner.dates,
            decimal=manner.decimal,
            proposal=proposal,
        )
    asks = f"It {likeness(proposal)} --propose reads it so. " if is_sound else ""
    raise InputError(
        f"The columns of {source.name} are not known: {', '.join(source.header[:8])}. {asks}"
        "Say what they are on the Data page, or give a mapping with --mapping FILE.toml "
        "(docs/how-to/import-a-file.md shows one)."
    )


def known(house: House, source: Source, manner: Manner) -> Understood | None:
    """The mapping given, remembered for the columns, or shipped; None where there is none.

    Its source is called as somebody said of this very file: two portals write the same columns.
    """
    found = _known(house, source, manner)
    name = manner.answers.sources.get(source.name) or manner.source
    return replace(found, mapping=found.mapping.called(name)) if found and name else found


def _said_of(source: Source, manner: Manner) -> dict[str, Any]:
    """What a person said of this very table, as it is remembered."""
    said: dict[str, Any] = {}
    if source.name in manner.answers.dates:
        said["dates"] = [*manner.answers.dates[source.name]]
    if source.name in manner.answers.decimals:
        said["decimal"] = manner.answers.decimals[source.name]
    return said


def _known(house: House, source: Source, manner: Manner) -> Understood | None:
    new = _said_of(source, manner)
    read: dict[str, Any] = {
        "dates": tuple(new.get("dates", manner.dates)),
        "decimal": new.get("decimal", manner.decimal),
    }
    given = manner.answers.mappings.get(source.name)
    if given is not None:
        made = FileMapping.from_dict(given["document"])
        return Understood(mapping=made, how=How.GIVEN, picks=given, new={**given, **new}, **read)
    if manner.mapping:
        return Understood(mapping=_written(manner.mapping, source), how=How.GIVEN, **read)
    with house.desk.connect() as connection:
        remembered = find_mapping(connection, header_signature(source.header))
    kept = dict(remembered.mapping) if remembered else {}
    before = {name: kept.pop(name) for name in read if name in kept}
    read = {
        "dates": read["dates"] or tuple(before.get("dates", ())),
        "decimal": read["decimal"] or before.get("decimal", ""),
    }
    new = {**kept, **before, **new} if new else {}
    document = kept.get("document", kept)
    if remembered and document:
        return Understood(
            mapping=FileMapping.from_dict(document),
            how=How.REMEMBERED,
            **read,
            remembered=remembered,
            picks=kept if "document" in kept else {},
            new=new,
        )
    shipped = recognise(source)
    if shipped is None:
        return None
    return Understood(mapping=shipped, how=How.KNOWN, new=new, **read)


def staged_by(source: Source, understood: Understood, company: Company) -> Staged:
    """Stage a table; columns that can be read in two ways are read as was answered."""
    mapping = resolve(understood.mapping, source.header, file=source.name)
    answered: set[str] = set()
    while True:
        try:
            return stage(source, mapping, company)
        except AmbiguousDatesError as question:
            form = {"date_format": _among(question.formats, understood.dates)}
            answered.add(_once(question, question.column, form, answered))
            mapping = _with(mapping, question.column, _DATES, form)
        except AmbiguousNumbersError as question:
            form = {"decimal": understood.decimal}
            answered.add(_once(question, question.column, form, answered))
            mapping = _with(mapping, question.column, _NUMBERS, form)


def remember(house: House, source: Source, understood: Understood, by: Stamp) -> None:
    """Keep what a person said of a table, for the next file with the same columns."""
    if not understood.new:
        return
    wanted = ImportMapping(
        header_signature=header_signature(source.header),
        source_system=understood.mapping.source,
        name=understood.mapping.name,
        mapping=understood.new,
    )
    with house.desk.writing() as connection:
        remember_mapping(connection, wanted, by)


def _written(text: str, source: Source) -> FileMapping:
    """The mapping of a TOML; of several in it, the one whose columns the table has."""
    several = mappings_from_toml(text)
    if len(several) == 1:
        return several[0]
    header = Header(source.header)
    fitting = [(fit_of(each, source.name, header), each) for each in several]
    found = [(fit, each) for fit, each in fitting if fit is not None]
    if not found:
        names = ", ".join(each.name for each in several)
        raise InputError(
            f"None of the mapping's files ({names}) has the columns of {source.name}. "
            "Add a [[file]] with its header."
        )
    return max(found, key=lambda pair: pair[0])[1]


def _among(formats: tuple[str, ...], answers: tuple[str, ...]) -> str:
    return next((each for each in answers if each in formats), "")


def _once(
    question: InputError, column: str, form: Mapping[str, str], answered: Collection[str]
) -> str:
    """The column, unless nobody has answered what is asked of it; then the question stands."""
    if column in answered or not all(form.values()):
        raise question
    return column


def _with(
    mapping: FileMapping, column: str, kinds: Collection[Kind], form: Mapping[str, Any]
) -> FileMapping:
    """The mapping with one column's dates or numbers read in one way."""
    targets = (
        replace(
            target,
            fields=tuple(
                replace(each, **form) if each.kind in kinds and column in each.columns else each
                for each in target.fields
            ),
        )
        for target in mapping.into
    )
    return replace(mapping, into=tuple(targets))


def likeness(proposal: Proposal) -> str:
    """What a table looks like, in a sentence: of what its rows are, which column is what."""
    record = next(each for each in records() if each.key == proposal.record)
    labels = {role.key: role.label for role in record.roles}
    read = ", ".join(
        f"{guess.column} = {labels[guess.role]}" for guess in proposal.guesses if guess.role
    )
    lacks = f"; it lacks {', '.join(proposal.lacking)}" if proposal.lacking else ""
    sure = f"{100 * proposal.confidence:.0f} % sure"
    return f"looks like {record.label.lower()} ({sure}): {read or 'no column is known'}{lacks}."
