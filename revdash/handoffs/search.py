"""Search: people found by a few letters of their name, company, address or id, typos forgiven.

Words are looked up in the sorted table of them; only where that finds few, alike ones are looked
for among those that begin with the same letter.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union,
    union_all,
)

from revdash.store.dialects.functions import likeness, words_of
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import person_word
from revdash.store.schema.identity import person_identity
from revdash.store.schema.people import person
from revdash.store.versions import in_force

MOST = 8  # people shown
SHORTEST = 2  # letters: a single one finds half of everybody
LONGEST = 200  # letters read of what is typed
_WORDS = 6  # read of them
_WEIGHED = 200  # of those found alike, so many are put in order
_ALIKE = 0.84  # Jaro-Winkler: "smyth" is "smith" (0.89), "jon" is "john" (0.93), "ann" no "amy"
_OTHERS = 6  # words alike that are tried for each
_OFF = 2  # letters that a word alike may be longer or shorter
_OF_NAME = 0.5
_LAST = "\U0010ffff"  # no letter comes after it
_SAID = ("person_id", "account_name", "stage", "is_open", "owner")
MILESTONES = (
    *("mql_at", "first_attempt_at", "connected_at", "sal_at", "demo_booked_at", "demo_held_at"),
    *("sql_at", "opp_at", "rejected_at", "recycled_at", "disqualified_at", "nurtured_at"),
    *("won_at", "lost_at"),
)
_w, _e, _p = person_word.c, lead_episode.c, person.c


class Meant(NamedTuple):
    """One way in which a word that was typed may be meant, and what it weighs."""

    where: ColumnElement[bool]
    weight: float


class Hit(NamedTuple):
    """One human found: how they are known, and where their newest handoff is."""

    person_id: str
    name: str
    company: str
    episode: Any  # a row of lead_episode; None where there was never a handoff


def find(connection: Connection, text: str) -> tuple[Hit, ...]:
    """Find those whom *text* may mean, the likeliest first, then who was heard of last."""
    typed = " ".join(text[:LONGEST].split())
    if len(typed) < SHORTEST:
        return ()
    found: list[str] = []
    if _may_be_a_key(typed):
        found += connection.execute(_by_id(typed)).scalars()
        found += _ranked(connection, [_beginning(typed.lower())])
    words = _words(connection, typed)
    if words and len(found) < MOST:
        found += _ranked(connection, [_beginning(word) for word in words])
    if words and len(found) < MOST and not _is_exact(typed):
        alike = [_alike(connection, word) for word in words]
        meant = [(*_beginning(word), *alike) for word, alike in zip(words, alike, strict=True)]
        found += _ranked(connection, meant) if any(alike) else ()
    return _told(connection, tuple(dict.fromkeys(found))[:MOST])


def _words(connection: Connection, typed: str) -> list[str]:
    """The words typed, as the table of words has them."""
    words = connection.execute(select(words_of(cast(literal(typed), Text)))).scalars()
    return [word for word in dict.fromkeys(words) if word][:_WORDS]


def _may_be_a_key(typed: str) -> bool:
    """Whether it looks like an id or an address: one piece, with a sign that names have not."""
    return " " not in typed and any(letter in "@:" or letter.isdigit() for letter in typed)


def _is_exact(typed: str) -> bool:
    """Whether it is an address or an id: what is nearly one is another's."""
    return " " not in typed and any(letter in "@:" for letter in typed)


def _by_id(typed: str) -> CompoundSelect[Any]:
    """Those of that id, whether a source knows them by name or only tells of events."""
    i = person_identity.c
    return union(
        select(_e.person_id).where(_e.person_id == typed),
        select(i.root).where(i.person_id == typed),
        select(_p.person_id)
        .outerjoin_from(person, person_identity, i.person_id == _p.person_id)
        .where(_p.person_id == typed, in_force(person), i.root.is_(None)),
    )


def _beginning(word: str) -> tuple[Meant, ...]:
    """The word itself, and those that begin with it."""
    longer = and_(_w.word > word, _w.word < word + _LAST)
    return Meant(_w.word == word, 3.0), Meant(longer, 2.0)


def _ranked(connection: Connection, words: Sequence[Iterable[Meant]]) -> Iterable[str]:
    """Those who have every one of the *words*, in whatever way it is meant."""
    ways = union_all(
        *(_weighed(place, meant) for place, ways in enumerate(words) for meant in ways)
    ).subquery("ways")
    each = (
        select(ways.c.person_id, func.max(ways.c.weight).label("weight"))
        .group_by(ways.c.person_id, ways.c.place)
        .subquery("each_word")
    )
    score = func.sum(each.c.weight).label("score")
    best = (
        select(each.c.person_id, score)
        .group_by(each.c.person_id)
        .having(func.count() == len(words))
        .order_by(score.desc(), each.c.person_id.desc())
        .limit(_WEIGHED)
        .subquery("best")
    )
    return connection.execute(_newest_first(best)).scalars()


def _weighed(place: int, meant: Meant) -> Select[Any]:
    """Who has such a word; one of their name counts more than one of their company."""
    weight = case((_w.is_name, meant.weight + _OF_NAME), else_=meant.weight)
    word = cast(literal(place), BigInteger).label("place")
    return select(word, _w.person_id, weight.label("weight")).where(meant.where)


def _newest_first(best: Subquery) -> Select[Any]:
    last_at = func.max(_e.last_at)
    return (
        select(best.c.person_id)
        .outerjoin_from(best, lead_episode, _e.person_id == best.c.person_id)
        .group_by(best.c.person_id, best.c.score)
        .order_by(best.c.score.desc(), last_at.desc().nulls_last(), best.c.person_id)
        .limit(MOST)
    )


def _alike(connection: Connection, word: str) -> tuple[Meant, ...]:
    """Known words that *word* may have been meant as: of about its length, beginning alike."""
    if any(letter.isdigit() for letter in word):
        return ()
    some = (
        select(_w.word)
        .where(
            _w.is_name.isnot(None),
            _w.word >= word[0],
            _w.word < word[0] + _LAST,
            func.length(_w.word).between(len(word) - _OFF, len(word) + _OFF),
        )
        .distinct()
        .subquery("some")
    )
    how = likeness(some.c.word, cast(literal(word), Text)).label("how")
    found = select(some.c.word, how).where(how >= _ALIKE, some.c.word != word)
    best = found.order_by(how.desc(), some.c.word).limit(_OTHERS)
    return tuple(Meant(_w.word == known, how) for known, how in connection.execute(best))


def _told(connection: Connection, people: Sequence[str]) -> tuple[Hit, ...]:
    """What is known of those found, in the order they were."""
    if not people:
        return ()
    i = person_identity.c
    root = dict(connection.execute(select(i.person_id, i.root).where(i.root.in_(people))).all())
    columns = (_p.person_id, _p.full_name, _p.company_name)
    ids = [*people, *root]
    named = select(*columns).where(_p.person_id.in_(ids), in_force(person)).order_by(_p.loaded_at)
    known: dict[str, dict[str, str]] = {one: {} for one in people}
    for own, *said in connection.execute(named):
        texts = zip(("name", "company"), said, strict=True)
        known[root.get(own, own)] |= {key: text for key, text in texts if text}
    newest = {row.person_id: row for row in connection.execute(_episodes(people))}
    return tuple(_hit(one, known[one], newest.get(one)) for one in people)


def _episodes(people: Sequence[str]) -> Select[Any]:
    columns = (
        _e[name] for name in (*_SAID, *MILESTONES)
    )  # all of them would take six times as long
    return select(*columns).where(_e.person_id.in_(people)).order_by(_e.episode_no)


def _hit(person_id: str, known: dict[str, str], episode: Any) -> Hit:
    firm = known.get("company") or (episode.account_name if episode else None) or ""
    return Hit(person_id, known.get("name", ""), firm, episode)
