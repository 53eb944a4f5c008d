"""Silence: when a lead was last heard from, what was tried since, and which reason is on record."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from revdash.handoffs.timeline import Happened
from revdash.store.schema.marketing import touch
from revdash.store.schema.sales import meeting, sales_activity
from revdash.terms import LeadStage

_GIVES = {
    LeadStage.REJECTED.value,
    LeadStage.RECYCLED.value,
    LeadStage.DISQUALIFIED.value,
}
_ASKS = _GIVES | {LeadStage.LOST.value, LeadStage.LAPSED.value}
INBOUND, AUTOMATED, CONNECTED, HELD = "inbound", "true", "connected", "COMPLETED"


@dataclass(frozen=True, kw_only=True)
class Silence:
    """Why a lead may have stopped responding, as far as facts tell."""

    heard: Happened | None  # the last time that they spoke with us
    looked: Happened | None  # the last time that they looked at something of ours after that
    tries: Mapping[str, int]  # what humans tried since, by channel
    answers: Mapping[str, int]  # how those ended, where somebody wrote it down
    tried_at: datetime | None  # the last of them
    machine: int  # what machines sent since
    reason: str | None  # the code on record
    is_reason_asked: bool  # it ended in a way that asks for a reason
    is_reason_empty: bool  # sales gave one that tells nothing

    @property
    def is_silent(self) -> bool:
        """Whether anything was tried since they were last heard from."""
        return bool(self.tries)


def silence_of(happened: Iterable[Happened], episode: Row[Any] | None) -> Silence:
    """Read the silence out of what *happened*, the newest first, and the newest *episode*."""
    known = list(happened)
    heard = next((one for one in known if is_heard(one)), None)
    since = [one for one in known if heard is None or one.at > heard.at]
    tries = [one for one in since if is_try(one)]
    looked = next((one for one in since if one.table == touch.name), None)
    return Silence(
        heard=heard,
        looked=looked,
        tries=Counter(one.what or "" for one in tries),
        answers=Counter(one.more for one in tries if one.more),
        tried_at=tries[0].at if tries else None,
        machine=sum(one.table == sales_activity.name and one.note == AUTOMATED for one in since),
        reason=episode.reason_code if episode else None,
        is_reason_asked=bool(episode and episode.stage in _ASKS),
        is_reason_empty=bool(episode and episode.stage in _GIVES and not episode.is_reason_valid),
    )


def is_heard(one: Happened) -> bool:
    """Whether the human themselves spoke: an answer, a call that connected, a meeting held."""
    if one.table == meeting.name:
        return one.how == HELD
    return one.table == sales_activity.name and (one.how == INBOUND or one.more == CONNECTED)


def is_try(one: Happened) -> bool:
    """Whether a human of ours tried to reach them."""
    is_ours = one.table == sales_activity.name and one.how != INBOUND
    return is_ours and one.note != AUTOMATED
