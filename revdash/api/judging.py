"""Judging: the desk's company, calendars, reasons and agreement as the rules of a release."""

from sqlalchemy import Connection

from revdash.desk.agreement import PolicyVersion, read_policies
from revdash.desk.calendars import as_worktime, read_calendars
from revdash.desk.company import read_company
from revdash.desk.engine import Desk
from revdash.desk.identities import read_kept_apart
from revdash.desk.reasons import read_reasons
from revdash.episodes.identities import Apart
from revdash.episodes.rules import (
    ANSWERING,
    ANY_TIER,
    ATTEMPT_DAYS,
    ATTEMPTS,
    WITHIN_DAYS,
    Policy,
    Reason,
    Rules,
)
from revdash.period import Weeks

HOUR = 3600.0


def rules_of(desk: Desk) -> Rules:
    """Read from the desk everything that derived tables depend on."""
    with desk.connect() as connection:
        company = read_company(connection)
        return Rules(
            company=company.name,
            zone=company.zone,
            currency=company.currency,
            weeks=Weeks(
                week_start=company.week_start,
                fiscal_year_start_month=company.fiscal_year_start_month,
            ),
            is_demo=company.is_demo,
            calendars=tuple(as_worktime(record) for record in read_calendars(connection)),
            reasons=_reasons(connection),
            policies=tuple(policy_of(policy) for policy in read_policies(connection)),
        )


def apart_of(desk: Desk) -> set[Apart]:
    """Read from the desk which people were decided to be kept apart."""
    with desk.connect() as connection:
        return {
            Apart(one.person_id, one.other_person_id, one.decided_at)
            for one in read_kept_apart(connection)
        }


def _reasons(connection: Connection) -> tuple[Reason, ...]:
    newest = {reason.code: reason for reason in read_reasons(connection)}
    return tuple(
        Reason(
            code=reason.code,
            label=reason.label,
            reason_class=reason.reason_class.value,
            is_hard=reason.is_hard,
            is_no_contact_required=reason.is_no_contact_required,
        )
        for _, reason in sorted(newest.items())
    )


def policy_of(policy: PolicyVersion) -> Policy:
    """What of a version of the agreement leads are judged by."""
    targets = {tier: hours * HOUR for tier, hours in policy.target_hours.items()}
    return Policy(
        version=f"v{policy.version_no}",
        valid_from=policy.valid_from,
        targets={**targets, ANY_TIER: policy.default_hours * HOUR},
        qualifying=policy.qualifying_types,
        late_log_grace=policy.late_log_grace_hours * HOUR,
        thresholds=_thresholds(policy),
    )


def _thresholds(policy: PolicyVersion) -> dict[str, float]:
    """When the rules of dropped handoffs fire, and how often a lead is tried, as it was agreed."""
    own = {rule: said["threshold"] for rule, said in policy.drop_thresholds.items()}
    return {
        "D08": policy.verdict_days,
        ANSWERING: policy.answer_days,
        ATTEMPTS: float(policy.trying.attempts),
        ATTEMPT_DAYS: float(policy.trying.days),
        WITHIN_DAYS: policy.trying.within_days,
        **own,
    }
