"""Cuts: by what a metric may be parted, what that is called, and who may see it by whom."""

from collections.abc import Iterable

from sqlalchemy import Connection

from revdash.agreement.promises import Filters
from revdash.api.actors import Actor
from revdash.api.questions import Question
from revdash.api.views import FilterChoice
from revdash.desk.people import Role
from revdash.errors import NotAllowedError
from revdash.metrics.alike import is_comparable
from revdash.metrics.choices import choices
from revdash.metrics.made_cuts import SPEED as SPEED  # noqa: PLC0414  one of the cuts
from revdash.metrics.made_cuts import WEEKDAY
from revdash.metrics.scope import CUTS, FILTERS, cut
from revdash.metrics.shapes import Index, Metric, Mix, Rate, Told, Unit, Wait

CATEGORY = "category"  # a mix parts itself
OWNER = "owner"
BY_TEAM = "How fast people respond is shown by team; by person it is RevOps' to see."
_NOTES = {
    WEEKDAY: "By the day of the handoff",
    SPEED: "By business hours from the start of the clock to the first human attempt",
}
_HANDOFF = "C"
_ORDER = (
    *("source", "campaign", "region", "segment", "team", "tier", "kind", "owner"),
    *(WEEKDAY, SPEED),
)
_WORDS = {"kind": "New or returning", SPEED: "Follow-up speed"}
_SEES_PERSONS = frozenset({Role.REVOPS, Role.ADMIN})


def cut_word(name: str) -> str:
    """What a cut, or a filter, is called."""
    return _WORDS.get(name, name.capitalize())


def note_of(name: str) -> str:
    """What a cut that is made goes by."""
    return _NOTES.get(name, "")


def cuts_of(metric: Metric, actor: Actor) -> dict[str, str]:
    """The cuts that the facts of *metric* know and *actor* may see it by, with their words."""
    known = [name for name in _ORDER if name in CUTS and cut(metric.table, name) is not None]
    if tells_of_persons(metric):
        known = [name for name in known if name != SPEED]  # it would be cut by itself
    if isinstance(metric, Told):
        known = [name for name in known if name in metric.cuts]
    if isinstance(metric, Mix):  # by a cut, each row would be of another category
        own = {CATEGORY: _category_word(metric)}
        return own | {name: cut_word(name) for name in known if metric.focus}
    if isinstance(metric, Index):
        known.sort(key=lambda name: name != metric.by)
    is_hidden = tells_of_persons(metric) and not sees_persons(actor)
    return {name: cut_word(name) for name in known if name != OWNER or not is_hidden}


def offered(connection: Connection, actor: Actor) -> tuple[FilterChoice, ...]:
    """The filters with the values that each may take, and which *actor* may not use of persons."""
    return tuple(
        FilterChoice(
            name=name,
            label=cut_word(name),
            values=choices(connection, name),
            is_by_team_only=name == OWNER and not sees_persons(actor),
        )
        for name in FILTERS
    )


def sees_persons(actor: Actor) -> bool:
    """Whether an actor may see how fast one person responds (PRODUCT, decision 8)."""
    return actor.role in _SEES_PERSONS


def assert_by_team(actor: Actor, question: Question, metrics: Iterable[Metric]) -> None:
    """Raise NotAllowedError where an owner's filter would tell how fast that person responds."""
    is_told = any(tells_of_one(metric, question.filters) for metric in metrics)
    if is_told and not sees_persons(actor):
        raise NotAllowedError(
            "How fast one person responds is RevOps' to see. Take the owner off the filters."
        )


def comparable_by(metric: Metric, by: str) -> Rate | Wait | None:
    """The share that *metric* is, if leads of each speed can be compared like with like."""
    is_known = by == SPEED and not tells_of_persons(metric)
    return metric if is_known and is_comparable(metric) else None


def tells_of_one(metric: Metric, filters: Filters) -> bool:
    """Whether *metric*, filtered so, tells how fast one person responds."""
    return bool(dict(filters).get(OWNER)) and tells_of_persons(metric)


def tells_of_persons(metric: Metric) -> bool:
    """Whether *metric* by owner tells how fast a person responds (PRODUCT, decision 8).

    Everything of the handoff does, and everything counted in business time.
    """
    return metric.family == _HANDOFF or metric.unit in (Unit.HOURS, Unit.WORKDAYS)


def _category_word(metric: Mix) -> str:
    name = getattr(metric.category, "key", None) or "what"
    return str(name).replace("_kind", "").replace("_", " ").capitalize()
