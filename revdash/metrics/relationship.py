"""Relationship: what both sides say of working together, and how that fits what is (family L)."""

from revdash.metrics.shapes import Told, Unit
from revdash.terms import Direction, Side

_UNTOLD = "no round of the pulse has closed yet"
_CLOCK = "The day on which the round closed."
_OPEN = "A round that is open is not told; of a group, nothing below five answers is."

PULSE_LEVEL = Told(
    name="pulse_level",
    label="Pulse",
    meaning=(
        "What both sides answer on average, from 1 (not at all) to 5 (fully), to the six "
        "sentences on working together. Each side counts as much as the other, however many "
        "of it answered."
    ),
    question="How does it feel to work together?",
    unit=Unit.RATIO,
    side=Side.SHARED,
    direction=Direction.UP,
    family="L",
    clock=_CLOCK,
    open_items=_OPEN,
    formula="mean of the two sides' means of the six fixed items; 90 % bootstrap",
    benchmark="8 % 'tight alignment' of 66 firms in 2010 (Advertising Age)",
    pitfalls=(
        "Nobody knows which answers are one person's, so its bounds take the widest spread "
        "that allows: they are rather too wide than too narrow."
    ),
    beside=("perception_gap", "within_team_agreement"),
    untold=_UNTOLD,
)

PERCEPTION_GAP = Told(
    name="perception_gap",
    label="Perception gap",
    meaning=(
        "How far the two sides' means lie apart, on average of the six sentences, whichever "
        "side is higher. Each sentence has its own gap, marketing less sales, with its bounds."
    ),
    question="Where do we see different worlds?",
    unit=Unit.RATIO,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="L",
    clock=_CLOCK,
    open_items=_OPEN,
    formula="mean of |mean(marketing) − mean(sales)| of the six fixed items; Welch's interval",
    benchmark=(
        "82 % of C-level say aligned, 65 % of practitioners that leaders are not (Forrester "
        "2024): other people, other questions, never to be subtracted"
    ),
    pitfalls=(
        "Sentences that rate one side's work are cross-ratings: read those by themselves. "
        "Chance alone puts small groups a little apart."
    ),
    beside=("pulse_level", "perception_vs_reality"),
    untold=_UNTOLD,
)

WITHIN_TEAM_AGREEMENT = Told(
    name="within_team_agreement",
    label="Agreement within a team",
    meaning=(
        "Whether a side's answers are a view of the team or a few loud voices: 1 where all say "
        "the same, 0 where answers spread as if given at random. The mean over the six "
        "sentences and both sides."
    ),
    question="Is it a team's view, or two loud voices?",
    unit=Unit.RATIO,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="L",
    clock=_CLOCK,
    open_items=_OPEN,
    formula="1 − s² / ((5² − 1) / 12) of each item and side, not below 0 (r_wg)",
    benchmark=".70 and more is customarily called agreement (Frontiers in Psychology 2017)",
    pitfalls="Answers that crowd at one end of the scale agree more by this count.",
    beside=("pulse_level", "perception_gap"),
    untold=_UNTOLD,
)

PERCEPTION_VS_REALITY = Told(
    name="perception_vs_reality",
    label="Perceived and measured",
    meaning=(
        "How far what the sides believe lies from what was measured: of 100 MQLs, how many are "
        "followed up in time, and how many does sales accept? The mean distance over both "
        "questions and sides, in points."
    ),
    question="Whose picture is off?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="L",
    clock="The day on which the round closed; measured over the four weeks before it.",
    open_items=_OPEN,
    formula="mean of |believed share − measured share|; by item and side, believed − measured",
    pitfalls="What is measured may be restated as late facts come in; beliefs are not.",
    beside=("sla_attainment", "acceptance_rate"),
    untold=_UNTOLD,
)

METRICS = (PULSE_LEVEL, PERCEPTION_GAP, WITHIN_TEAM_AGREEMENT, PERCEPTION_VS_REALITY)
