"""Quality: what looked odd about the facts, by rule, week by week, with the records behind."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.asking import day_text, moment_text
from revdash.api.house import House
from revdash.api.oddities import EFFECTS
from revdash.api.stewardship_views import QualityRule
from revdash.api.views import Grid, labelled
from revdash.desk.audit import record
from revdash.episodes.joins import names_of
from revdash.episodes.rules import Rules
from revdash.errors import InputError, suggestion
from revdash.exports.sheets import csv_bytes
from revdash.period import Weeks
from revdash.store.issues import count_issues, issues_by_day, issues_of, people_flagged, source_ids
from revdash.store.ledger import note_of
from revdash.terms import IssueRule

WEEKS = 12
SHOWN = 200
COLUMNS = labelled(
    *("First seen", "Happened", "Person", "Person id", "What", "Source", "Source id", "Record"),
    "What is odd",
)


class _Asked(NamedTuple):
    """The records of one rule, worded, and the rules that count their days."""

    rows: tuple[tuple[str, ...], ...]
    ids: tuple[str, ...]
    total: int
    rules: Rules


def quality(house: House, actor: Actor) -> tuple[QualityRule, ...]:
    """Every rule about odd facts, those that found most first, and what each found."""
    actor.assert_may(Right.READ)
    with house.facts() as connection:
        note = note_of(connection)
        rules = house.rules(connection, note)
        found = issues_by_day(connection)
    newest = max((day for days in found.values() for day in days), default=date.min)
    today = max(newest, rules.day_of(note.data_to or note.published_at))
    judged = [_judged(rule, found.get(rule.value, {}), rules.weeks, today) for rule in IssueRule]
    return tuple(sorted(judged, key=lambda one: (-one.count, one.rule)))


def quality_records(house: House, actor: Actor, rule: str) -> Grid:
    """The newest records that one rule flagged."""
    actor.assert_may(Right.READ)
    asked = _records(house, rule, SHOWN)
    return Grid(
        columns=COLUMNS,
        rows=asked.rows,
        ids=asked.ids,
        total=asked.total,
        empty="Nothing odd of this kind was found.",
    )


def quality_csv(house: House, actor: Actor, rule: str) -> bytes:
    """Every record that one rule flagged, as CSV that no spreadsheet runs; leaves an audit row."""
    actor.assert_may(Right.READ)
    asked = _records(house, rule, None)
    effect = EFFECTS[IssueRule(rule)]
    preamble = (
        ("Odd facts", effect.text),
        ("What became of them", effect.effect),
        ("Times", f"as clocks show them in {asked.rules.zone}"),
    )
    content = csv_bytes(preamble, [column.label for column in COLUMNS], asked.rows)
    with house.desk.writing() as desk:
        seen = {"rows": len(asked.rows)}
        record(desk, "export csv", f"oddities {rule}", seen, house.stamp(actor.actor_id))
    return content


def _judged(rule: IssueRule, by_day: dict[date, int], weeks: Weeks, today: date) -> QualityRule:
    this_week = weeks.week_of(today).start
    starts = [this_week - timedelta(weeks=n) for n in range(WEEKS - 1, -1, -1)]
    by_week = dict.fromkeys(starts, 0)
    for day, count in by_day.items():
        start = weeks.week_of(day).start
        if start in by_week:
            by_week[start] += count
    effect = EFFECTS[rule]
    return QualityRule(
        rule=rule.value,
        text=effect.text,
        effect=effect.effect,
        severity=effect.severity,
        count=sum(by_day.values()),
        by_week=tuple(by_week.values()),
        newest=day_text(max(by_day)) if by_day else "",
    )


def _records(house: House, rule: str, limit: int | None) -> _Asked:
    if rule not in set(IssueRule):
        known = suggestion(rule, [one.value for one in IssueRule])
        raise InputError(f"There is no rule '{rule}' about odd facts. {known}")
    with house.facts() as connection:
        rules = house.rules(connection, note_of(connection))
        rows, ids = _rows(connection, rule, limit, rules)
        total = count_issues(connection, rule)
    return _Asked(rows, ids, total, rules)


def _rows(
    connection: Connection, rule: str, limit: int | None, rules: Rules
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    issues = issues_of(connection, rule, limit)
    names = names_of(connection, people_flagged(rule))
    sources = source_ids(connection, rule)
    rows = []
    for one in issues:
        system, source_id = sources.get((one.table_name, one.event_key), ("", ""))
        rows.append(
            (
                day_text(one.first_seen_on) if one.first_seen_on else "",
                moment_text(one.event_at, rules) if one.event_at else "",
                names.get(one.person_id or "", ""),
                one.person_id or "",
                one.table_name.replace("_", " "),
                system,
                source_id,
                one.event_key,
                one.detail or "",
            )
        )
    return tuple(rows), tuple(one.event_key for one in issues)
