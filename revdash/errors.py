"""Errors: one family; each message says what is wrong, what would be right, and the next step."""

from collections.abc import Iterable
from difflib import get_close_matches

_TELLING = 4  # letters that tell what was meant by how it begins: "is" is not "is_not"


class RevdashError(Exception):
    """A mistake a person can put right; its text is shown as it is."""


class ConfigError(RevdashError):
    """A setting is missing or has a value that cannot be used."""


class NotAllowedError(RevdashError):
    """The person asking has no right to do this."""


class StoreError(RevdashError):
    """The store cannot be read or written as it is."""


class StoreBusyError(StoreError):
    """Another process is writing the store."""


class ShortOfMemoryError(StoreError):
    """Building a release takes more memory than it may take."""


class ForeignStoreError(StoreError):
    """A file is no revdash store, is damaged, or was made by a newer version."""


class InputError(RevdashError):
    """What was given (a name, a date, a file) cannot be understood."""


class StaleEditError(RevdashError):
    """Somebody else changed the same thing first."""


def suggestion(name: str, known: Iterable[str], *, listing: str = "") -> str:
    """Say which known name was probably meant; list them all when they are few.

    ``listing`` names the command or page that lists them, for when they are many.
    """
    names = sorted(known)
    begun = [one for one in names if len(name) >= _TELLING and one.startswith(name)]
    close = begun[:1] or get_close_matches(name, names, n=1)
    if close:
        return f"Did you mean '{close[0]}'?" + (f" {listing}" if listing else "")
    if len(names) <= 10:  # noqa: PLR2004  more than a reader takes in at a glance
        return f"Known: {', '.join(names) or 'none'}."
    return listing or f"There are {len(names)}; the first: {', '.join(names[:5])}."
