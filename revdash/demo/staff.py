"""Staff: who works at the demo company, with the habits its stories are about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from revdash.demo.dice import dice
from revdash.demo.places import REGIONS
from revdash.demo.timeline import NEW_POLICY_WEEK, company_day, week_start
from revdash.worktime.calendar import Calendar

P_NEVER_TOUCHED = 0.035
GOOD_FIRST = {"A": 0.5, "B": 0.8, "C": 1.1}  # everybody calls good leads a little sooner
QUEUE = "queue-inbound"
BOT = "bot-sequences"
LEFT = "seat-7"  # an SDR who left; a rule goes on giving that seat leads for some weeks
LEFT_WEEKS = range(9, 21)


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Days away: from the first up to, not including, the last."""

    user: str
    from_on: date
    until_on: date
    kind: str
    delegate: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rep:
    """An SDR: how fast, how persistent, how generous."""

    user: str
    region: str
    hours_before: float  # median business hours to the first attempt before the new policy
    hours_after: float
    sigma: float
    attempts: float
    accept_bias: float = 0.0
    friday_factor: float = 1.0
    tier_factor: Mapping[str, float] = field(default_factory=lambda: GOOD_FIRST, hash=False)
    p_never: Mapping[str, float] = field(default_factory=dict, hash=False)

    @property
    def calendar(self) -> Calendar:
        """The calendar the rep works by."""
        return REGIONS[self.region].calendar

    def median_hours(self, week: int) -> float:
        """Return the rep's usual wait in a week."""
        return self.hours_before if week < NEW_POLICY_WEEK else self.hours_after


def _rep(user: str, region: str, habits: tuple[float, float, float, float], **more: object) -> Rep:
    before, after, sigma, attempts = habits
    return Rep(
        user=user,
        region=region,
        hours_before=before,
        hours_after=after,
        sigma=sigma,
        attempts=attempts,
        **more,  # type: ignore[arg-type]
    )


REPS: tuple[Rep, ...] = (
    _rep("aisha", "UK", (2.2, 0.9, 0.9, 5.5)),
    _rep("ben", "UK", (3.0, 1.3, 1.0, 4.8)),
    _rep("carla", "DACH", (2.6, 1.2, 0.9, 4.5), accept_bias=1.3),
    _rep("dev", "US", (3.8, 1.9, 1.1, 5.0), friday_factor=3.0),
    _rep(
        "erin",
        "US",
        (2.8, 1.2, 0.9, 4.5),
        accept_bias=-0.2,
        tier_factor={"A": 0.5, "B": 1.0, "C": 6.0},
        p_never={"C": 0.30},
    ),
    _rep("farid", "US", (2.4, 1.1, 0.9, 1.5), accept_bias=-0.1),
)
REPS_OF: dict[str, tuple[Rep, ...]] = {
    region: tuple(rep for rep in REPS if rep.region == region) for region in REGIONS
}
SELLERS_OF: dict[str, tuple[str, ...]] = {
    "UK": ("gita", "jonas"),
    "US": ("ines", "jonas"),
    "DACH": ("henrik",),
}
MARKETERS: dict[str, tuple[str, ...]] = {"UK": ("kira", "liam"), "US": ("mona",), "DACH": ("nils",)}

BEN_AWAY = Absence(
    user="ben", from_on=date(2026, 4, 20), until_on=date(2026, 5, 11), kind="parental leave"
)
ABSENCES: tuple[Absence, ...] = (
    BEN_AWAY,
    Absence(
        user="olga",
        from_on=date(2025, 8, 11),
        until_on=date(2025, 8, 23),
        kind="holiday",
        delegate="kira",
    ),
    Absence(
        user="nils",
        from_on=date(2025, 12, 22),
        until_on=date(2026, 1, 5),
        kind="holiday",
        delegate="liam",
    ),
)

TEAMS: dict[str, tuple[str, str, str | None]] = {  # name, side, parent
    "marketing": ("Marketing", "marketing", None),
    "sales": ("Sales", "sales", None),
    "sdr-uk": ("SDR UK", "sales", "sales"),
    "sdr-us": ("SDR US", "sales", "sales"),
    "sdr-dach": ("SDR DACH", "sales", "sales"),
    "closing": ("Account executives", "sales", "sales"),
    "revops": ("Revenue operations", "revops", None),
    "success": ("Customer success", "cs", None),
}


@dataclass(frozen=True, kw_only=True)
class User:
    """One line of the staff list; queues and bots stand on it too."""

    user: str
    role: str
    team: str
    region: str | None = None
    manager: str | None = None
    kind: str = "human"
    name: str = ""
    until_on: date | None = None


def _people(role: str, team: str, manager: str, **regions: str | None) -> tuple[User, ...]:
    return tuple(
        User(user=user, role=role, team=team, region=region, manager=manager)
        for user, region in regions.items()
    )


USERS: tuple[User, ...] = (
    User(user="petra", role="CMO", team="marketing"),
    User(user="quentin", role="CRO", team="sales"),
    *_people(
        "marketer",
        "marketing",
        "petra",
        kira="UK",
        liam="UK",
        mona="US",
        nils="DACH",
        olga=None,
    ),
    *_people("SDR", "sdr-uk", "quentin", aisha="UK", ben="UK"),
    *_people("SDR", "sdr-dach", "quentin", carla="DACH"),
    *_people("SDR", "sdr-us", "quentin", dev="US", erin="US", farid="US"),
    *_people("AE", "closing", "quentin", gita="UK", henrik="DACH", ines="US", jonas="UK"),
    User(
        user=LEFT,
        role="SDR",
        team="sdr-us",
        region="US",
        manager="quentin",
        name="Seat 7 (left)",
        until_on=week_start(LEFT_WEEKS.start),
    ),
    User(
        user="success-desk", role="customer success", team="success", name="Customer success desk"
    ),
    User(user=QUEUE, role="inbound queue", team="revops", kind="queue"),
    User(user=BOT, role="sequence sender", team="revops", kind="bot"),
)


def is_away(user: str, moment: datetime) -> bool:
    """Say whether *user* is Ben on leave: the only absence that leaves work undone."""
    return user == BEN_AWAY.user and (BEN_AWAY.from_on <= company_day(moment) < BEN_AWAY.until_on)


def rep_for(region: str, turn: int) -> Rep:
    """Return whose turn it is among a region's reps."""
    reps = REPS_OF[region]
    return reps[turn % len(reps)]


def seller_for(region: str, key: str) -> str:
    """Return the AE who takes a deal."""
    return dice("seller", key).choice(SELLERS_OF[region])
