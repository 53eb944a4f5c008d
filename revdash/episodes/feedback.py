"""Feedback: what marketing learned of a lead: the verdict, its reason, what came after."""

from revdash.episodes.told import Row, Told


def feedback_columns(told: Told) -> Row:
    """The columns of the episode that tell what marketing learned of it."""
    _ = told
    return {}
