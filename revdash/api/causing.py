"""Causing: what dropped handoffs came from, by the list both sides agree; what rules got wrong."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from revdash.api.acting import moment, stamp
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.asking import day_text
from revdash.api.house import House
from revdash.api.loop_views import CauseLine, Causes, Choice
from revdash.api.views import Chart, Column, Grid
from revdash.charts.ranked import Bar, ranked
from revdash.desk import causes as desk_causes
from revdash.desk.causes import Cause, Given, causes_given, causes_pareto, mistakes_by_rule
from revdash.desk.wordings import WordingOf, read_wordings
from revdash.episodes.joins import names_of
from revdash.handoffs.resolved import Stretch, fired_by_rule, resolved_in
from revdash.handoffs.rules import RULE
from revdash.metrics.shapes import Unit
from revdash.metrics.shown import in_full
from revdash.terms import Side

WEEKS = 4  # over which causes are counted
LINES_SHOWN = 12  # groups of resolved drops at once, to name the causes of
NAMED = 3  # of each, in words
_RULES = ("Rule", "Fired", "Marked as its mistake", "Share")


def causes(house: House, actor: Actor) -> Causes:
    """What caused the drops of the last weeks, which still lack a cause, and the rules' quality."""
    actor.assert_may(Right.READ)
    with house.facts() as connection, house.desk.connect() as desk:
        now, rules = moment(house, connection)
        told = Stretch(now - timedelta(weeks=WEEKS), now + timedelta(microseconds=1))
        rows = resolved_in(connection, told)
        given = causes_given(desk, [row.instance_key for row in rows])
        lines = _without(rows, given)
        people = [row.person_id for group in lines for row in group[:NAMED] if row.person_id]
        names = names_of(connection, people)
        pareto = causes_pareto(desk, told.since, told.until)
        known = desk_causes.read_causes(desk, rules.day_of(now))
        fired = fired_by_rule(connection, told)
        mistakes = mistakes_by_rule(desk, told.since, told.until)
        agreed = _agreed(desk)
    named = sum(count for _, count in pareto)
    return Causes(
        sentence=f"{len(rows):,} drops were resolved in the last {WEEKS} weeks; a cause is named "
        f"for {named:,}.",
        chart=_chart(pareto, named),
        choices=tuple(Choice(key=one.code, label=_label(one)) for one in known),
        lines=tuple(_line(group, given, names) for group in lines),
        rules=_quality(fired, mistakes),
        agreed=agreed,
        may_act=Right.ACT in rights_of(actor.role),
    )


def give_causes(
    house: House, actor: Actor, given: Mapping[str, str], versions: Mapping[str, int]
) -> str:
    """Name the causes of some drops, as they were seen; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.facts() as connection:
        now, _ = moment(house, connection)
        told = Stretch(now - timedelta(weeks=WEEKS), now + timedelta(microseconds=1))
        resolved = {row.instance_key: row.resolved_at for row in resolved_in(connection, told)}
    by = stamp(actor, "")
    with house.desk.writing() as desk:
        for key, code in given.items():
            wanted = Given(
                instance_key=key,
                code=code,
                resolved_at=resolved.get(key, now),
                by=actor.actor_id,
                version=versions.get(key, 0),
            )
            desk_causes.give_cause(desk, wanted, by)
    return f"{len(given):,} {'cause is' if len(given) == 1 else 'causes are'} named."


def pareto_chart(house: House, actor: Actor, since: datetime, until: datetime) -> Chart:
    """The causes of what was resolved in [since, until), the commonest first."""
    actor.assert_may(Right.READ)
    with house.desk.connect() as desk:
        pareto = causes_pareto(desk, since, until)
    return _chart(pareto, sum(count for _, count in pareto))


def _without(rows: Sequence[Row[Any]], given: Mapping[str, Given]) -> list[list[Row[Any]]]:
    """The drops that lack a cause, by rule and team, the gravest together first."""
    groups: defaultdict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if row.instance_key not in given or not given[row.instance_key].code:
            groups[row.rule, row.team or ""].append(row)
    heavy = sorted(groups.items(), key=lambda pair: (-sum(r.weight for r in pair[1]), pair[0]))
    return [group for _, group in heavy[:LINES_SHOWN]]


def _line(
    group: Sequence[Row[Any]], given: Mapping[str, Given], names: Mapping[str, str]
) -> CauseLine:
    first = group[0]
    whose = (
        ", ".join(filter(None, (names.get(row.person_id or ""), row.account_name))) or row.subject
        for row in group[:NAMED]
    )
    more = [f"and {len(group) - NAMED} more"] if len(group) > NAMED else []
    name = RULE[first.rule].name
    return CauseLine(
        key=f"{first.rule}-{first.team or ''}",
        title=f"{name[:1].upper()}{name[1:]}: {len(group)}{f' of {first.team}' * bool(first.team)}",
        note="; ".join([*whose, *more]),
        versions={
            row.instance_key: given[row.instance_key].version if row.instance_key in given else 0
            for row in group
        },
    )


def _chart(pareto: Sequence[tuple[Cause, int]], named: int) -> Chart:
    bars = [Bar(label=_label(cause), value=count) for cause, count in pareto]
    first = f"{pareto[0][0].label}: {pareto[0][1]} of {named}" if pareto else ""
    told = ", ".join(f"{cause.label} {count}" for cause, count in pareto)
    return Chart(
        title=first or "Causes of dropped handoffs",
        subtitle="Resolved drops by their cause; each has one",
        alt=f"Causes of {named} resolved drops: {told}." if pareto else "No cause is named yet.",
        figure=ranked(bars, Side.SHARED, lambda value: f"{value:.0f}"),
        height=max(120, 34 * len(bars) + 20),
        empty="" if pareto else "No cause is named yet. Name the first below.",
    )


def _label(cause: Cause) -> str:
    return f"{cause.label} ({cause.cause_class.value})"


def _quality(fired: Mapping[str, int], mistakes: Mapping[str, int]) -> Grid:
    """How often people said that a rule was wrong, the most doubted rule first."""
    shares = {code: mistakes.get(code, 0) / count for code, count in fired.items()}
    order = sorted(fired, key=lambda code: (-shares[code], code))
    rows = tuple(
        (
            f"{code} {RULE[code].name}",
            f"{fired[code]:,}",
            f"{mistakes.get(code, 0):,}",
            in_full(shares[code], Unit.SHARE, ""),
        )
        for code in order
    )
    columns = tuple(
        Column(key=label.casefold(), label=label, is_number=label != _RULES[0]) for label in _RULES
    )
    empty = "No rule fired in these weeks."
    return Grid(columns=columns, rows=rows, total=len(rows), empty=empty)


def _agreed(desk: Connection) -> str:
    versions = read_wordings(desk, WordingOf.CAUSES)
    if not versions or not versions[0].is_joint:
        return "This list is not signed by both sides yet: it is done on the Definitions page."
    since = versions[0].valid_from
    return f"Signed by both sides{f', since {day_text(since)}' if since else ''}."
