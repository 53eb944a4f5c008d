"""Registry: Salesforce's users, its queue and the campaigns it knows."""

from collections.abc import Iterator
from datetime import datetime, time

from revdash.demo.channels import CAMPAIGNS
from revdash.demo.company import DEMO_COMPANY
from revdash.demo.staff import QUEUE, USERS
from revdash.demo.systems import ids
from revdash.demo.systems.lines import Cell, Line, Sheet
from revdash.demo.systems.own import BEGINNING
from revdash.demo.world import World

_KINDS = {"human": "Standard", "bot": "AutomatedProcess"}


def _users(_world: World) -> Iterator[Line]:
    for one in USERS:
        if one.user == QUEUE:
            continue
        name = one.user.capitalize() if one.kind == "human" else one.role.capitalize()
        name = one.name or name
        email = f"{one.user}@halden-field-systems.example"
        cells: dict[str, Cell] = {
            "Id": ids.sf_user(one.user),
            "Username": email,
            "Name": name,
            "Email": email,
            "Title": one.role,
            "IsActive": True,
            "UserType": _KINDS[one.kind],
            "ManagerId": ids.sf_user(one.manager),
            "CreatedDate": BEGINNING,
        }
        yield Line(BEGINNING, one.user, cells)
        if one.until_on:
            left_at = datetime.combine(one.until_on, time(8))
            yield Line(left_at, one.user, cells | {"IsActive": False})


def _queues(_world: World) -> Iterator[Line]:
    cells: dict[str, Cell] = {
        "Id": ids.sf_user(QUEUE),
        "Name": "Inbound queue",
        "DeveloperName": "Inbound_queue",
        "Type": "Queue",
        "DoesSendEmailToMembers": False,
    }
    yield Line(BEGINNING, QUEUE, cells)


def _campaigns(_world: World) -> Iterator[Line]:
    for one in CAMPAIGNS:
        cells: dict[str, Cell] = {
            "Id": ids.sf_campaign(one.key),
            "Name": one.name,
            "Type": one.kind,
            "Status": "In Progress",
            "Channel__c": one.channel,
            "Objective__c": one.objective,
            "Region__c": one.region,
            "List_Expected__c": one.list_expected_on,
            "StartDate": one.start_on,
            "EndDate": one.end_on,
            "BudgetedCost": one.budget,
            "CurrencyIsoCode": DEMO_COMPANY.currency,
            "OwnerId": ids.sf_user(one.owner),
            "IsDeleted": False,
        }
        yield Line(datetime.combine(one.start_on, time()), one.key, cells)


SHEETS = (
    Sheet(
        "User",
        (
            *("Id", "Username", "Name", "Email", "Title", "IsActive", "UserType", "ManagerId"),
            "CreatedDate",
        ),
        _users,
    ),
    Sheet(
        "Group",
        ("Id", "Name", "DeveloperName", "Type", "DoesSendEmailToMembers"),
        _queues,
    ),
    Sheet(
        "Campaign",
        (
            *("Id", "Name", "Type", "Status", "Channel__c", "Objective__c", "Region__c"),
            "List_Expected__c",
            *("StartDate", "EndDate", "BudgetedCost", "CurrencyIsoCode", "OwnerId", "IsDeleted"),
        ),
        _campaigns,
    ),
)
