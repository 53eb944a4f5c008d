"""Places: the three regions of the demo, their countries and their business calendars."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from revdash.worktime.calendar import Calendar
from revdash.worktime.holidays_seed import public_holidays

_YEARS = (2025, 2026, 2027)  # the last, for promises made near the end


@dataclass(frozen=True, kw_only=True)
class Region:
    """Where leads come from and when people there work."""

    name: str
    zone: ZoneInfo
    share: float
    countries: Mapping[str, float] = field(hash=False)
    company_form: str
    calendar: Calendar


def _calendar(name: str, zone: str, hours: tuple[int, int], holidays: tuple[str, ...]) -> Calendar:
    country, *part = holidays
    days = public_holidays(country, _YEARS, part[0] if part else None)
    return Calendar(
        calendar_id=name,
        zone=zone,
        weekly=dict.fromkeys(range(5), (hours,)),
        exceptions={day: () for day, _ in days},
    )


REGIONS: dict[str, Region] = {
    "UK": Region(
        name="UK",
        zone=ZoneInfo("Europe/London"),
        share=0.42,
        countries={"GB": 0.92, "IE": 0.08},
        company_form="Ltd",
        calendar=_calendar("uk", "Europe/London", (540, 1050), ("GB", "ENG")),
    ),
    "US": Region(
        name="US",
        zone=ZoneInfo("America/New_York"),
        share=0.35,
        countries={"US": 0.93, "CA": 0.07},
        company_form="Inc",
        calendar=_calendar("us", "America/New_York", (540, 1020), ("US",)),
    ),
    "DACH": Region(
        name="DACH",
        zone=ZoneInfo("Europe/Berlin"),
        share=0.23,
        countries={"DE": 0.76, "CH": 0.14, "AT": 0.10},
        company_form="GmbH",
        calendar=_calendar("dach", "Europe/Berlin", (510, 1020), ("DE",)),
    ),
}
