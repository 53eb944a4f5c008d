"""Outcomes: what became of marketing's leads, by a cut; and the leads behind each count."""

from dataclasses import replace

from revdash.api.actors import Actor, Right
from revdash.api.asking import Asked, ask
from revdash.api.cuts import cut_word
from revdash.api.house import house
from revdash.api.outcome_grids import STEPS, lead_grid, life_view, reason_grid
from revdash.api.outcome_views import OutcomesView, Pick, PickedLeads
from revdash.api.outcome_words import (
    STATES,
    line_of,
    notes_of,
    picked_title,
    sentence_of,
    states_of,
    whole_of,
)
from revdash.api.questions import Question
from revdash.desk.audit import record
from revdash.exports.sheets import csv_bytes
from revdash.handoffs.funnel import handed_over
from revdash.handoffs.outcome_leads import Lead, leads
from revdash.handoffs.outcomes import CUTS, Outcome, State, outcomes
from revdash.handoffs.second_life import second_life
from revdash.handoffs.waiting import knows_attempts

SHOWN_ROWS = 200
_COUNTED = (
    *("leads", *(state.key.replace(" ", "_") for state in STATES), "without_a_fact"),
    *("reason_most_given", "accepted_in_14_days", "accepted_low", "accepted_high"),
    *("sqls_in_30_days", "old_enough", "quality_index", "index_low", "index_high", "standing"),
)
_LISTED = (
    *("episode_id", "person_id", "name", "account", "handed_over_on", "tier", "campaign"),
    *("state", "reason", "reason_class", "without_a_fact", "note", "team"),
)


def outcomes_of(actor: Actor, question: Question, by: str = "") -> OutcomesView:
    """What became of the leads handed over in the question's days, by the cut *by*."""
    actor.assert_may(Right.READ)
    chosen = by if by in CUTS else CUTS[0]
    with house().facts() as connection:
        asked = ask(house(), connection, question)
        found = outcomes(connection, asked.scope, chosen)
        life = second_life(connection, asked.scope)
        is_worked = knows_attempts(connection)
        before = None
        if asked.before is not None:
            before = handed_over(connection, asked.over(asked.before))[0].people
    reasons = found.whole.reasons
    return OutcomesView(
        title="Feedback",
        period=asked.period,
        compared=asked.compared_whole,
        freshness=asked.freshness,
        sentence=tuple(sentence_of(found, before, is_worked=is_worked)),
        by=chosen,
        cuts=tuple((name, cut_word(name)) for name in CUTS),
        states=states_of(is_worked=is_worked),
        whole=whole_of(found.whole),
        lines=tuple(line_of(row, chosen) for row in found.rows),
        has_quality=any(row.quality for row in found.rows),
        notes=notes_of(found, life.handed_over, is_worked=is_worked),
        reasons=reason_grid(reasons),
        reasons_note=_untold(found.whole),
        life=life_view(life),
        empty="No lead was handed over in these days. Widen the period, or take a filter off.",
        days=f"{asked.scope.period.start}-{asked.scope.period.last}",
    )


def outcomes_csv(actor: Actor, question: Question, by: str) -> bytes:
    """What became of the leads by one cut, as CSV; leaves an audit row."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        asked = ask(house(), connection, question)
        found = outcomes(connection, asked.scope, by)
    rows = [_cells(row) for row in (*found.rows, replace(found.whole, value="(all)"))]
    return _written(actor, asked, f"outcomes by {by}", (by, *_COUNTED), rows)


def reasons_csv(actor: Actor, question: Question) -> bytes:
    """Why leads were given back, as CSV; leaves an audit row."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        asked = ask(house(), connection, question)
        reasons = outcomes(connection, asked.scope, CUTS[0]).whole.reasons
    header = ("reason", "reason_class", "leads", "without_a_fact")
    return _written(actor, asked, "reasons given", header, [[*one] for one in reasons])


def second_life_csv(actor: Actor, question: Question) -> bytes:
    """The second life of the recycled leads, as CSV; leaves an audit row."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        asked = ask(house(), connection, question)
        life = second_life(connection, asked.scope)
    people = (life.handed_over, life.recycled, life.enrolled, life.returned, life.became_sql)
    rows: list[list[object]] = [
        [step, n, *[None] * 5] for step, n in zip(STEPS, people, strict=True)
    ]
    for one in (*life.readings, life.second, life.first):
        if one is not None:
            numbers = (one.value, one.hits, one.sample, one.low, one.high)
            rows.append([one.metric.label, None, *numbers])
    header = ("what", "people", "value", "hits", "sample", "low", "high")
    return _written(actor, asked, "second life", header, rows)


def picked(actor: Actor, question: Question, pick: Pick) -> PickedLeads:
    """The leads behind one count, the newest first."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        asked = ask(house(), connection, question)
        found, counts = leads(connection, asked.scope, pick, SHOWN_ROWS)
    states = [(s.key, f"{s.label} {counts[State(s.key)]:,}") for s in STATES if s.key in counts]
    every = sum(counts.values())
    state = next((one for one in counts if one.value == pick.state), None)
    days = f"{asked.scope.period.start}-{asked.scope.period.last}"
    return PickedLeads(
        title=picked_title(pick, asked),
        states=(("", f"All {every:,}"), *states),
        state=state or "",
        grid=lead_grid(found, counts[state] if state else every),
        note="The newest first; a row opens what is known of the lead",
        csv_name=f"revdash-leads-{days}.csv",
    )


def picked_csv(actor: Actor, question: Question, pick: Pick) -> bytes:
    """The leads behind one count as CSV; leaves an audit row."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        asked = ask(house(), connection, question)
        found, _ = leads(connection, asked.scope, pick, None)
        what = picked_title(pick, asked)
    return _written(actor, asked, what, _LISTED, [_listed(one) for one in found])


def _untold(whole: Outcome) -> str:
    """How many were given back without a fact that marketing could use."""
    back = whole.states[State.GIVEN_BACK]
    if not back:
        return ""
    told = f"{whole.untold:,} of {back:,} without a fact" if whole.untold else "each with a fact"
    return f"{told}; a row opens its leads"


def _cells(row: Outcome) -> list[object]:
    accepted, quality = row.acceptance, row.quality
    index = (quality.index, *quality.index_interval, quality.standing.value) if quality else ()
    return [
        row.value,
        row.leads,
        *row.states.values(),
        row.untold,
        row.reasons[0].name if row.reasons else None,
        *(accepted.value, accepted.low, accepted.high),
        *((quality.hits, quality.tries) if quality else (None, None)),
        *(index or [None] * 4),
    ]


def _listed(one: Lead) -> list[object]:
    return [
        *(one.episode_id, one.person_id, one.name, one.account, one.handed_over_on, one.tier),
        *(one.campaign, one.state.value, one.reason, one.reason_class, one.is_untold, one.note),
        one.team,
    ]


def _written(
    actor: Actor, asked: Asked, what: str, header: tuple[str, ...], rows: list[list[object]]
) -> bytes:
    """Write *rows* with what they are on top, and say in the audit log who took them."""
    preamble = [("What", f"What became of the leads handed over: {what}")]
    preamble += [("Period", str(asked.scope.period)), ("Data", asked.freshness.text)]
    preamble += [(f"Only {name}", ", ".join(values)) for name, values in asked.scope.filters]
    content = csv_bytes(preamble, header, rows)
    seen = {"rows": len(rows), "period": str(asked.scope.period)}
    seen |= {"filters": dict(asked.scope.filters)}
    with house().desk.writing() as desk:
        record(desk, "export csv", what, seen, house().stamp(actor.actor_id))
    return content
