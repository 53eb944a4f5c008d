"""Care: how the lead was looked after: routing and response, cadence, first connect."""

from revdash.episodes.told import Row, Told


def care_columns(told: Told) -> Row:
    """The columns of the episode that tell how the lead was looked after."""
    _ = told
    return {}
