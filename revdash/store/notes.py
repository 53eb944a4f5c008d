"""Notes: what a release is, what it says of itself, and whether its tables are the declared."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Date,
    DateTime,
    Double,
    column,
    func,
    select,
    table,
)
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.types import Text

from revdash.errors import ForeignStoreError
from revdash.store.schema import SCHEMA_VERSION, TABLES
from revdash.store.schema.ledger import store_version

_STORED_AS = {
    Text: "VARCHAR",
    DateTime: "TIMESTAMP",
    Date: "DATE",
    BigInteger: "BIGINT",
    Double: "DOUBLE",
    Boolean: "BOOLEAN",
}


@dataclass(frozen=True, kw_only=True)
class Release:
    """One published state of the store: never changed, only replaced by the next."""

    number: int
    path: Path

    @property
    def name(self) -> str:
        """Its file name, which caches are keyed by."""
        return self.path.name


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """Why a release is built, by whom and when."""

    what: str
    by: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class ReleaseNote:
    """What a release says of itself."""

    number: int
    published_at: datetime
    what: str
    by: str
    data_to: datetime | None
    schema_version: int


def release_in(folder: Path, number: int) -> Release:
    """The release of that number in *folder*, whether it is there or not."""
    return Release(number=number, path=folder / f"store-{number:06d}.duckdb")


def release_named(path: Path) -> Release | None:
    """The release a path names, or none when it is no name of a release."""
    stem = path.name.removeprefix("store-").removesuffix(".duckdb")
    if path.name != f"store-{stem}.duckdb" or not (stem.isascii() and stem.isdigit()):
        return None
    return Release(number=int(stem), path=path)


def schema_of(connection: Connection, path: Path) -> int:
    """Read which schema a file was written with; refuse what is no release, or a newer one."""
    try:
        version = connection.execute(select(store_version.c.schema_version)).scalar_one_or_none()
    except ProgrammingError:  # there is no such table
        connection.rollback()
        version = None
    if version is None:
        raise ForeignStoreError(
            f"{path.name} is a DuckDB file but no revdash release. It was left as it is: "
            "choose another folder with REVDASH_DATA, or `revdash restore` a backup."
        )
    if version > SCHEMA_VERSION:
        raise ForeignStoreError(
            f"{path.name} was made by a newer revdash (schema {version}, this one "
            f"reads {SCHEMA_VERSION}). Update revdash, or `revdash restore` an older backup."
        )
    return int(version)


def read_note(connection: Connection, path: Path) -> ReleaseNote:
    """Read a release's note over an open connection."""
    schema_of(connection, path)
    row = connection.execute(select(store_version)).mappings().one()
    return ReleaseNote(
        number=row["release_no"],
        published_at=row["published_at"],
        what=row["what"],
        by=row["by"],
        data_to=row["data_to"],
        schema_version=row["schema_version"],
    )


def assert_this_schema(connection: Connection, path: Path) -> None:
    """Raise ForeignStoreError unless *path* was written with the schema this revdash reads."""
    version = schema_of(connection, path)
    if version != SCHEMA_VERSION:
        raise ForeignStoreError(
            f"{path.name} has an older schema ({version}; this revdash reads {SCHEMA_VERSION}). "
            "Run `revdash init` to bring it forward; the old release is kept."
        )


def sign(connection: Connection, number: int, purpose: Purpose, data_to: datetime | None) -> None:
    """Write into a release which one it is, and why it was built."""
    connection.execute(store_version.delete())
    connection.execute(
        store_version.insert().values(
            schema_version=SCHEMA_VERSION,
            release_no=number,
            published_at=purpose.now,
            what=purpose.what,
            by=purpose.by,
            data_to=data_to,
        )
    )


def schema_differences(connection: Connection) -> list[str]:
    """Say how the tables of a file differ from the declared ones, table by table."""
    named = ("table_schema", "table_name", "column_name", "data_type")
    stored = table("columns", *(column(n, Text) for n in named), schema="information_schema").c
    found: dict[str, dict[str, str]] = {}
    of_store = select(stored.table_name, stored.column_name, stored.data_type).where(
        stored.table_schema == "main"
    )
    for name, column_name, kind in connection.execute(of_store):
        found.setdefault(name, {})[column_name] = kind
    declared = {
        name: {c.name: _STORED_AS[type(c.type)] for c in of_table.columns}
        for name, of_table in TABLES.items()
    }
    return [
        _difference(name, declared.get(name), found.get(name))
        for name in sorted(declared.keys() | found.keys())
        if declared.get(name) != found.get(name)
    ]


def table_counts(connection: Connection) -> dict[str, int]:
    """How many rows each table of a release holds."""
    return {
        name: connection.execute(select(func.count()).select_from(of_table)).scalar_one()
        for name, of_table in sorted(TABLES.items())
    }


def _difference(name: str, declared: dict[str, str] | None, found: dict[str, str] | None) -> str:
    if declared is None:
        return f"{name} is no table of this schema"
    if found is None:
        return f"{name} is missing"
    words = [
        f"{c} is {found.get(c, 'missing')}, not {declared.get(c, 'declared')}"
        for c in sorted(declared.keys() | found.keys())
        if declared.get(c) != found.get(c)
    ]
    return f"{name}: {'; '.join(words)}"
