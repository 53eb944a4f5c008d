"""Judging: the desk's company, calendars, reasons and agreement as the rules of a release."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from sqlalchemy import Connection

from revdash.desk.agreement import SINCE_EVER, PolicyVersion, read_policies
from revdash.desk.calendars import as_worktime, read_calendars, read_past_calendars
from revdash.desk.company import read_company
from revdash.desk.engine import Desk
from revdash.desk.identities import read_kept_apart
from revdash.desk.reasons import Reason as Listed
from revdash.desk.reasons import read_reasons
from revdash.episodes.agreed import (
    ANSWERING,
    ANY_TIER,
    ATTEMPT_DAYS,
    ATTEMPTS,
    FACT_ASKED,
    WITHIN_DAYS,
    Part,
    Policy,
)
from revdash.episodes.identities import Apart
from revdash.episodes.rules import PastCalendar, PastReason, Reason, Rules
from revdash.period import Weeks

HOUR = 3600.0


def rules_of(desk: Desk) -> Rules:
    """Read from the desk everything that derived tables depend on."""
    with desk.connect() as connection:
        company = read_company(connection)
        reasons = _reasons(connection)
        rules = Rules(
            company=company.name,
            zone=company.zone,
            currency=company.currency,
            weeks=Weeks(
                week_start=company.week_start,
                fiscal_year_start_month=company.fiscal_year_start_month,
            ),
            is_demo=company.is_demo,
            calendars=tuple(as_worktime(record) for record in read_calendars(connection)),
            past_calendars=tuple(
                PastCalendar(past.of, past.until_at, as_worktime(past.record))
                for past in read_past_calendars(connection)
            ),
            reasons=tuple(said[-1][1] for _, said in sorted(reasons.items())),
            policies=tuple(policy_of(policy) for policy in read_policies(connection)),
        )
    return replace(rules, past_reasons=tuple(_before(reasons, rules)))


def apart_of(desk: Desk) -> set[Apart]:
    """Read from the desk which people were decided to be kept apart."""
    with desk.connect() as connection:
        return {
            Apart(one.person_id, one.other_person_id, one.decided_at)
            for one in read_kept_apart(connection)
        }


def _reasons(connection: Connection) -> dict[str, list[tuple[date | None, Reason]]]:
    """What each reason said, list by list, and from which day on; only where it was changed."""
    found: dict[str, list[tuple[date | None, Reason]]] = {}
    for listed in read_reasons(connection):
        said, reason = found.setdefault(listed.code, []), _reason(listed)
        if not said or said[-1][1] != reason:
            said.append((listed.valid_from, reason))
    return found


def _before(
    reasons: Mapping[str, list[tuple[date | None, Reason]]], rules: Rules
) -> Iterator[PastReason]:
    """What reasons said before they were changed; the first said so since ever."""
    for _, said in sorted(reasons.items()):
        since = SINCE_EVER
        for (_, reason), (changed_on, _) in pairwise(said):
            until = rules.midnight(changed_on) if changed_on else since
            yield PastReason(since, until, reason)
            since = until


def _reason(listed: Listed) -> Reason:
    return Reason(
        code=listed.code,
        label=listed.label,
        reason_class=listed.reason_class.value,
        is_hard=listed.is_hard,
        is_no_contact_required=listed.is_no_contact_required,
    )


def policy_of(policy: PolicyVersion) -> Policy:
    """What of a version of the agreement leads are judged by."""
    targets = {tier: hours * HOUR for tier, hours in policy.target_hours.items()}
    return Policy(
        version=f"v{policy.version_no}",
        valid_from=policy.valid_from,
        targets={**targets, ANY_TIER: policy.default_hours * HOUR},
        scoped={
            Part(one.source or None, one.region or None, one.segment or None, one.tier or None): (
                one.hours * HOUR
            )
            for one in policy.scoped_targets
        },
        qualifying=policy.qualifying_types,
        pauses=policy.pause_reasons,
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
        FACT_ASKED: float(policy.asks_fact),
        **own,
    }
