"""Identity: the ids that rows of the demo carry, and the columns every row begins and ends with."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeAlias

from revdash.demo.lives import Account, Deal, Lead
from revdash.demo.staff import BOT

SOURCE_SYSTEM = "demo"

Cell: TypeAlias = str | int | float | bool | date | datetime | None
Row: TypeAlias = dict[str, Cell]


def row(kind: str, source_id: str, recorded_at: datetime, own: Mapping[str, Cell]) -> Row:
    """Return one row: its key, its own columns, and where it comes from."""
    return {
        "event_key": demo_id(kind, source_id),
        **own,
        "source_system": SOURCE_SYSTEM,
        "source_id": source_id,
        "recorded_at": recorded_at,
    }


def demo_id(kind: str, source_id: str) -> str:
    """Return an id such as ``demo:lead:00042``."""
    return f"{SOURCE_SYSTEM}:{kind}:{source_id}"


def lead_id(lead: Lead) -> str:
    """Return a person's id."""
    return demo_id("lead", f"{lead.number:05d}")


def account_id(account: Account) -> str:
    """Return a company's id."""
    return demo_id("account", f"{account.number:05d}")


def deal_id(deal: Deal) -> str:
    """Return a deal's id."""
    return demo_id("deal", deal.key)


def user_id(user: str | None) -> str | None:
    """Return a user's id."""
    return demo_id("user", user) if user else None


def campaign_id(campaign: str | None) -> str | None:
    """Return a campaign's id."""
    return demo_id("campaign", campaign) if campaign else None


def actor_kind(user: str) -> str:
    """Say whether a person or a rule did something."""
    return "workflow" if user == BOT else "human"
