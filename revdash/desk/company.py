"""Company: its name, zone, weeks, fiscal year and currency."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from zoneinfo import available_timezones

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, insert
from revdash.desk.tables.company import company
from revdash.errors import InputError, StoreError, suggestion

_ONLY_ROW = "company"
_CURRENCY = re.compile(r"[A-Z]{3}")
_LINK = re.compile(r"https://[\w.:-]+/[^\s{}<>\"']*\{id\}[^\s{}<>\"']*")
_WEEKDAYS = range(7)
_MONTHS = range(1, 13)


@dataclass(frozen=True, kw_only=True)
class Company:
    """The company as its leaders set it; ``version`` 0 is one not saved yet."""

    name: str
    zone: str
    week_start: int = 0  # Monday
    fiscal_year_start_month: int = 1
    currency: str = "USD"
    is_demo: bool = False
    crm_link_templates: Mapping[str, str] = field(default_factory=dict)  # {object: URL with {id}}
    version: int = 0


def has_company(connection: Connection) -> bool:
    """Tell whether the desk has been set up."""
    return connection.execute(select(company.c.company_id)).first() is not None


def read_company(connection: Connection) -> Company:
    """Read the company's settings."""
    row = connection.execute(select(company)).one_or_none()
    if row is None:
        raise StoreError("The desk has no company yet. Set one up with `revdash init`.")
    return Company(
        name=row.name,
        zone=row.zone,
        week_start=row.week_start,
        fiscal_year_start_month=row.fiscal_year_start_month,
        currency=row.currency,
        is_demo=row.is_demo,
        crm_link_templates=row.crm_link_templates or {},
        version=row.version,
    )


def save_company(connection: Connection, settings: Company, by: Stamp) -> Company:
    """Save the company's settings as they were read at ``settings.version``."""
    check_company(settings)
    values = {"company_id": _ONLY_ROW, **asdict(settings)}
    version = values.pop("version")
    if version:
        change(connection, company, values, version, by)
    else:
        insert(connection, company, values, by)
    return read_company(connection)


def check_company(settings: Company) -> None:
    """Refuse settings that no clock or sum could use."""
    if not settings.name.strip():
        raise InputError("The company has no name. Give the one people know it by.")
    check_zone(settings.zone)
    if settings.week_start not in _WEEKDAYS:
        raise InputError(
            f"A week cannot start on day {settings.week_start}. "
            "Days run from 0 (Monday) to 6 (Sunday); 0 is usual."
        )
    if settings.fiscal_year_start_month not in _MONTHS:
        raise InputError(
            f"A fiscal year cannot start in month {settings.fiscal_year_start_month}. "
            "Months run from 1 (January) to 12; 1 is usual."
        )
    if not _CURRENCY.fullmatch(settings.currency):
        raise InputError(
            f"'{settings.currency}' is no currency code. It has three capitals, like EUR or USD."
        )
    for name, template in settings.crm_link_templates.items():
        if not _LINK.fullmatch(template):
            raise InputError(
                f"The link template for '{name}' cannot be used: '{template}'. "
                "It starts with https:// and a host, and has {id} where the record's id goes."
            )


def check_zone(zone: str) -> None:
    """Refuse a name that is no IANA time zone."""
    known = available_timezones()
    if zone not in known:
        raise InputError(
            f"'{zone}' is no time zone. "
            + suggestion(zone, known, listing="Use an IANA name, like Europe/Berlin.")
        )
