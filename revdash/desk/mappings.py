"""Mappings: how a source's columns and words are read, remembered for the next file."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, earlier_click, insert, remember_click
from revdash.desk.tables.imports import import_mapping, value_map


@dataclass(frozen=True, kw_only=True)
class ImportMapping:
    """How files with one set of headers are read; ``mapping`` is the importer's own document."""

    header_signature: str
    source_system: str
    name: str
    mapping: Mapping[str, Any]
    version_no: int = 0
    by: str = ""  # who last said so
    at: datetime | None = None


def header_signature(headers: Sequence[str]) -> str:
    """Name a set of headers, whatever their order, case and outer spaces."""
    names = sorted(header.strip().casefold() for header in headers)
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def find_mapping(connection: Connection, signature: str) -> ImportMapping | None:
    """Find the newest mapping remembered for a set of headers."""
    query = (
        select(import_mapping)
        .where(import_mapping.c.header_signature == signature)
        .order_by(import_mapping.c.version_no.desc())
    )
    row = connection.execute(query.limit(1)).one_or_none()
    if row is None:
        return None
    return ImportMapping(
        header_signature=row.header_signature,
        source_system=row.source_system,
        name=row.name,
        mapping=row.mapping,
        version_no=row.version_no,
        by=row.changed_by,
        at=row.changed_at,
    )


def remember_mapping(connection: Connection, remembered: ImportMapping, by: Stamp) -> int:
    """Remember a mapping as a new version, unless it is the newest already; return its number."""
    newest = find_mapping(connection, remembered.header_signature)
    if newest is not None and (newest.mapping, newest.source_system, newest.name) == (
        dict(remembered.mapping),
        remembered.source_system,
        remembered.name,
    ):
        return newest.version_no
    version_no = newest.version_no + 1 if newest else 1
    values = {
        "header_signature": remembered.header_signature,
        "source_system": remembered.source_system,
        "name": remembered.name,
        "mapping": dict(remembered.mapping),
        "version_no": version_no,
    }
    insert(connection, import_mapping, values, by)
    return version_no


def read_values(connection: Connection, source_system: str, field: str) -> dict[str, str | None]:
    """Read what the values of one field of a source mean; None: it is passed over."""
    columns = value_map.c
    query = select(columns.source_value, columns.means).where(
        columns.source_system == source_system, columns.field == field
    )
    return {row.source_value: row.means for row in connection.execute(query)}


def read_meanings(connection: Connection) -> dict[tuple[str, str], dict[str, str | None]]:
    """Read what the values of every source's fields mean, by source and field."""
    found: dict[tuple[str, str], dict[str, str | None]] = {}
    for row in connection.execute(select(value_map)):
        found.setdefault((row.source_system, row.field), {})[row.source_value] = row.means
    return found


def save_values(
    connection: Connection,
    source_system: str,
    field: str,
    meanings: Mapping[str, str | None],
    by: Stamp,
) -> int:
    """Save what the values of one field of a source mean; return how many changed."""
    rows = [
        (
            {"source_system": source_system, "field": field, "source_value": value},
            {"means": means},
        )
        for value, means in meanings.items()
    ]
    return _save_all(connection, value_map, rows, by)


def _save_all(
    connection: Connection,
    table: Table,
    rows: Sequence[tuple[dict[str, Any], dict[str, Any]]],
    by: Stamp,
) -> int:
    """Insert or change rows found by what they are about; count those that changed."""
    done = earlier_click(connection, by)
    if done:
        return done.version
    count = 0
    (key,) = table.primary_key.columns
    for about, says in rows:
        query = select(table).where(*(table.c[name] == value for name, value in about.items()))
        stored = connection.execute(query).mappings().one_or_none()
        if stored is None:
            insert(connection, table, {**about, **says}, by.part())
        elif any(stored[name] != value for name, value in says.items()):
            change(
                connection,
                table,
                {key.name: stored[key.name], **says},
                stored["version"],
                by.part(),
            )
        else:
            continue
        count += 1
    remember_click(connection, table.name, count, by)
    return count
