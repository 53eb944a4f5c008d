"""Asking: a reader's question as the scope that statements are read over."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from revdash.agreement.promises import Counting, goal_for, targets
from revdash.api.house import House
from revdash.api.pacing import profiles, quarters
from revdash.api.questions import Compare, PeriodKey, Question
from revdash.api.views import Freshness, Span
from revdash.clock import utc_now
from revdash.desk.annotations import Annotation, read_annotations
from revdash.desk.goals import Goal, read_goals
from revdash.episodes.rules import Rules
from revdash.handoffs.worth import Worth, read_worth
from revdash.metrics.catalog import AIMED_AT
from revdash.metrics.choices import owner_names
from revdash.metrics.scope import Scope
from revdash.metrics.spans import quarter_of
from revdash.period import NAMED, Period, named_period, period_before, period_last_year
from revdash.store.ledger import note_of
from revdash.store.notes import release_in
from revdash.worktime.calendar import Calendar, business_days

_MOST_LATER = timedelta(days=14)  # that last year's days end later: Easter moves a month


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question resolved: the scope, what it is compared with, and how days are counted."""

    scope: Scope
    before: Period | None
    rules: Rules
    counting: Counting
    goals: tuple[Goal, ...]
    annotations: tuple[Annotation, ...]
    freshness: Freshness
    is_year_over_year: bool = False

    def over(self, period: Period) -> Scope:
        """The same part of the business over other days, with what their quarter is to bring."""
        quarter, filters = quarter_of(period, self.scope), self.scope.filters
        aims = targets(self.goals, AIMED_AT, quarter, self.counting, filters)
        return replace(self.scope, period=period, targets=aims)

    def goal(self, metric: str) -> Goal | None:
        """The goal in force for *metric*, of the very part that is asked for."""
        return goal_for(self.goals, metric, self.counting.today, self.scope.filters)

    @property
    def currency(self) -> str:
        """The company's currency."""
        return self.rules.currency

    @property
    def period(self) -> str:
        """The days asked about, in words; an unfinished period says so."""
        is_open = self.scope.period.end > self.scope.tomorrow
        return f"{self.scope.period} so far" if is_open else str(self.scope.period)

    @property
    def compared(self) -> str:
        """The comparison in words, with its days; empty without one."""
        if self.before is None:
            return ""
        year = f" {self.before.start.year}"
        same = self.before.start.year == self.scope.period.last.year
        aligned = f", {self._working_days(self.before)}" if self.is_year_over_year else ""
        return f"vs {str(self.before).replace(year, '') if same else self.before}{aligned}"

    @property
    def compared_whole(self) -> str:
        """The comparison for the page's head; it says when one has more working days."""
        if self.before is None:
            return ""
        days = self._working_days(self.before)
        is_said = self.is_year_over_year or not days.endswith("each")
        return f"compared with {self.before}{f' ({days})' if is_said else ''}"

    def _working_days(self, before: Period) -> str:
        """How many working days are held against how many."""
        so_far = Period(self.scope.period.start, min(self.scope.period.end, self.scope.tomorrow))
        calendar = self.counting.calendar
        ours, theirs = (business_days(calendar, *days) for days in (so_far, before))
        if ours == theirs:
            return f"{ours:g} working days each"
        return f"{ours:g} working days against {theirs:g}"


def ask(house: House, connection: Connection, question: Question) -> Asked:
    """Resolve *question* against the release in force and the desk's goals."""
    note = note_of(connection)
    rules = house.rules(connection, note)
    as_of: datetime = note.data_to or note.published_at or utc_now()
    today = rules.day_of(as_of)
    period, calendar = resolve(question, today, rules), calendar_of(rules)
    with house.desk.connect() as desk:
        goals, annotations = read_goals(desk), read_annotations(desk)
    goals = goals_by_name(connection, goals)
    scope = Scope(
        period=period,
        as_of=as_of,
        today=today,
        filters=tuple((name, values) for name, values in question.filters if values),
        weeks=rules.weeks,
    )
    counting = Counting(
        weeks=rules.weeks,
        calendar=calendar,
        today=today,
        profiles=profiles(connection, goals, scope, calendar),
        quarters=quarters(connection, goals, scope, calendar),
    )
    asked = Asked(
        scope=scope,
        before=days_compared(question.compare, period, today, calendar),
        rules=rules,
        counting=counting,
        goals=goals,
        annotations=annotations,
        freshness=freshness_of(rules, as_of, note),
        is_year_over_year=question.compare is Compare.LAST_YEAR,
    )
    return replace(asked, scope=asked.over(period))


def worth_of(house: House, connection: Connection, asked: Asked) -> Worth:
    """What leads have been worth, read once a release: it depends on no filter and no period."""
    fresh = asked.freshness
    return house.remembered(
        "worth", (fresh.release, fresh.loaded_at), lambda: read_worth(connection, asked.scope)
    )


def resolve(question: Question, today: date, rules: Rules) -> Period:
    """The days a question asks about, seen from *today*, the last day with data."""
    if question.period is PeriodKey.CUSTOM and question.first and question.last:
        return Period(question.first, question.last + timedelta(days=1))
    return named_period(question.period.value, today, rules.weeks)


def spans(rules: Rules, today: date) -> tuple[Span, ...]:
    """Every stretch a reader may pick by name, with its days."""
    found = []
    for key in PeriodKey:
        if key is not PeriodKey.CUSTOM:
            period = named_period(key.value, today, rules.weeks)
            label = NAMED[key.value]
            found.append(Span(key=key.value, label=label, start=period.start, end=period.end))
    return tuple(found)


def goals_by_name(connection: Connection, goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """Goals of owners as filters name those."""
    if not any(goal.owner_user_id for goal in goals):
        return goals
    names = owner_names(connection)
    return tuple(
        replace(goal, owner_user_id=names.get(goal.owner_user_id or "", goal.owner_user_id))
        for goal in goals
    )


def days_compared(
    compare: Compare, period: Period, today: date, calendar: Calendar
) -> Period | None:
    """The days compared with; an unfinished period is held against as many working days.

    So is every period against last year: holidays such as Easter move, and months begin on
    other weekdays. It begins where the same weeks or months began, and ends a little sooner or
    later, but never in the period itself.
    """
    if compare is Compare.NONE:
        return None
    is_yearly = compare is Compare.LAST_YEAR
    whole = period_last_year(period) if is_yearly else period_before(period)
    tomorrow = today + timedelta(days=1)
    so_far = Period(period.start, min(period.end, tomorrow))
    if so_far.days <= 0 or not (is_yearly or tomorrow < period.end):
        return whole
    until = min(whole.end + _MOST_LATER, period.start) if is_yearly else whole.end
    return _as_long(Period(whole.start, until), so_far, calendar)


def _as_long(among: Period, so_far: Period, calendar: Calendar) -> Period:
    """The first days of *among* with as many working days as *so_far*, and as long if can be."""
    days = business_days(calendar, *so_far)
    ends = [among.start + timedelta(days=n) for n in range(1, among.days + 1)]
    off = {end: abs(business_days(calendar, among.start, end) - days) for end in ends}
    return Period(
        among.start,
        min(ends, key=lambda end: (off[end], abs((end - among.start).days - so_far.days))),
    )


def calendar_of(rules: Rules) -> Calendar:
    """The company's calendar; office hours where none is set."""
    if rules.calendars:
        return rules.default_calendar
    hours = dict.fromkeys(range(5), ((540, 1050),))
    return Calendar(calendar_id="default", zone=rules.zone, weekly=hours)


def freshness_of(rules: Rules, as_of: datetime, note: Row[Any]) -> Freshness:
    """How fresh a release is, by its own note, seen as of *as_of*."""
    loaded = note.published_at

    def local(moment: datetime) -> str:
        shown = local_time(moment, rules)
        return f"{shown:%a} {shown.day} {shown:%b %Y %H:%M}"

    return Freshness(
        data_to=as_of,
        loaded_at=loaded,
        release=release_in(Path(), note.release_no).name,
        text=f"Data to {local(as_of)} · loaded {local(loaded)}",
        is_demo=rules.is_demo,
    )


def local_time(moment: datetime, rules: Rules) -> datetime:
    """What the company's clocks showed at a naive UTC instant."""
    return in_zone(moment, rules.place)


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """What clocks of *zone* showed at a naive UTC instant."""
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def day_text(day: date) -> str:
    """A day in words: ``18 May 2026``."""
    return f"{day.day} {day:%b %Y}"


def moment_text(moment: datetime, rules: Rules) -> str:
    """A naive UTC instant as the company's clocks showed it: ``18 May 2026 09:12``."""
    local = local_time(moment, rules)
    return f"{local.day} {local:%b %Y %H:%M}"
