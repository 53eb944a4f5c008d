"""Hours: opening hours and closed days as people write them."""

import re
from datetime import date

from revdash.errors import InputError
from revdash.worktime.holidays_seed import public_holidays

Hours = tuple[tuple[str, str], ...]
_INTERVAL = re.compile(r"(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})")
_COUNTRY = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?\s+(\d{4})")


def written(hours: Hours) -> str:
    """Opening hours as one line."""
    return ", ".join(f"{start}-{end}" for start, end in hours)


def read(line: str) -> Hours:
    """Read a line of opening hours; an empty one is closed."""
    found: list[tuple[str, str]] = []
    for part in (part.strip() for part in line.split(",") if part.strip()):
        match = _INTERVAL.fullmatch(part)
        if match is None:
            raise InputError(
                f"'{part}' are no opening hours. Write 09:00-17:30, two stretches with a comma "
                "between, or nothing for a closed day."
            )
        found.append((match[1].zfill(5), match[2].zfill(5)))
    return tuple(found)


def holidays(text: str) -> dict[date, str]:
    """Read closed days, one a line; a country and a year stand for its public holidays."""
    found: dict[date, str] = {}
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        if match := _COUNTRY.fullmatch(line):
            found.update(public_holidays(match[1], [int(match[3])], match[2]))
            continue
        day, _, name = line.partition(" ")
        try:
            found[date.fromisoformat(day)] = name.strip()
        except ValueError:
            raise InputError(
                f"'{line}' is no closed day. Write 2026-12-25 Christmas, or a country and a "
                "year such as GB-ENG 2026 for its public holidays."
            ) from None
    return found
