"""Told: everything known of one episode while its row is being written."""

from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from revdash.episodes.clocks import Clock, Story
from revdash.episodes.episode import Episode
from revdash.episodes.people_facts import PersonFacts
from revdash.episodes.rules import Rules

Row: TypeAlias = dict[str, Any]


class Told(NamedTuple):
    """One episode, the person it is of, what happened around it, and its row so far."""

    facts: PersonFacts
    episode: Episode
    following: Episode | None  # the person's next episode
    story: Story
    clock: Clock | None  # none when the start is known as a day only
    row: Row
    rules: Rules

    @property
    def began(self) -> datetime:
        """When its clock began, by which the agreement, calendars and reasons are those then."""
        return self.clock.start_at if self.clock else self.episode.opened_by.at
