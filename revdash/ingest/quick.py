"""Quick: values in their plainest form, read by Arrow all at once.

What these leave out is read one value after the other, with the same meaning.
"""

import hashlib
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest.dates import EARLIEST_YEAR, LATEST_YEAR, Zones
from revdash.ingest.numbers import LARGEST

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_ZONED = _TIME + r"(Z| ?UTC|[+-][0-9]{2}(:?[0-9]{2})?)$"
_YEAR_FIRST = r"^[0-9]{4}-[0-9]"
_POINT = r"^-?[0-9]{1,15}(\.([0-9]{1,2}|[0-9]{4,}))?$"  # can be read in no other way
_NUMBER = {".": r"^-?[0-9]{1,15}(\.[0-9]+)?$", ",": r"^-?[0-9]{1,15}$"}
_EMAIL = r"^[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
_NO_SECONDS = r"(:00)?\.0+$"
_MICROS = pa.timestamp("us")


class Quick(NamedTuple):
    """The values that were plain, null elsewhere; and of instants which are a day only."""

    values: pa.Array
    is_read: pa.Array
    days: pa.Array | None = None


def is_year_first(text: pa.Array) -> bool:
    """Whether all dates begin with the year and a dash, so that their order is plain."""
    return _all(text, _YEAR_FIRST)


def is_point_decimal(text: pa.Array) -> bool:
    """Whether all numbers are whole or have a point before decimals, and nothing else."""
    return _all(text, _POINT)


def instants(text: pa.Array, zones: Zones) -> Quick:
    """Read ISO dates and times; a day stays the day as written."""
    days, zoned = _matching(text, _DAY), _matching(text, _ZONED)
    naive = _matching(text, _TIME + "$")
    try:
        found = pc.coalesce(
            _only(text, days).cast(_MICROS),
            _utc(_only(text, naive).cast(_MICROS), zones.source),
            _zoned(_only(text, zoned)),
        )
    except pa.ArrowInvalid:  # a 30 February, or an hour that a summer time leaves out
        return _nothing(text, _MICROS)
    return _in_years(found, days)


def days(text: pa.Array) -> Quick:
    """Read ISO dates, and of times without a zone their day."""
    plain = pc.or_(_matching(text, _DAY), _matching(text, _TIME + "$"))
    only = _only(text, plain)
    try:
        only.cast(_MICROS)
        found = pc.utf8_slice_codeunits(only, 0, 10).cast(pa.date32())
    except pa.ArrowInvalid:
        return _nothing(text, pa.date32())
    return _in_years(found)


def numbers(text: pa.Array, decimal: str) -> Quick:
    """Read plain numbers without thousands."""
    found = _only(text, _matching(text, _NUMBER[decimal])).cast(pa.float64())
    found = pc.if_else(pc.less(pc.abs(found), LARGEST), found, None)
    return Quick(found, pc.is_valid(found))


def wholes(text: pa.Array, decimal: str) -> Quick:
    """Read plain whole numbers."""
    found = numbers(text, decimal).values
    whole = pc.if_else(pc.equal(pc.round(found), found), found, None)
    return Quick(whole.cast(pa.int64()), pc.is_valid(whole))


def emails(text: pa.Array) -> Quick:
    """Read addresses of plain letters."""
    found = pc.ascii_lower(_only(text, _matching(text, _EMAIL)))
    return Quick(found, pc.is_valid(found))


def spelled(values: pa.Array, zone: str) -> pa.Array:
    """Days and instants in one spelling, as a clock of *zone* shows them: 2026-05-13 09:00.

    Seconds are told where there are any.
    """
    if not pa.types.is_timestamp(values.type):
        return values.cast(pa.string())
    local = pc.local_timestamp(values.cast(pa.timestamp("us", zone)))
    return pc.replace_substring_regex(local.cast(pa.string()), _NO_SECONDS, "")


def hashes(addresses: pa.Array) -> pa.Array:
    """The hash of each address."""
    sha256 = hashlib.sha256
    made = (a and sha256(a.encode()).hexdigest() for a in addresses.to_pylist())
    return pa.array(made, pa.string())


def _all(text: pa.Array, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(text, pattern)).as_py() is not False)


def _matching(text: pa.Array, pattern: str) -> pa.Array:
    return pc.fill_null(pc.match_substring_regex(text, pattern), False)


def _only(text: pa.Array, wanted: pa.Array) -> pa.Array:
    return pc.if_else(wanted, text, pa.scalar(None, pa.string()))


def _utc(naive: pa.Array, zone: str) -> pa.Array:
    if zone == "UTC" or naive.null_count == len(naive):
        return naive
    local = pc.assume_timezone(naive, zone, ambiguous="earliest", nonexistent="raise")
    return local.cast(pa.int64()).cast(_MICROS)


def _zoned(text: pa.Array) -> pa.Array:
    if text.null_count == len(text):
        return pa.nulls(len(text), _MICROS)
    offset = pc.replace_substring_regex(text, " ?UTC$", "Z")
    return offset.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).cast(_MICROS)


def _in_years(found: pa.Array, is_day: pa.Array | None = None) -> Quick:
    """Leave out what is years away: it is read, and judged, one by one."""
    year = pc.year(found)
    near = pc.and_(pc.greater(year, EARLIEST_YEAR), pc.less(year, LATEST_YEAR))
    kept = pc.if_else(near, found, pa.scalar(None, found.type))
    return Quick(kept, pc.is_valid(kept), is_day)


def _nothing(text: pa.Array, kind: pa.DataType) -> Quick:
    none = pa.repeat(False, len(text))
    return Quick(pa.nulls(len(text), kind), none, none)
