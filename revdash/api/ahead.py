"""Ahead: the files of later exports staged by a process of its own, while others are merged.

Statements that bring rows are short and many. Beside a thread that reads files each would wait
for its turn, and to share it among threads of the database costs more than it saves.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Table

from revdash.api.house import House
from revdash.api.understanding import PLAINLY, company_of, staged_by, understand
from revdash.beside import workers
from revdash.config import Settings
from revdash.ingest import Staged, read_file
from revdash.store.schema import TABLES

Paths: TypeAlias = Sequence[Path]
Files: TypeAlias = Callable[[], Sequence[Staged]]  # read and understood by when it is called


@contextmanager
def ahead(house: House, *, is_beside: bool) -> Iterator[Callable[[Paths], Files]]:
    """Give what stages the files of an export; a process beside is begun at once for it.

    Exports are staged in the order in which they are given, each before it is asked for.
    """
    if not is_beside:
        yield lambda paths: partial(stage_files, house, paths)
        return
    with workers(1, _move_in, house.settings) as beside:
        beside.submit(_be_there)  # it starts while the caller still writes the files
        yield lambda paths: _awaited(beside.submit(_stage_packed, paths))


def stage_files(house: House, paths: Paths) -> list[Staged]:
    """Read and understand the files of one export."""
    with house.desk.connect() as connection:
        company = company_of(connection)
    return [
        staged_by(source, understand(house, source, PLAINLY), company)
        for path in paths
        for source in read_file(path)
    ]


class _Packer(pickle.Pickler):
    """Tables go by their names: on the other side they are the tables of that process."""

    def persistent_id(self, obj: object) -> str | None:
        return obj.name if isinstance(obj, Table) else None


class _Unpacker(pickle.Unpickler):
    def persistent_load(self, pid: str) -> Table:
        return TABLES[pid]


_there: dict[str, House] = {}  # of the process beside


def _move_in(settings: Settings) -> None:
    _there["house"] = House(settings)


def _be_there() -> None:
    """Do nothing: who is asked for something is there."""


def _stage_packed(paths: Paths) -> bytes:
    packed = BytesIO()
    _Packer(packed, pickle.HIGHEST_PROTOCOL).dump(stage_files(_there["house"], paths))
    return packed.getvalue()


def _awaited(coming: Future[bytes]) -> Files:
    def files() -> Sequence[Staged]:
        staged: list[Staged] = _Unpacker(BytesIO(coming.result())).load()
        return staged

    return files
