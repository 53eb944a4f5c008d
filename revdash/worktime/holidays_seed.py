"""Holidays seed: the public holidays a new calendar begins with; the stored table decides after."""

from collections.abc import Iterable
from datetime import date

from holidays import country_holidays
from holidays.utils import list_supported_countries

from revdash.errors import InputError, suggestion


def public_holidays(
    country: str, years: Iterable[int], subdivision: str | None = None
) -> list[tuple[date, str]]:
    """List the days off of a country, or of one of its parts, with their names.

    Codes are ISO 3166: 'GB' with 'ENG', 'DE' with 'BY'. A holiday that falls on a weekend
    is listed with the day that replaces it.
    """
    parts = list_supported_countries()
    if country not in parts:
        raise InputError(f"No holidays known for country '{country}'. {suggestion(country, parts)}")
    if subdivision is not None and subdivision not in parts[country]:
        raise InputError(
            f"No holidays known for '{subdivision}' in '{country}'. "
            f"{suggestion(subdivision, parts[country])}"
        )
    return sorted(country_holidays(country, subdiv=subdivision, years=years).items())
