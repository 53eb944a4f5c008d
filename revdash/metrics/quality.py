"""Quality: whether sales agrees that these are leads (family D)."""

from sqlalchemy import case

from revdash.metrics.shapes import AS_OF, Unit, Wait
from revdash.store.dialects.functions import greatest, seconds_between
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.terms import Direction, EpisodeKind, Side

TWO_WEEKS = 14 * 86_400.0

_e = lead_episode.c
_is_accepted = _e.sal_at.isnot(None) & (_e.sal_at <= AS_OF)
_age = seconds_between(_e.mql_at, greatest(AS_OF, _e.mql_at))

ACCEPTANCE_RATE = Wait(
    name="acceptance_rate",
    label="Acceptance rate",
    meaning=(
        "Of the leads handed over in the period, the share that sales accepted within 14 days. "
        "Refused leads stay in the count; the newest count for the days they have had."
    ),
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="D",
    clock="The day of the MQL.",
    open_items="Undecided leads stay at risk for as long as they have been watched.",
    formula="1 − S(14 days) of MQL to SAL, refused leads at risk to the end",
    pitfalls="Sales accepting everything: read it with what became of the accepted.",
    needs=(lifecycle_event,),
    table=lead_episode,
    rows=_e.kind != EpisodeKind.EXPANSION.value,
    served=_is_accepted,
    pending=_e.is_open.is_(True) & _e.sal_at.is_(None),
    seconds=case((_is_accepted, seconds_between(_e.mql_at, _e.sal_at)), else_=_age),
    dated_by=_e.mql_on,
    within=TWO_WEEKS,
    is_worktime=False,
    hit="accepted",
    wait="undecided",
    miss="not accepted",
)

METRICS = (ACCEPTANCE_RATE,)
