"""Wording: what both sides sign: what a junk lead is, the reasons, the causes; who signed when."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from revdash.api.acting import side_of, stamp
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.asking import day_text
from revdash.api.house import House
from revdash.api.loop_views import WordingView
from revdash.desk.audit import Stamp
from revdash.desk.causes import read_causes
from revdash.desk.people import read_members
from revdash.desk.reasons import read_reasons
from revdash.desk.wordings import JUNK, Wording, WordingOf, read_wordings, save_wording
from revdash.desk.wordings import sign as sign_wording
from revdash.errors import InputError, suggestion
from revdash.terms import Side

TITLES = {
    WordingOf.JUNK: "What a junk lead is",
    WordingOf.REASONS: "Reasons a verdict may give",
    WordingOf.CAUSES: "Causes of dropped handoffs",
}


def wordings(house: House, actor: Actor) -> tuple[WordingView, ...]:
    """What holds, from when, and which side signed it."""
    actor.assert_may(Right.READ)
    with house.desk.connect() as desk:
        names = {one.member_id: one.name for one in read_members(desk, active=False)}
        found = [current(desk, subject) for subject in WordingOf]
    side = side_of(actor) if Right.ACT in rights_of(actor.role) else None
    return tuple(_view(one, names, side, actor) for one in found)


def sign(house: House, actor: Actor, subject: str, version: int) -> str:
    """Sign what holds for one's own side, as it was seen; returns a sentence."""
    actor.assert_may(Right.ACT)
    if subject not in [*WordingOf]:
        raise InputError(f"Nothing is signed as '{subject}'. {suggestion(subject, WordingOf)}")
    by = stamp(actor, "")
    with house.desk.writing() as desk:
        seen = current(desk, WordingOf(subject))
        if seen.version_no != version:
            raise InputError(
                f"Version {version} of this is no longer the newest: {seen.version_no} is. "
                "Reload the page, read it, and sign that."
            )
        kept = put_down(desk, seen, by)
        sign_wording(desk, kept, side_of(actor) or Side.SHARED, by)
    return f"Signed for {actor.side}."


def current(desk: Connection, subject: WordingOf) -> Wording:
    """The newest version: of a list, its content as it is now; none of it saved is version 0."""
    newest = next(iter(read_wordings(desk, subject)), Wording(subject=subject, valid_from=None))
    words, since = _content(desk, subject)
    if subject is WordingOf.JUNK:
        return newest if newest.wording_id else replace(newest, words=words)
    if newest.words == words:
        return newest
    return Wording(subject=subject, words=words, valid_from=since, version_no=newest.version_no + 1)


def _content(desk: Connection, subject: WordingOf) -> tuple[str, date | None]:
    """What is signed, in words, and since when it holds."""
    if subject is WordingOf.JUNK:
        return JUNK, None
    found: list[tuple[str, str, date | None]]
    if subject is WordingOf.REASONS:
        reasons = [one for one in read_reasons(desk) if one.valid_to is None]
        found = [(one.reason_class.value, one.label, one.valid_from) for one in reasons]
    else:
        causes = [one for one in read_causes(desk) if one.valid_to is None]
        found = [(one.cause_class.value, one.label, one.valid_from) for one in causes]
    kinds = dict.fromkeys(kind for kind, _, _ in found)
    parts = (f"{kind}: {', '.join(w for k, w, _ in found if k == kind)}" for kind in kinds)
    return "; ".join(parts), max((day for _, _, day in found if day), default=None)


def put_down(desk: Connection, seen: Wording, by: Stamp) -> Wording:
    """Write down what is to be signed, where it was not yet."""
    if not seen.wording_id:
        save_wording(desk, seen, by.part())
    return read_wordings(desk, seen.subject)[0]


def _view(one: Wording, names: dict[str, str], side: Side | None, actor: Actor) -> WordingView:
    def signed(who: str | None) -> str:
        return names.get(who, who) if who else ""

    mine = {Side.MARKETING: one.signed_by_marketing, Side.SALES: one.signed_by_sales}
    is_mine = actor.actor_id in mine.values()
    return WordingView(
        key=one.subject.value,
        version=one.version_no,
        title=TITLES[one.subject],
        words=one.words,
        since=f"since {day_text(one.valid_from)}" if one.valid_from else "",
        marketing=signed(one.signed_by_marketing),
        sales=signed(one.signed_by_sales),
        may_sign=side in mine and not mine[side] and not is_mine if side else False,
    )
