"""Health: the versions of Alignment Health's weights, floors and targets, signed by both sides."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from revdash.desk.audit import Stamp
from revdash.desk.questions import SIDES
from revdash.desk.revisions import change, insert, remove
from revdash.desk.tables.agreement import health_version
from revdash.errors import InputError, suggestion
from revdash.terms import Side

SINCE_EVER = datetime(1970, 1, 1)
_v = health_version.c


class Goalposts(NamedTuple):
    """What one component weighs, and where it is broken and as agreed."""

    weight: float
    floor: float
    target: float


DEFAULTS: Mapping[str, Goalposts] = MappingProxyType(
    {
        "sla_attainment": Goalposts(0.16, 0.50, 0.95),
        "drops_open": Goalposts(0.14, 20.0, 2.0),
        "top_tier_coverage": Goalposts(0.10, 0.60, 0.98),
        "feedback_completeness": Goalposts(0.12, 0.40, 0.95),
        "acceptance_net": Goalposts(0.12, 0.30, 0.80),
        "recycle_response": Goalposts(0.08, 0.40, 0.95),
        "joint_pacing": Goalposts(0.14, 0.60, 1.00),
        "commitments_kept": Goalposts(0.08, 0.40, 0.90),
        "pulse_agreement": Goalposts(0.06, 0.0, 100.0),
    }
)


@dataclass(frozen=True, kw_only=True)
class HealthVersion:
    """One version of it: a draft until both sides signed; then it holds from a moment on."""

    components: Mapping[str, Goalposts] = field(default_factory=lambda: DEFAULTS)
    version_no: int = 0
    valid_from: datetime | None = None
    signed_by_marketing: str | None = None
    signed_by_sales: str | None = None
    note: str = ""
    health_version_id: str = ""
    version: int = 0

    @property
    def is_joint(self) -> bool:
        """Whether both sides signed it."""
        return bool(self.signed_by_marketing and self.signed_by_sales)

    @property
    def name(self) -> str:
        """As a page names it; what nobody signed yet is the proposal that revdash brings."""
        return f"version {self.version_no}" if self.version_no else "revdash's proposal"


PROPOSAL = HealthVersion(valid_from=SINCE_EVER)


def read_health_versions(connection: Connection) -> tuple[HealthVersion, ...]:
    """Read every version, drafts among them, the oldest first."""
    rows = connection.execute(select(health_version).order_by(_v.version_no))
    return tuple(_version(row) for row in rows)


def in_force(versions: Sequence[HealthVersion]) -> tuple[HealthVersion, ...]:
    """The versions that ever held, the oldest first; before any was signed, the proposal."""
    signed = sorted(
        (one for one in versions if one.is_joint and one.valid_from is not None),
        key=lambda one: (one.valid_from or SINCE_EVER, one.version_no),
    )
    return (PROPOSAL, *signed)


def draft_health(connection: Connection, wanted: HealthVersion, by: Stamp) -> str:
    """Put a new version down, which nobody has signed yet, or change a draft; return its id."""
    check_components(wanted.components)
    values: dict[str, Any] = {
        "components": {name: posts._asdict() for name, posts in wanted.components.items()},
        "note": wanted.note.strip() or None,
    }
    if wanted.health_version_id:
        _refuse_signed(wanted)
        unsigned = {f"signed_by_{side.value}": None for side in SIDES}
        kept = {"health_version_id": wanted.health_version_id, **values, **unsigned}
        change(connection, health_version, kept, wanted.version, by)
        return wanted.health_version_id
    newest = connection.execute(select(func.max(_v.version_no))).scalar_one_or_none()
    return insert(connection, health_version, {"version_no": (newest or 0) + 1, **values}, by)


def discard_health(connection: Connection, draft: HealthVersion, by: Stamp) -> None:
    """Throw a draft away, as it was seen."""
    _refuse_signed(draft)
    remove(connection, health_version, draft.health_version_id, draft.version, by)


def sign_health(
    connection: Connection, seen: HealthVersion, side: Side, by: Stamp, since: datetime
) -> bool:
    """Sign a draft for one side, as it was seen; with both it holds from *since* on."""
    if side not in SIDES:
        raise InputError(
            "It is not said for which side you sign: marketing or sales. "
            "Have your side set on Settings › People."
        )
    _refuse_signed(seen)
    if by.actor_id in {seen.signed_by_marketing, seen.signed_by_sales}:
        raise InputError(
            "You have signed this already. It needs one signature of each side: "
            "ask a colleague of the other side."
        )
    if getattr(seen, f"signed_by_{side.value}"):
        raise InputError(f"{side.value.capitalize()} signed this already. The other side is next.")
    is_second = bool(seen.signed_by_marketing or seen.signed_by_sales)
    values: dict[str, Any] = {
        "health_version_id": seen.health_version_id,
        f"signed_by_{side.value}": by.actor_id,
        **({"valid_from": since} if is_second else {}),
    }
    change(connection, health_version, values, seen.version, by)
    return is_second


def check_components(components: Mapping[str, Goalposts]) -> None:
    """Refuse weights and goalposts that make no number."""
    for name, posts in components.items():
        if name not in DEFAULTS:
            raise InputError(f"Health has no part '{name}'. {suggestion(name, DEFAULTS)}")
        if posts.weight < 0:
            raise InputError(f"'{name}' weighs {posts.weight:g}. A weight is 0 or more.")
        if posts.floor == posts.target:
            raise InputError(
                f"Floor and target of '{name}' are both {posts.floor:g}. "
                "The floor is what you call broken, the target what you agreed: set them apart."
            )
    total = sum(posts.weight for posts in components.values())
    if not math.isclose(total, 1.0, abs_tol=1e-6) or len(components) < len(DEFAULTS):
        raise InputError(
            f"The weights add up to {total:.2f} over {len(components)} parts. "
            f"Give all {len(DEFAULTS)} a weight so that they add up to 1."
        )


def _refuse_signed(seen: HealthVersion) -> None:
    if seen.is_joint:
        raise InputError(
            f"Version {seen.version_no} is signed by both sides and stays as it is. "
            "Draft a new version instead."
        )


def _version(row: Any) -> HealthVersion:
    return HealthVersion(
        components={
            name: Goalposts(posts["weight"], posts["floor"], posts["target"])
            for name, posts in (row.components or {}).items()
        },
        version_no=row.version_no,
        valid_from=row.valid_from,
        signed_by_marketing=row.signed_by_marketing,
        signed_by_sales=row.signed_by_sales,
        note=row.note or "",
        health_version_id=row.health_version_id,
        version=row.version,
    )
