"""Known words: every word that each human is known by, so that a search need not read all names."""

from typing import Any

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Select,
    Table,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from revdash.episodes.rules import Rules
from revdash.store.dialects.functions import words_of
from revdash.store.schema.people import account, person
from revdash.store.versions import in_force

_TOLD = ("email", "source_id", "full_name", "company_name", "account_id")
_NO_KIND: ColumnElement[Any] = cast(null(), Boolean)


def word_rows(people: Table, _rules: Rules) -> Select[Any]:
    """Give a row for each word of the names, companies, addresses and ids of *people*.

    They come sorted, so that the engine finds those that begin alike without reading the others.
    """
    records = (
        select(people.c.root, *(person.c[name] for name in _TOLD))
        .join(person, person.c.person_id == people.c.person_id)
        .where(in_force(person))
        .cte("records")  # read once for all that it says
    )
    r, named = records.c, and_(account.c.account_id == records.c.account_id, in_force(account))
    told = union_all(
        _whole(records, r.email),
        _whole(records, r.source_id),
        _words(records, r.full_name, is_name=True),
        _words(records, r.company_name, is_name=False),
        _words(records, account.c.name, is_name=False).join(account, named),
    ).subquery("told")
    t = told.c
    return (
        select(t.word, t.person_id, func.bool_or(t.is_name).label("is_name"))
        .where(t.word != "")
        .group_by(t.word, t.person_id)
        .order_by("is_name", t.word)
    )


def _words(records: CTE, text: ColumnElement[Any], *, is_name: bool) -> Select[Any]:
    word, kind = words_of(text).label("word"), literal(is_name).label("is_name")
    return select(word, records.c.root.label("person_id"), kind).select_from(records)


def _whole(records: CTE, text: ColumnElement[Any]) -> Select[Any]:
    """An address or an id is one word, whatever signs are in it."""
    word, kind = func.lower(text).label("word"), _NO_KIND.label("is_name")
    return select(word, records.c.root.label("person_id"), kind).select_from(records)
