"""Known: since when the facts have told of a record, and what became of them since."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, or_, select, union

from revdash.episodes.addresses import address_told
from revdash.episodes.identities import roots
from revdash.episodes.since import subject_of, told_since
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.identity import kept_apart, person_identity
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.people import person, person_alias
from revdash.store.versions import in_force
from revdash.terms import JoinRule, LeadStage

_e, _i = lifecycle_event.c, person_identity.c


class Known(NamedTuple):
    """What the facts say of one record, as far as its being counted goes."""

    person_id: str = ""  # whom it is about; else the deal or the event itself
    is_merged: bool = False  # its person was merged, or parted again, since
    first_loaded_at: datetime | None = None  # when the fact it rests on first came
    is_corrected: bool = False  # something that had been told of it is told otherwise since
    has_news: bool = False  # something that happened to it was told since

    def came_after(self, moment: datetime) -> bool:
        """Whether nothing had been told of it by then."""
        return self.first_loaded_at is not None and self.first_loaded_at > moment

    def is_as_before(self, moment: datetime) -> bool:
        """Whether no fact about it has come, or changed, since then."""
        is_told = self.is_merged or self.is_corrected or self.has_news
        return not (is_told or self.came_after(moment))


def known_records(connection: Connection, keys: Iterable[str], since: datetime) -> dict[str, Known]:
    """Tell of each record by its key what became of the facts about it *since*.

    A key names its subject: a person's episode, a firing of a rule about one, a deal, an event.
    What happened and came since goes before a correction of whom or what it happened to: an export
    that brings the news repeats them with it.
    """
    wanted = set(keys)
    if not wanted:
        return {}
    subjects = {key: subject_of(key) for key in wanted}
    told = told_since(connection, set(subjects.values()), since)
    whose = {told[subject].person_of(subject) for subject in subjects.values()}
    merged = _known_by(connection, whose & _merged_since(connection, since), since)
    opened = _first_loaded(connection, {key for key in wanted if _is_episode(key)})
    return {
        key: Known(
            person_id=told[subject].person_of(subject),
            is_merged=told[subject].person_of(subject) in merged,
            first_loaded_at=opened.get(key) if _is_episode(key) else told[subject].first_loaded_at,
            is_corrected=told[subject].is_corrected,
            has_news=told[subject].has_news,
        )
        for key, subject in subjects.items()
    }


def _is_episode(key: str) -> bool:
    return "#" in key and "|" not in key


def _known_by(connection: Connection, people: set[str], since: datetime) -> set[str]:
    """Those of *people* of whom something was known by then.

    Where two records of a newcomer came and were found to be one, nobody who counted was merged.
    """
    if not people:
        return people
    root = roots(connection)
    human = {who: root.get(who, who) for who in (*people, *root)}
    whole = {human[who] for who in people}
    wanted = sorted(who for who, of in human.items() if of in whole)
    before = union(
        *(
            select(fact.c.person_id).where(fact.c.loaded_at <= since, fact.c.person_id.in_(wanted))
            for fact in (person, lifecycle_event)
        )
    )
    known = {human[who] for who in connection.execute(before).scalars()}
    return {who for who in people if human[who] in known}


def _merged_since(connection: Connection, since: datetime) -> set[str]:
    alias = person_alias.c
    new = or_(alias.loaded_at > since, alias.superseded_at > since)
    said = union(
        select(alias.alias_id).where(new),
        select(_e.person_id).where(
            _e.to_stage == LeadStage.MERGED.value,
            or_(_e.loaded_at > since, _e.superseded_at > since),
        ),
        select(_i.person_id).where(_i.rule == JoinRule.ADDRESS.value, _i.since_at > since),
        select(kept_apart.c.person_id).where(kept_apart.c.decided_at > since),
        _readdressed(since),
    )
    return set(connection.execute(said).scalars())


def _readdressed(since: datetime) -> Select[Any]:
    """Who had another address until after *since*: it may have joined them to others."""
    now = person.alias("now")
    return (
        select(person.c.person_id)
        .join(now, (now.c.event_key == person.c.event_key) & in_force(now))
        .where(person.c.superseded_at > since, address_told(person) != address_told(now))
    )


def _first_loaded(connection: Connection, keys: set[str]) -> dict[str, datetime]:
    """When the MQL that opens each episode first came; no version of it was earlier."""
    episode = lead_episode.c
    mine = episode.episode_id.in_(keys)
    opened = select(episode.episode_id, episode.person_id, episode.mql_at).where(mine)
    came = (
        select(_e.person_id, _e.event_at, func.min(_e.loaded_at))
        .where(
            _e.to_stage == LeadStage.MQL.value, _e.event_at.in_(select(episode.mql_at).where(mine))
        )
        .group_by(_e.person_id, _e.event_at)
    )
    root = roots(connection)
    first = {(root.get(who, who), at): loaded for who, at, loaded in connection.execute(came)}
    return {
        key: first[who, at] for key, who, at in connection.execute(opened) if (who, at) in first
    }
