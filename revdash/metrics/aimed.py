"""Aimed: how far goals are reached, at which pace, and how likely (family I)."""

from dataclasses import replace

from revdash.metrics.reckoned import Told
from revdash.metrics.shapes import Unit
from revdash.terms import Direction, Side

_NO_GOAL = "no goal was in force; set one on Settings › Goals"

GOAL_ATTAINMENT = Told(
    name="goal_attainment",
    label="Goal attainment",
    meaning=(
        "What was reached of the goals, each over its last whole period: 100 % is as agreed. The "
        "goal in the middle is shown; the others stand beside it."
    ),
    question="Did each team deliver what it promised?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="I",
    clock="Each goal's last whole week, month, quarter or year by the end of the period.",
    open_items="None: periods that run are paced, not counted here.",
    formula="actual / target in force at its end; of what is to stay below, target / actual",
    pitfalls="A goal that is lowered is reached: each keeps its history, and who approved it.",
    beside=("goal_pace",),
    cuts=("segment", "team"),
    untold="no goal was in force over a whole period; goals are set on Settings › Goals",
)

GOAL_PACE = replace(
    GOAL_ATTAINMENT,
    name="goal_pace",
    label="Attainment to pace",
    meaning=(
        "What was reached of the goals beside what should be by now, by working days: 100 % is on "
        "pace. The goal in the middle is shown; the others stand beside it."
    ),
    question="Are we on track today?",
    unit=Unit.RATIO,
    clock="The period of each goal that runs, up to the last day with data in the period.",
    open_items="None: it is what came so far.",
    formula=(
        "actual / expected by now: counts by what weekdays brought in the 26 weeks before, "
        "amounts by how the last 4–8 quarters filled up"
    ),
    pitfalls="Calendar days mislead in short months, and early in a quarter that fills up late.",
    beside=("goal_probability", "goal_attainment"),
    untold=_NO_GOAL,
)

GOAL_PROBABILITY = replace(
    GOAL_ATTAINMENT,
    name="goal_probability",
    label="Chance to hit the goal",
    meaning=(
        "How likely the goals of the running periods are reached, if the rest comes as it usually "
        "does. The goal in the middle is shown; the others stand beside it."
    ),
    question="Should we act now?",
    clock="The period of each goal that runs, up to the last day with data in the period.",
    open_items="What is still to come: that is what it is about.",
    formula=(
        "P(actual + rest ≥ target): counts by a Gamma rate with a Poisson rest, amounts by 2,000 "
        "bootstrap draws of the same days of earlier quarters"
    ),
    pitfalls="It knows nothing of one big deal that is known to come.",
    beside=("goal_pace",),
    untold=_NO_GOAL,
)

METRICS = (GOAL_ATTAINMENT, GOAL_PACE, GOAL_PROBABILITY)
