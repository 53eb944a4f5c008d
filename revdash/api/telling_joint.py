"""Telling of joint delivery: promises, weeklies, frozen numbers and experiments of the desk."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from revdash.api.teller import Row, Teller, Telling
from revdash.desk import joint
from revdash.desk.meetings import CADENCES
from revdash.desk.people import read_members
from revdash.desk.tables.meetings import (
    commitment,
    experiment,
    meeting_series,
    snapshot_metric,
    snapshot_restated,
    weekly_snapshot,
)
from revdash.desk.tables.people import member
from revdash.meetings.restatement import Cause
from revdash.metrics.frozen import TIMES
from revdash.store.schema.joint import commitment_now, experiment_day, frozen_now, meeting_now
from revdash.terms import Side

_DAY = timedelta(days=1)
_SETTLED = timedelta(days=25)  # four weeks, though the one meeting was late and the other early
_BOTH = {Side.MARKETING.value, Side.SALES.value}
_COUNTED = {"win": "wins", "miss": "misses"}


def _commitments(telling: Telling) -> Iterator[Row]:
    with telling.house.desk.connect() as desk:
        people = {one.member_id: one for one in read_members(desk, active=False)}
        rows = joint.commitments(desk)
    for row in rows:
        owner = people.get(row.owner)
        yield {
            "event_key": row.commitment_id,
            "meeting_id": row.meeting_id,
            "words": row.words,
            "owner": owner.name if owner else row.owner,
            "team": (owner.team if owner else None) or row.side.capitalize(),
            "side": row.side,
            "state": row.state,
            "original_due_on": row.original_due_on,
            "current_due_on": row.current_due_on,
            "done_on": row.done_on,
            "due_at": row.original_due_on and telling.rules.midnight(row.original_due_on + _DAY),
            "slips": row.slips,
            "subject": row.subject,
        }


def _meetings(telling: Telling) -> Iterator[Row]:
    with telling.house.desk.connect() as desk:
        series, held = joint.all_series(desk), joint.meetings(desk)
        items = joint.item_counts(desk, _COUNTED)
    for one in series:
        mine = [row for row in held if row.series_id == one.series_id]
        for row in mine:
            yield _held(telling, one.name, row, items.get(row.meeting_id, Counter()))
        if one.is_active and mine:
            yield from _missed(telling, one, [row.held_on for row in mine])


def _held(telling: Telling, series: str, row: Any, items: Counter[tuple[str, str]]) -> Row:
    page = row.page or {}
    leading = {side for _, side, role in page.get("attendees", ()) if role == "leader"}
    return {
        "event_key": row.meeting_id,
        "series": series,
        "meeting_id": row.meeting_id,
        "due_on": row.held_on,
        "due_at": telling.rules.midnight(telling.rules.weeks.week_of(row.held_on).end),
        "held_on": row.held_on if row.frozen_at else None,
        "frozen_at": row.frozen_at,
        "is_with_both": leading >= _BOTH,
        **{
            f"{side}_{what}": items[side, kind] for side in _BOTH for kind, what in _COUNTED.items()
        },
    }


def _missed(telling: Telling, series: Any, held: list[date]) -> Iterator[Row]:
    """The turns so far in which nobody as much as prepared it."""
    week_of, turn = telling.rules.weeks.week_of, timedelta(days=CADENCES[series.cadence])
    first = week_of(held[0]).start
    met = {(week_of(day).start - first) // turn for day in held}
    for number in range((telling.today - first) // turn + 1):
        if number not in met:
            start = first + number * turn
            yield {
                "event_key": f"{series.series_id}:{start}",
                "series": series.name,
                "due_on": start + timedelta(days=(series.weekday - start.weekday()) % 7),
                "due_at": telling.rules.midnight(start + turn),
            }


def _frozen(telling: Telling) -> Iterator[Row]:
    with telling.house.desk.connect() as desk:
        rows, later_on = joint.frozen_values(desk), joint.restated_values(desk)
    frozen_on = {row.snapshot_metric_id: row.held_on for row in rows}
    restated: dict[str, Any] = {}
    for found in later_on:
        since = frozen_on.get(found.snapshot_metric_id)
        if since is not None and found.held_on >= since + _SETTLED:
            restated.setdefault(found.snapshot_metric_id, found)
    for row in rows:
        yield _then_and_now(row, restated.get(row.snapshot_metric_id))


def _then_and_now(row: Any, later: Any) -> Row:
    told = row.told or {}
    found = {
        "event_key": row.snapshot_metric_id,
        "meeting_id": row.meeting_id,
        "metric": row.metric,
        "label": told.get("label", row.metric),
        "side": told.get("side"),
        "held_on": row.held_on,
        "frozen": row.value,
    }
    if later is None or later.value is None or not row.value:
        return found
    causes = Counter[str]()
    for side in (later.told or {}).get("sides", ()):
        if side["kind"] != TIMES:  # records are counted, not how long they took
            causes.update({cause: abs(net) for cause, net in side["by_cause"].items()})
    return found | {
        "restated_on": later.held_on,
        "restated": later.value,
        "moved_share": abs(later.value - row.value) / abs(row.value),
        "late": round(causes[Cause.LATE.value]),
        "corrected": round(causes[Cause.RETRACTION.value]),
        "merged": round(causes[Cause.MERGE.value]),
        "defined": round(causes[Cause.DEFINITION.value]),
    }


def _experiments(telling: Telling) -> Iterator[Row]:
    """Each day so far of each test that was written down first and names its end."""
    with telling.house.desk.connect() as desk:
        rows = joint.experiments(desk)
    for row in rows:
        if row.registered_at is None or not (row.starts_on and row.ends_on and row.spend):
            continue
        if telling.rules.day_of(row.registered_at) > row.starts_on or row.ends_on < row.starts_on:
            continue
        days = (row.ends_on - row.starts_on).days + 1
        for day in (row.starts_on + timedelta(days=n) for n in range(days)):
            if day <= telling.today:
                yield {
                    "event_key": f"{row.experiment_id}:{day}",
                    "experiment_id": row.experiment_id,
                    "hypothesis": row.hypothesis,
                    "source": row.channel,
                    "decision": row.decision,
                    "day": day,
                    "spend": row.spend / days,
                }


TELLERS = (
    Teller(
        name="commitments",
        table=commitment_now,
        rests_on=(commitment, member),
        rows=_commitments,
    ),
    Teller(
        name="meetings",
        table=meeting_now,
        rests_on=(meeting_series, weekly_snapshot),
        rows=_meetings,
    ),
    Teller(
        name="frozen numbers",
        table=frozen_now,
        rests_on=(snapshot_metric, snapshot_restated),
        rows=_frozen,
    ),
    Teller(
        name="experiments",
        table=experiment_day,
        rests_on=(experiment,),
        rows=_experiments,
    ),
)
