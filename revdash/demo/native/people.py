"""People rows: accounts, persons, users, teams and absences."""

from collections.abc import Iterator
from datetime import datetime, time
from hashlib import sha256

from revdash.demo.dice import dice, pick
from revdash.demo.lives import Lead, Life
from revdash.demo.native.identity import Row, account_id, demo_id, lead_id, row, user_id
from revdash.demo.places import REGIONS
from revdash.demo.staff import ABSENCES, TEAMS, USERS
from revdash.demo.timeline import END, START
from revdash.demo.world import World

_BEGINNING = datetime.combine(START, time())
_ROLES = {"Operations lead": 0.34, "Service manager": 0.30, "IT manager": 0.16, "Owner": 0.20}
_SENIORITIES = {"manager": 0.5, "director": 0.3, "staff": 0.2}


def teams(_world: World) -> Iterator[Row]:
    """Yield the teams."""
    for key, (name, side, parent) in TEAMS.items():
        own: Row = {
            "team_id": demo_id("team", key),
            "name": name,
            "side": side,
            "parent_team_id": demo_id("team", parent) if parent else None,
        }
        yield row("team", key, _BEGINNING, own)


def app_users(_world: World) -> Iterator[Row]:
    """Yield the staff, the queue and the bot."""
    for one in USERS:
        name = one.user.capitalize() if one.kind == "human" else one.role.capitalize()
        own: Row = {
            "user_id": user_id(one.user),
            "name": name,
            "email": f"{one.user}@halden-field-systems.example",
            "role": one.role,
            "kind": one.kind,
            "team_id": demo_id("team", one.team),
            "region": one.region,
            "calendar_id": one.region.lower() if one.region else None,
            "manager_id": user_id(one.manager),
            "active_from": _BEGINNING,
            "active_to": None,
        }
        yield row("user", one.user, _BEGINNING, own)


def user_absences(_world: World) -> Iterator[Row]:
    """Yield the days users were away."""
    for absence in ABSENCES:
        source_id = f"{absence.user}-{absence.from_on:%Y%m%d}"
        own: Row = {
            "user_id": user_id(absence.user),
            "from_on": absence.from_on,
            "until_on": absence.until_on,
            "absence_kind": absence.kind,
            "delegate_user_id": user_id(absence.delegate),
        }
        yield row("absence", source_id, datetime.combine(absence.from_on, time()), own)


def accounts(world: World) -> Iterator[Row]:
    """Yield the companies leads and deals belong to."""
    for account in world.accounts:
        own: Row = {
            "account_id": account_id(account),
            "name": account.name,
            "domain": account.domain,
            "segment": account.segment,
            "industry": account.industry,
            "country": account.country,
            "region": account.region,
            "employees": account.employees,
            "is_target": account.segment == "ENT",
        }
        yield row("account", f"{account.number:05d}", _BEGINNING, own)


def persons(world: World) -> Iterator[Row]:
    """Yield the leads as persons; they have numbers for names."""
    for life in world.lives:
        yield row("lead", f"{life.lead.number:05d}", life.lead.arrived_at, _person(life))


def _person(life: Life) -> Row:
    lead, account = life.lead, life.lead.account
    rng = dice("person", lead.number)
    email = f"lead-{lead.number:05d}@{account.domain}"
    return {
        "person_id": lead_id(lead),
        "full_name": f"Lead {lead.number:05d}",
        "email": email,
        "email_hash": sha256(email.encode()).hexdigest(),
        "account_id": account_id(account),
        "company_name": account.name,
        "job_role": pick(rng, _ROLES),
        "seniority": pick(rng, _SENIORITIES),
        "country": account.country,
        "region": account.region,
        "segment": account.segment,
        "zone": REGIONS[account.region].zone.key,
        "created_at": lead.arrived_at,
        "source": lead.channel,
        "source_detail": _detail(lead),
        "owner_user_id": _owner(life),
        "consent_state": "given",
        "is_employee": False,
        "is_test": False,
    }


def _detail(lead: Lead) -> str | None:
    return "prize draw" if lead.is_prize_draw else None


def _owner(life: Life) -> str | None:
    handings = [one for episode in life.episodes for one in episode.handings if one.at <= END]
    return user_id(handings[-1].to_user) if handings else None
