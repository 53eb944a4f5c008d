"""Own: what no CRM holds, in revdash's own shape: staff, leave, verdicts, nurture."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from revdash.demo.channels import CAMPAIGNS
from revdash.demo.dice import dice
from revdash.demo.lives import Change, Episode, Life
from revdash.demo.staff import ABSENCES, TEAMS, USERS
from revdash.demo.systems import ids
from revdash.demo.systems.ads import NAMES, PLATFORMS
from revdash.demo.systems.lines import Cell, Line, Sheet
from revdash.demo.timeline import END, START, company_day
from revdash.demo.work import days_after
from revdash.demo.world import World
from revdash.terms import LeadStage

BEGINNING = datetime.combine(START, time())
_P_ENROLLED = 0.85
_REVIEW_DAYS = 60
_GIVEN_BACK = (LeadStage.REJECTED, LeadStage.RECYCLED, LeadStage.DISQUALIFIED)


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
        }
        yield Line(BEGINNING, one.user, cells)


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


def _dispositions(world: World) -> Iterator[Line]:
    for episode in world.episodes:
        for number, change in enumerate(episode.changes, 1):
            if change.stage in _GIVEN_BACK:
                key = f"{episode.key}-{number}"
                yield Line(change.at, key, _disposition(episode, change, key))


def _disposition(episode: Episode, change: Change, key: str) -> dict[str, Cell]:
    return {
        "event_key": own("disposition", key),
        "person_id": person_in_salesforce(episode),
        "verdict": change.stage.value,
        "reason_code": change.reason,
        "event_at": change.at,
        "actor_user_id": user_id(change.user),
        "recycle_until": change.recycle_until,
    }


def _enrolments(world: World) -> Iterator[Line]:
    for life in world.lives:
        for episode in life.episodes:
            recycled_at = episode.reached(LeadStage.RECYCLED)
            rng = dice("nurture", episode.key)
            if recycled_at and rng.random() < _P_ENROLLED:
                yield from _enrolment(life, episode, days_after(recycled_at, rng.uniform(0.1, 4)))


def _enrolment(life: Life, episode: Episode, enrolled_at: datetime) -> Iterator[Line]:
    back = [later.mql_at for later in life.episodes if later.number > episode.number]
    over = back[0] if back else enrolled_at + timedelta(days=2 * _REVIEW_DAYS)
    cells: dict[str, Cell] = {
        "event_key": own("nurture", episode.key),
        "person_id": f"hubspot:contact:{ids.contact(life.lead)}",
        "programme": "Second look",
        "enrolled_at": enrolled_at,
        "next_review_on": company_day(enrolled_at) + timedelta(days=_REVIEW_DAYS),
    }
    yield Line(enrolled_at, episode.key, cells)
    exited_at = max(over, enrolled_at)
    if exited_at <= END:
        yield Line(exited_at, episode.key, cells | {"exited_at": exited_at})


SHEETS = (
    Sheet("team", ("event_key", "team_id", "name", "side", "parent_team_id"), _teams),
    Sheet("app_user", ("event_key", "user_id", "team_id", "region", "calendar_id"), _staff),
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
    Sheet(
        "disposition",
        (
            *("event_key", "person_id", "verdict", "reason_code", "event_at", "actor_user_id"),
            "recycle_until",
        ),
        _dispositions,
    ),
    Sheet(
        "nurture_enrolment",
        ("event_key", "person_id", "programme", "enrolled_at", "next_review_on", "exited_at"),
        _enrolments,
    ),
)
