"""Agreement: the versions of what sales owes a lead; each lead keeps the one it began under."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection, func, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import insert
from revdash.desk.tables.agreement import sla_policy_version
from revdash.errors import InputError, suggestion
from revdash.terms import ActivityType

SINCE_EVER = datetime(1970, 1, 1)
VERDICT_DAYS = 5.0  # DOMAIN.md 3.2, D08


@dataclass(frozen=True, kw_only=True)
class PolicyVersion:
    """One version of the follow-up agreement; hours are business hours.

    ``policy_id`` and ``version_no`` are given by the desk when it is saved.
    """

    policy_id: str = ""
    version_no: int = 0
    name: str = "Follow-up agreement"
    valid_from: datetime
    target_hours: Mapping[str, float]
    default_hours: float
    qualifying_types: frozenset[str]
    late_log_grace_hours: float = 24.0
    no_contact_reasons: frozenset[str] = frozenset()
    verdict_days: float = VERDICT_DAYS
    drop_thresholds: Mapping[str, Mapping[str, float]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    is_draft: bool = False
    signed_by_marketing: str | None = None
    signed_by_sales: str | None = None


def read_policies(connection: Connection, *, drafts: bool = False) -> tuple[PolicyVersion, ...]:
    """Read the versions in the order they came into force; drafts only when asked for."""
    table = sla_policy_version
    query = select(table).order_by(table.c.valid_from, table.c.version_no)
    if not drafts:
        query = query.where(table.c.is_draft.is_(False))
    return tuple(
        PolicyVersion(
            policy_id=row.policy_id,
            version_no=row.version_no,
            name=row.name,
            valid_from=row.valid_from,
            target_hours=row.target_hours,
            default_hours=row.default_hours,
            qualifying_types=frozenset(row.qualifying_types),
            late_log_grace_hours=row.late_log_grace_hours,
            no_contact_reasons=frozenset(row.no_contact_reasons),
            verdict_days=row.verdict_days,
            drop_thresholds=row.drop_thresholds,
            is_draft=row.is_draft,
            signed_by_marketing=row.signed_by_marketing,
            signed_by_sales=row.signed_by_sales,
        )
        for row in connection.execute(query)
    )


def policy_at(policies: Sequence[PolicyVersion], moment: datetime) -> PolicyVersion | None:
    """Choose the version in force at *moment*; of two that began together, the later one."""
    begun = [policy for policy in policies if policy.valid_from <= moment]
    return begun[-1] if begun else None


def save_policy(connection: Connection, policy: PolicyVersion, by: Stamp) -> str:
    """Save a new version and return its id; older versions stay as they are."""
    check_policy(policy)
    newest = connection.execute(select(func.max(sla_policy_version.c.version_no))).scalar_one()
    return insert(
        connection,
        sla_policy_version,
        {
            "version_no": (newest or 0) + 1,
            "name": policy.name,
            "is_draft": policy.is_draft,
            "valid_from": policy.valid_from,
            "target_hours": dict(policy.target_hours),
            "default_hours": policy.default_hours,
            "qualifying_types": sorted(policy.qualifying_types),
            "late_log_grace_hours": policy.late_log_grace_hours,
            "no_contact_reasons": sorted(policy.no_contact_reasons),
            "calendar_rule": "owner",
            "verdict_days": policy.verdict_days,
            "drop_thresholds": {rule: dict(own) for rule, own in policy.drop_thresholds.items()},
            "signed_by_marketing": policy.signed_by_marketing,
            "signed_by_sales": policy.signed_by_sales,
        },
        by,
    )


def check_policy(policy: PolicyVersion) -> None:
    """Refuse an agreement that nobody could keep or break."""
    for tier, hours in (*policy.target_hours.items(), ("other", policy.default_hours)):
        if not hours > 0:
            raise InputError(
                f"The target for tier {tier} is {hours:g} hours. "
                "It is a number of business hours above 0, like 1 or 0.5."
            )
    if policy.late_log_grace_hours < 0 or policy.verdict_days <= 0:
        raise InputError(
            f"The grace for late logging is {policy.late_log_grace_hours:g} hours and a verdict "
            f"may take {policy.verdict_days:g} days. The first is 0 or more, the second above 0."
        )
    if not policy.qualifying_types:
        raise InputError("No activity counts as follow-up. Choose at least one, like call.")
    known = set(ActivityType)
    for kind in sorted(policy.qualifying_types - known):
        raise InputError(f"'{kind}' is no activity. {suggestion(kind, known)}")
