"""Meeting owed: what the agreement in force has each side deliver, and what came of it."""

from collections.abc import Iterator

from sqlalchemy import Connection

from revdash.agreement.promises import whole_of
from revdash.api.agreement_words import promise_line, target_line
from revdash.api.asking import Asked
from revdash.api.house import House
from revdash.api.promised import came_of
from revdash.desk.agreement import PolicyVersion, policy_at, read_policies
from revdash.desk.questions import SIDES
from revdash.meetings.sheet import Cells
from revdash.metrics.catalog import find
from revdash.metrics.read import glance
from revdash.metrics.shapes import Reading
from revdash.metrics.shown import count, duration
from revdash.period import Period
from revdash.terms import Side

_COLUMNS = ("What is owed", "What came", "Kept")
_EMPTY = {
    Side.MARKETING: "The agreement names no number of MQLs yet. It is drafted on Settings.",
    Side.SALES: "There is no agreement yet. It is drafted on Settings.",
}


def owed(house: House, connection: Connection, asked: Asked) -> tuple[Cells, ...]:
    """What each side owes the other, line by line, side by side."""
    end = asked.rules.midnight(asked.scope.period.end)
    with house.desk.connect() as desk:
        policy = policy_at(read_policies(desk), end)
    lines = {
        Side.MARKETING: [*_marketing(connection, policy, asked)] if policy else [],
        Side.SALES: [*_sales(connection, policy, asked)] if policy else [],
    }
    return tuple(
        Cells(
            title="Owed by the agreement",
            side=side,
            columns=_COLUMNS,
            rows=tuple(lines[side]),
            numbers=2,
            note=f"Version {policy.version_no}" if policy else "",
            empty=_EMPTY[side],
        )
        for side in SIDES
    )


def _marketing(
    connection: Connection, policy: PolicyVersion, asked: Asked
) -> Iterator[tuple[str, ...]]:
    """Each promise of MQLs, over the period of its own that the week lies in."""
    week = asked.scope.period
    for one in policy.promises:
        whole = whole_of(one.each, week.last, asked.scope.weeks)
        so_far = Period(whole.start, min(whole.end, week.end))
        came = came_of(connection, one, so_far, asked.scope)
        is_over = whole.end <= week.end
        is_missed = is_over and not came.is_undecided
        verdict = "met" if came.is_kept else "missed" if is_missed else "not yet"
        yield promise_line(one), came.text if is_over else f"{came.text} so far", verdict


def _sales(
    connection: Connection, policy: PolicyVersion, asked: Asked
) -> Iterator[tuple[str, ...]]:
    """What sales owes each lead whose time ran out in the week."""
    first = find("sla_attainment")
    for tier, hours in sorted(policy.target_hours.items()):
        over = asked.scope.only("tier", tier)
        reading = glance(connection, [first], over)[first.name].now
        yield f"Tier {tier}: a first attempt within {duration(hours)}", *_kept(reading)
    for one in policy.scoped_targets:
        over = asked.scope
        for name, value in one.part.items():
            over = over.only(name, value)
        reading = glance(connection, [first], over)[first.name].now
        yield f"A first attempt, {target_line(one)}", *_kept(reading)
    trying = policy.trying
    others = {
        "cadence_completion": f"{trying.attempts} attempts on {trying.days} days within "
        f"{trying.within_days:g} business days",
        "feedback_completeness": f"A verdict with a reason within {policy.verdict_days:g} "
        "business days",
        "lead_questions_answered": f"Answers within {policy.answer_days:g} business days, "
        "of both sides",
    }
    found = glance(connection, [find(name) for name in others], asked.scope)
    for name, text in others.items():
        yield text, *_kept(found[name].now)


def _kept(reading: Reading) -> tuple[str, str]:
    if not reading.sample:
        return reading.missing or "nothing fell due", ""
    missed = reading.sample - int(reading.hits)
    told = f"{count(reading.hits)} of {count(reading.sample)}"
    return told, f"{count(missed)} missed" if missed else "all kept"
