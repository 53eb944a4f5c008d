"""Dates: the order of day, month and year decided for a whole column, then every value read."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from revdash.errors import InputError, suggestion
from revdash.ingest.unreadable import Unreadable

EARLIEST_YEAR, LATEST_YEAR = 1950, 2100

_TIME = (
    r"(?:[T ,]+(?P<h>\d{1,2}):(?P<mi>\d\d)(?::(?P<s>\d\d)(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?:[ \u00a0\u202f]?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?: ?(?P<zone>Z|UTC|GMT|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?))?)?"
)
_Y, _M, _D = r"(?P<y>\d{4})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_NAME = r"(?P<name>[A-Za-z]{3})[a-z]*\.?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH, _EXCEL = "epoch_ms", "excel"
_WORDS = {
    "Y-m-d": "year-month-day",
    "Y/m/d": "year/month/day",
    "d/m/Y": "day/month/year",
    "m/d/Y": "month/day/year",
    "d.m.Y": "day.month.year",
    "d-m-Y": "day-month-year",
    "m-d-Y": "month-day-year",
    "d b Y": "day, month by name, year",
    "b d Y": "month by name, day, year",
    "Ymd": "year, month and day in eight digits",
    _EPOCH: "milliseconds since 1970",
    _EXCEL: "days as Excel counts them",
}
DATE_FORMATS = tuple(_WORDS)


def _form(name: str) -> re.Pattern[str]:
    parts = {"Y": _Y, "m": _M, "d": _D, "b": _NAME, ".": r"\.", " ": "(?:, ?|[ -])"}
    if name == "Ymd":
        parts |= {"m": r"(?P<m>\d\d)", "d": r"(?P<d>\d\d)"}
    return re.compile("".join(parts.get(sign, sign) for sign in name) + _TIME)


_FORMS = {name: _form(name) for name in DATE_FORMATS[:-2]}
_COUNTED = {_EPOCH: re.compile(r"\d{12,13}"), _EXCEL: re.compile(r"[2-6]\d{4}(\.\d+)?")}
_YEAR_FIRST = re.compile(r"\d{4}([-/])\d")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2\d{4}")
_MONTH = "(?i:" + "|".join(_MONTHS) + ")"
_NAMED = {
    "d b Y": re.compile(rf"\d{{1,2}}[ -]{_MONTH}"),
    "b d Y": re.compile(rf"{_MONTH}[a-z]*\.? \d"),
}
_EIGHT = re.compile(r"(19|20)\d\d(0\d|1[0-2])([0-2]\d|3[01])")
_START, _EXCEL_START = datetime(1970, 1, 1), datetime(1899, 12, 30)


@dataclass(frozen=True, kw_only=True)
class Zones:
    """The zone that times without one are in, and the company's, whose days count."""

    source: str
    company: str


class AmbiguousDatesError(InputError):
    """A column whose dates can be read in two ways; *formats*: the day first, the month first."""

    def __init__(self, text: str, column: str, formats: tuple[str, str]) -> None:
        super().__init__(text)
        self.column, self.formats = column, formats


def decide_format(column: str, values: Sequence[str]) -> tuple[str, str]:
    """How a column writes dates, and the value that shows it; refuse an ambiguous column."""
    families: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for value in values:
        family = _family(value)
        families[family] += 1
        examples.setdefault(family, value)
    known = {family: count for family, count in families.items() if family}
    if len(families) > 1:  # eight digits among anything else may be a number
        known.pop("Ymd", None)
    if not known:
        raise _no_dates(column, values)
    family = max(known, key=lambda name: known[name])
    if family in ("/", "-"):
        return _day_or_month_first(column, family, values)
    return family, examples[family]


def words(date_format: str) -> str:
    """A date format in words."""
    return _WORDS[date_format]


def check_zone(name: str) -> str:
    """*name*, when it is a zone that exists."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(
            f"There is no time zone '{name}'. Give an IANA name such as Europe/Berlin."
        ) from error
    return name


def check_format(name: str) -> str:
    """*name*, when it is a date format that can be read."""
    if name not in _WORDS:
        raise InputError(f"There is no date format '{name}'. {suggestion(name, DATE_FORMATS)}")
    return name


def is_day(value: str, date_format: str) -> bool:
    """Whether a value gives a day and no time of it."""
    return (
        date_format != _EPOCH and ":" not in value and ("." not in value or date_format != _EXCEL)
    )


def instant_of(value: str, date_format: str, zones: Zones) -> datetime:
    """The instant in naive UTC; a value without a time stays the day as written."""
    if date_format == _EPOCH:
        return _counted(value, date_format)
    moment, offset = _written(value, date_format)
    if offset is not None:
        return moment - offset
    return moment if is_day(value, date_format) else _to_utc(moment, zones.source)


def day_of(value: str, date_format: str, zones: Zones) -> date:
    """The day as written; a value with an offset is an instant, whose company day counts."""
    if date_format == _EPOCH:
        moment = _counted(value, date_format)
        return moment.date() if moment.time() == datetime.min.time() else _day_in(moment, zones)
    moment, offset = _written(value, date_format)
    return moment.date() if offset is None else _day_in(moment - offset, zones)


def _family(value: str) -> str:
    if match := _YEAR_FIRST.match(value):
        return "Y-m-d" if match[1] == "-" else "Y/m/d"
    if match := _YEAR_LAST.match(value):
        return "d.m.Y" if match[2] == "." else match[2]
    if _EIGHT.fullmatch(value):
        return "Ymd"
    named = (name for name, form in _NAMED.items() if form.match(value))
    return _EPOCH if _COUNTED[_EPOCH].fullmatch(value) else next(named, "")


def _day_or_month_first(column: str, sign: str, values: Iterable[str]) -> tuple[str, str]:
    day_first = month_first = either = same = ""
    for value in values:
        match = _YEAR_LAST.match(value)
        if match is None or match[2] != sign:
            continue
        same = value
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second:  # noqa: PLR2004  months of a year
            day_first = day_first or value
        elif second > 12 >= first:  # noqa: PLR2004
            month_first = month_first or value
        elif first != second:
            either = either or value
    formats = f"d{sign}m{sign}Y", f"m{sign}d{sign}Y"
    ask = (
        f'State date_format = "{formats[0]}" or "{formats[1]}" for it in the mapping, or pass '
        "--dates day-first or month-first."
    )
    if day_first and month_first:
        raise AmbiguousDatesError(
            f"Column '{column}' mixes two orders: '{day_first}' has the day first, "
            f"'{month_first}' the month. {ask}",
            column,
            formats,
        )
    if either and not (day_first or month_first):
        raise AmbiguousDatesError(
            f"Column '{column}' can be read two ways: is '{either}' day or month first? {ask}",
            column,
            formats,
        )
    return (formats[1], month_first) if month_first else (formats[0], day_first or same)


def _no_dates(column: str, values: Sequence[str]) -> InputError:
    first = values[0]
    if _COUNTED[_EXCEL].fullmatch(first):
        meant = _counted(first, _EXCEL).date()
        return InputError(
            f"Column '{column}' holds '{first}': is it {meant}, as a spreadsheet counts days? If "
            f'so, state date_format = "{_EXCEL}" for it in the mapping, or format the column as a '
            "date (YYYY-MM-DD) and save the file again."
        )
    if any(_family(value) for value in values):
        other = next(value for value in values if not _family(value))
        return InputError(
            f"Column '{column}' holds dates in eight digits, but also '{other[:40]}': state "
            'date_format = "Ymd" for it in the mapping, or choose another column.'
        )
    return InputError(
        f"Column '{column}' holds no date that can be read: '{first[:40]}'. Write dates as "
        "2026-03-31, or choose another column in the mapping."
    )


def _written(value: str, date_format: str) -> tuple[datetime, timedelta | None]:
    if date_format == _EXCEL:
        return _counted(value, date_format), None
    match = _FORMS[date_format].fullmatch(value)
    if match is None:
        raise Unreadable(
            f"'{value[:40]}' is not written as {words(date_format)}.",
            "Write it as the other dates in this column.",
        )
    year = int(match["y"])
    try:
        moment = datetime(year, _month(match), int(match["d"]))
        moment = moment if match["h"] is None else _at_time(moment, match)
    except ValueError as error:
        raise Unreadable(f"'{value}' is no day or time there is.", "Correct it.") from error
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Unreadable(
            f"'{value}' cannot be meant: the year {year}.", "Leave it blank if it is not known."
        )
    return moment, _offset(match["zone"])


def _month(match: re.Match[str]) -> int:
    """The number of a month, written so or by its English name."""
    named = match.groupdict().get("name")
    return _MONTHS.index(named.casefold()) + 1 if named else int(match["m"])


def _at_time(moment: datetime, match: re.Match[str]) -> datetime:
    hour = int(match["h"])
    if match["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004  hours of a clock's face
            raise ValueError(hour)
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    micro = int((match["f"] or "0").ljust(6, "0")[:6])
    return moment.replace(
        hour=hour, minute=int(match["mi"]), second=int(match["s"] or 0), microsecond=micro
    )


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone in ("Z", "UTC", "GMT"):
        return timedelta(0)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if zone[0] == "-" else size


@lru_cache(maxsize=32)
def _zone(name: str) -> ZoneInfo | None:
    return None if name == "UTC" else ZoneInfo(name)


def _to_utc(moment: datetime, zone_name: str) -> datetime:
    """Wall time to UTC: in the spring gap it moves forward, in autumn the first one counts."""
    zone = _zone(zone_name)
    if zone is None:
        return moment
    return moment.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def _day_in(moment: datetime, zones: Zones) -> date:
    zone = _zone(zones.company)
    return moment.date() if zone is None else moment.replace(tzinfo=UTC).astimezone(zone).date()


def _counted(value: str, date_format: str) -> datetime:
    """The moment that is a number of milliseconds or days after a first one."""
    if not _COUNTED[date_format].fullmatch(value):
        raise Unreadable(
            f"'{value[:40]}' is not written as {words(date_format)}.",
            "Write it as the other dates in this column.",
        )
    if date_format == _EPOCH:
        return _START + timedelta(milliseconds=int(value))
    return _EXCEL_START + timedelta(seconds=round(float(value) * 86_400))
