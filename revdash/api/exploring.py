"""Exploring: the list of metrics, and any of them by any cut that its reader may see it by."""

from revdash.api.actors import Actor, Right
from revdash.api.asking import ask
from revdash.api.explore_views import Breakdown, Entry
from revdash.api.house import house
from revdash.api.questions import Question
from revdash.api.slicing import HEADER, adds_up, cells_of, cut_word, note_of, slices_of
from revdash.desk.audit import record
from revdash.desk.people import Role
from revdash.errors import NotAllowedError
from revdash.exports.sheets import csv_bytes
from revdash.metrics.breakdowns import compare
from revdash.metrics.catalog import CATALOG, FAMILIES, find
from revdash.metrics.planned import PLANNED, Planned
from revdash.metrics.scope import FILTERS, cut
from revdash.metrics.shapes import Metric, Unit

HANDOFF = "C"
BY_TEAM = "How fast people respond is shown by team; by person it is RevOps' to see."
_ORDER = ("source", "campaign", "region", "segment", "team", "tier", "kind", "owner")
_SEES_PERSONS = frozenset({Role.REVOPS, Role.ADMIN})


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
    cuts = _cuts_of(found, actor)
    words = tuple((name, cut_word(name)) for name in cuts)
    if not cuts:
        return Breakdown(by="", cuts=())
    chosen = by if by in cuts else cuts[0]
    with house().facts() as connection:
        asked = ask(house(), connection, question)
        # what is chosen of the cut stands among the others
        parts = compare(connection, found, asked.scope.without(chosen), chosen)
    days = asked.scope.period
    return Breakdown(
        by=chosen,
        cuts=words,
        title=f"{found.label} by {cut_word(chosen).lower()}",
        note=_persons(found, by, cuts) or note_of(parts),
        rests="Share" if adds_up(found) else "Rests on",
        slices=slices_of(parts, asked.currency, question.chosen(chosen)),
        empty="Nothing was counted over these days. Widen the period, or take a filter off.",
        csv_name=f"revdash-{metric}-by-{chosen}-{days.start}-{days.last}.csv",
    )


def breakdown_csv(actor: Actor, metric: str, by: str, question: Question) -> bytes:
    """One metric by one cut as CSV, with what it is on top; leaves an audit row."""
    actor.assert_may(Right.READ)
    found = find(metric)
    if _persons(found, by, _cuts_of(found, actor)):
        raise NotAllowedError(
            f"'{metric}' tells how fast people respond: by owner it is RevOps' to see. "
            "Cut it by team instead."
        )
    with house().facts() as connection:
        asked = ask(house(), connection, question)
        parts = compare(connection, found, asked.scope, by)
    preamble = [("Metric", found.label), ("Meaning", found.meaning), ("By", cut_word(by))]
    preamble += [("Period", str(asked.scope.period)), ("Data", asked.freshness.text)]
    preamble += [(f"Only {n}", ", ".join(values)) for n, values in asked.scope.filters]
    rows = cells_of(parts, asked.currency)
    seen = {"by": by, "rows": len(rows), "filters": dict(asked.scope.filters)}
    with house().desk.writing() as desk:
        record(desk, "export csv", metric, seen, house().stamp(actor.actor_id))
    return csv_bytes(preamble, (by, *HEADER), rows)


def _tells_how_fast_people_respond(metric: Metric) -> bool:
    """Whether *metric* by owner tells of persons: all of the handoff does, and all in hours."""
    return metric.family == HANDOFF or metric.unit is Unit.HOURS


def _cuts_of(metric: Metric, actor: Actor) -> tuple[str, ...]:
    """The cuts that the facts of *metric* know and *actor* may see it by."""
    known = [name for name in _ORDER if name in FILTERS and cut(metric.table, name) is not None]
    if _tells_how_fast_people_respond(metric) and actor.role not in _SEES_PERSONS:
        known = [name for name in known if name != "owner"]
    return tuple(known)


def _persons(metric: Metric, by: str, cuts: tuple[str, ...]) -> str:
    """Why *metric* is not shown by person, when it was asked for by person."""
    is_refused = by == "owner" and by not in cuts and _tells_how_fast_people_respond(metric)
    return BY_TEAM if is_refused else ""
