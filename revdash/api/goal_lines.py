"""Goal lines: goals read from the rows of a spreadsheet, row by row understood or refused."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from revdash.api.goal_words import PARTS, checked_target
from revdash.desk.goals import (
    Cadence,
    Goal,
    GoalKind,
    check_goal,
    same_aim,
)
from revdash.errors import InputError, suggestion
from revdash.ingest.dates import Zones, day_of, decide_format
from revdash.ingest.numbers import decide_decimal, number_reader, without_currency
from revdash.ingest.unreadable import Unreadable
from revdash.metrics.catalog import CATALOG
from revdash.metrics.shapes import Metric
from revdash.terms import Orientation, Side

# Each column, the first word its own, the others what people call it too.
_HEADS = (
    ("metric", "kpi"),
    ("target", "goal", "from value", "value"),
    ("to", "upper end", "upper", "target high"),
    ("each", "per", "cadence", "period"),
    ("kept when", "kind"),
    ("from", "valid from", "since", "starts"),
    ("until", "valid to", "ends", "last day"),
    ("about", "orientation"),
    ("side",),
    ("team",),
    ("owner",),
    *((name,) for name in PARTS),
)
_DAY = timedelta(days=1)
USUAL = ("metric", "target", "each", "from", *PARTS)
_KNOWN = {word: names[0] for names in _HEADS for word in names}
_Chosen = TypeVar("_Chosen", Cadence, GoalKind, Orientation, Side)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What rows are held against: the goals there are, values of filters, owners by id."""

    goals: tuple[Goal, ...]
    values: Mapping[str, Sequence[str]]
    owners: Mapping[str, str]
    zone: str
    currency: str = ""


@dataclass(frozen=True, kw_only=True)
class Understood:
    """One row as a goal, with the one that it follows; or what is wrong with it."""

    number: int
    text: str
    goal: Goal | None = None
    follows: Goal | None = None
    problem: str = ""


def understand(text: str, known: Known) -> tuple[Understood, ...]:
    """Read every row of a pasted table; what is wrong is said row by row."""
    rows = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not rows:
        return ()
    cells = [tuple(cell.strip() for cell in line.split("\t")) for _, line in rows]
    is_headed = cells[0][0].casefold() in _HEADS[0]
    heads = _heads(cells[0]) if is_headed else USUAL
    given = [(n, line, own) for (n, line), own in zip(rows, cells, strict=True)][is_headed:]
    reader = _Rows([_named(heads, own) for _, _, own in given], known)
    found: list[Understood] = []
    for place, (number, line, own) in enumerate(given):
        row = Understood(number=number, text=line.strip())
        try:
            _check_width(own, heads)
            goal = reader.goal(place)
            found.append(_beside(replace(row, goal=goal), known.goals, found))
        except InputError as problem:
            found.append(replace(row, problem=str(problem)))
        except Unreadable as problem:
            found.append(replace(row, problem=f"{problem.reason} {problem.remedy}"))
    return tuple(found)


def _beside(row: Understood, goals: Sequence[Goal], others: Sequence[Understood]) -> Understood:
    """The row with the goal that it follows; no two rows aim at the same thing."""
    goal = row.goal
    if goal is None:
        return row
    check_goal(goal)
    for other in others:
        if other.goal and same_aim([other.goal], goal):
            raise InputError(
                f"Row {other.number} aims at the same thing. Keep one of the two rows."
            )
    follows = same_aim(goals, goal)
    if follows is None:
        return row
    if goal.valid_from < follows.valid_from:
        raise InputError(
            f"There is a goal since {follows.valid_from}, and this one begins before it, on "
            f"{goal.valid_from}. What was in force is not rewritten: choose a later day."
        )
    goal = replace(goal, goal_id=follows.goal_id, version=follows.version)
    return replace(row, goal=goal, follows=follows)


class _Rows:
    """The cells of all rows: how numbers and days are written is decided for a whole column."""

    def __init__(self, rows: Sequence[Mapping[str, str]], known: Known) -> None:
        self._rows, self._known = rows, known
        self._metrics = {metric.label.casefold(): metric for metric in CATALOG.values()}
        self._decimal = _decided(self._decide_decimal)
        self._dates = _decided(lambda: decide_format("from", self._days())[0])

    def goal(self, place: int) -> Goal:
        """The goal of one row."""
        row = self._rows[place]
        metric = self._metric(row.get("metric", ""))
        high = row.get("to", "")
        kind = _word(row, "kept when", GoalKind, GoalKind.BAND if high else GoalKind.AT_LEAST)
        return Goal(
            metric=metric.name,
            target=checked_target(self._number(row.get("target", "")), metric),
            target_high=checked_target(self._number(high), metric) if high else None,
            cadence=_word(row, "each", Cadence, Cadence.MONTH),
            kind=kind,
            orientation=_word(row, "about", Orientation, Orientation.SALES),
            side=_word(row, "side", Side, metric.side),
            valid_from=self._day(row.get("from", "")),
            valid_to=self._day(last) + _DAY if (last := row.get("until", "")) else None,
            team=self._value(row, "team") or None,
            owner_user_id=self._owner(row),
            scope={name: value for name in PARTS if (value := self._value(row, name))},
        )

    def _metric(self, word: str) -> Metric:
        found = CATALOG.get(word) or self._metrics.get(word.casefold())
        if found is None:
            labels = [metric.label for metric in CATALOG.values()]
            raise InputError(
                f"No metric is named '{word}'. {suggestion(word, [*CATALOG, *labels])}"
            )
        return found

    def _number(self, word: str) -> float:
        if not word:
            raise InputError("The target is empty. Give a number, such as 40 or 80 %.")
        bare = _bare(word)
        factor = 0.01 if word.rstrip().endswith("%") else 1.0
        return number_reader(_given(self._decimal), factor)(bare)

    def _day(self, word: str) -> date:
        if not word:
            raise InputError("It is not said from which day on. Give one, like 2026-06-01.")
        zones = Zones(source=self._known.zone, company=self._known.zone)
        return day_of(word, _given(self._dates), zones)

    def _value(self, row: Mapping[str, str], name: str) -> str:
        """A part of the business, as filters write it."""
        word, known = row.get(name, ""), self._known.values.get(name, ())
        if word and known and word not in known:
            alike = [one for one in known if one.casefold() == word.casefold()]
            if not alike:
                raise InputError(f"No {name} is named '{word}'. {suggestion(word, known)}")
            return alike[0]
        return word

    def _owner(self, row: Mapping[str, str]) -> str | None:
        word, owners = row.get("owner", ""), self._known.owners
        if not word or word in owners:
            return word or None
        found = [user for user, name in owners.items() if name == word]
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(f"{len(found)} owners are named '{word}'. Give the id of one.")
        raise InputError(f"No owner is named '{word}'. {suggestion(word, owners.values())}")

    def _decide_decimal(self) -> str:
        values = [_bare(one) for name in ("target", "to") for one in self._column(name)]
        return decide_decimal("target", values)

    def _days(self) -> list[str]:
        return [*self._column("from"), *self._column("until")]

    def _column(self, name: str) -> list[str]:
        return [row[name] for row in self._rows if row.get(name)]


def _decided(decide: Callable[[], str]) -> str | InputError:
    """What a column decides, or why it does not: rows without it have no part in that."""
    try:
        return decide()
    except InputError as problem:
        return problem
    except IndexError:  # no row has the column
        return ""


def _given(decided: str | InputError) -> str:
    if isinstance(decided, InputError):
        raise decided
    return decided


def _bare(word: str) -> str:
    """A number without its currency and its percent sign."""
    plain = word.rstrip("% \u00a0")
    return without_currency("target", [plain])[0][plain]


def _word(row: Mapping[str, str], name: str, kind: type[_Chosen], usual: _Chosen) -> _Chosen:
    word = row.get(name, "").casefold().replace(" ", "_")
    known = [one.value for one in kind]
    if word and word not in known:
        raise InputError(f"'{row[name]}' is no choice for {name}. {suggestion(word, known)}")
    return kind(word) if word else usual


def _heads(cells: Sequence[str]) -> tuple[str, ...]:
    """The columns that the first row names."""
    words = [cell.casefold() for cell in cells]
    for word in words:
        if word not in _KNOWN:
            raise InputError(
                f"No column is called '{word}'. {suggestion(word, _KNOWN)} "
                f"They are: {', '.join(names[0] for names in _HEADS)}."
            )
    heads = tuple(_KNOWN[word] for word in words)
    twice = next((head for head in heads if heads.count(head) > 1), "")
    if twice:
        raise InputError(f"Two columns say '{twice}'. Leave one of them out.")
    return heads


def _named(heads: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return dict(zip(heads, cells, strict=False))


def _check_width(cells: Sequence[str], heads: Sequence[str]) -> None:
    if len(cells) > len(heads):
        raise InputError(
            f"The row has {len(cells)} cells and there are {len(heads)} columns: "
            f"{', '.join(heads)}. Name the columns in the first row, or leave cells out."
        )


def goals_of(rows: Sequence[Understood]) -> Iterator[Goal]:
    """The goals of all rows."""
    return (row.goal for row in rows if row.goal is not None)
