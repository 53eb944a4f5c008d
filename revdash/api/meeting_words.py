"""Meeting words: commitments, experiments and items of a meeting, as they are read out."""

from datetime import date

from revdash.api.asking import day_text
from revdash.api.meeting_desk import HEADING_OF, Gathered
from revdash.api.meeting_views import CommitmentView, ExperimentView, ItemView, NoteView
from revdash.desk.agenda_items import Item
from revdash.desk.commitments import Commitment, CommitmentState
from revdash.desk.experiments import Experiment, Outcome, Stage
from revdash.desk.meeting_notes import Note
from revdash.metrics.catalog import CATALOG
from revdash.metrics.shapes import Unit
from revdash.metrics.shown import rounded
from revdash.period import Period
from revdash.plural import counted
from revdash.terms import Side

_TIMES = {1: "once", 2: "twice"}


def note_view(one: Note, known: Gathered, me: str) -> NoteView:
    """A note as it is shown."""
    return NoteView(
        key=one.note_id,
        version=one.version,
        who=known.who(one.by),
        when=known.at(one.at),
        words=one.words,
        is_mine=one.by == me,
    )


def item_view(one: Item, known: Gathered, *, may: bool) -> ItemView:
    """Something brought to the meeting as it is shown."""
    is_carried = one.meeting_id is not None and one.meeting_id != known.key
    from_day = known.held_days.get(one.meeting_id or "")
    return ItemView(
        key=one.item_id,
        version=one.version,
        kind=one.kind.value,
        heading=HEADING_OF[one.kind].value,
        side=side_word(one.side),
        asked_side=side_word(one.asked_side),
        who=known.who(one.by),
        words=one.words,
        about=known.about(one.subject) if one.subject else "",
        answer=one.answer,
        due=f"by {day_text(one.due_on)}" if one.due_on else "",
        due_on=one.due_on,
        dissent=one.dissent,
        carried=f"from {day_text(from_day)}" if is_carried and from_day else "",
        is_open=one.is_open,
        may_change=may and not is_carried,
    )


def commitment_view(one: Commitment, known: Gathered, *, may: bool) -> CommitmentView:
    """A commitment as it is shown."""
    today = known.now.today
    due_on = one.due_on or one.original_due_on
    return CommitmentView(
        key=one.commitment_id,
        version=one.version,
        words=one.words,
        owner=known.who(one.owner),
        side=one.side.value,
        about=known.about(one.subject) if one.subject else "",
        original_due=day_text(one.original_due_on),
        due=day_text(due_on),
        due_on=due_on,
        state=one.state.value,
        status=status(one, today),
        slips=one.slips,
        is_late=is_late(one, today),
        is_new=known.is_new(one),
        turn=side_word(one.turn),
        may_change=may,
    )


def status(one: Commitment, today: date) -> str:
    """How a commitment stands against the day that was named first."""
    if one.state is CommitmentState.CANCELLED:
        return "cancelled by both sides"
    past = one.days_past(today)
    if one.state is CommitmentState.DONE:
        return "kept" if one.is_kept else f"done {counted(past, 'day')} late"
    slipped = f"put off {_TIMES.get(one.slips, f'{one.slips} times')}" if one.slips else ""
    asked = f"{one.turn.value} to agree to cancelling" if one.turn else ""
    return ", ".join(filter(None, (slipped, _until(past), asked)))


def _until(past: int) -> str:
    if past > 0:
        return f"{counted(past, 'day')} past"
    return f"due in {counted(-past, 'day')}" if past else "due today"


def is_late(one: Commitment, today: date) -> bool:
    """Whether a commitment was done late, or is open past its first day."""
    return one.state is not CommitmentState.CANCELLED and one.days_past(today) > 0


def experiment_view(
    one: Experiment, counted: Outcome | None, known: Gathered, *, may: bool
) -> ExperimentView:
    """An experiment as it is shown, with what was counted for it."""
    today = known.now.today
    found = one.outcome if one.decided_on else counted or one.outcome
    stage = one.stage(today)
    entered = f"entered by {known.who(one.changed_by)}" if one.outcome else ""
    return ExperimentView(
        key=one.experiment_id,
        version=one.version,
        channel=one.channel,
        hypothesis=one.hypothesis,
        decision_rule=one.decision_rule,
        days=str(Period(one.starts_on, one.ends_on)),
        starts_on=one.starts_on,
        decides_on=one.ends_on,
        stage=stage.value,
        result=result_text(one, found, known.now.rules.currency) if found else "",
        result_note="counted from the records" if one.metric else entered,
        decision=one.decision,
        decided=f"Decided {day_text(one.decided_on)}" if one.decided_on else "",
        dissent=one.dissent,
        spend=one.spend,
        metric=CATALOG[one.metric].label if one.metric in CATALOG else one.metric,
        arms=tuple(one.arms or ()),
        may_change=may and stage is not Stage.DECIDED,
        may_reword=may and stage is Stage.REGISTERED,
    )


def result_text(one: Experiment, found: Outcome, currency: str) -> str:
    """What came of an experiment, with its interval and on how much it rests."""
    metric = CATALOG.get(one.metric)
    if one.metric and found.words:  # those of what was counted tell of its interval
        return found.words
    unit = metric.unit if metric else Unit.RATIO
    value, low, high = (rounded(x, unit, currency) for x in (found.value, found.low, found.high))
    text = f"{value} ({low} to {high}), of {found.sample:,}"
    return f"{text}: {found.words}" if found.words else text


def side_word(side: Side | None) -> str:
    """A side by its word; empty for none."""
    return side.value if side else ""
