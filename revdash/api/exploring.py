"""Exploring: the list of metrics, and any of them by any cut that its reader may see it by."""

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.alike import SWITCH
from revdash.api.asking import ask
from revdash.api.cuts import (
    BY_TEAM,
    CATEGORY,
    assert_by_team,
    comparable_by,
    cut_word,
    cuts_of,
    note_of,
    tells_of_persons,
)
from revdash.api.explore_views import Breakdown, Entry
from revdash.api.house import house
from revdash.api.questions import Question
from revdash.api.slicing import HEADER, adds_up, cells_of, draw, own_parts
from revdash.desk.audit import record
from revdash.errors import NotAllowedError
from revdash.exports.sheets import csv_bytes
from revdash.metrics.breakdowns import Breakdown as Found
from revdash.metrics.breakdowns import compare
from revdash.metrics.catalog import CATALOG, FAMILIES, find
from revdash.metrics.planned import PLANNED, Planned
from revdash.metrics.read import read
from revdash.metrics.scope import FILTERS, Scope
from revdash.metrics.shapes import Index, Metric


def listed(actor: Actor) -> tuple[Entry, ...]:
    """Every metric, family by family, those last that are not measured yet; needs no store."""
    actor.assert_may(Right.READ)
    found = sorted([*CATALOG.values(), *PLANNED], key=lambda metric: metric.family)
    return tuple(
        Entry(
            name=metric.name,
            label=metric.label,
            side=metric.side,
            family=FAMILIES[metric.family],
            meaning=metric.meaning,
            waits_for=f"comes with {metric.comes_with}" if isinstance(metric, Planned) else "",
        )
        for metric in found
    )


def breakdown(actor: Actor, metric: str, by: str, question: Question) -> Breakdown:
    """One metric by the cut *by*, or by the first it can be cut by."""
    actor.assert_may(Right.READ)
    found = find(metric)
    assert_by_team(actor, question, [found])
    cuts = cuts_of(found, actor)
    if not cuts:
        return Breakdown(by="", cuts=())
    chosen = by if by in cuts else next(iter(cuts))
    with house().facts() as connection:
        asked = ask(house(), connection, question)
        around = asked.scope.without(chosen)  # what is chosen stands among the others
        whole = read(connection, found, around)
        drawing = draw(
            _cut(connection, found, around, chosen),
            whole,
            asked.currency,
            question.chosen(chosen),
        )
    is_refused = by == "owner" != chosen and tells_of_persons(found)
    days = asked.scope.period
    return Breakdown(
        by=chosen,
        cuts=tuple(cuts.items()),
        is_filter=chosen in FILTERS,
        title=f"{found.label} by {cuts[chosen].lower()}",
        note=BY_TEAM if is_refused else ". ".join(filter(None, (note_of(chosen), drawing.note))),
        rests="Share" if adds_up(found) else "Rests on",
        slices=drawing.slices,
        whole=drawing.whole,
        switch=SWITCH if comparable_by(found, chosen) else "",
        empty=_nothing(whole.missing),
        csv_name=f"revdash-{metric}-by-{chosen}-{days.start}-{days.last}.csv",
    )


def breakdown_csv(actor: Actor, metric: str, by: str, question: Question) -> bytes:
    """One metric by one cut as CSV, with what it is on top; leaves an audit row."""
    actor.assert_may(Right.READ)
    found = find(metric)
    if by == "owner" and by not in cuts_of(found, actor):
        raise NotAllowedError(
            f"'{metric}' tells how fast people respond: by owner it is RevOps' to see. "
            "Cut it by team instead."
        )
    assert_by_team(actor, question, [found])
    with house().facts() as connection:
        asked = ask(house(), connection, question)
        parts = _cut(connection, found, asked.scope, by)
    preamble = [("Metric", found.label), ("Meaning", found.meaning), ("By", cut_word(by))]
    preamble += [("Period", str(asked.scope.period)), ("Data", asked.freshness.text)]
    preamble += [(f"Only {n}", ", ".join(values)) for n, values in asked.scope.filters]
    rows = cells_of(parts, asked.currency)
    seen = {"by": by, "rows": len(rows), "filters": dict(asked.scope.filters)}
    with house().desk.writing() as desk:
        record(desk, "export csv", metric, seen, house().stamp(actor.actor_id))
    return csv_bytes(preamble, (by, *HEADER), rows)


def _nothing(why: str) -> str:
    """What is said in the place of no rows, and the next step."""
    said = why[:1].upper() + why[1:] or "Nothing was counted over these days"
    return f"{said}. Widen the period, or take a filter off."


def _cut(connection: Connection, metric: Metric, scope: Scope, by: str) -> Found:
    """The parts by *by*; what parts itself by it is read once."""
    if by == CATEGORY or (isinstance(metric, Index) and by == metric.by):
        return own_parts(read(connection, metric, scope))
    return compare(connection, metric, scope, by)
