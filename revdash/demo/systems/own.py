"""Own: what no CRM holds, in revdash's own shape: staff, leave, what platforms leave out."""

from collections.abc import Iterator
from datetime import datetime, time

from revdash.demo.channels import CAMPAIGNS
from revdash.demo.lives import Episode
from revdash.demo.staff import ABSENCES, TEAMS, USERS
from revdash.demo.systems import ids
from revdash.demo.systems.ads import NAMES, PLATFORMS
from revdash.demo.systems.lines import Cell, Line, Sheet
from revdash.demo.timeline import START
from revdash.demo.world import World

BEGINNING = datetime.combine(START, time())


def own(table: str, key: str) -> str:
    """Return the key of a fact that only the company itself tells."""
    return f"halden:{table}:{key}"


def person_in_salesforce(episode: Episode) -> str:
    """Return the store's id of a lead as Salesforce knows it."""
    return f"salesforce:person:{ids.sf_lead(episode.lead)}"


def user_id(user: str | None) -> str | None:
    """Return the store's id of a user."""
    return f"salesforce:user:{ids.sf_user(user)}" if user else None


def _teams(_world: World) -> Iterator[Line]:
    for key, (name, side, parent) in TEAMS.items():
        cells: dict[str, Cell] = {
            "event_key": own("team", key),
            "team_id": own("team", key),
            "name": name,
            "side": side,
            "parent_team_id": own("team", parent) if parent else None,
        }
        yield Line(BEGINNING, key, cells)


def _staff(_world: World) -> Iterator[Line]:
    for one in USERS:
        cells: dict[str, Cell] = {
            "event_key": user_id(one.user),
            "user_id": user_id(one.user),
            "team_id": own("team", one.team),
            "region": one.region,
            "calendar_id": one.region.lower() if one.region else None,
            "active_from": BEGINNING,
        }
        yield Line(BEGINNING, one.user, cells)
        if one.until_on:
            left_at = datetime.combine(one.until_on, time(8))
            yield Line(left_at, one.user, cells | {"active_to": left_at})


def _absences(_world: World) -> Iterator[Line]:
    for absence in ABSENCES:
        key = f"{absence.user}-{absence.from_on:%Y%m%d}"
        cells: dict[str, Cell] = {
            "event_key": own("absence", key),
            "user_id": user_id(absence.user),
            "from_on": absence.from_on,
            "until_on": absence.until_on,
            "absence_kind": absence.kind,
            "delegate_user_id": user_id(absence.delegate),
        }
        yield Line(datetime.combine(absence.from_on, time()), key, cells)


def _campaigns(_world: World) -> Iterator[Line]:
    """What the platforms do not tell of the campaigns that run on them."""
    for one in CAMPAIGNS:
        platform = PLATFORMS.get(one.channel)
        if platform is None:
            continue
        key = f"{platform}:campaign:{NAMES[one.key]}"
        cells: dict[str, Cell] = {
            "event_key": key,
            "campaign_id": key,
            "campaign_type": one.kind,
            "objective": one.objective,
            "start_on": one.start_on,
            "end_on": one.end_on,
            "budget": one.budget,
            "owner_user_id": user_id(one.owner),
            "region": one.region,
        }
        yield Line(datetime.combine(one.start_on, time()), key, cells)


SHEETS = (
    Sheet("team", ("event_key", "team_id", "name", "side", "parent_team_id"), _teams),
    Sheet(
        "app_user",
        ("event_key", "user_id", "team_id", "region", "calendar_id", "active_from", "active_to"),
        _staff,
    ),
    Sheet(
        "user_absence",
        ("event_key", "user_id", "from_on", "until_on", "absence_kind", "delegate_user_id"),
        _absences,
    ),
    Sheet(
        "campaign",
        (
            *("event_key", "campaign_id", "campaign_type", "objective", "start_on", "end_on"),
            *("budget", "owner_user_id", "region"),
        ),
        _campaigns,
    ),
)
