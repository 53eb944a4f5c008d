"""Seed: what a new desk begins with, for the teams to make their own."""

from sqlalchemy import Connection

from revdash.desk.agreement import SINCE_EVER, PolicyVersion, save_policy
from revdash.desk.audit import Stamp
from revdash.desk.calendars import CalendarRecord, save_calendar
from revdash.desk.company import Company, save_company
from revdash.desk.people import Member, Role, save_member
from revdash.desk.reasons import Reason, save_dictionary
from revdash.terms import ActivityType, ReasonClass, Tier

DEFAULT_CALENDAR = "default"

_OFFICE_HOURS = (("09:00", "17:30"),)
_WORKDAYS = range(5)
_JUNK, _FIT, _TIMING = ReasonClass.JUNK, ReasonClass.FIT, ReasonClass.TIMING
_UNREACHABLE, _PROCESS = ReasonClass.UNREACHABLE, ReasonClass.PROCESS

# A hard reason closes for good; none of those needs a contact first (golden G19).
_HARD = (
    ("spam", "Spam or fake", _JUNK),
    ("competitor", "Competitor", _JUNK),
    ("student", "Student or researcher", _JUNK),
    ("duplicate", "Duplicate record", _JUNK),
    ("do_not_contact", "Asked not to be contacted", _PROCESS),
)
_SOFT = (
    ("wrong_contact_data", "Contact data do not work", _JUNK),
    ("job_seeker_or_vendor", "Job seeker or vendor", _JUNK),
    ("too_small", "Company too small", _FIT),
    ("wrong_industry", "Industry we do not serve", _FIT),
    ("wrong_region", "Region we do not serve", _FIT),
    ("wrong_role", "No say in the purchase", _FIT),
    ("no_need", "No need for it", _FIT),
    ("missing_feature", "Needs what we do not offer", _FIT),
    ("no_budget", "No budget now", _TIMING),
    ("not_now", "Asked for a later date", _TIMING),
    ("bound_by_contract", "Bound by another contract", _TIMING),
    ("no_response", "No response after the agreed attempts", _UNREACHABLE),
    ("stopped_responding", "Stopped responding after a conversation", _UNREACHABLE),
    ("existing_customer", "Customer or open deal already", _PROCESS),
    ("wrong_team", "Belongs to another team", _PROCESS),
    ("handed_over_too_early", "Handed over too early", _PROCESS),
)

REASONS = (
    *(
        Reason(code=code, label=label, reason_class=kind, is_hard=True, is_no_contact_required=True)
        for code, label, kind in _HARD
    ),
    *(Reason(code=code, label=label, reason_class=kind) for code, label, kind in _SOFT),
)

POLICY = PolicyVersion(
    valid_from=SINCE_EVER,
    target_hours={Tier.A.value: 1.0, Tier.B.value: 4.0, Tier.C.value: 8.0},
    default_hours=8.0,
    qualifying_types=frozenset(
        kind.value
        for kind in (
            ActivityType.CALL,
            ActivityType.EMAIL,
            ActivityType.LINKEDIN,
            ActivityType.SMS,
            ActivityType.CHAT,
            ActivityType.VIDEO,
        )
    ),
    no_contact_reasons=frozenset(code for code, _, _ in _HARD),
)

MEMBERS = (
    Member(member_id="revops", name="RevOps", role=Role.REVOPS),
    Member(member_id="viewer", name="Viewer", role=Role.VIEWER),
)


def seed_defaults(connection: Connection, company: Company, by: Stamp) -> None:
    """Set up an empty desk: company, calendar, agreement, reasons, and two roles to act as."""
    save_company(connection, company, by.part())
    calendar = CalendarRecord(
        calendar_id=DEFAULT_CALENDAR,
        name="Office hours",
        zone=company.zone,
        weekly=dict.fromkeys(_WORKDAYS, _OFFICE_HOURS),
        is_default=True,
    )
    save_calendar(connection, calendar, by.part())
    save_policy(connection, POLICY, by.part())
    save_dictionary(connection, REASONS, None, by.part())
    for person in MEMBERS:
        save_member(connection, person, by.part())
