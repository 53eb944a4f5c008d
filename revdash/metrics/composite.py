"""Composite: Alignment Health, how much of it is measured, and what it counts itself (family M)."""

from sqlalchemy import case

from revdash.metrics.ages import age_of, is_past, seconds_to
from revdash.metrics.quality import FALSE_ACCEPT_RATE
from revdash.metrics.shapes import DAY, Rate, Told, Unit
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.sales import meeting
from revdash.terms import Direction, EpisodeKind, Side

_e = lead_episode.c
_is_business = _e.kind != EpisodeKind.EXPANSION.value
_is_accepted = is_past(_e.sal_at)
_age = age_of(_e.mql_at)
_is_ripe = _is_business & (_age >= 14 * DAY)
_stays = case((FALSE_ACCEPT_RATE.hits, 0), else_=1) == 1  # unknown is no false accept
_UNTOLD = "no week of leads to reckon it from"

ACCEPTANCE_NET = Rate(
    name="acceptance_net",
    label="Acceptance, less false accepts",
    meaning=(
        "Of the leads handed over in the period at least 14 days ago, the share that sales "
        "accepted within 14 days, less those it gave back within 30 days as no fit or as junk "
        "without a meeting held. It is what Alignment Health counts."
    ),
    question="Does sales agree that these are leads, and mean it?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="M",
    clock="The day of the MQL.",
    open_items=(
        "Leads not yet 14 days old are left out, and printed beside it. A false accept is taken "
        "off once 30 days have passed since it was accepted."
    ),
    formula="(accepted within 14 days − false accepts of 30 days and more) / leads 14 days old",
    pitfalls="Lower than the acceptance rate by design: accepting everything earns nothing.",
    beside=("acceptance_rate", "false_accept_rate"),
    needs=(lifecycle_event, meeting),
    table=lead_episode,
    hits=_is_ripe
    & _is_accepted
    & (seconds_to(_e.mql_at, _e.sal_at, _is_accepted) <= 14 * DAY)
    & _stays,
    tries=_is_ripe,
    pending=_is_business & (_age < 14 * DAY),
    dated_by=_e.mql_on,
    hit="accepted",
    miss="not accepted, or not for long",
    wait="too young yet",
)

ALIGNMENT_HEALTH = Told(
    name="alignment_health",
    label="Alignment Health",
    meaning=(
        "How reliably the two teams hand work to each other and keep promises, from 0 to 100: "
        "100 is every part as agreed, 0 every part as agreed to call broken. It tells neither "
        "how good revenue is nor how good marketing is, and is never for anybody's pay."
    ),
    question="Is the handoff relationship healthy, and what moved it?",
    unit=Unit.INDEX,
    side=Side.SHARED,
    direction=Direction.UP,
    family="M",
    clock="As of the end of each week; its rates count the four weeks before, or as each says.",
    open_items="As each part says; a part of too few cases hands its weight to its pillar.",
    formula="Σ effective weight × score; score = 100 × (value − floor) / (target − floor), clipped",
    pitfalls=(
        "Floors, targets and weights are agreed and versioned: where they change the line breaks. "
        "The Health page says how each side could game it, and what counters that."
    ),
    beside=("evidence_coverage",),
    untold=_UNTOLD,
)

EVIDENCE_COVERAGE = Told(
    name="evidence_coverage",
    label="Evidence coverage",
    meaning="How much of Alignment Health, by weight, rests on parts with enough cases.",
    question="How much of the score is measured?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="M",
    clock="As of the end of each week.",
    open_items="None: a part has enough cases or it has not.",
    formula="sum of the weights of the parts that are measured",
    pitfalls="Below 60 %, or without any part of the handoff, no number is told.",
    beside=("alignment_health",),
    untold=_UNTOLD,
)

METRICS = (ALIGNMENT_HEALTH, EVIDENCE_COVERAGE, ACCEPTANCE_NET)
