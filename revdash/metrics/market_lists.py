"""Market lists: needs put together, the reasons that speak for them, and what is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, func, literal, or_, select, union_all

from revdash.metrics.market import CUSTOMER_LENS
from revdash.metrics.scope import Scope, within
from revdash.store.dialects.functions import count_if
from revdash.store.schema.clientele import customer_now, need_now
from revdash.store.schema.episodes import deal
from revdash.store.schema.followers import verdict_now
from revdash.store.schema.joint import tagged_stay, told_reading
from revdash.terms import Orientation, Outcome, Verdict

LOSS, REJECTION = "loss", "rejection"
LENS = CUSTOMER_LENS.name
_n, _t, _d, _v = need_now.c, tagged_stay.c, deal.c, verdict_now.c


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """The same need, however often it was heard."""

    theme: str
    need: str
    heard: int
    customers: int  # different ones, as far as it is known whose it was
    open: int
    overdue: int
    oldest_on: date | None  # of those that are open
    newest_on: date
    decisions: tuple[tuple[str, int], ...]  # what product said, and how often


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One need as it was heard."""

    event_key: str
    theme: str
    need: str
    heard_in: str
    account: str
    account_id: str
    area: str
    by: str
    heard_on: date
    due_on: date
    is_overdue: bool
    decision: str
    reason: str
    decided_on: date | None


class Said(NamedTuple):
    """A reason that was given in a period: for a deal lost, or for a lead given back."""

    kind: str
    code: str
    label: str
    times: int


class Tagged(NamedTuple):
    """One goal or agenda metric, and whom it is about."""

    label: str
    what: str
    orientation: Orientation
    side: str


def clusters(connection: Connection, as_of: datetime) -> tuple[Cluster, ...]:
    """Put the same needs together: those with open ones first, the longest overdue on top."""
    is_open = _n.decided_at.is_(None)
    theme, need = func.coalesce(_n.theme, ""), func.coalesce(_n.need, "")
    said = (count_if(_n.decision == word).label(word) for word in ("do", "later", "no"))
    statement = (
        select(
            theme.label("theme"),
            need.label("need"),
            func.count().label("heard"),
            func.count(func.distinct(_n.account_id)).label("customers"),
            count_if(is_open).label("open"),
            count_if(is_open & (_n.due_at < as_of)).label("overdue"),
            func.min(case((is_open, _n.captured_on))).label("oldest_on"),
            func.max(_n.captured_on).label("newest_on"),
            *said,
        )
        .where(_n.captured_at <= as_of)
        .group_by(theme, need)
    )
    found = [_cluster(row) for row in connection.execute(statement)]
    found.sort(key=lambda one: (-one.overdue, -one.open, one.theme, one.need))
    return tuple(found)


def heard(connection: Connection, as_of: datetime, limit: int) -> tuple[tuple[Heard, ...], int]:
    """List needs one by one, the open ones first, the longest waiting on top; and how many."""
    known = _n.captured_at <= as_of
    statement = (
        select(need_now)
        .where(known)
        .order_by(
            _n.decided_at.isnot(None),
            case((_n.decided_at.is_(None), _n.due_at)),
            _n.decided_at.desc(),
            _n.event_key,
        )
        .limit(limit)
    )
    rows = connection.execute(statement).all()
    total = connection.execute(select(func.count()).select_from(need_now).where(known))
    return tuple(_heard(row, as_of) for row in rows), total.scalar_one()


def heard_as(connection: Connection, key: str) -> Heard | None:
    """Read one need by its key."""
    found = connection.execute(select(need_now).where(_n.event_key == key)).one_or_none()
    return _heard(found, None) if found is not None else None


def reasons_said(connection: Connection, scope: Scope) -> tuple[Said, ...]:
    """List why deals were lost and leads given back in the period, the commonest first."""
    lost = select(
        literal(LOSS).label("kind"), _d.reason_code.label("code"), _d.reason.label("label")
    ).where(_d.outcome == Outcome.LOST.value, within(_d.closed_on, scope.period))
    refused = select(literal(REJECTION), _v.reason_code, _v.reason).where(
        _v.verdict == Verdict.REFUSED.value, within(_v.decided_on, scope.period)
    )
    s = union_all(lost, refused).subquery("said").c
    statement = (
        select(s.kind, s.code, func.max(s.label), func.count().label("times"))
        .where(s.code.isnot(None))
        .group_by(s.kind, s.code)
        .order_by(func.count().desc(), s.kind, s.code)
    )
    found = connection.execute(statement)
    return tuple(Said(kind, code, label or code, times) for kind, code, label, times in found)


def tagged_on(connection: Connection, day: date) -> tuple[Tagged, ...]:
    """List what was looked at on a day: customers' first, then by whom it is about."""
    statement = (
        select(_t.label, _t.what, _t.orientation, _t.side)
        .where(_t.since_on <= day, or_(_t.until_on.is_(None), _t.until_on > day))
        .order_by(_t.orientation != Orientation.CUSTOMER.value, _t.orientation, _t.label, _t.what)
    )
    found = connection.execute(statement)
    return tuple(Tagged(row[0], row[1], Orientation(row[2]), row[3] or "") for row in found)


def tag_counts(connection: Connection, days: Sequence[date]) -> tuple[tuple[date, int, int], ...]:
    """Count, for each day, how many of what was looked at were about customers, and in all."""
    statement = select(_t.orientation, _t.since_on, _t.until_on)
    stays = connection.execute(statement).all()
    counts = []
    for day in days:
        here = [one for one, since, until in stays if since <= day and (not until or until > day)]
        counts.append((day, here.count(Orientation.CUSTOMER.value), len(here)))
    return tuple(counts)


def accounts(connection: Connection) -> tuple[tuple[str, str], ...]:
    """List the customers by name: key and name."""
    c = customer_now.c
    statement = (
        select(c.account_id, func.coalesce(c.account_name, c.account_id).label("name"))
        .where(c.churned_on.is_(None))
        .order_by("name", c.account_id)
    )
    return tuple((key, name) for key, name in connection.execute(statement))


def _heard(row: Any, as_of: datetime | None) -> Heard:
    return Heard(
        event_key=row.event_key,
        theme=row.theme or "",
        need=row.need or "",
        heard_in=row.source_kind or "",
        account=row.account_name or "",
        account_id=row.account_id or "",
        area=row.product_area or "",
        by=row.captured_by or "",
        heard_on=row.captured_on,
        due_on=row.due_on,
        is_overdue=as_of is not None and row.decided_at is None and row.due_at < as_of,
        decision=row.decision or "",
        reason=row.decision_reason or "",
        decided_on=row.decided_on,
    )


def _cluster(row: Any) -> Cluster:
    said = (("do", row.do), ("later", row.later), ("no", row.no))
    return Cluster(
        theme=row.theme,
        need=row.need,
        heard=row.heard,
        customers=row.customers,
        open=row.open,
        overdue=row.overdue,
        oldest_on=row.oldest_on,
        newest_on=row.newest_on,
        decisions=tuple((word, times) for word, times in said if times),
    )


def lens_parts(connection: Connection, day: date) -> tuple[tuple[str, float | None, str], ...]:
    """List the parts of the customer lens as last told by *day*: name, score and words."""
    r, last = told_reading.c, told_reading.alias("last")
    newest = select(func.max(last.c.as_on)).where(last.c.metric == LENS, last.c.as_on <= day)
    statement = select(r.item, r.value, r.words).where(
        r.metric == LENS, r.as_on == newest.scalar_subquery(), r.item.isnot(None)
    )
    found = connection.execute(statement.order_by(r.item))
    return tuple((item, value, words or "") for item, value, words in found)
