"""Annotations: remarks on days that charts show, and the days from which new limits hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, insert, remove
from revdash.desk.tables.goals import annotation
from revdash.errors import InputError


class AnnotationKind(StrEnum):
    """What happened on those days."""

    HOLIDAY = "holiday"
    CAMPAIGN = "campaign"
    PROCESS_CHANGE = "process_change"
    INCIDENT = "incident"  # the data of those days tell nothing: their points are left out


@dataclass(frozen=True, kw_only=True)
class Annotation:
    """One remark on the days from *from_on* to *until_on*, both counted.

    ``scope`` names the metric it is about, or nothing when it is about all. With ``is_rebase``
    the process changed on its first day, for a cause that its words name, and both leaders'
    charts have new limits from then on.
    """

    kind: AnnotationKind
    from_on: date
    until_on: date
    words: str
    scope: Mapping[str, str] = field(default_factory=dict)
    is_rebase: bool = False
    annotation_id: str = ""
    version: int = 0

    def is_about(self, metric: str) -> bool:
        """Whether the chart of *metric* shows it."""
        return self.scope.get("metric", metric) == metric


def remarks_on(
    days: Iterable[tuple[date, date]], found: Iterable[Annotation], metric: str = ""
) -> dict[int, str]:
    """What is remarked on each stretch of *days*, by its place: of *metric* and of all.

    A stretch ends before its second day.
    """
    own = [one for one in found if one.is_about(metric)]
    said = (
        " · ".join(one.words for one in own if one.from_on < end and start <= one.until_on)
        for start, end in days
    )
    return {at: words for at, words in enumerate(said) if words}


def read_annotations(connection: Connection) -> tuple[Annotation, ...]:
    """Read every remark, the earliest first."""
    query = select(annotation).order_by(annotation.c.from_on, annotation.c.annotation_id)
    return tuple(_annotation(row) for row in connection.execute(query))


def read_annotation(connection: Connection, annotation_id: str) -> Annotation:
    """Read one remark."""
    query = select(annotation).where(annotation.c.annotation_id == annotation_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise InputError("This remark is no longer there. Reload the page to see those there are.")
    return _annotation(row)


def save_annotation(connection: Connection, wanted: Annotation, by: Stamp) -> str:
    """Save a new remark, or the one that ``annotation_id`` names; return its id."""
    if not wanted.words.strip():
        raise InputError("The remark says nothing. Write what happened, in a few words.")
    if wanted.until_on < wanted.from_on:
        raise InputError(
            f"The remark ends on {wanted.until_on}, before it begins on {wanted.from_on}. "
            "Swap the two days."
        )
    values: dict[str, Any] = {
        "kind": wanted.kind.value,
        "from_on": wanted.from_on,
        "until_on": wanted.until_on,
        "scope": dict(wanted.scope),
        "words": wanted.words.strip(),
        "is_rebase": wanted.is_rebase,
    }
    if not wanted.annotation_id:
        return insert(connection, annotation, values, by)
    named = {**values, "annotation_id": wanted.annotation_id}
    change(connection, annotation, named, wanted.version, by)
    return wanted.annotation_id


def forget_annotation(connection: Connection, wanted: Annotation, by: Stamp) -> None:
    """Take a remark away."""
    remove(connection, annotation, wanted.annotation_id, wanted.version, by)


def _annotation(row: Any) -> Annotation:
    return Annotation(
        annotation_id=row.annotation_id,
        kind=AnnotationKind(row.kind),
        from_on=row.from_on,
        until_on=row.until_on,
        words=row.words,
        scope=row.scope or {},
        is_rebase=row.is_rebase,
        version=row.version,
    )
