"""Known words: every word that each human is known by, so that a search need not read all names."""

from typing import Any

from sqlalchemy import (
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

_NO_KIND: ColumnElement[Any] = cast(null(), Boolean)


def word_rows(people: Table, _rules: Rules) -> Select[Any]:
    """Give a row for each word of the names, companies, addresses and ids of *people*.

    They come sorted, so that the engine finds those that begin alike without reading the others.
    """
    p = person.c
    ours, is_told = people.c.person_id == p.person_id, in_force(person)
    named = and_(account.c.account_id == p.account_id, in_force(account))
    told = union_all(
        _whole(people, p.email).join(person, ours).where(is_told),
        _whole(people, p.source_id).join(person, ours).where(is_told),
        _words(people, p.full_name, is_name=True).join(person, ours).where(is_told),
        _words(people, p.company_name, is_name=False).join(person, ours).where(is_told),
        _words(people, account.c.name, is_name=False)
        .join(person, ours)
        .join(account, named)
        .where(is_told),
    ).subquery("told")
    t = told.c
    return (
        select(t.word, t.person_id, func.bool_or(t.is_name).label("is_name"))
        .where(t.word != "")
        .group_by(t.word, t.person_id)
        .order_by("is_name", t.word)
    )


def _words(people: Table, text: ColumnElement[Any], *, is_name: bool) -> Select[Any]:
    word = words_of(text).label("word")
    return select(word, people.c.root.label("person_id"), literal(is_name).label("is_name"))


def _whole(people: Table, text: ColumnElement[Any]) -> Select[Any]:
    """An address or an id is one word, whatever signs are in it."""
    word = func.lower(text).label("word")
    return select(word, people.c.root.label("person_id"), _NO_KIND.label("is_name"))
