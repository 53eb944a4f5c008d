"""Findings: what is planted in the demo and how strongly, counted from its world.

``findings.json`` is what ``planted`` says, kept so that a test or a tour can read it.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from statistics import median
from typing import TypeAlias

from revdash.demo.exposure import exposures
from revdash.demo.lives import Episode
from revdash.demo.places import REGIONS
from revdash.demo.staff import QUEUE, is_away
from revdash.demo.timeline import (
    BRAND_WEEKS,
    END,
    NEW_POLICY_WEEK,
    NEW_REASONS_WEEK,
    PRIZE_DRAW_WEEK,
    UNROUTED_SWISS_WEEK,
    WEEKS,
    week_of,
    week_start,
)
from revdash.demo.world import World
from revdash.terms import LeadStage
from revdash.worktime.calendar import elapsed

Counts: TypeAlias = dict[str, int | float]

_TARGET_HOURS = {"A": 1, "B": 4, "C": 8}
_FRIDAY = 4
_SHORT_WEEK = 4.5  # open days


def planted(world: World) -> dict[str, dict[str, object]]:
    """Return each story with its week, what it is, and the counts behind it."""
    return {
        story: {"week": week, "what": what, "counts": count(world)}
        for story, (week, what, count) in _STORIES.items()
    }


def _sla(world: World) -> Counts:
    before = [e for e in world.episodes if week_of(e.mql_at) < NEW_POLICY_WEEK]
    after = [e for e in world.episodes if week_of(e.mql_at) >= NEW_POLICY_WEEK]
    return {
        "in_time_before": sum(map(_in_time, before)),
        "handed_before": len(before),
        "in_time_after": sum(map(_in_time, after)),
        "handed_after": len(after),
    }


def _leave(world: World) -> Counts:
    his = [e for e in world.episodes if is_away(e.handings[-1].to_user, e.handings[-1].at)]
    return {"handed": len(his), "untouched_at_end": sum(not _touched(e) for e in his)}


def _prize_draw(world: World) -> Counts:
    drawn = [life for life in world.lives if life.lead.is_prize_draw]
    handed = [life.episodes[0] for life in drawn if life.episodes]
    in_week = [e for e in world.episodes if week_of(e.mql_at) == PRIZE_DRAW_WEEK]
    return {
        "leads": len(drawn),
        "mql": len(handed),
        "accepted": _count(handed, LeadStage.SAL),
        "mql_in_week": len(in_week),
    }


def _swiss(world: World) -> Counts:
    since = [
        e
        for e in world.episodes
        if e.lead.account.region == "DACH" and week_of(e.mql_at) >= UNROUTED_SWISS_WEEK
    ]
    return {"dach_mql": len(since), "unrouted": sum(e.handings[0].to_user == QUEUE for e in since)}


def _reasons(world: World) -> Counts:
    counts: Counts = {}
    refusals = [
        change
        for e in world.episodes
        if not e.reached(LeadStage.SAL) and _touched(e) and not e.lead.is_prize_draw
        for change in e.changes[:1]
        if change.at <= END
    ]
    for when, is_after in (("before", False), ("after", True)):
        those = [c for c in refusals if (week_of(c.at) >= NEW_REASONS_WEEK) is is_after]
        counts[f"refused_{when}"] = len(those)
        counts[f"other_{when}"] = sum(c.reason == "other" for c in those)
    return counts


def _second_life(world: World) -> Counts:
    first = [e for e in world.episodes if e.number == 1 and not e.lead.is_prize_draw]
    again = [e for e in world.episodes if e.number > 1]
    return {
        "first": len(first),
        "first_sql": _count(first, LeadStage.SQL),
        "again": len(again),
        "again_sql": _count(again, LeadStage.SQL),
    }


def _brand(_world: World) -> Counts:
    dach = [e for e in exposures() if e.channel == "paid_social" and e.region == "DACH"]
    before = range(BRAND_WEEKS.start - len(BRAND_WEEKS), BRAND_WEEKS.start)
    shown = {
        weeks: sum(e.impressions for e in dach if (e.day - week_start(1)).days // 7 + 1 in weeks)
        for weeks in (before, BRAND_WEEKS)
    }
    return {"impressions_before": shown[before], "impressions_during": shown[BRAND_WEEKS]}


def _holidays(_world: World) -> Counts:
    return {
        f"open_days_week_{week}": open_days
        for week in range(1, WEEKS + 1)
        if (open_days := _open_days(week)) < _SHORT_WEEK
    }


def _habits(world: World) -> Counts:
    of = {
        rep: [e for e in world.episodes if e.rep.user == rep]
        for rep in ("carla", "dev", "erin", "farid", "aisha")
    }
    low = [e for e in of["erin"] if e.tier == "C"]
    demos = [b for deal in world.deals for b in deal.bookings if b.start_at <= END]
    jonas = [booking for booking in demos if booking.host == "jonas"]
    return {
        "carla_handed": len(of["carla"]),
        "carla_accepted": _count(of["carla"], LeadStage.SAL),
        "carla_sql": _count(of["carla"], LeadStage.SQL),
        "aisha_handed": len(of["aisha"]),
        "aisha_accepted": _count(of["aisha"], LeadStage.SAL),
        "aisha_sql": _count(of["aisha"], LeadStage.SQL),
        "dev_friday_hours": _median_hours(e for e in of["dev"] if _weekday(e) == _FRIDAY),
        "dev_other_hours": _median_hours(e for e in of["dev"] if _weekday(e) < _FRIDAY),
        "erin_tier_c": len(low),
        "erin_tier_c_untouched": sum(not _touched(e) for e in low),
        "farid_attempts_each": _attempts_each(of["farid"]),
        "aisha_attempts_each": _attempts_each(of["aisha"]),
        "jonas_demos": len(jonas),
        "jonas_demos_without_outcome": sum(b.outcome == "SCHEDULED" for b in jonas),
    }


_STORIES: dict[str, tuple[int, str, Callable[[World], Counts]]] = {
    "S1": (NEW_POLICY_WEEK, "Follow-up in time improves: new targets, round-robin routing", _sla),
    "S2": (62, "Ben is on leave for three weeks and nobody stands in for him", _leave),
    "S3": (PRIZE_DRAW_WEEK, "A webinar with a prize draw brings MQLs sales rejects", _prize_draw),
    "S5": (UNROUTED_SWISS_WEEK, "Most Swiss leads stay in the queue: nobody routes them", _swiss),
    "S6": (NEW_REASONS_WEEK, "A new reason list leaves less room for 'other'", _reasons),
    "S7": (1, "Recycled leads that come back become SQLs more often", _second_life),
    "S8": (BRAND_WEEKS.start, "A brand campaign doubles what DACH sees; MQLs don't move", _brand),
    "S12": (1, "Weeks with public holidays are short, not bad", _holidays),
    "S16": (1, "Habits: Carla accepts, Dev's Fridays, Erin's tier C, Farid, Jonas", _habits),
}


def _in_time(episode: Episode) -> bool:
    tried_at = episode.first_attempt_at
    if tried_at is None or tried_at > END:
        return False
    return _hours(episode) <= _TARGET_HOURS[episode.tier]


def _hours(episode: Episode) -> float:
    tried_at = episode.first_attempt_at or END
    return elapsed(episode.rep.calendar, episode.clock_start_at, tried_at) / 3600


def _median_hours(episodes: Iterable[Episode]) -> float:
    return round(median(_hours(e) for e in episodes if _touched(e)), 2)


def _touched(episode: Episode) -> bool:
    return episode.first_attempt_at is not None and episode.first_attempt_at <= END


def _count(episodes: Iterable[Episode], stage: LeadStage) -> int:
    moments = (episode.reached(stage) for episode in episodes)
    return sum(moment is not None and moment <= END for moment in moments)


def _attempts_each(episodes: Iterable[Episode]) -> float:
    counts = [
        sum(not a.is_automated and not a.is_inbound and a.at <= END for a in e.attempts)
        for e in episodes
        if _touched(e)
    ]
    return round(sum(counts) / len(counts), 2)


def _weekday(episode: Episode) -> int:
    return episode.handings[-1].at.weekday()


def _open_days(week: int) -> float:
    days = [week_start(week) + timedelta(days=offset) for offset in range(7)]
    shares = (r.share for r in REGIONS.values() for day in days if r.calendar.hours(day))
    return round(sum(shares), 2)
