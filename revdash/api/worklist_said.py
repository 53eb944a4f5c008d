"""Worklist said: the sentence on top, the hours that clocks run, what the dialogs offer."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from revdash.api import acting
from revdash.api.actors import Actor
from revdash.api.house import house
from revdash.api.views import SentencePart
from revdash.api.worklist_rows import TURNS
from revdash.api.worklist_views import Choices, Soon
from revdash.desk.deeds import LONGEST
from revdash.desk.questions import SIDES
from revdash.episodes.rules import Rules
from revdash.handoffs.rules import ALL_RULES
from revdash.handoffs.rules.record import Severity
from revdash.handoffs.worklist import Nearing
from revdash.metrics.shown import count
from revdash.terms import Side
from revdash.worktime.calendar import open_intervals

DAY = timedelta(days=1)
_REVIEW = timedelta(days=90)
_COLOURS = {"marketing": Side.MARKETING, "sales": Side.SALES}
_POSSESSIVE = {
    "marketing": "marketing's",
    "sales": "sales'",
    "revops": "RevOps'",
    "cs": "customer success'",
}


def sentence(
    counts: Mapping[tuple[str, str], int], near: Nearing, told: frozenset[str]
) -> tuple[SentencePart, ...]:
    """Say what is dropped, whose turn it is, and what will be late, from counts alone."""
    total = sum(counts.values())
    if not told:
        return (_plain("Nothing is loaded from which a dropped handoff could be told."),)
    if not total:
        some = f", as far as {len(told)} of {len(ALL_RULES)} rules can tell"
        return (
            _fact("Nothing is dropped"),
            _plain(f"{some if len(told) < len(ALL_RULES) else ''}."),
            *_ahead(near),
        )
    noun = "handoff is" if total == 1 else "handoffs are"
    critical = sum(n for (severity, _), n in counts.items() if severity == Severity.CRITICAL)
    said = [_fact(f"{count(total)} {noun} dropped")]
    if critical:
        said += [_plain(", "), _fact(f"{count(critical)} of them critical"), _plain("; ")]
    else:
        said.append(_plain("; "))
    return (*said, *_turns(counts), _plain("."), *_ahead(near))


def silence(told: frozenset[str]) -> str:
    """Which rules are silent because nothing is loaded that they could be told by."""
    silent = [rule.name for rule in ALL_RULES if rule.code not in told]
    if not silent:
        return f"All {len(ALL_RULES)} rules can tell."
    able = len(ALL_RULES) - len(silent)
    return (
        f"{able} of {len(ALL_RULES)} rules can tell. Nothing is loaded that would tell of: "
        f"{'; '.join(silent)}."
    )


def opening_hours(
    near: Sequence[Soon], rules: Rules, now: datetime
) -> dict[str, list[tuple[str, str]]]:
    """When each calendar of those about to be late is open, until the last of them is due."""
    if not near:
        return {}
    last = max(datetime.fromisoformat(one.due_at.removesuffix("Z")) for one in near)
    days = (now.date() - DAY, last.date() + DAY)
    return {
        name: [
            (_iso(start), _iso(end)) for start, end in open_intervals(rules.calendar[name], *days)
        ]
        for name in sorted({one.calendar for one in near})
    }


def last_workday(rules: Rules, today: date) -> date:
    """The last day before *today* on which the company's calendar was open."""
    return _workday(rules, today, -DAY)


def since_when(day: date, today: date) -> str:
    """Word since which day before *today*: yesterday, Friday or Fri 2 Jan."""
    ago = today - day
    if ago == DAY:
        return "since yesterday"
    return f"since {day:%A}" if ago < 7 * DAY else f"since {day:%a} {day.day} {day:%b}"


def choices_of(
    actor: Actor,
    rules: Rules,
    now: datetime,
    users: Mapping[str, str],
    queues: Sequence[str],
) -> Choices:
    """What the dialogs offer."""
    today = rules.day_of(now)
    reasons = ((one.key, one.label) for one in acting.reasons(house(), actor))
    return Choices(
        users=tuple(sorted(users.items(), key=lambda pair: pair[1].casefold())),
        queues=tuple(queues),
        reasons=tuple(reasons),
        pauses=tuple((one.key, one.label) for one in acting.pauses(rules, now)),
        sides=() if actor.side in SIDES else tuple(side.value for side in SIDES),
        today=str(today),
        tomorrow=str(_next_workday(rules, today)),
        next_week=str(_next_workday(rules, today + (6 - today.weekday()) * DAY)),
        latest=str(today + LONGEST),
        review=str(today + _REVIEW),
    )


def _turns(counts: Mapping[tuple[str, str], int]) -> Iterator[SentencePart]:
    """Nine are sales' turn, five marketing's: the most first."""
    of = {turn: sum(n for (_, side), n in counts.items() if side == turn) for turn in TURNS}
    some = sorted(((n, turn) for turn, n in of.items() if n), key=lambda pair: -pair[0])
    for place, (number, turn) in enumerate(some):
        if place:
            yield _plain(", ")
        verb = ("is " if number == 1 else "are ") if not place else ""
        yield _plain(f"{count(number)} {verb}")
        yield _fact(f"{_POSSESSIVE[turn]}{' turn' if not place else ''}", _COLOURS.get(turn))


def _ahead(near: Nearing) -> Iterator[SentencePart]:
    if not near.total:
        return
    more = "is" if near.total == 1 else "are"
    if near.soon == near.total:
        yield _plain(" ")
        yield _fact(f"{count(near.total)} more")
        yield _plain(" will be late within 2 business hours.")
    else:
        soon = f", {count(near.soon)} of them within 2 business hours" if near.soon else ""
        yield _plain(" ")
        yield _fact(f"{count(near.total)} more")
        yield _plain(f" {more} about to be late{soon}.")


def _next_workday(rules: Rules, day: date) -> date:
    """The first day after *day* on which the company's calendar is open."""
    return _workday(rules, day, DAY)


def _workday(rules: Rules, day: date, step: timedelta) -> date:
    days = (day + n * step for n in range(1, 31))
    return next((one for one in days if rules.default_calendar.hours(one)), day + step)


def _iso(at: datetime) -> str:
    return f"{at.isoformat(timespec='milliseconds')}Z"


def _plain(text: str) -> SentencePart:
    return SentencePart(text=text)


def _fact(text: str, side: Side | None = None) -> SentencePart:
    return SentencePart(text=text, side=side, is_fact=True)


def soon_note(near: Nearing) -> str:
    """What stands in the list of what will soon be late."""
    told = "Due within 2 business hours, or three quarters of the agreed time used"
    return f"{told}; {count(near.total)} in all" if near.total > len(near.rows) else told
