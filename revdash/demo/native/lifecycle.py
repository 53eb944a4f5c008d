"""Lifecycle rows: stage changes, assignments, nurture programmes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from revdash.demo.dice import dice
from revdash.demo.lives import Change, Episode, Life
from revdash.demo.native.identity import Row, actor_kind, campaign_id, lead_id, row, user_id
from revdash.demo.staff import BOT
from revdash.demo.timeline import END, company_day
from revdash.demo.work import days_after
from revdash.demo.world import World
from revdash.terms import LeadStage

_SCORING = "fit-and-engagement-1"
_ROUND_ROBIN = "round-robin-1"
_P_ENROLLED = 0.85
_REVIEW_DAYS = 60


def lifecycle_events(world: World) -> Iterator[Row]:
    """Yield every change of every lead's stage."""
    for life in world.lives:
        number = f"{life.lead.number:05d}"
        arrived = Change(LeadStage.LEAD, life.lead.arrived_at, BOT)
        own = _event(life, arrived) | {"source": life.lead.channel}
        own["campaign_id"] = campaign_id(life.lead.campaign)
        yield row("stage", f"{number}-0", arrived.at, own)
        for episode in life.episodes:
            yield row("stage", f"{episode.key}-0", episode.mql_at, _mql(life, episode))
            for step, change in enumerate(episode.changes, 1):
                yield row("stage", f"{episode.key}-{step}", change.at, _event(life, change))


def assignments(world: World) -> Iterator[Row]:
    """Yield every handing of a lead to a user or the queue."""
    for episode in world.episodes:
        for number, handing in enumerate(episode.handings, 1):
            own: Row = {
                "person_id": lead_id(episode.lead),
                "from_user_id": user_id(handing.from_user),
                "to_user_id": user_id(handing.to_user),
                "event_at": handing.at,
                "event_precision": "instant",
                "assigned_by": "rule" if handing.by == BOT else "human",
                "rule_version": _ROUND_ROBIN if handing.by == BOT else None,
            }
            yield row("assignment", f"{episode.key}-{number}", handing.at, own)


def nurture_enrolments(world: World) -> Iterator[Row]:
    """Yield the nurture programmes that most recycled leads go through."""
    for life in world.lives:
        for episode in life.episodes:
            recycled_at = episode.reached(LeadStage.RECYCLED)
            rng = dice("nurture", episode.key)
            if recycled_at and rng.random() < _P_ENROLLED:
                yield from _enrolment(life, episode, days_after(recycled_at, rng.uniform(0.1, 4)))


def _enrolment(life: Life, episode: Episode, enrolled_at: datetime) -> Iterator[Row]:
    if enrolled_at > END:
        return
    back = [later.mql_at for later in life.episodes if later.number > episode.number]
    over = back[0] if back else enrolled_at + timedelta(days=2 * _REVIEW_DAYS)
    own: Row = {
        "person_id": lead_id(life.lead),
        "programme": "Second look",
        "enrolled_at": enrolled_at,
        "next_review_on": company_day(enrolled_at) + timedelta(days=_REVIEW_DAYS),
        "exited_at": max(over, enrolled_at) if over <= END else None,
    }
    yield row("nurture", episode.key, enrolled_at, own)


def _mql(life: Life, episode: Episode) -> Row:
    return _event(life, Change(LeadStage.MQL, episode.mql_at, BOT)) | {
        "tier": episode.tier,
        "score": episode.score,
        "scoring_version": _SCORING,
        "source": life.lead.channel,
        "campaign_id": campaign_id(life.lead.campaign),
    }


def _event(life: Life, change: Change) -> Row:
    return {
        "person_id": lead_id(life.lead),
        "to_stage": change.stage.value,
        "event_at": change.at,
        "event_precision": "instant",
        "actor_user_id": user_id(change.user),
        "actor_kind": actor_kind(change.user),
        "reason_code": change.reason,
        "is_correction": False,
        "is_hard": change.is_hard if change.stage is LeadStage.DISQUALIFIED else None,
        "recycle_until": change.recycle_until,
    }
