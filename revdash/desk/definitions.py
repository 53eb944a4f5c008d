"""Definitions: what each metric meant from which day on, as the teams agreed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from revdash.desk.tables.goals import metric_definition


@dataclass(frozen=True, kw_only=True)
class DefinitionVersion:
    """One version of one metric's definition, in force from a day on."""

    metric: str
    version_no: int
    valid_from: date
    meaning: str
    change_note: str | None = None


def read_definitions(connection: Connection) -> tuple[DefinitionVersion, ...]:
    """Read every version of every definition, the newest first."""
    d = metric_definition.c
    columns = (d.metric, d.version_no, d.valid_from, d.meaning, d.change_note)
    newest = select(*columns).order_by(d.valid_from.desc(), d.version_no.desc())
    return tuple(DefinitionVersion(**row) for row in connection.execute(newest).mappings())
