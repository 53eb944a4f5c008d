"""Long files: exports of any length as HubSpot and Meta write them, for the bench of imports."""

import csv
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

_BEGUN = datetime(2024, 1, 1)
_SOURCES = ("Organic Search", "Paid Search", "Referrals")
_CONTACTS = (
    *("Record ID", "First Name", "Last Name", "Email", "Company Name", "Contact owner"),
    *("Original Source", "Create Date", "Became a Lead Date"),
    *("Became a Marketing Qualified Lead Date", "Country/Region"),
)
_CALLS = (
    *("Record ID", "Call title", "Activity date", "Activity assigned to", "Call outcome"),
    *("Call direction", "Call status", "Associated Contact IDs", "Create date"),
)
_SPEND = (
    *("date_start", "date_stop", "account_currency", "campaign_id", "campaign_name", "ad_id"),
    *("impressions", "clicks", "spend"),
)
_ADS = 2_000


def _contact(number: int) -> tuple[object, ...]:
    """One of six became an MQL three days after the lead."""
    created = _BEGUN + timedelta(minutes=number % 1_000_000)
    qualified = _minute(created + timedelta(days=3)) if number % 6 == 0 else ""
    return (
        *(number, f"F{number}", f"L{number}", f"p{number}@example.com", f"Co {number % 5000}"),
        *(f"Rep {number % 40}", _SOURCES[number % 3], _minute(created), _minute(created)),
        *(qualified, "Germany"),
    )


def _call(number: int) -> tuple[object, ...]:
    at = _minute(_BEGUN + timedelta(minutes=number % 1_000_000))
    outcome = ("Connected", "No answer", "Left voicemail")[number % 3]
    return (
        *(number, f"Call {number}", at, f"Rep {number % 40}", outcome, "Outbound", "Completed"),
        *(number // 3, at),
    )


def _spend(number: int) -> tuple[object, ...]:
    day, ad = date(2019, 1, 1) + timedelta(days=number // _ADS), number % _ADS
    campaign = ad // 10
    return (
        *(day, day, "EUR", campaign, f"Campaign {campaign}", ad, number % 5000, number % 60),
        f"{number % 9000 / 100:.2f}",
    )


def _minute(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")


def _writer(
    header: Iterable[str], row: Callable[[int], tuple[object, ...]]
) -> Callable[[Path, int], None]:
    def write(path: Path, rows: int) -> None:
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
            writer.writerow(header)
            writer.writerows(map(row, range(rows)))

    return write


# What each is called, as its program names the file, and what writes so many rows of it.
LONG_FILES = {
    "contacts": ("hubspot-crm-exports-contacts.csv", _writer(_CONTACTS, _contact)),
    "calls": ("hubspot-crm-exports-calls.csv", _writer(_CALLS, _call)),
    "spend": ("meta-insights.csv", _writer(_SPEND, _spend)),
}
