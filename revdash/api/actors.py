"""Actors: who asks, and what their role lets them do."""

from dataclasses import dataclass
from enum import StrEnum

from revdash.desk.people import Role
from revdash.errors import NotAllowedError
from revdash.terms import Side


class Right(StrEnum):
    """What a use case needs its actor to be allowed."""

    READ = "read"
    ACT = "act on handoffs"
    IMPORT = "import"
    SET = "change settings"
    OPERATE = "operate the store"


_MAY = {
    Role.VIEWER: frozenset({Right.READ}),
    Role.LEAD: frozenset({Right.READ, Right.ACT}),
    Role.REVOPS: frozenset({Right.READ, Right.ACT, Right.IMPORT, Right.SET}),
    Role.ADMIN: frozenset(Right),
}


def rights_of(role: Role) -> frozenset[Right]:
    """All that a role may do."""
    return _MAY[role]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One person, or the command line, on whose behalf something is read or written."""

    actor_id: str
    name: str
    role: Role
    side: Side | None = None  # for whom they speak

    def assert_may(self, right: Right) -> None:
        """Raise NotAllowedError unless the role includes *right*."""
        if right not in rights_of(self.role):
            able = ", ".join(role.value for role in Role if right in rights_of(role))
            raise NotAllowedError(
                f"{self.name} ({self.role.value}) may not {right.value}. "
                f"That needs one of these roles: {able}. Choose another person in the header."
            )


COMMAND_LINE = Actor(actor_id="cli", name="Command line", role=Role.ADMIN)
