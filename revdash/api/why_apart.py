"""Why apart: the fact behind each difference of two counts, in words."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from revdash.api.asking import day_text, moment_text
from revdash.api.cuts import cut_word
from revdash.api.list_files import ListFile
from revdash.api.reconciling_views import ListWish
from revdash.api.views import Freshness
from revdash.episodes.rules import Rules
from revdash.handoffs.comparing import Compared
from revdash.handoffs.listings import Fit
from revdash.handoffs.pairing import Entry
from revdash.handoffs.reconciling import Cause, Difference
from revdash.handoffs.two_lists import ASSIGNED, OURS, OURS_NEW, Basis, Human
from revdash.metrics.scope import BLANK
from revdash.period import Period
from revdash.terms import LeadStage, Side

_SYSTEMS = {"hubspot": "HubSpot", "salesforce": "Salesforce", "crm": "the CRM"}
_CUTS = ("region", "segment", "team", "tier", "source")
_ENOUGH = 20  # leads of a list, before that nobody is of a part says anything
_MANY = 0.2  # share of those not explained who are of that part
TOLD = {
    Cause.NOT_LOADED: (
        "No load knows them, neither by id nor by e-mail address. Import the export that they "
        "are in, and compare again."
    ),
    Cause.DUPLICATE: (
        "One person stands in a list twice: a row repeated, or two ids that are one person. "
        "Merge them where they come from; people count once."
    ),
    Cause.ANCHOR: (
        "The two sides go by different dates of the same lead, and only one of them lies in the "
        "period. Agree on the date that counts."
    ),
    Cause.ZONE: (
        "The same moment is another day on the other side's clocks, at an edge of the period. "
        "Agree on one time zone."
    ),
    Cause.RETURN: (
        "People who were handed over before and came back. Agree whether a return counts, or "
        "count returns apart."
    ),
    Cause.DEFINITION: (
        "The other side's stage was never reached: they count by one side's definition only. "
        "Agree on one definition."
    ),
    Cause.FILTER: "The other list is only of a part of the business, and they are not of it.",
    Cause.LATE: (
        "They came into revdash after the other list was made. Make that list again; there is "
        "nothing to agree on."
    ),
    Cause.UNEXPLAINED: (
        "No fact says why: by all that is loaded they belong in both lists. Open them, and ask "
        "whoever made the other list what it leaves out."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Two lists compared, with what was asked and what the files said."""

    stage: LeadStage
    period: Period | None
    days: str  # of the period, in words
    rules: Rules
    freshness: Freshness
    wishes: Mapping[Side, ListWish]
    files: Mapping[Side, ListFile]
    compared: Compared

    def human(self, entry: Entry) -> Human:
        """What the store says of whom an entry names."""
        return self.compared.humans.get(entry.human, Human())


def basis_word(basis: Basis, stage: LeadStage) -> str:
    """What a list that the store counts is called."""
    system = _SYSTEMS.get(basis.system, basis.system)
    return {
        OURS: f"{stage.value}s by our definition",
        OURS_NEW: f"New {stage.value}s by our definition, without returns",
        ASSIGNED: f"Leads received, by the day assigned in {system}",
        LeadStage.LEAD.value: f"Leads by the day they came into {system}",
        LeadStage.SAL.value: f"Leads accepted, by {system}'s date",
        LeadStage.OPP.value: f"Opportunities, by {system}'s date",
    }.get(basis.kind, f"{basis.kind}s by {system}'s own date")


def why(judged: Judged, one: Difference) -> str:
    """The fact behind one difference."""
    other = Side.SALES if one.side is Side.MARKETING else Side.MARKETING
    return _WHY[one.cause](_Case(judged, one, other))


def only_of(judged: Judged, side: Side) -> str:
    """Of which part of the business a side's list is."""
    only = judged.wishes[side].only
    return "; ".join(f"{cut_word(name)} {' or '.join(values)}" for name, values in only)


def whose(side: Side) -> str:
    """A side as the one that a list belongs to."""
    return "sales'" if side is Side.SALES else f"{side.value}'s"


def word_of(cause: Cause) -> str:
    """What a cause is called where a line begins."""
    return cause.value[:1].upper() + cause.value[1:]


def day_of(entry: Entry | None) -> str:
    """The day on which an entry counts, in words."""
    return day_text(entry.on) if entry and entry.on else "no day"


def missing_parts(judged: Judged) -> str:
    """Ask whether a list was filtered, where one part of the business is not in it at all."""
    found = (_missing(judged, side) for side in (Side.MARKETING, Side.SALES))
    return " ".join(filter(None, found))


def _missing(judged: Judged, side: Side) -> str:
    """What *side*'s list lacks; only of a file can it be asked."""
    if side not in judged.files or judged.wishes[side].only:
        return ""
    found = judged.compared.found
    there = [pair[side is Side.SALES] for pair in found.both]
    unexplained = [
        one.entry
        for one in found.differences
        if one.cause is Cause.UNEXPLAINED and one.side is not side
    ]
    if len(there) < _ENOUGH:
        return ""
    lacking = [(name, _lacking(judged, name, there, unexplained)) for name in _CUTS]
    name, values = max(lacking, key=lambda one: sum(one[1].values()))
    count = sum(values.values())
    if count < _MANY * len(unexplained) or not count:
        return ""
    listed = " or ".join(sorted(values))
    are = "is" if count == 1 else "are"
    return (
        f"{count:,} of these {are} of {cut_word(name)} {listed}, and nobody in {whose(side)} list "
        "is: was it filtered? If so, say so under “How it counts”."
    )


def _lacking(
    judged: Judged, name: str, there: Iterable[Entry], unexplained: Iterable[Entry]
) -> Counter[str]:
    """The parts of which only those not explained are, and how many of each."""
    known = {_part(judged, name, entry) for entry in there}
    count = Counter(_part(judged, name, entry) for entry in unexplained)
    return Counter({part: n for part, n in count.items() if part not in known and part != BLANK})


def _part(judged: Judged, name: str, entry: Entry) -> str:
    human = judged.human(entry)
    cuts = next((one.cuts for one in human.attempts if one.number == entry.episode), human.cuts)
    return cuts.get(name, BLANK)


class _Case(NamedTuple):
    """One difference, and the side whose list is without it."""

    judged: Judged
    one: Difference
    other: Side

    @property
    def entry(self) -> Entry:
        return self.one.entry

    @property
    def beside(self) -> Entry:
        return self.one.beside or self.one.entry

    @property
    def fit(self) -> Fit:
        return self.judged.compared.fits[self.other]

    @property
    def by(self) -> str:
        return _dated(self.fit.basis, self.judged.stage)

    @property
    def human(self) -> Human:
        return self.judged.human(self.one.entry)


def _not_loaded(case: _Case) -> str:
    given = case.entry.given
    return f"No load knows '{given}'." if given else "The row names nobody."


def _duplicate(case: _Case) -> str:
    twin, own = case.beside, _bare(case.entry)
    if case.entry.given == twin.given:
        return f"Listed twice{_line(twin)}."
    return f"The same person as {_bare(twin) or 'another row'}{_line(twin)}, under the id {own}."


def _bare(entry: Entry) -> str:
    """What an entry was given as, without the source that stands before a source's own id."""
    return entry.given.rpartition(":")[2]


def _anchored(case: _Case) -> str:
    told = _line(case.beside) or f", {case.by}"
    return f"{case.other.value.capitalize()} counts it on {day_of(case.beside)}{told}."


def _shifted(case: _Case) -> str:
    clocks = f"{whose(case.other)} clocks ({case.fit.zone})"
    return f"{day_of(case.beside)} on {clocks}{_line(case.beside)}."


def _returned(case: _Case) -> str:
    return f"Handed over before, first on {day_text(case.human.attempts[0].on)}."


def _left_out(case: _Case) -> str:
    name, _, value = case.beside.left_out.partition(" ")
    only = only_of(case.judged, case.other)
    return f"{cut_word(name)} is {value}; {whose(case.other)} list is only of {only}."


def _late(case: _Case) -> str:
    loaded = case.beside.loaded_at
    return f"First loaded on {moment_text(loaded, case.judged.rules)}." if loaded else ""


def _unexplained(case: _Case) -> str:
    list_ = f"{whose(case.other)} list"
    if case.one.beside:
        return f"Should be in {list_} too: {case.by}, on {day_of(case.beside)}."
    return f"Nothing loaded says why {list_} is without it."


def _undefined(case: _Case) -> str:
    human, stage, fit = case.human, case.judged.stage.value, case.fit
    if human.is_test or human.is_employee:
        return f"Never counts: {'a test record' if human.is_test else 'one of our own people'}."
    if not human.attempts:
        return f"Never {_an(stage)} by our definition."
    system = _SYSTEMS.get(fit.basis.system, fit.basis.system)
    return {
        OURS: f"Not {_an(stage)} by our definition that time.",
        OURS_NEW: f"Not a new {stage} by our definition.",
        ASSIGNED: f"Never assigned to anybody in {system}.",
        LeadStage.LEAD.value: f"{system} has no such lead.",
        LeadStage.SAL.value: f"Never accepted in {system}.",
        LeadStage.OPP.value: f"Never an opportunity in {system}.",
    }.get(fit.basis.kind, f"Not {_an(stage)} by {system}'s own date.")


def _dated(basis: Basis, stage: LeadStage) -> str:
    """How the day of a basis came about."""
    system = _SYSTEMS.get(basis.system, basis.system)
    return {
        OURS: f"{stage.value} by our definition",
        OURS_NEW: f"new {stage.value} by our definition",
        ASSIGNED: f"assigned in {system}",
        LeadStage.LEAD.value: f"came into {system}",
        LeadStage.SAL.value: f"accepted in {system}",
        LeadStage.OPP.value: f"opportunity in {system}",
    }.get(basis.kind, f"{stage.value} by {system}'s own date")


def _an(stage: str) -> str:
    return f"an {stage}"


def _line(entry: Entry) -> str:
    return f", see line {entry.line}" if entry.line else ""


_WHY: Mapping[Cause, Callable[[_Case], str]] = {
    Cause.NOT_LOADED: _not_loaded,
    Cause.DUPLICATE: _duplicate,
    Cause.ANCHOR: _anchored,
    Cause.ZONE: _shifted,
    Cause.RETURN: _returned,
    Cause.DEFINITION: _undefined,
    Cause.FILTER: _left_out,
    Cause.LATE: _late,
    Cause.UNEXPLAINED: _unexplained,
}
