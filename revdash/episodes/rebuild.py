"""Rebuild: lead episodes made again for the people an import named, and for no others."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    Table,
    delete,
    func,
    or_,
    select,
)

from revdash.episodes.asking import Frames, ask, storied
from revdash.episodes.followers import make_followers
from revdash.episodes.gathering import users_in
from revdash.episodes.identities import humans, renew
from revdash.episodes.machine import SILENCE
from revdash.episodes.names import Names
from revdash.episodes.people_facts import Known
from revdash.episodes.rules import Rules
from revdash.episodes.whom import Found, People, held
from revdash.episodes.writing import Manner, writer_for
from revdash.store.frames import insert_frame, set_aside, settle
from revdash.store.schema import PERSON_FACTS
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.ledger import quality_issue
from revdash.terms import IssueRule, LeadStage

# What is odd about all facts together is noted where they are read together, not here.
SEEN_FROM_ABOVE = (IssueRule.CLOSED_BEFORE_CREATED.value, IssueRule.POSSIBLE_DUPLICATE.value)
AT_ONCE = 10_000  # people gathered at a time, to bound memory


class Rebuilt(NamedTuple):
    """How many episodes were made, and the earliest day of those that were or are there."""

    episodes: int
    since: date | None


def rebuild(
    connection: Connection,
    people: Iterable[People],
    rules: Rules,
    as_of: datetime,
    followed_by: Callable[[Connection, Table, Rules], None] = make_followers,
) -> Rebuilt:
    """Say anew who is who, and make the episodes of *people* again, and what follows them.

    With *people* come those whose identity changed: joined to others, or parted from them.
    """
    with ExitStack() as block:
        with held(connection, "concerned", *people) as concerned:
            renew(connection, concerned, rules)
            wanted = block.enter_context(humans(connection, concerned))
        settle(connection)
        firsts = [_first_day(connection, wanted)]
        _forget(connection, wanted)
        made = _make_all(connection, wanted, rules, as_of)
        settle(connection)
        followed_by(connection, wanted, rules)
        firsts.append(_first_day(connection, wanted))
    return Rebuilt(made, min((day for day in firsts if day is not None), default=None))


def _first_day(connection: Connection, people: Table) -> date | None:
    """The day of the first handoff of *people*, as it stands in the store."""
    e = lead_episode.c
    theirs = select(func.min(e.mql_on)).where(e.person_id.in_(select(people.c.person_id)))
    first: date | None = connection.execute(theirs).scalar_one()
    return first


def _forget(connection: Connection, people: Table) -> None:
    """Delete what was derived of *people* one by one."""
    theirs = select(people.c.person_id)
    connection.execute(delete(lead_episode).where(lead_episode.c.person_id.in_(theirs)))
    q = quality_issue.c
    is_ours = q.rule.notin_(SEEN_FROM_ABOVE) & q.person_id.in_(theirs)
    connection.execute(delete(quality_issue).where(is_ours))


def _make_all(connection: Connection, people: Table, rules: Rules, as_of: datetime) -> int:
    """Make the episodes of *people*, so many at a time; gives how many there are."""
    made = 0
    manner = Manner(Known(rules, users_in(connection)), Names(connection), as_of)
    with storied(connection, people) as telling:
        count = connection.execute(select(func.count()).select_from(telling)).scalar_one()
        with writer_for(count, manner) as write:
            for episodes, issues in write(_asked(connection, people, telling, count)):
                insert_frame(connection, lead_episode, episodes)
                insert_frame(connection, quality_issue, issues)
                made += episodes.num_rows
                if count > AT_ONCE:
                    settle(connection)  # what is not kept yet takes memory
    return made


def _asked(connection: Connection, people: Table, telling: Table, count: int) -> Iterator[Frames]:
    """What is known of those who are *telling* a story, so many at a time."""
    for start in range(0, count, AT_ONCE):
        of_these = telling.c.place.between(start + 1, start + AT_ONCE)
        some = select(people).join(telling, telling.c.root == people.c.root).where(of_these)
        with set_aside(connection, "chosen_people", some) as chosen:
            frames = ask(connection, chosen)
        yield frames


def everybody() -> Found:
    """Every person any fact names."""
    return Found(tuple(select(fact.c.person_id) for fact in PERSON_FACTS.values()))


def lapsing(as_of: datetime) -> Found:
    """People whose episodes fall silent for good, or speak again, when seen from *as_of*."""
    e = lead_episode.c
    changed = select(e.person_id).where(
        or_(
            e.is_open & (e.last_at < as_of - SILENCE),
            (e.stage == LeadStage.LAPSED.value) & (e.closed_at >= as_of),
        )
    )
    return Found((changed,))


def last_instant(day: date, rules: Rules) -> datetime:
    """The last instant of the company's *day*, in naive UTC."""
    return rules.midnight(day + timedelta(days=1)) - timedelta(microseconds=1)
