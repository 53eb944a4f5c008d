"""Meeting drops: what was dropped in the week and why, and the worst that is still open."""

from collections.abc import Mapping

from sqlalchemy import Connection

from revdash.api import worklist
from revdash.api.actors import Actor
from revdash.api.house import House
from revdash.api.worklist_views import Dropped
from revdash.desk.causes import Cause, causes_pareto
from revdash.episodes.rules import Rules
from revdash.handoffs.resolved import Stretch, fired_by_rule, resolved_in
from revdash.handoffs.rules import RULE
from revdash.handoffs.rules.record import Severity
from revdash.handoffs.worklist import rules_told
from revdash.meetings.sheet import Bars, Cells
from revdash.period import Period

WORST = 6  # open ones shown
_RULES = 8  # shown, the commonest
_COLUMNS = ("Lead", "Account", "What happened", "Whose turn", "Owner", "Late for", "Est. value")
_UNTOLD = (
    "Nobody can tell what was dropped: no handoffs with an owner and no sales activities are "
    "loaded. Import them on the Data page."
)


class Drops:
    """What was dropped in one week."""

    def __init__(
        self, house: House, connection: Connection, actor: Actor, week: Period, rules: Rules
    ) -> None:
        """Read it."""
        self.is_told = bool(rules_told(connection))
        stretch = Stretch(rules.midnight(week.start), rules.midnight(week.end))
        with house.desk.connect() as desk:
            self.pareto = causes_pareto(desk, *stretch)
        self.resolved = len(resolved_in(connection, stretch))
        self.fired = _weighed(fired_by_rule(connection, stretch))
        self.worst, self.open = worklist.worst(house, actor, WORST)

    @property
    def found(self) -> str:
        """How much was dropped, in few words."""
        found = sum(self.fired.values())
        return f"{found:,} drops found" if self.is_told else "nobody can tell what was dropped"

    @property
    def sentence(self) -> str:
        """How much was dropped, how much is over, how much is open."""
        if not self.is_told:
            return _UNTOLD
        fired = sum(self.fired.values())
        return (
            f"The rules found {fired:,} drops in the week; {self.resolved:,} were resolved, "
            f"{self.open:,} are open now."
        )

    @property
    def blocks(self) -> tuple[Bars | Cells, ...]:
        """By cause, by rule, and the worst that are open; nothing where nobody can tell."""
        if not self.is_told:
            return ()
        return (_by_cause(self.pareto, self.resolved), _by_rule(self.fired), _worst(self.worst))


def _weighed(fired: Mapping[str, int]) -> dict[str, int]:
    """The rules that tell of a drop, the commonest first; those that only inform are none."""
    told = {code: n for code, n in fired.items() if RULE[code].severity is not Severity.INFO}
    return dict(sorted(told.items(), key=lambda pair: (-pair[1], pair[0])))


def _by_cause(pareto: tuple[tuple[Cause, int], ...], resolved: int) -> Bars:
    named = sum(number for _, number in pareto)
    first = f"{pareto[0][0].label}: {pareto[0][1]} of {named}" if pareto else "No cause is named"
    return Bars(
        title=first,
        subtitle=f"Causes named for {named:,} of {resolved:,} drops resolved in the week",
        labels=tuple(f"{cause.label} ({cause.cause_class.value})" for cause, _ in pareto),
        values=tuple(float(number) for _, number in pareto),
    )


def _by_rule(fired: Mapping[str, int]) -> Bars:
    shown = [*fired.items()][:_RULES]
    whole = sum(fired.values())
    more = f"; {len(fired) - _RULES} more rules fired" if len(fired) > _RULES else ""
    first = f"{_named(shown[0][0])}: {shown[0][1]} of {whole}" if shown else "Nothing was dropped"
    return Bars(
        title=first,
        subtitle=f"What was dropped in the week, by rule{more}",
        labels=tuple(_named(code) for code, _ in shown),
        values=tuple(float(number) for _, number in shown),
    )


def _worst(rows: tuple[Dropped, ...]) -> Cells:
    return Cells(
        title="The worst that are open",
        columns=_COLUMNS,
        rows=tuple(
            (
                *(row.lead, row.account, row.name, row.turn_word),
                *(row.owner, row.late_for, row.value),
            )
            for row in rows
        ),
        numbers=2,
        keys=tuple(f"lead:{row.person}" if row.person else f"drop:{row.key}" for row in rows),
        note="As of now, whatever the week; the severest first, then the longest late",
        empty="Nothing is dropped that is not taken care of.",
    )


def _named(code: str) -> str:
    name = RULE[code].name
    return f"{name[:1].upper()}{name[1:]}"
