"""Packet: what marketing handed over: which required facts of the handoff were missing."""

from revdash.episodes.told import Row, Told


def packet_columns(told: Told) -> Row:
    """The columns of the episode that tell what marketing handed over."""
    _ = told
    return {}
