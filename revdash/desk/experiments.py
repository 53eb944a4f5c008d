"""Experiments: what is tried on a channel, with the rule to decide by written before its start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, earlier_click, insert, remove
from revdash.desk.tables.meetings import experiment
from revdash.errors import InputError, NotAllowedError

Filters: TypeAlias = Mapping[str, Sequence[str]]
_e = experiment.c


class Stage(StrEnum):
    """How far an experiment is."""

    REGISTERED = "registered"
    RUNNING = "running"
    TO_DECIDE = "to decide"
    DECIDED = "decided"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of an experiment: a value within its interval, and on how much it rests."""

    value: float
    low: float
    high: float
    sample: int
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One experiment; ``ends_on`` is the day it is decided on.

    With a metric and two ``arms`` (filters by name) its result can be counted.
    """

    channel: str
    hypothesis: str
    decision_rule: str
    starts_on: date
    ends_on: date
    spend: float | None = None
    metric: str = ""
    arms: Mapping[str, Filters] | None = None
    outcome: Outcome | None = None
    decision: str = ""
    decided_on: date | None = None
    dissent: str = ""
    registered_at: datetime | None = None
    experiment_id: str = ""
    version: int = 0
    changed_by: str = ""

    def stage(self, today: date) -> Stage:
        """How far it is on a day."""
        if self.decided_on is not None:
            return Stage.DECIDED
        if today < self.starts_on:
            return Stage.REGISTERED
        return Stage.RUNNING if today < self.ends_on else Stage.TO_DECIDE


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What an experiment led to, with the dissent there was; as it was seen at *version*."""

    experiment_id: str
    words: str
    on: date
    version: int
    dissent: str = ""
    outcome: Outcome | None = None  # the result it rests on, where it was counted


def read_experiments(connection: Connection) -> tuple[Experiment, ...]:
    """Read every experiment: those not decided first, the one to be decided first on top."""
    query = select(experiment).order_by(
        _e.decided_on.isnot(None), _e.decided_on.desc(), _e.ends_on, _e.experiment_id
    )
    return tuple(_experiment(row) for row in connection.execute(query))


def read_experiment(connection: Connection, experiment_id: str) -> Experiment:
    """Read one experiment."""
    query = select(experiment).where(_e.experiment_id == experiment_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise InputError("This experiment is no longer there. Reload the page to see those left.")
    return _experiment(row)


def register(
    connection: Connection, wanted: Experiment, at: datetime, today: date, by: Stamp
) -> str:
    """Write an experiment down before its start; return its id."""
    _check(wanted, today)
    return insert(connection, experiment, {**_values(wanted), "registered_at": at}, by)


def reword_experiment(
    connection: Connection, wanted: Experiment, at: datetime, today: date, by: Stamp
) -> None:
    """Change an experiment that has not begun, as it was read at ``wanted.version``."""
    if earlier_click(connection, by):
        return
    _assert_ahead(read_experiment(connection, wanted.experiment_id), today)
    _check(wanted, today)
    named = {"experiment_id": wanted.experiment_id, **_values(wanted), "registered_at": at}
    change(connection, experiment, named, wanted.version, by)


def withdraw_experiment(
    connection: Connection, experiment_id: str, today: date, version: int, by: Stamp
) -> None:
    """Take an experiment back that has not begun."""
    if not earlier_click(connection, by):
        _assert_ahead(read_experiment(connection, experiment_id), today)
        remove(connection, experiment, experiment_id, version, by)


def enter_outcome(
    connection: Connection, experiment_id: str, found: Outcome, version: int, by: Stamp
) -> None:
    """Enter what came of an experiment that is measured elsewhere."""
    before = read_experiment(connection, experiment_id)
    if before.decided_on is not None and not earlier_click(connection, by):
        raise NotAllowedError(_DECIDED.format(on=before.decided_on))
    if not found.low <= found.value <= found.high or found.sample < 1:
        raise InputError(
            f"The result {found.value:g} ({found.low:g} to {found.high:g}, of {found.sample}) is "
            "none: it lies within its interval and rests on one case at least."
        )
    named = {"experiment_id": experiment_id, "outcome": vars(found).copy()}
    change(connection, experiment, named, version, by)


def decide(connection: Connection, said: Ruling, by: Stamp) -> None:
    """Decide an experiment on its day or later, with the result it rests on."""
    if earlier_click(connection, by):
        return
    before = read_experiment(connection, said.experiment_id)
    if before.decided_on is not None:
        raise NotAllowedError(_DECIDED.format(on=before.decided_on))
    if said.on < before.ends_on:
        raise InputError(
            f"This experiment is decided on {before.ends_on}, as was written before its start; "
            f"today is {said.on}. Who looks earlier finds what chance offers."
        )
    if not said.words.strip():
        raise InputError("The decision is empty. Write what you will do now.")
    found = said.outcome or before.outcome
    if found is None:
        raise InputError("There is no result yet to decide by. Enter it first, with its interval.")
    values = {
        "experiment_id": said.experiment_id,
        "decision": said.words.strip(),
        "decided_on": said.on,
        "dissent": said.dissent.strip() or None,
        "outcome": vars(found).copy(),
    }
    change(connection, experiment, values, said.version, by)


_DECIDED = (
    "This experiment was decided on {on}: what it found stays as it was. Register another one."
)


def _check(wanted: Experiment, today: date) -> None:
    texts = {
        "channel": wanted.channel,
        "hypothesis": wanted.hypothesis,
        "decision rule": wanted.decision_rule,
    }
    for name, text in texts.items():
        if not text.strip():
            raise InputError(f"The {name} is empty. Without it this is no experiment: write it.")
    if wanted.starts_on <= today:
        raise InputError(
            f"The experiment starts on {wanted.starts_on}, and today is {today}. It is written "
            "down before its start, or it proves nothing: choose a later day."
        )
    if wanted.ends_on <= wanted.starts_on:
        raise InputError(
            f"It would be decided on {wanted.ends_on}, not after its start ({wanted.starts_on}). "
            "Choose a later day."
        )
    if wanted.arms is not None and len(wanted.arms) != 2:  # noqa: PLR2004  one thing beside another
        raise InputError(
            f"There are {len(wanted.arms)} things to compare. Name two, or enter the result."
        )


def _assert_ahead(before: Experiment, today: date) -> None:
    if before.starts_on <= today:
        raise NotAllowedError(
            f"This experiment began on {before.starts_on}: what was written before its start "
            "stands. Decide it, and register another one."
        )


def _values(wanted: Experiment) -> dict[str, Any]:
    arms = wanted.arms or {}
    return {
        "channel": wanted.channel.strip(),
        "hypothesis": wanted.hypothesis.strip(),
        "decision_rule": wanted.decision_rule.strip(),
        "starts_on": wanted.starts_on,
        "ends_on": wanted.ends_on,
        "spend": wanted.spend,
        "metric": wanted.metric or None,
        "arms": [
            [name, {key: list(values) for key, values in filters.items()}]
            for name, filters in arms.items()
        ]
        or None,
    }


def _experiment(row: Any) -> Experiment:
    return Experiment(
        experiment_id=row.experiment_id,
        channel=row.channel,
        hypothesis=row.hypothesis or "",
        decision_rule=row.decision_rule or "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        spend=row.spend,
        metric=row.metric or "",
        arms=dict(row.arms) if row.arms else None,
        outcome=Outcome(**row.outcome) if row.outcome else None,
        decision=row.decision or "",
        decided_on=row.decided_on,
        dissent=row.dissent or "",
        registered_at=row.registered_at,
        version=row.version,
        changed_by=row.changed_by,
    )
