"""Stories: the whole story of one lead, and each fact of it as its source tells it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from revdash.api.actors import Actor, Right
from revdash.api.house import House
from revdash.api.linking import crm_links
from revdash.api.story_grids import deals_grid, handoffs_grid, names_grid, title_of
from revdash.api.story_life import life_grid
from revdash.api.story_line import Told, line_of
from revdash.api.story_sentence import sentence_of
from revdash.api.story_silence import silence_told
from revdash.api.story_views import FactView, Story
from revdash.api.story_words import Words, joined, say, spoken
from revdash.api.views import Column, Grid, labelled
from revdash.clock import utc_now
from revdash.errors import InputError
from revdash.handoffs.silence import silence_of
from revdash.handoffs.sources import versions_of
from revdash.handoffs.story import (
    deals_of,
    episodes_of,
    ids_of,
    note_to,
    pauses_of,
    records_of,
)
from revdash.handoffs.timeline import MOST, Happened, deals_named, happened_to
from revdash.handoffs.whereabouts import Whereabouts, firings_of, known_of, whereabouts
from revdash.metrics.shown import NOTHING
from revdash.store.ledger import note_of
from revdash.store.schema import FACTS

_TOLD = labelled("When", "What", "How", "Source", "Loaded")
_HIDDEN = {"row_hash", "carried", "superseded_at", "retracted", "event_key"}
_VERSIONS = 3  # of a fact shown side by side


def story(house: House, actor: Actor, person: str) -> Story:
    """The story of one human: one sentence, then everything that it rests on."""
    actor.assert_may(Right.READ)
    with house.facts() as connection:
        note = note_of(connection)
        words = Words(rules=house.rules(connection, note))
        as_of = note.data_to or note.published_at or utc_now()
        return _Telling(house, actor, connection, words, as_of).story(person)


class _Telling:
    """One human's story while it is put together."""

    def __init__(
        self, house: House, actor: Actor, connection: Connection, words: Words, as_of: datetime
    ) -> None:
        self.house, self.actor, self.connection = house, actor, connection
        self.words, self.as_of = words, as_of

    def story(self, person: str) -> Story:
        connection, words = self.connection, self.words
        ids = ids_of(connection, person)
        names, episodes = records_of(connection, ids), episodes_of(connection, ids[0])
        deals = deals_named(
            connection, ids, (e.opportunity_id for e in episodes if e.opportunity_id)
        )
        happened = happened_to(connection, ids, deals)
        if not names and not happened:
            raise InputError(
                f"Nobody is known as '{person}'. They may have been taken back with their "
                "import, or joined to somebody; search for their name instead."
            )
        firings = firings_of(connection, ids[0], deals)
        newest = episodes[0] if episodes else None
        silence = silence_of(happened, newest)
        current = [one for one in names if one.superseded_at is None]
        title = title_of(current, episodes) or person
        return Story(
            person=ids[0],
            title=title,
            about=joined(_role(current), _other_names(names, title)),
            sentence=sentence_of(self._where(ids, newest, happened, firings), words, self.as_of),
            line=line_of(
                Told(
                    happened=happened,
                    episodes=episodes,
                    firings=firings,
                    pauses=pauses_of(connection, ids),
                    as_of=self.as_of,
                    words=words,
                )
            ),
            silence=silence_told(silence, newest, words),
            silence_title=_asks(silence.is_silent, newest),
            handed=self._handed(ids, newest),
            links=self._links(ids[0], deals),
            names=names_grid(current, words),
            handoffs=handoffs_grid(episodes, words),
            deals=deals_grid(deals_of(connection, ids, deals), words),
            life=life_grid(self.house, self.actor, firings, self.as_of, words),
            told=self._told(happened),
            note=f"The newest {MOST}" if len(happened) == MOST else "The newest first",
        )

    def _where(
        self,
        ids: Sequence[str],
        newest: Row[Any] | None,
        happened: Sequence[Happened],
        firings: Sequence[Row[Any]],
    ) -> Whereabouts | None:
        if newest is None:
            return None
        known = known_of(self.connection, self.words.rules, self.as_of, ids, newest)
        return whereabouts(newest, happened, firings, known)

    def _handed(self, ids: Sequence[str], newest: Row[Any] | None) -> tuple[tuple[str, str], ...]:
        """What marketing handed over with the lead, and what it left out."""
        if newest is None:
            return ()
        note = note_to(self.connection, ids)
        score = f"{newest.score:g}" if newest.score is not None else ""
        told = (
            ("Why this lead", note.why_this_lead if note else ""),
            ("Which message", note.which_message if note else ""),
            ("Tier", joined(newest.tier, f"score {score}" if score else "")),
            (
                "Came by",
                joined(
                    *dict.fromkeys(map(spoken, (newest.source, newest.channel))), newest.campaign
                ),
            ),
            ("Owner", joined(newest.owner or "nobody", newest.team)),
        )
        return tuple((label, text or "nothing on record") for label, text in told)

    def _links(self, person: str, deals: Sequence[str]) -> tuple[tuple[str, str], ...]:
        links = crm_links(self.house, self.connection, (person, *deals))
        found = [("Open the record", links.get(person))]
        found += [("Open the deal", links.get(deal)) for deal in deals[:1]]
        return tuple((text, link) for text, link in found if link)

    def _told(self, happened: Sequence[Happened]) -> Grid:
        return Grid(
            columns=_TOLD,
            rows=tuple(self._line(one) for one in happened),
            ids=tuple(f"{one.table}|{one.key}" for one in happened),
            empty="No source tells of anything that happened.",
        )

    def _line(self, one: Happened) -> tuple[str, ...]:
        said, loaded = say(one, self.words), self.words.moment(one.loaded_at)
        return (
            self.words.moment(one.at),
            said.label,
            said.detail or NOTHING,
            one.source or NOTHING,
            loaded,
        )


def fact(house: House, actor: Actor, key: str) -> FactView:
    """One fact, ``table|key``, column by column: as it is in force, and as it was before."""
    actor.assert_may(Right.READ)
    name, _, event_key = key.partition("|")
    table = FACTS.get(name)
    if table is None:
        raise InputError(f"There is no table '{name}' of facts. Open one from a lead's story.")
    with house.facts() as connection:
        words = Words(rules=house.rules(connection, note_of(connection)))
        rows = versions_of(connection, table, event_key)
    if not rows:
        raise InputError(f"No fact is kept as '{event_key}'. Its import may have been taken back.")
    shown = rows[:_VERSIONS]
    system = shown[0]["source_system"] or "its source"
    labels = ("In force", "Before", "Before that")[: len(shown)]
    heads = [Column(key="column", label="Column"), *labelled(*labels)]
    names = [
        column.name
        for column in table.c
        if column.name not in _HIDDEN and any(row[column.name] is not None for row in shown)
    ]
    return FactView(
        title=f"{name.replace('_', ' ').capitalize()}, as {system} tells it",
        grid=Grid(
            columns=tuple(heads),
            rows=tuple(
                (name.replace("_", " "), *(_cell(row[name], words) for row in shown))
                for name in names
            ),
        ),
    )


def _cell(value: object, words: Words) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        return words.moment(value)
    return words.day(value) if isinstance(value, date) else str(value)


def _role(names: Sequence[Row[Any]]) -> str:
    role = next((one.job_role for one in reversed(names) if one.job_role), "")
    return f"Role: {role}" if role else ""


def _other_names(names: Sequence[Row[Any]], title: str) -> str:
    """What they are or were called besides, in any record that is theirs now."""
    others = dict.fromkeys(
        one.full_name for one in names if one.full_name and not title.startswith(one.full_name)
    )
    return f"also known as {', '.join(others)}" if others else ""


def _asks(is_silent: bool, newest: Row[Any] | None) -> str:
    if newest is None:
        return ""
    return "Why did they stop responding?" if is_silent else "Are they still responding?"
