"""Agreement: the versions of what each side owes; each lead keeps the one it began under."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from revdash.desk.audit import Stamp
from revdash.desk.obligations import (
    MqlPromise,
    Trying,
    as_documents,
    check_promises,
    check_trying,
    promises_of,
    trying_of,
)
from revdash.desk.questions import SIDES
from revdash.desk.revisions import change, insert, remove
from revdash.desk.tables.agreement import sla_policy_version
from revdash.desk.targets import ScopedTarget, check_targets, target_documents, targets_of
from revdash.errors import InputError, suggestion
from revdash.terms import ActivityType, PauseReason, Side

SINCE_EVER = datetime(1970, 1, 1)
VERDICT_DAYS = 5.0  # DOMAIN.md 3.2, D08
ANSWER_DAYS = 2.0  # D18
_p = sla_policy_version
_SIGNATURES = tuple(f"signed_by_{side.value}{when}" for side in SIDES for when in ("", "_at"))


@dataclass(frozen=True, kw_only=True)
class PolicyVersion:
    """One version of the agreement; hours are business hours, days business days.

    ``policy_id`` and ``version_no`` are given by the desk when it is saved; ``version`` counts
    the changes of a draft. The words of ``definitions`` are kept by subject.
    """

    policy_id: str = ""
    version_no: int = 0
    name: str = "Follow-up agreement"
    valid_from: datetime
    target_hours: Mapping[str, float]
    default_hours: float
    scoped_targets: tuple[ScopedTarget, ...] = ()
    qualifying_types: frozenset[str]
    late_log_grace_hours: float = 24.0
    no_contact_reasons: frozenset[str] = frozenset()
    pause_reasons: frozenset[str] = frozenset()
    asks_fact: bool = False  # of a verdict, besides its reason
    verdict_days: float = VERDICT_DAYS
    answer_days: float = ANSWER_DAYS
    trying: Trying = field(default_factory=Trying)
    promises: tuple[MqlPromise, ...] = ()
    definitions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    drop_thresholds: Mapping[str, Mapping[str, float]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    note: str = ""
    is_draft: bool = False
    signed_by_marketing: str | None = None
    signed_by_sales: str | None = None
    signed_by_marketing_at: datetime | None = None
    signed_by_sales_at: datetime | None = None
    version: int = 0

    @property
    def is_signed(self) -> bool:
        """Whether both sides signed it."""
        return bool(self.signed_by_marketing and self.signed_by_sales)


def read_policies(connection: Connection, *, drafts: bool = False) -> tuple[PolicyVersion, ...]:
    """Read the versions in the order they came into force; drafts only when asked for."""
    query = select(_p).order_by(_p.c.valid_from, _p.c.version_no)
    if not drafts:
        query = query.where(_p.c.is_draft.is_(False))
    return tuple(_policy(row) for row in connection.execute(query))


def policy_at(policies: Sequence[PolicyVersion], moment: datetime) -> PolicyVersion | None:
    """Choose the version in force at *moment*; of two that began together, the later one."""
    begun = [policy for policy in policies if policy.valid_from <= moment]
    return begun[-1] if begun else None


def midnight(day: date, zone: str) -> datetime:
    """The naive UTC instant at which the company's *day* begins."""
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return begins.astimezone(UTC).replace(tzinfo=None)


def save_policy(connection: Connection, policy: PolicyVersion, by: Stamp) -> str:
    """Save a new version and return its id; older versions stay as they are."""
    check_policy(policy)
    newest = connection.execute(select(func.max(_p.c.version_no))).scalar_one()
    return insert(connection, _p, {"version_no": (newest or 0) + 1, **_values(policy)}, by)


def change_draft(connection: Connection, draft: PolicyVersion, by: Stamp) -> int:
    """Change a draft as it was at ``draft.version``; what was signed of it is not any more."""
    check_policy(draft)
    if not draft.is_draft:
        raise InputError(
            f"Version {draft.version_no} is signed by both sides and stays as it is. "
            "Draft a new version instead."
        )
    unsigned = dict.fromkeys(_SIGNATURES)
    values = {"policy_id": draft.policy_id, **_values(draft), **unsigned}
    return change(connection, _p, values, draft.version, by)


def discard_draft(connection: Connection, draft: PolicyVersion, by: Stamp) -> None:
    """Throw a draft away, as it was seen; what is in force cannot be."""
    if not draft.is_draft:
        raise InputError(
            f"Version {draft.version_no} is in force or was, and stays. Draft another to follow it."
        )
    remove(connection, _p, draft.policy_id, draft.version, by)


def sign_policy(
    connection: Connection, seen: PolicyVersion, side: Side, tomorrow: datetime, by: Stamp
) -> PolicyVersion:
    """Sign a draft for one side, as it was seen; with both signatures it comes into force.

    It does so on its day, yet not before *tomorrow*, the instant at which the next day begins:
    no clock that runs is judged by other rules than those it began under.
    """
    begins = max(seen.valid_from, tomorrow)
    _check_signing(seen, side, by)
    _check_order(connection, seen, begins)
    values: dict[str, Any] = {
        "policy_id": seen.policy_id,
        f"signed_by_{side.value}": by.actor_id,
        f"signed_by_{side.value}_at": by.now,
    }
    if seen.signed_by_marketing or seen.signed_by_sales:  # it is the other side's
        values |= {"is_draft": False, "valid_from": begins}
    change(connection, _p, values, seen.version, by)
    everything = read_policies(connection, drafts=True)
    return next(one for one in everything if one.policy_id == seen.policy_id)


def check_policy(policy: PolicyVersion) -> None:
    """Refuse an agreement that nobody could keep or break."""
    for tier, hours in (*policy.target_hours.items(), ("other", policy.default_hours)):
        if not hours > 0:
            raise InputError(
                f"The target for tier {tier} is {hours:g} hours. "
                "It is a number of business hours above 0, like 1 or 0.5."
            )
    if policy.late_log_grace_hours < 0 or min(policy.verdict_days, policy.answer_days) <= 0:
        raise InputError(
            f"The grace for late logging is {policy.late_log_grace_hours:g} hours, a verdict may "
            f"take {policy.verdict_days:g} days and an answer {policy.answer_days:g}. The first "
            "is 0 or more, the others above 0."
        )
    check_targets(policy.scoped_targets)
    check_trying(policy.trying)
    check_promises(policy.promises)
    if not policy.qualifying_types:
        raise InputError("No activity counts as follow-up. Choose at least one, like call.")
    _check_words("activity", policy.qualifying_types, set(ActivityType))
    _check_words("reason to stop a clock", policy.pause_reasons, set(PauseReason))


def _check_words(what: str, said: AbstractSet[str], known: AbstractSet[str]) -> None:
    for word in sorted(said - known):
        raise InputError(f"'{word}' is no {what}. {suggestion(word, known)}")


def _check_signing(seen: PolicyVersion, side: Side, by: Stamp) -> None:
    if side not in SIDES:
        raise InputError(
            "It is not said for which side you sign: marketing or sales. "
            "Have your side set on Settings › People."
        )
    if not seen.is_draft:
        raise InputError(
            f"Version {seen.version_no} is signed by both sides already. "
            "Draft another to follow it."
        )
    if by.actor_id in {seen.signed_by_marketing, seen.signed_by_sales}:
        raise InputError(
            "You have signed this already. It needs one signature of each side: "
            "ask a colleague of the other side."
        )
    if getattr(seen, f"signed_by_{side.value}"):
        raise InputError(f"{side.value.capitalize()} signed this already. The other side is next.")


def _check_order(connection: Connection, seen: PolicyVersion, begins: datetime) -> None:
    newest = read_policies(connection)[-1:]
    if newest and begins <= newest[0].valid_from:
        raise InputError(
            f"Version {newest[0].version_no} comes into force on {newest[0].valid_from:%Y-%m-%d}, "
            f"version {seen.version_no} on {begins:%Y-%m-%d}. What is agreed is not rewritten: "
            "choose a later day in the draft."
        )


def _values(policy: PolicyVersion) -> dict[str, Any]:
    return {
        "name": policy.name,
        "is_draft": policy.is_draft,
        "valid_from": policy.valid_from,
        "target_hours": dict(policy.target_hours),
        "default_hours": policy.default_hours,
        "scoped_targets": target_documents(policy.scoped_targets),
        "qualifying_types": sorted(policy.qualifying_types),
        "late_log_grace_hours": policy.late_log_grace_hours,
        "no_contact_reasons": sorted(policy.no_contact_reasons),
        "pause_reasons": sorted(policy.pause_reasons),
        "calendar_rule": "owner",
        "verdict_days": policy.verdict_days,
        "cadence": asdict(policy.trying),
        "obligations": {
            **as_documents(policy.promises, policy.answer_days),
            "verdict_fact": policy.asks_fact,
        },
        "definitions": dict(policy.definitions),
        "drop_thresholds": {rule: dict(own) for rule, own in policy.drop_thresholds.items()},
        "note": policy.note or None,
        **{name: getattr(policy, name) for name in _SIGNATURES},
    }


def _policy(row: Any) -> PolicyVersion:
    return PolicyVersion(
        policy_id=row.policy_id,
        version_no=row.version_no,
        name=row.name,
        valid_from=row.valid_from,
        target_hours=row.target_hours,
        default_hours=row.default_hours,
        scoped_targets=targets_of(row.scoped_targets),
        qualifying_types=frozenset(row.qualifying_types),
        late_log_grace_hours=row.late_log_grace_hours,
        no_contact_reasons=frozenset(row.no_contact_reasons),
        pause_reasons=frozenset(row.pause_reasons or ()),
        asks_fact=(row.obligations or {}).get("verdict_fact", False),
        verdict_days=row.verdict_days,
        answer_days=(row.obligations or {}).get("answer_days", ANSWER_DAYS),
        trying=trying_of(row.cadence),
        promises=promises_of(row.obligations),
        definitions=row.definitions or {},
        drop_thresholds=row.drop_thresholds,
        note=row.note or "",
        is_draft=row.is_draft,
        version=row.version,
        **{name: getattr(row, name) for name in _SIGNATURES},
    )
