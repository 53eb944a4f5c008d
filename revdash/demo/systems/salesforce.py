"""Salesforce's leads: what sales was handed, who had it, what became of it, who answered what."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from revdash.demo.dirt import country_told
from revdash.demo.lives import Episode, Life
from revdash.demo.staff import BOT
from revdash.demo.systems import ids
from revdash.demo.systems.hubspot import SAID
from revdash.demo.systems.lines import A_MONTH, Cell, Line, Sheet
from revdash.demo.timeline import company_day
from revdash.demo.world import World
from revdash.terms import LeadStage

RESPONSES = {  # a campaign member's status, and what it is
    "Registered for webinar": "webinar_registered",
    "Attended webinar": "webinar_attended",
    "Scanned at stand": "event_scan",
}
_STATUS_OF = {kind: status for status, kind in RESPONSES.items()}
_NEW = "Open - Not Contacted"
_STATUS = {
    LeadStage.MQL: _NEW,  # taken up again after a dispute
    LeadStage.SAL: "Working",
    LeadStage.SQL: "Qualified",
    LeadStage.REJECTED: "Rejected",
    LeadStage.RECYCLED: "Nurture",
    LeadStage.DISQUALIFIED: "Unqualified",
}
_SYNC = timedelta(seconds=5)  # until a lead that HubSpot hands over stands in Salesforce
_FIELDS = {"Status": "Status", "Owner": "OwnerId"}


class _Step(NamedTuple):
    """One change of one field of a lead."""

    at: datetime
    field: str
    value: str | None
    by: str


def synced_at(life: Life) -> datetime:
    """Return when a person first stood in Salesforce."""
    return life.episodes[0].mql_at + _SYNC


def answers_in_salesforce(life: Life, kind: str) -> bool:
    """Whether a touch is told there, as a campaign member's response."""
    return bool(life.episodes) and kind in _STATUS_OF


def _steps(episode: Episode) -> list[_Step]:
    """List what changed during one handoff, in order."""
    steps = [_Step(episode.mql_at + _SYNC, "Status", _NEW, BOT)]
    steps += [_Step(h.at, "Owner", ids.sf_user(h.to_user), h.by) for h in episode.handings]
    steps += [_Step(c.at, "Status", _STATUS[c.stage], c.user) for c in episode.changes]
    return sorted(steps)


def _leads(world: World) -> Iterator[Line]:
    for life in world.lives:
        if not life.episodes:
            continue
        key, known = str(life.lead.number), _lead(life)
        for episode in life.episodes:
            for step in _steps(episode):
                known = known | {_FIELDS[step.field]: step.value, "LastModifiedDate": step.at}
                yield Line(step.at, key, known)
            if episode.deal:
                known = known | _conversion(episode)
                yield Line(episode.deal.created_at, key, known)


def _lead(life: Life) -> dict[str, Cell]:
    lead, account = life.lead, life.lead.account
    return {
        "Id": ids.sf_lead(lead),
        "FirstName": "Lead",
        "LastName": f"{lead.number:05d}",
        "Email": ids.email_of(lead),
        "Company": account.name,
        "Country": country_told(account),
        "LeadSource": SAID[lead.channel],
        "OwnerId": ids.sf_user(BOT),
        "IsConverted": False,
        "IsDeleted": False,
        "CreatedDate": synced_at(life),
    }


def _conversion(episode: Episode) -> dict[str, Cell]:
    deal = episode.deal
    if deal is None:
        return {}
    return {
        "IsConverted": True,
        "ConvertedDate": company_day(deal.created_at),
        "ConvertedContactId": ids.sf_contact(episode.lead),
        "ConvertedAccountId": ids.sf_account(episode.lead.account),
        "ConvertedOpportunityId": ids.sf_deal(deal),
        "LastModifiedDate": deal.created_at,
    }


def _history(world: World) -> Iterator[Line]:
    for life in world.lives:
        now: dict[str, str | None] = {"Owner": ids.sf_user(BOT)}
        steps = [step for episode in life.episodes for step in _steps(episode)]
        for number, step in enumerate(steps, 1):
            before, now[step.field] = now.get(step.field), step.value
            if before is None:
                continue  # as it was made, which no history tells
            row = ids.salesforce("017", life.lead.number * 100 + number)
            yield Line(
                step.at,
                row,
                {
                    "Id": row,
                    "LeadId": ids.sf_lead(life.lead),
                    "Field": step.field,
                    "OldValue": before,
                    "NewValue": step.value,
                    "CreatedDate": step.at,
                    "CreatedById": ids.sf_user(step.by),
                },
            )


def _members(world: World) -> Iterator[Line]:
    for life in world.lives:
        for number, touch in enumerate(life.touches, 1):
            if not answers_in_salesforce(life, touch.kind):
                continue
            row = ids.salesforce("00v", life.lead.number * 100 + number)
            yield Line(
                max(touch.at, synced_at(life)),
                row,
                {
                    "Id": row,
                    "CampaignId": ids.sf_campaign(touch.campaign),
                    "LeadId": ids.sf_lead(life.lead),
                    "Status": _STATUS_OF[touch.kind],
                    "HasResponded": True,
                    "FirstRespondedDate": company_day(touch.at),
                },
            )


SHEETS = (
    Sheet(
        "Lead",
        (
            *("Id", "FirstName", "LastName", "Email", "Company", "Country", "LeadSource"),
            *("Status", "OwnerId", "IsConverted", "ConvertedDate", "ConvertedContactId"),
            *("ConvertedAccountId", "ConvertedOpportunityId", "IsDeleted", "CreatedDate"),
            "LastModifiedDate",
        ),
        _leads,
    ),
    Sheet(
        "LeadHistory",
        ("Id", "LeadId", "Field", "OldValue", "NewValue", "CreatedDate", "CreatedById"),
        _history,
    ),
    Sheet(
        "CampaignMember",
        ("Id", "CampaignId", "LeadId", "Status", "HasResponded", "FirstRespondedDate"),
        _members,
        weeks=A_MONTH,
    ),
)
