"""Drops: dropped handoffs made with the people they are about, and read as of a moment."""

from datetime import datetime

from sqlalchemy import Connection, Table

from revdash.episodes import standing
from revdash.episodes.followers import make_followers
from revdash.episodes.rules import Rules
from revdash.handoffs.firings import make_drops, refresh_drops
from revdash.handoffs.standing import take_stock


def follow(connection: Connection, people: Table, rules: Rules) -> None:
    """Make every follower's rows of *people* again, and what was dropped of theirs."""
    make_followers(connection, people, rules)
    make_drops(connection, people, rules)


def refresh(connection: Connection, rules: Rules, as_of: datetime) -> None:
    """Derive again what belongs to no one human, and what was dropped of that; what is late now."""
    standing.refresh(connection, rules)
    refresh_drops(connection, rules)
    take_stock(connection, as_of)
