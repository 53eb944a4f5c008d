"""People's facts: all that is known of one human, as the machine and the clocks read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from revdash.episodes.clocks import Assigned, Attempt
from revdash.episodes.episode import Event
from revdash.episodes.pausing import Pause
from revdash.episodes.rules import Rules

Fact: TypeAlias = Mapping[str, Any]  # a row of what was asked


class Met(NamedTuple):
    """One meeting with the person: when it was booked and when it ended, or was to end."""

    booked_at: datetime
    ended_at: datetime
    is_demo: bool
    is_held: bool


class Nursed(NamedTuple):
    """One time in a nurture programme that says when somebody looks at the lead again."""

    since: datetime
    until: datetime | None


@dataclass
class PersonFacts:
    """All that is known of one human, under the id that merging left them."""

    person_id: str
    events: list[Event] = field(default_factory=list)
    traits: dict[str, Any] = field(default_factory=dict)
    hand_raises: list[datetime] = field(default_factory=list)
    assigned: list[Assigned] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    sightings: list[datetime] = field(default_factory=list)
    first_touch_at: datetime | None = None  # of those that may count
    meetings: list[Met] = field(default_factory=list)
    nursed: list[Nursed] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    amounts: dict[str, float | None] = field(default_factory=dict)
    owner: Assigned | None = None  # whom the source names, where it tells no handings
    is_nobody: bool = False  # a test record or one of our own people

    def see(self, moment: datetime, *, is_touch: bool = False) -> None:
        """Note a sign of life, a touch that may count or another."""
        self.sightings.append(moment)
        if is_touch and (self.first_touch_at is None or moment < self.first_touch_at):
            self.first_touch_at = moment


_HUMAN = "human"


class User(NamedTuple):
    """What is known of one user, queue or bot."""

    kind: str | None = None
    calendar_id: str | None = None
    active_to: datetime | None = None


_UNKNOWN = User()


class Known(NamedTuple):
    """What facts are read by: the rules, and every user by id."""

    rules: Rules
    users: Mapping[str, User]

    def assigned(self, key: str, user_id: str | None, at: datetime) -> Assigned:
        """A handing of a lead, with what is known of who got it."""
        user = self.users.get(user_id or "", _UNKNOWN)
        is_human = user_id is not None and (user.kind or _HUMAN) == _HUMAN
        is_active = user.active_to is None or at < user.active_to
        return Assigned(at, user_id, is_human, user.calendar_id, key, is_active)
