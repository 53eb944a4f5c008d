"""Demo desk: what the demo company has agreed on, asked its people and tried, before its data."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection

from revdash.api.wording import current, put_down
from revdash.demo import cycle
from revdash.demo.company import DEMO_GOALS, DEMO_MORE_GOALS, DEMO_POLICY, DEMO_REASONS_SINCE
from revdash.demo.experiments import EXPERIMENTS
from revdash.demo.leaders import LEADERS, MARKETING, MEMBERS, SALES
from revdash.demo.pulse import INVITED, LEADING, ROUNDS, Round
from revdash.demo.remarks import REMARKS
from revdash.demo.systems.own import own
from revdash.demo.timeline import COMPANY_ZONE, NEW_POLICY_WEEK, week_start
from revdash.desk.agreement import read_policies, save_policy
from revdash.desk.annotations import (
    Annotation,
    AnnotationKind,
    read_annotations,
    save_annotation,
)
from revdash.desk.audit import Stamp
from revdash.desk.ballots import answer, seal
from revdash.desk.enablement import Step, StepTool, agree_cycle, put_tool, read_cycles
from revdash.desk.experiments import Experiment, read_experiments, register
from revdash.desk.goals import Cadence, Goal, GoalKind, read_goals, save_goal
from revdash.desk.meetings import Series, read_series, save_series
from revdash.desk.messages import Message, agree_message, read_messages, save_message
from revdash.desk.obligations import MqlPromise
from revdash.desk.people import Member, Role, read_members, save_member
from revdash.desk.pulse import EVERY_WEEKS, SIDES, Inviting, begin_wave, read_waves
from revdash.desk.targets import ScopedTarget
from revdash.desk.wordings import WordingOf, read_wordings, sign
from revdash.meetings.agenda import NAME
from revdash.metrics.catalog import find
from revdash.terms import Orientation, PauseReason, Side

_MORNING = time(9)
_OPEN_QUESTION = "one_thing"


def furnish(connection: Connection, by: Stamp) -> None:
    """Enter all of it, each on its own day; what is there already stays as it is."""
    _move_in(connection, by)
    _agree(connection, by)
    if not any(one.orientation is Orientation.CUSTOMER for one in read_goals(connection)):
        _aim(connection, by)
    if not read_waves(connection):
        for one in ROUNDS:
            _ask(connection, one)
    if not read_experiments(connection):
        _try_out(connection)
    if not read_cycles(connection):
        _describe_selling(connection)
    if not read_messages(connection):
        _describe_words(connection)
    _remark(connection)
    if not read_wordings(connection, WordingOf.JUNK):
        _sign_wordings(connection)


def _move_in(connection: Connection, by: Stamp) -> None:
    """Let the company's people be chosen, and set their weekly meeting."""
    known = {one.member_id for one in read_members(connection, active=False)}
    for one in MEMBERS:
        if one.key not in known:
            wanted = Member(
                member_id=one.key, name=one.name, role=Role(one.role), side=Side(one.side)
            )
            save_member(connection, wanted, by.part())
    if read_series(connection) is None:
        save_series(connection, Series(name=NAME, leaders=LEADERS), by.part())


def _agree(connection: Connection, by: Stamp) -> None:
    """Follow the first agreement by one that says what marketing owes; both signed it.

    Its hours are those of the first, so that all weeks are judged alike.
    """
    policies = read_policies(connection)
    if len(policies) > 1:
        return
    signed_at = _at(week_start(NEW_POLICY_WEEK - 1))
    begins = datetime.combine(week_start(NEW_POLICY_WEEK), time(), COMPANY_ZONE)
    wanted = replace(
        policies[-1],
        name="Agreement of both sides",
        valid_from=begins.astimezone(UTC).replace(tzinfo=None),
        target_hours=dict(DEMO_POLICY.target_hours),
        scoped_targets=(ScopedTarget(hours=12, source="partner", region="DACH", tier="C"),),
        pause_reasons=frozenset(PauseReason),
        promises=(
            MqlPromise(
                mqls=DEMO_GOALS["mql_new"].target,
                acceptance=DEMO_GOALS["acceptance_rate"].target,
                each=Cadence.WEEK,
            ),
        ),
        note="Round robin from this day on; marketing's part is written down too.",
        signed_by_marketing=LEADERS[MARKETING],
        signed_by_sales=LEADERS[SALES],
        signed_by_marketing_at=signed_at,
        signed_by_sales_at=signed_at,
    )
    save_policy(connection, wanted, by.part())


def _aim(connection: Connection, by: Stamp) -> None:
    """Set the goals of regions, and those about customers."""
    for one in DEMO_MORE_GOALS:
        metric = find(one.metric)
        wanted = Goal(
            metric=metric.name,
            side=metric.side,
            scope={"region": one.region} if one.region else {},
            target=one.goal.target,
            cadence=Cadence(one.goal.cadence),
            kind=GoalKind(one.goal.kind),
            orientation=metric.orientation,
            valid_from=one.since,
            valid_to=one.until,
        )
        save_goal(connection, wanted, by.part())


def _remark(connection: Connection) -> None:
    """Note what happened, each remark on its own day, unless something was noted before."""
    if read_annotations(connection):
        return
    for one in REMARKS:
        wanted = Annotation(
            kind=AnnotationKind.PROCESS_CHANGE,
            from_on=one.from_on,
            until_on=one.until_on,
            words=one.words,
            scope={"metric": one.metric},
            is_rebase=one.is_rebase,
        )
        save_annotation(connection, wanted, Stamp(actor_id="revops", now=_at(one.from_on)))


def _ask(connection: Connection, asked: Round) -> None:
    """Hold a round of the pulse: some of those invited answer, each by their own link."""
    wanted = Inviting(
        name=asked.name,
        opens_on=asked.opens_on,
        closes_on=asked.closes_on,
        people={Side(side): number for side, number in INVITED.items()},
        leaders={Side(side): number for side, number in LEADING.items()},
        every_weeks=0 if asked is ROUNDS[-1] else EVERY_WEEKS,  # none opens after the data end
    )
    begun = Stamp(actor_id="revops", now=_at(asked.opens_on))
    _, links = begin_wave(connection, wanted, begun)
    said = {Side.MARKETING: asked.marketing, Side.SALES: asked.sales}
    for side in SIDES:
        words = list(asked.words.get(side.value, ()))
        people = zip(*said[side].values(), strict=True)
        mine = [link for link in links if link.side is side]
        for link, figures in zip(mine, people, strict=False):
            told: dict[str, int | str] = dict(zip(said[side], figures, strict=True))
            if words:
                told[_OPEN_QUESTION] = words.pop()
            answer(connection, link.token, told, asked.opens_on)
    seal(connection, asked.closes_on)


def _try_out(connection: Connection) -> None:
    for one in EXPERIMENTS:
        wanted = Experiment(
            channel=one.channel,
            hypothesis=one.hypothesis,
            decision_rule=one.decision_rule,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            spend=one.spend,
            metric=one.metric,
        )
        at = _at(one.registered_on)
        register(connection, wanted, at, one.registered_on, Stamp(actor_id="kira", now=at))


def _describe_selling(connection: Connection) -> None:
    """Agree on the steps of the sales cycle, and on the tools of each."""
    by = Stamp(actor_id=LEADERS[SALES], now=_at(cycle.AGREED_ON))
    steps = [Step(name=one.name, acting_role=one.acts, stages=one.stages) for one in cycle.STEPS]
    agree_cycle(connection, steps, cycle.AGREED_ON, by)
    ids = {step.name: step.step_id for step in read_cycles(connection)[-1].steps}
    for one in cycle.STEPS:
        for tool in one.tools:
            wanted = StepTool(
                step_id=ids[one.name],
                asset_id=own("asset", tool.asset),
                segment=tool.segment,
                reviewed_on=tool.reviewed_on,
            )
            put_tool(connection, wanted, Stamp(actor_id="kira", now=_at(tool.reviewed_on)))


def _sign_wordings(connection: Connection) -> None:
    """Sign for both sides what junk is, the reasons as they are now, and the causes."""
    for subject in WordingOf:
        for side, leader in LEADERS.items():
            by = Stamp(actor_id=leader, now=_at(DEMO_REASONS_SINCE))
            kept = put_down(connection, current(connection, subject), by)
            sign(connection, kept, Side(side), by)


def _describe_words(connection: Connection) -> None:
    """Enter the messages, signed by who agreed to each."""
    for one in cycle.MESSAGES:
        by = Stamp(actor_id=LEADERS[MARKETING], now=_at(cycle.AGREED_ON))
        wanted = Message(
            name=one.name,
            message_phase=one.phase,
            segment=one.segment,
            need=one.need,
            pain=one.pain,
            proof=one.proof,
            call_to_action=one.call_to_action,
            used_in=one.used_in,
        )
        key = save_message(connection, wanted, by)
        for version, side in enumerate(one.agreed_by, 1):
            signer = Stamp(actor_id=LEADERS[side], now=by.now)
            agree_message(connection, key, Side(side), version, signer)


def _at(day: date) -> datetime:
    """The morning of a day, in naive UTC."""
    return datetime.combine(day, _MORNING, COMPANY_ZONE).astimezone(UTC).replace(tzinfo=None)
