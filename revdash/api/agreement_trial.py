"""Agreement trial: last quarter's leads judged again by a draft, on a copy that is thrown away.

The people handed over since the quarter began are derived again with the draft in force from its
first day, by the code that derives every release; what is then read are the same metrics. Nothing
of the store or the desk is written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from revdash.agreement.promises import whole_of
from revdash.api.agreement_views import Meant, MeantLine, OwedLine
from revdash.api.agreement_words import promise_line, target_line
from revdash.api.house import House
from revdash.api.judging import policy_of
from revdash.api.promised import came_of
from revdash.desk.agreement import PolicyVersion
from revdash.desk.goals import Cadence
from revdash.desk.targets import ScopedTarget
from revdash.episodes.rules import Rules
from revdash.handoffs.rules import RULE
from revdash.handoffs.trial import drops_by_rule, judge_again
from revdash.metrics.catalog import find
from revdash.metrics.read import answers
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Reading
from revdash.metrics.shown import count, shown
from revdash.period import Period, Weeks, named_period
from revdash.store.ledger import note_of

_MOVED = ("sla_attainment", "cadence_completion", "lead_questions_answered", "drop_rate_new")
_METRICS = (*_MOVED, "feedback_completeness")
_DROPS = ("D04", "D06", "D07", "D08", "D18")
_HOW = (
    "Everybody handed over since the quarter began was judged again on a copy of the data, as if "
    "the draft had been in force from its first day: same facts, same calendars, same code. Leads "
    "whose clock began before keep their version. Nothing was changed."
)


@dataclass(frozen=True, kw_only=True)
class _Quarter:
    """What a copy of the store says of last quarter."""

    readings: Mapping[str, Reading]
    parts: tuple[Reading, ...]  # first attempts in time, by part that has a target of its own
    drops: Mapping[str, int]


def meant(house: House, draft: PolicyVersion) -> Meant:
    """Judge the last whole quarter by *draft*, and read it before and after."""
    with house.releases.tried() as copy:
        scope, rules = _last_quarter(house, copy)
        was = _read(copy, scope, draft)
        _judge_by(copy, draft, scope, rules)
        would = _read(copy, scope, draft)
        owed = (*_marketing(copy, draft, scope), *_sales(draft, would))
    return Meant(
        period=str(scope.period),
        lines=(*_lines(was, would, rules), *_of_parts(draft, was, would)),
        owed=owed,
        how=_HOW,
    )


def _last_quarter(house: House, copy: Connection) -> tuple[Scope, Rules]:
    note = note_of(copy)
    rules = house.rules(copy, note)
    as_of = note.data_to or note.published_at
    today = rules.day_of(as_of)
    period = named_period("last-quarter", today, rules.weeks)
    return Scope(period=period, as_of=as_of, today=today, weeks=rules.weeks), rules


def _judge_by(copy: Connection, draft: PolicyVersion, scope: Scope, rules: Rules) -> None:
    since = rules.midnight(scope.period.start)
    before = [one for one in rules.policies if one.valid_from < since]
    tried = replace(policy_of(draft), version="draft", valid_from=since)
    trial = replace(rules, policies=(*before, tried))
    judge_again(copy, since, trial, scope.as_of)


def _read(copy: Connection, scope: Scope, draft: PolicyVersion) -> _Quarter:
    found = answers(copy, map(find, _METRICS), scope, before=None, weeks=0)
    return _Quarter(
        readings={name: answer.now for name, answer in found.items()},
        parts=tuple(_in_part(copy, scope, one) for one in draft.scoped_targets),
        drops=drops_by_rule(copy, scope, _DROPS),
    )


def _lines(was: _Quarter, would: _Quarter, rules: Rules) -> Iterator[MeantLine]:
    for name in _MOVED:
        texts = (_text(one.readings[name], rules) for one in (was, would))
        yield MeantLine(label=find(name).label, was=next(texts), would=next(texts))
    for code in _DROPS:
        yield MeantLine(
            label=f"Dropped: {RULE[code].name.lower()}",
            was=count(was.drops.get(code, 0)),
            would=count(would.drops.get(code, 0)),
        )


def _in_part(copy: Connection, scope: Scope, target: ScopedTarget) -> Reading:
    for name, value in target.part.items():
        scope = scope.only(name, value)
    first = find(_MOVED[0])
    return answers(copy, [first], scope, before=None, weeks=0)[first.name].now


def _of_parts(draft: PolicyVersion, was: _Quarter, would: _Quarter) -> Iterator[MeantLine]:
    """What targets of parts would have meant; a part that no lead is of shows as such."""
    for one, before, after in zip(draft.scoped_targets, was.parts, would.parts, strict=True):
        said = (_counted(reading) for reading in (before, after))
        yield MeantLine(label=f"In time, {target_line(one)}", was=next(said), would=next(said))


def _counted(reading: Reading) -> str:
    if not reading.sample:
        return "no lead"
    return f"{shown(reading).value}, {count(reading.hits)} of {count(reading.sample)}"


def _text(reading: Reading, rules: Rules) -> str:
    words = shown(reading, rules.currency)
    return f"{words.value} ({words.note})" if words.note and words.is_quiet else words.value


def _marketing(copy: Connection, draft: PolicyVersion, scope: Scope) -> Iterator[OwedLine]:
    """What marketing would have owed, period by period."""
    for promise in draft.promises:
        periods = [*_periods(promise.each, scope.period, scope.weeks)]
        came = [came_of(copy, promise, period, scope) for period in periods]
        kept = sum(one.is_kept for one in came)
        yield OwedLine(
            side="marketing",
            owed=promise_line(promise),
            came="; ".join(one.text for one in came),
            verdict=f"met in {kept} of {len(periods)} {promise.each.value}s",
        )


def _sales(draft: PolicyVersion, would: _Quarter) -> Iterator[OwedLine]:
    """What sales would have owed: the share of leads for which it was kept."""
    trying = draft.trying
    within = f"within {trying.within_days:g} business days"
    tried = f"{trying.attempts} attempts on {trying.days} days {within}"
    for owed, name in (
        ("a first attempt in the agreed time", "sla_attainment"),
        (tried, "cadence_completion"),
        (f"a verdict with a reason{' and a fact' * draft.asks_fact}", "feedback_completeness"),
    ):
        yield _kept("sales", owed, would.readings[name])
    answered = f"answers within {draft.answer_days:g} business days"
    yield _kept("both", answered, would.readings["lead_questions_answered"])


def _kept(side: str, owed: str, reading: Reading) -> OwedLine:
    missed = reading.sample - int(reading.hits)
    verdict = f"missed {count(missed)} times" if missed else "met"
    return OwedLine(
        side=side,
        owed=owed,
        came=f"{shown(reading).value}, {count(reading.hits)} of {count(reading.sample)}",
        verdict=verdict if reading.sample else "nothing fell due",
    )


def _periods(each: Cadence, whole: Period, weeks: Weeks) -> Iterator[Period]:
    """The whole periods that lie in the quarter."""
    day = whole.start
    while day < whole.end:
        period = whole_of(each, day, weeks)
        if whole.start <= period.start and period.end <= whole.end:
            yield period
        day = period.end
