"""Company: who Halden Field Systems is, what it agreed on and what it aims for, as plain data."""

from datetime import date
from typing import NamedTuple

from revdash.demo.places import REGIONS
from revdash.demo.timeline import NEW_POLICY_WEEK, NEW_REASONS_WEEK, START, week_start
from revdash.terms import ReasonClass
from revdash.worktime.calendar import Calendar


class Company(NamedTuple):
    """The demo's company settings."""

    name: str
    notice: str
    zone: str
    currency: str
    week_start: int  # Monday is 0
    fiscal_year_start_month: int


class Goal(NamedTuple):
    """One target: ``at_least`` or ``at_most`` so much in each week or month."""

    cadence: str
    kind: str
    target: float


class Policy(NamedTuple):
    """One version of the follow-up promise, in business hours by tier."""

    version_no: int
    valid_from: date
    target_hours: dict[str, float]


class Reason(NamedTuple):
    """One reason for a verdict; a hard one closes for good and needs no contact first."""

    code: str
    label: str
    reason_class: ReasonClass
    is_hard: bool = False


DEMO_COMPANY = Company(
    name="Halden Field Systems",
    notice="Halden Field Systems is fictional: its people, customers and numbers are invented.",
    zone="Europe/London",
    currency="EUR",
    week_start=0,
    fiscal_year_start_month=1,
)

DEMO_GOALS: dict[str, Goal] = {
    "mql_new": Goal("week", "at_least", 50),
    "sla_attainment": Goal("week", "at_least", 0.80),
    "acceptance_rate": Goal("week", "at_least", 0.60),
    "follow_up_time": Goal("week", "at_most", 2.0),
    "cost_per_mql": Goal("month", "at_most", 125),
    "won_value": Goal("month", "at_least", 350_000),
    "won_count": Goal("month", "at_least", 12),
}


class MoreGoal(NamedTuple):
    """A goal beside those: of one region, or one that began or ended on a day."""

    metric: str
    goal: Goal
    region: str = ""
    since: date = START
    until: date | None = None  # the first day on which it no longer held


_OCTOBER, _NEW_YEAR = week_start(34), week_start(47)
_BY_REGION = {"UK": 0.42, "US": 0.35, "DACH": 0.23}

# Few goals are about customers at first, and slowly more (S11).
DEMO_MORE_GOALS: tuple[MoreGoal, ...] = (
    MoreGoal("nps", Goal("quarter", "at_least", 25)),
    MoreGoal("nps", Goal("quarter", "at_least", 30), "DACH", since=_OCTOBER),
    MoreGoal("logo_retention", Goal("quarter", "at_least", 0.88), since=_NEW_YEAR),
    *(
        MoreGoal("mql_new", Goal("week", "at_least", round(50 * share)), region)
        for region, share in _BY_REGION.items()
    ),
    *(MoreGoal("won_count", Goal("month", "at_least", 5), region) for region in ("UK", "US")),
    *(
        MoreGoal("acceptance_rate", Goal("week", "at_least", 0.6), region, until=_NEW_YEAR)
        for region in _BY_REGION
    ),
    *(
        MoreGoal("cost_per_mql", Goal("month", "at_most", 150), region, until=_NEW_YEAR)
        for region in _BY_REGION
    ),
    MoreGoal("won_value", Goal("month", "at_least", 80_000), "DACH"),
)

# One promise from the first day: the company judges its past by what it agrees on today.
DEMO_POLICY = Policy(1, START, {"A": 1, "B": 4, "C": 8})

# What was really agreed, for whoever wants the two versions: 4, 8, 16 hours until week 30.
DEMO_POLICY_HISTORY: tuple[Policy, ...] = (
    Policy(1, START, {"A": 4, "B": 8, "C": 16}),
    Policy(2, week_start(NEW_POLICY_WEEK), {"A": 1, "B": 4, "C": 8}),
)

# Every reason code that lifecycle events of the demo give.
DEMO_REASONS: tuple[Reason, ...] = (
    Reason("spam", "Spam or fake", ReasonClass.JUNK, is_hard=True),
    Reason("student", "Student or researcher", ReasonClass.JUNK, is_hard=True),
    Reason("competitor", "Competitor", ReasonClass.JUNK, is_hard=True),
    Reason("do_not_contact", "Asked not to be contacted", ReasonClass.PROCESS, is_hard=True),
    Reason("duplicate", "Duplicate record", ReasonClass.JUNK, is_hard=True),
    Reason("bad_fit", "Not a company we can help", ReasonClass.FIT),
    Reason("no_budget", "No budget now", ReasonClass.TIMING),
    Reason("timing", "Asked for a later date", ReasonClass.TIMING),
    Reason("no_response", "No response after the agreed attempts", ReasonClass.UNREACHABLE),
    Reason("other", "Other", ReasonClass.PROCESS),
)

# Since week 40 the list says more, so that "Other" is needed less (S6).
DEMO_REASONS_SINCE = week_start(NEW_REASONS_WEEK)
DEMO_REASONS_NOW: tuple[Reason, ...] = (
    *DEMO_REASONS,
    Reason("too_small", "Too small for us", ReasonClass.FIT),
    Reason("wrong_contact", "Not the person who decides", ReasonClass.FIT),
    Reason("no_project", "No project this year", ReasonClass.TIMING),
)

# The first is the company's own: whoever has no calendar works by the one of its main place.
DEMO_CALENDARS: tuple[Calendar, ...] = tuple(region.calendar for region in REGIONS.values())
