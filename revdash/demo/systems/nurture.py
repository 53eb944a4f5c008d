"""Nurture: programmes for leads that were given back, and the days on which somebody looks."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from revdash.demo.dice import dice
from revdash.demo.lives import Episode, Life
from revdash.demo.systems import ids
from revdash.demo.systems.lines import A_MONTH, Cell, Line, Sheet
from revdash.demo.systems.own import own
from revdash.demo.tending import TENDED_SINCE, late_look
from revdash.demo.timeline import (
    COMPANY_ZONE,
    END,
    NEW_NURTURE_WEEK,
    company_day,
    local_instant,
    week_of,
)
from revdash.demo.work import days_after
from revdash.demo.world import World
from revdash.terms import LeadStage

_P_ENROLLED = 0.85  # within days; of the rest most are found weeks later
_P_FOUND_LATER, _P_FOUND_NOW, _P_WOKEN = 0.8, 0.97, 0.9
_REVIEW_DAYS = 60
_LOOKED_AT_DAYS = (40, 80)
_DUE = timedelta(days=3)


def _enrolments(world: World) -> Iterator[Line]:
    for life in world.lives:
        for episode in life.episodes:
            recycled_at = episode.reached(LeadStage.RECYCLED)
            rng = dice("nurture", episode.key)
            if recycled_at is None:
                continue
            is_tended = recycled_at >= TENDED_SINCE
            if rng.random() < _P_ENROLLED:
                yield from _enrolment(life, episode, days_after(recycled_at, rng.uniform(0.1, 4)))
            elif rng.random() < (_P_FOUND_NOW if is_tended else _P_FOUND_LATER):
                found = (4.2, 7) if is_tended else (6, 25)
                yield from _enrolment(life, episode, days_after(recycled_at, rng.uniform(*found)))
            yield from _woken(life, episode)


def _woken(life: Life, episode: Episode) -> Iterator[Line]:
    """Those who said when to come back are looked at again when that day has come, or later."""
    until = next((change.recycle_until for change in episode.changes if change.recycle_until), None)
    if until is None:
        return
    rng, number, wake_on = dice("woken", episode.key), 0, until
    at = _in_the_morning(until + timedelta(days=rng.randint(1, 2)))
    is_seen = rng.random() < _P_WOKEN
    back_at = min((e.mql_at for e in life.episodes if e.number > episode.number), default=END)
    while True:
        if is_seen and at < back_at:
            number += 1
            days = rng.randint(*_LOOKED_AT_DAYS) if at >= TENDED_SINCE else _REVIEW_DAYS
            wake_on = company_day(at) + timedelta(days=days)
            yield _looked_at(episode, number, at, wake_on)
        late = late_look(_in_the_morning(wake_on) + _DUE, rng)
        if late is None or late >= back_at:
            return
        at, is_seen = late, True


def _in_the_morning(day: date) -> datetime:
    return local_instant(day, 10, COMPANY_ZONE)


def _looked_at(episode: Episode, number: int, at: datetime, wake_on: date) -> Line:
    key = f"{episode.key}-woken-{number}"
    cells: dict[str, Cell] = {
        "event_key": own("nurture", key),
        "person_id": f"hubspot:contact:{ids.contact(episode.lead)}",
        "programme": "Look again",
        "enrolled_at": at,
        "next_review_on": wake_on,
    }
    return Line(at, key, cells)


def _enrolment(life: Life, episode: Episode, enrolled_at: datetime) -> Iterator[Line]:
    back = [later.mql_at for later in life.episodes if later.number > episode.number]
    over = back[0] if back else enrolled_at + timedelta(days=2 * _REVIEW_DAYS)
    is_new = week_of(enrolled_at) >= NEW_NURTURE_WEEK  # S15: another template, the same effect
    cells: dict[str, Cell] = {
        "event_key": own("nurture", episode.key),
        "person_id": f"hubspot:contact:{ids.contact(life.lead)}",
        "programme": "Second look, new template" if is_new else "Second look",
        "enrolled_at": enrolled_at,
        "next_review_on": company_day(enrolled_at) + timedelta(days=_REVIEW_DAYS),
    }
    yield Line(enrolled_at, episode.key, cells)
    exited_at = max(over, enrolled_at)
    if exited_at <= END:
        yield Line(exited_at, episode.key, cells | {"exited_at": exited_at})


SHEETS = (
    Sheet(
        "nurture_enrolment",
        ("event_key", "person_id", "programme", "enrolled_at", "next_review_on", "exited_at"),
        _enrolments,
        weeks=A_MONTH,
    ),
)
