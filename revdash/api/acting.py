"""Acting: what people do about dropped handoffs: written at once, undone, told to the store."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from sqlalchemy import Connection, Row

from revdash.api.actors import Actor, Right
from revdash.api.agreement_words import PAUSES
from revdash.api.desk_facts import NURTURE_RULES
from revdash.api.house import House
from revdash.api.loop_views import Acted, Choice, Doing
from revdash.api.publishing import publish_soon
from revdash.clock import utc_now
from revdash.desk import actions, questions
from revdash.desk.audit import Stamp
from revdash.desk.deeds import VERDICTS, About, ActionKind, Deed, firing_of
from revdash.desk.questions import SIDES, LeadQuestion
from revdash.desk.reasons import OTHER, read_reasons
from revdash.desk.revisions import earlier_click
from revdash.episodes.agreed import ANSWERING
from revdash.episodes.questions import ANSWER_DAYS
from revdash.episodes.rules import Rules
from revdash.episodes.subjects import Handoff, handoffs_of
from revdash.errors import InputError, suggestion
from revdash.handoffs.worklist import owners
from revdash.store.ledger import note_of
from revdash.terms import LeadStage, Side
from revdash.worktime.calendar import due, standard_day_seconds

NO_REASON = "D17"  # the rule about a verdict that gives no reason: it can be given later
TELLING = VERDICTS | {ActionKind.ASK}  # what becomes a fact of the store

_REFUSABLE = frozenset({LeadStage.MQL})
_RECYCLABLE = frozenset(
    {LeadStage.MQL, LeadStage.SAL, LeadStage.SQL, LeadStage.REJECTED, LeadStage.LOST}
)
_SAID = {
    ActionKind.TAKE: "Taken",
    ActionKind.HAND: "Handed on",
    ActionKind.SNOOZE: "Snoozed",
    ActionKind.HANDLED: "Marked handled",
    ActionKind.REJECT: "Rejected",
    ActionKind.RECYCLE: "Recycled",
    ActionKind.ASK: "Asked",
    ActionKind.MISTAKE: "Marked as the rule's mistake",
    ActionKind.MUTE: "Muted",
}


def act(house: House, actor: Actor, doing: Doing) -> Acted:
    """Do one thing about some firings, all or none; what it tells of people counts soon after."""
    actor.assert_may(Right.ACT)
    kind = _kind(doing.kind)
    with house.facts() as connection:
        now, rules = moment(house, connection)
        _check_owner(connection, doing.to_user)
        if kind is ActionKind.SNOOZE and doing.reason:
            _check_pause(doing.reason, rules, now)
        subjects = {key: firing_of(key).subject for key in doing.seen}
        is_telling = _is_telling(kind, doing.reason)
        found = handoffs_of(connection, set(subjects.values())) if is_telling else {}
    about = [_about(key, seen, kind, found.get(subjects[key])) for key, seen in doing.seen.items()]
    deed = _deed(doing, kind, now, rules, side_of(actor, doing.side))
    by = stamp(actor, doing.click_id)
    with house.desk.writing() as desk:
        is_again = earlier_click(desk, by) is not None
        done = actions.act(desk, about, deed, by)
        if kind is ActionKind.ASK and not is_again:
            _ask(desk, zip(done.action_ids, about, strict=True), deed, rules, by)
    text = f"{_SAID[kind]}{_counted(len(about))}."
    if kind is ActionKind.REJECT and not deed.evidence:
        text += " No fact is linked, and it shows as such."
    if is_telling:
        text += f" {publish_soon(house, actor.name)}"
    return Acted(text=text, action_ids=done.action_ids)


def undo_action(
    house: House, actor: Actor, action_ids: Sequence[str], *, click_id: str = ""
) -> str:
    """Take actions back, all or none; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.facts() as connection:
        now, _ = moment(house, connection)
    by = stamp(actor, click_id)
    with house.desk.writing() as desk:
        standing = {one.action_id: one for one in actions.standing_actions(desk, ActionKind)}
        actions.undo(desk, action_ids, now, by)
        undone = {name: standing[name] for name in action_ids if name in standing}
        for name, one in undone.items():
            if one.kind is ActionKind.ASK:
                questions.withdraw(desk, name, by.part())
    text = f"Taken back{_counted(len(action_ids))}."
    is_told = any(_is_telling(one.kind, one.reason_code) for one in undone.values())
    return f"{text} {publish_soon(house, actor.name)}" if is_told else text


def reasons(house: House, actor: Actor) -> tuple[Choice, ...]:
    """The reasons that a verdict may give today; who says 'other' writes what it was."""
    actor.assert_may(Right.READ)
    with house.facts() as connection:
        now, rules = moment(house, connection)
    with house.desk.connect() as desk:
        known = read_reasons(desk, rules.day_of(now))
    agreed = sorted(known, key=lambda one: one.label)
    return (
        *(Choice(key=one.code, label=f"{one.label} ({one.reason_class.value})") for one in agreed),
        Choice(key=OTHER, label="Other, in words"),
    )


def pauses(rules: Rules, now: datetime) -> tuple[Choice, ...]:
    """What may stop a clock by the agreement in force."""
    policy = rules.policy_at(now)
    known = policy.pauses if policy else frozenset()
    return tuple(Choice(key=one, label=words) for one, words in PAUSES.items() if one in known)


def moment(house: House, connection: Connection) -> tuple[datetime, Rules]:
    """The moment that people act at, and the rules: the demo lives in the time of its data."""
    note: Row[tuple[object, ...]] = note_of(connection)
    rules = house.rules(connection, note)
    told: datetime | None = note.data_to or note.published_at
    return (told if rules.is_demo and told else utc_now()), rules


def due_after(rules: Rules, at: datetime, days: float | None = None) -> datetime:
    """So many business days later, on the company's calendar: as many as an answer may take."""
    calendar, policy = rules.default_calendar, rules.policy_at(at)
    if days is None:
        days = policy.thresholds.get(ANSWERING, ANSWER_DAYS) if policy else ANSWER_DAYS
    return due(calendar, at, days * standard_day_seconds(calendar))


def side_of(actor: Actor, said: str = "") -> Side | None:
    """For whom somebody speaks: their own side, where it is set; else the one they *said*."""
    if actor.side in SIDES or not said:
        return actor.side
    if said not in SIDES:
        raise InputError(f"'{said}' is no side that hands leads over. {suggestion(said, SIDES)}")
    return Side(said)


def stamp(actor: Actor, click_id: str) -> Stamp:
    """Who writes, now, by which click."""
    return Stamp(actor_id=actor.actor_id, now=utc_now(), click_id=click_id)


def _kind(word: str) -> ActionKind:
    known = [kind.value for kind in _SAID]
    if word not in known:
        raise InputError(f"'{word}' is nothing to be done here. {suggestion(word, known)}")
    return ActionKind(word)


def _is_telling(kind: ActionKind, reason: str) -> bool:
    """Whether it becomes a fact of the store: a snooze does where it stops the clock."""
    return kind in TELLING or (kind is ActionKind.SNOOZE and bool(reason))


def _check_pause(reason: str, rules: Rules, now: datetime) -> None:
    known = {one.key for one in pauses(rules, now)}
    if reason not in known:
        raise InputError(
            f"'{reason}' stops no clock by the agreement in force. "
            f"{suggestion(reason, known) if known else 'It knows nothing that does.'}"
        )


def _check_owner(connection: Connection, user: str) -> None:
    """Nothing is handed to who left, or to a name that nobody has."""
    known = owners(connection)[0] if user else {}
    if user and user not in known:
        raise InputError(
            f"'{user}' is nobody who takes leads now. {suggestion(user, known)} "
            "Choose one of the list, or a queue."
        )


def _about(key: str, seen: str, kind: ActionKind, handoff: Handoff | None) -> About:
    if handoff is None or kind not in VERDICTS:
        return About(instance_key=key, seen=seen, person_id=handoff and handoff.person_id)
    rule = firing_of(key).rule
    allowed = _REFUSABLE if kind is ActionKind.REJECT else _RECYCLABLE
    if rule == NO_REASON:
        is_refusal = kind is ActionKind.REJECT
        allowed = frozenset({LeadStage.REJECTED if is_refusal else LeadStage.RECYCLED})
    elif rule in NURTURE_RULES and kind is ActionKind.RECYCLE:
        allowed = frozenset({LeadStage.RECYCLED})
    if handoff.stage not in allowed:
        known = ", ".join(sorted(stage.value for stage in allowed))
        raise InputError(
            f"The lead {handoff.episode_id} is {handoff.stage} now: one cannot {kind.value} it. "
            f"That is for leads at {known}. Mark it handled, or ask the other side."
        )
    decided = handoff.closed_at if rule == NO_REASON else None
    return About(instance_key=key, seen=seen, person_id=handoff.person_id, happened_at=decided)


def _deed(doing: Doing, kind: ActionKind, now: datetime, rules: Rules, side: Side | None) -> Deed:
    until = None
    if doing.until is not None:
        is_day = kind is ActionKind.RECYCLE  # of the review; the others end as that day begins
        until = datetime.combine(doing.until, time()) if is_day else rules.midnight(doing.until)
    return Deed(
        kind=kind,
        at=now,
        words=doing.words,
        reason_code=doing.reason,
        evidence=doing.evidence,
        until_at=until,
        to_user_id=doing.to_user,
        to_queue=doing.to_queue,
        side=side,
    )


def _ask(
    desk: Connection, asked: Iterable[tuple[str, About]], deed: Deed, rules: Rules, by: Stamp
) -> None:
    for name, one in asked:
        wanted = LeadQuestion(
            question_id=name,
            asked_side=deed.side or Side.SHARED,
            person_id=one.person_id or "",
            words=deed.words,
            asked_at=deed.at,
            due_at=due_after(rules, deed.at),
        )
        questions.ask(desk, wanted, by.part())


def _counted(count: int) -> str:
    return f" {count:,} of them" if count > 1 else ""
