"""Ids: what each system calls people, companies, deals and staff."""

from functools import lru_cache

from revdash.demo.channels import CAMPAIGNS
from revdash.demo.lives import Account, Deal, Lead, Twin
from revdash.demo.staff import BOT, QUEUE, USERS

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_CHUNK = 5
_CAMPAIGN_NUMBERS = {campaign.key: number for number, campaign in enumerate(CAMPAIGNS, 1)}
_USER_NUMBERS = {user.user: number for number, user in enumerate(USERS, 1)}


def contact(lead: Lead) -> int:
    """HubSpot's number of a person."""
    return 5_100_000 + lead.number


def twin_contact(twin: Twin) -> int:
    """HubSpot's number of a person's second record."""
    return 5_900_000 + twin.number


def company(account: Account) -> int:
    """HubSpot's number of a company."""
    return 9_200_000 + account.number


def salesforce(prefix: str, number: int) -> str:
    """Salesforce's id of a record, of 18 signs: the last three say which letters are capitals."""
    short = f"{prefix}H{number:011d}"
    return short + _checksum(prefix)


def sf_lead(lead: Lead) -> str:
    """Salesforce's id of a lead."""
    return salesforce("00Q", lead.number)


def sf_contact(lead: Lead) -> str:
    """Salesforce's id of the contact that a lead was converted to."""
    return salesforce("003", lead.number)


def sf_account(account: Account) -> str:
    """Salesforce's id of an account."""
    return salesforce("001", account.number)


def sf_prospect(number: int) -> str:
    """Salesforce's id of a contact that sales found by itself."""
    return salesforce("003", 1_000_000 + number)


def sf_deal(deal: Deal, *, again: bool = False) -> str:
    """Salesforce's id of an opportunity, or of the same one entered *again*."""
    return salesforce("006", deal_number(deal) + (2_000_000 if again else 0))


def deal_number(deal: Deal) -> int:
    """Return a number that is the deal's alone."""
    kind, number, *handoff = deal.key.split("-")
    return int(number) * 10 + (1_000_000 if kind == "out" else int(handoff[0]))


def sf_user(user: str | None) -> str | None:
    """Salesforce's id of a user, or of a queue."""
    if user is None:
        return None
    return salesforce("00G" if user == QUEUE else "005", _USER_NUMBERS[user])


def sf_campaign(key: str | None) -> str | None:
    """Salesforce's id of a campaign."""
    return salesforce("701", _CAMPAIGN_NUMBERS[key]) if key else None


def is_machine(user: str) -> bool:
    """Whether a rule did something, and no person."""
    return user == BOT


def email_of(lead: Lead) -> str:
    """The address by which every system knows a person."""
    return f"lead-{lead.number:05d}@{lead.account.domain}"


@lru_cache(maxsize=64)
def _checksum(prefix: str) -> str:
    short = f"{prefix}H" + "0" * 11
    chunks = (short[start : start + _CHUNK] for start in range(0, len(short), _CHUNK))
    return "".join(
        _SIGNS[sum(1 << place for place, sign in enumerate(chunk) if sign.isupper())]
        for chunk in chunks
    )
