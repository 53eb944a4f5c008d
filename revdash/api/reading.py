"""Reading: the files of an import read and understood, one after the other, until asked to end."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from revdash.api.house import House
from revdash.api.understanding import Manner, company_of, remember, staged_by, understand
from revdash.desk.audit import Stamp
from revdash.errors import InputError
from revdash.ingest import Source, Staged
from revdash.ingest.unlikely import yet_to_come

Reading: TypeAlias = tuple[str, Callable[[], tuple[Source, ...]]]  # a file, how it is read


def understood(
    house: House, readers: Sequence[Reading], manner: Manner, by: Stamp
) -> tuple[list[Staged], tuple[str, ...]]:
    """The tables of all files; and which files were not begun, since it was asked to end."""
    staged: list[Staged] = []
    for number, reading in enumerate(readers):
        if _is_over(manner) and number:
            return staged, tuple(name for name, _ in readers[number:])
        staged += _understood(house, reading, manner, by, others=len(readers) - 1)
    return staged, ()


def _is_over(manner: Manner) -> bool:
    """Whether to begin no further file; what is only tried leaves nothing, and just ends."""
    return not manner.is_dry and manner.ends()


def _understood(
    house: House, reading: Reading, manner: Manner, by: Stamp, *, others: int
) -> list[Staged]:
    """Read one file and understand its tables; who is told what is wrong hears of the others."""
    name, read = reading
    manner.progress(f"reading {name}")
    try:
        wanted = (source for source in read() if source.name not in manner.answers.skips)
        return [_stage(house, source, manner, by) for source in wanted]
    except InputError as problem:
        if not others:
            raise
        files = "The other file was" if others == 1 else f"The {others:,} other files were"
        raise InputError(
            f"{problem} {files} not loaded either: an import is all of its files or none. "
            f"Leave '{name}' out to import the rest without it."
        ) from None


def _stage(house: House, source: Source, manner: Manner, by: Stamp) -> Staged:
    """Understand one table; what a person said of it is remembered for the next like it."""
    manner.progress(f"understanding {source.name}")
    with house.desk.connect() as connection:
        company = company_of(connection)
    known = understand(house, source, manner)
    staged = staged_by(source, known, company)
    staged = replace(staged, warnings=(*staged.warnings, *yet_to_come(staged, by.now)))
    if not manner.is_dry:
        remember(house, source, known, by)
    return staged
