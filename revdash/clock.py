"""The clock: the one place that reads the present moment."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present instant as naive UTC, the form every table keeps."""
    return datetime.now(UTC).replace(tzinfo=None)  # noqa: TID251  this is the one reader
