"""Testimony: what an import says of a row, and what it leaves as it was.

An export with fewer columns says nothing of the others. They are carried over from the version in
force, and named, so that taking an import back leaves what the other imports told. Where there is
nothing to carry over a mapping's default stands, and is named with the column: ``outcome=open``.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, unquote, urlencode

import pyarrow as pa
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Table,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
)
from sqlalchemy.types import TypeEngine

_TOLD, _DEFAULTS = b"told", b"defaults"
_FIELD_END, _BLANK = "\x1f", "\x1e"
# A row that an export holds is there again, whether or not the export has a column for that.
_NEVER_CARRIED = ("retracted",)
_NO_CONTENT = ("line", "event_key", "source_system", "source_id", "batch_id", "row_hash")
_OF_RELEASE = ("loaded_at", "superseded_at", "carried")


def telling(
    frame: pa.Table, told: Iterable[str], defaults: Mapping[str, object] | None = None
) -> pa.Table:
    """The frame, with the columns that its file tells of; without this it tells of all.

    Of those that it does not tell it holds the *defaults*.
    """
    spelled = urlencode(dict(defaults or {}), quote_via=quote)
    return frame.replace_schema_metadata(
        {_TOLD: ",".join(told).encode(), _DEFAULTS: spelled.encode()}
    )


def content_of(target: Table) -> tuple[str, ...]:
    """The columns of *target* that say something of the thing itself."""
    return tuple(c.name for c in target.columns if c.name not in (*_NO_CONTENT, *_OF_RELEASE))


def untold(frame: pa.Table, target: Table) -> tuple[str, ...]:
    """The columns of *target* of which the file of *frame* says nothing."""
    told = (frame.schema.metadata or {}).get(_TOLD)
    if told is None:
        return ()
    said = {*told.decode().split(","), *_NEVER_CARRIED}
    return tuple(name for name in content_of(target) if name not in said)


def carrying(frame: pa.Table, names: Iterable[str]) -> tuple[str, ...]:
    """What is kept with a version of the columns that its file does not tell: see above."""
    given = (frame.schema.metadata or {}).get(_DEFAULTS, b"").decode().split("&")
    spelled = {one.partition("=")[0]: one for one in given}
    return tuple(spelled.get(name, name) for name in names)


def hash_of(rows: FromClause, target: Table) -> ColumnElement[str]:
    """What tells one content from another."""
    spelled = (func.coalesce(cast(rows.c[n], Text), _BLANK) for n in content_of(target))
    return func.md5(func.concat_ws(_FIELD_END, *spelled), type_=Text())


def is_ending(carried: str | None, content: Iterable[str]) -> bool:
    """Whether an import told of a row nothing but whether it still is: it did not name it."""
    return set(content) - set(names_in(carried)) == set(_NEVER_CARRIED)


def names_in(carried: str | None) -> tuple[str, ...]:
    """The columns that ``carried`` names."""
    return tuple(one.partition("=")[0] for one in carried.split(",")) if carried else ()


def defaults_in(carried: str | None, target: Table) -> dict[str, object]:
    """The defaults that ``carried`` names, as the columns keep them."""
    pairs = (one.partition("=") for one in (carried or "").split(","))
    return {name: _typed(unquote(text), target.c[name].type) for name, sign, text in pairs if sign}


def carried_from(
    prior: FromClause, said: FromClause, carried: Iterable[str], batch_id: ColumnElement[int]
) -> ColumnElement[str]:
    """What of *carried* this import tells nothing of, in an earlier file of it neither.

    *prior* is the version in force, *said* the sighting that an earlier file left of the key.
    """
    pieces = (
        case((_told(prior, said, one.partition("=")[0], batch_id), null()), else_=one)
        for one in carried
    )
    return func.nullif(func.concat_ws(",", *pieces, type_=Text()), "", type_=Text())


def carried_all(carried: Iterable[str]) -> ColumnElement[str]:
    """All of *carried*; nothing where there is none."""
    return cast(literal(",".join(carried) or None), Text)


def _told(
    prior: FromClause, said: FromClause, name: str, batch_id: ColumnElement[int]
) -> ColumnElement[bool]:
    """Whether an earlier file of the same import told of the column."""
    of_this = func.coalesce(prior.c.batch_id, 0) == batch_id
    brought = and_(of_this, not_(_names(prior.c.carried, name)))
    sighted = and_(said.c.event_key.isnot(None), not_(_names(said.c.carried, name)))
    return or_(brought, sighted)


def _names(carried: ColumnElement[str], name: str) -> ColumnElement[bool]:
    listed = func.concat(",", func.coalesce(carried, ""), ",", type_=Text())
    plain, with_default = (listed.contains(f",{name}{end}", autoescape=True) for end in (",", "="))
    return or_(plain, with_default)


def _typed(text: str, kind: TypeEngine[Any]) -> object:
    """A default as it was before it was spelled."""
    python_type = kind.python_type
    if python_type is bool:
        return text == str(True)
    return python_type.fromisoformat(text) if issubclass(python_type, date) else python_type(text)
