"""Agreeing: the versions of the agreement, signing a draft, and what it would have meant."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from revdash.api.acting import moment, side_of
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.agreement_forms import draft_of
from revdash.api.agreement_trial import meant as _meant
from revdash.api.agreement_views import AgreementView, Meant, VersionView
from revdash.api.agreement_words import changes, facts_of, opening
from revdash.api.asking import day_text, moment_text
from revdash.api.house import house
from revdash.desk.agreement import (
    SINCE_EVER,
    PolicyVersion,
    discard_draft,
    policy_at,
    read_policies,
    sign_policy,
)
from revdash.desk.calendars import read_calendars, read_past_calendars
from revdash.desk.people import read_members
from revdash.desk.questions import SIDES
from revdash.desk.reasons import read_reasons
from revdash.episodes.rules import Rules
from revdash.errors import StaleEditError
from revdash.terms import Side


def agreement(actor: Actor) -> AgreementView:
    """What each side owes the other now, what is drafted, and every version there was."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        now, rules = moment(house(), connection)
    with house().desk.connect() as desk:
        names = {one.member_id: one.name for one in read_members(desk, active=False)}
        signed, draft = read_policies(desk), draft_of(desk)
        current = policy_at(signed, now) or signed[0]
        since = tuple(_changed_since(desk, current, rules))
    words = _Words(names, rules, now)
    history = tuple(
        words.view(one, before) for before, one in zip((None, *signed), signed, strict=False)
    )
    return AgreementView(
        current=history[signed.index(current)],
        draft=words.view(draft, signed[-1]) if draft else None,
        history=history[::-1],
        may_sign=draft is not None and _may_sign(actor, draft),
        may_draft=Right.SET in rights_of(actor.role),
        waits=_waits(draft) if draft else "",
        since=since,
    )


def _changed_since(desk: Connection, current: PolicyVersion, rules: Rules) -> Iterator[str]:
    """What of the version in force was changed on its own page after it began, and since when."""
    began = rules.day_of(current.valid_from)
    now = {one.calendar_id: one for one in read_calendars(desk)}
    for past in read_past_calendars(desk):
        if past.of in now and past.until_at > current.valid_from:
            until = day_text(rules.day_of(past.until_at))
            yield f"Working time of {now[past.of].name}: before {until} {opening(past.record)}"
    lists = {one.valid_from for one in read_reasons(desk)}
    for day in sorted(day for day in lists if day and day > began):
        yield f"Reasons a verdict may give: another list from {day_text(day)} on"


def sign_agreement(actor: Actor, key: str, version: int) -> str:
    """Sign the draft for one's own side, as it was seen; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house().facts() as connection:
        now, rules = moment(house(), connection)
    tomorrow = rules.midnight(rules.day_of(now) + timedelta(days=1))
    side = side_of(actor) or Side.SHARED
    with house().desk.writing() as desk:
        seen = _seen(draft_of(desk), key, version)
        made = sign_policy(desk, seen, side, tomorrow, house().stamp(actor.actor_id))
    if made.is_draft:
        return f"Signed for {side}. {_waits(made)}"
    return (
        f"Both sides signed. Version {made.version_no} is in force from "
        f"{day_text(rules.day_of(made.valid_from))} on; leads whose clock began before keep theirs."
    )


def discard_agreement(actor: Actor, key: str, version: int) -> str:
    """Throw the draft away, as it was seen; returns a sentence."""
    actor.assert_may(Right.SET)
    with house().desk.writing() as desk:
        seen = _seen(draft_of(desk), key, version)
        discard_draft(desk, seen, house().stamp(actor.actor_id))
    return f"The draft of version {seen.version_no} is thrown away. What is in force stays."


def meant(actor: Actor, key: str, version: int) -> Meant:
    """What the draft, as it was seen, would have meant for the last whole quarter."""
    actor.assert_may(Right.READ)
    with house().desk.connect() as desk:
        seen = _seen(draft_of(desk), key, version)
    return _meant(house(), seen)


def _seen(draft: PolicyVersion | None, key: str, version: int) -> PolicyVersion:
    if draft is None or (draft.policy_id, draft.version) != (key, version):
        raise StaleEditError(
            "The draft was changed, signed or thrown away after you opened it. Nothing was done. "
            "Reload, and read it again."
        )
    return draft


def _may_sign(actor: Actor, draft: PolicyVersion) -> bool:
    signed = {Side.MARKETING: draft.signed_by_marketing, Side.SALES: draft.signed_by_sales}
    is_theirs = actor.actor_id in signed.values()
    may = Right.ACT in rights_of(actor.role) and actor.side in signed
    return may and not is_theirs and not signed[actor.side or Side.SHARED]


def _waits(draft: PolicyVersion) -> str:
    lacking = [side.value for side in SIDES if not getattr(draft, f"signed_by_{side.value}")]
    return f"It waits for the signature of {' and '.join(lacking)}."


class _Words:
    """How versions are told to a reader now."""

    def __init__(self, names: dict[str, str], rules: Rules, now: datetime) -> None:
        self._names, self._rules, self._now = names, rules, now

    def view(self, one: PolicyVersion, before: PolicyVersion | None) -> VersionView:
        return VersionView(
            key=one.policy_id,
            version=one.version,
            title=f"Version {one.version_no}, {self._since(one)}",
            facts=tuple(facts_of(one).items()),
            changes=tuple(changes(before, one)),
            marketing=self._signed(one.signed_by_marketing, one.signed_by_marketing_at),
            sales=self._signed(one.signed_by_sales, one.signed_by_sales_at),
            note=one.note,
        )

    def _since(self, one: PolicyVersion) -> str:
        if one.valid_from == SINCE_EVER:
            return "in force since ever"
        day = day_text(self._rules.day_of(one.valid_from))
        if one.is_draft:
            return f"drafted for {day}"
        return f"in force {'since' if one.valid_from <= self._now else 'from'} {day}"

    def _signed(self, who: str | None, at: datetime | None) -> str:
        if not who:
            return ""
        when = f", {moment_text(at, self._rules)}" if at else ""
        return f"{self._names.get(who, who)}{when}"
