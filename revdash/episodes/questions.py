"""Questions: what one side asked the other about a lead, and whether it was answered in time."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, Subquery, Table, and_, func, select

from revdash.episodes.agreed import ANSWERING
from revdash.episodes.dues import NEVER, agreed, with_days
from revdash.episodes.rules import Rules
from revdash.episodes.traits import firms, traits_of
from revdash.store.dialects.functions import day_of, local_time
from revdash.store.own import SYSTEM
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import question_now
from revdash.store.schema.lifecycle import lead_question
from revdash.store.versions import in_force

ANSWER_DAYS = 2.0  # business days, unless the agreement or the question itself says otherwise
_q, _e, _now = lead_question.c, lead_episode.c, question_now.c
_HANDED = ("source", "channel", "campaign_id", "campaign", "tier", "kind")
_OWNED = ("owner_user_id", "owner", "team")
_PLACES = ("segment", "region", "country")


def question_rows(people: Table, rules: Rules) -> Select[Any]:
    """Give a row for each question about one of *people*, cut by their last handoff by then."""
    handoff, who, firm = _handoffs(people), traits_of(people), firms()
    h = handoff.c
    is_of = and_(h.person_id == people.c.root, h.mql_at <= _q.asked_at, _q.asked_at < h.next_at)
    joined = (
        lead_question.join(people, people.c.person_id == _q.person_id)
        .outerjoin(handoff, is_of)
        .outerjoin(who, who.c.root == people.c.root)
        .outerjoin(firm, firm.c.account_id == who.c.account_id)
    )
    days = agreed(ANSWERING, ANSWER_DAYS, rules, _q.asked_at)
    due = with_days(joined, _q.asked_at, days, rules)
    due_at = func.coalesce(_q.due_at, due.at)
    has_fact = func.length(func.trim(func.coalesce(_q.evidence_ref, ""))) > 0
    is_in_time = and_(_q.answered_at.isnot(None), _q.answered_at <= due_at, has_fact)
    return (
        select(
            *(_q[name] for name in ("event_key", "question", "asked_at", "answered_at")),
            people.c.root.label("person_id"),
            func.lower(func.trim(_q.asked_by_team)).label("asked_by_team"),
            func.coalesce(h.account_name, firm.c.name, who.c.company_name).label("account_name"),
            day_of(local_time(_q.asked_at, rules.zone)).label("asked_on"),
            due_at.label("due_at"),
            day_of(local_time(due_at, rules.zone)).label("due_on"),
            func.coalesce(is_in_time, False).label("is_answered_in_time"),
            func.coalesce(h.source, who.c.source).label("source"),
            func.coalesce(h.channel, who.c.source).label("channel"),
            *(h[name] for name in _HANDED[2:]),
            *(func.coalesce(h[n], who.c[n], firm.c[n]).label(n) for n in _PLACES),
            *(h[name] for name in _OWNED),
        )
        .select_from(due.source)
        .where(in_force(lead_question), _q.asked_at.isnot(None), who.c.is_nobody.isnot(True))
    )


def _handoffs(people: Table) -> Subquery:
    """The handoffs of *people*, each until the next."""
    next_at = func.lead(_e.mql_at, type_=_e.mql_at.type).over(
        partition_by=_e.person_id, order_by=(_e.mql_at, _e.episode_no)
    )
    names = ("person_id", "mql_at", "account_name", *_HANDED, *_PLACES, *_OWNED)
    return (
        select(*(_e[name] for name in names), func.coalesce(next_at, NEVER).label("next_at"))
        .where(_e.person_id.in_(select(people.c.root)))
        .subquery("handoff")
    )


def unanswered_of_others(connection: Connection) -> int:
    """How many questions that came by import had no answer by then."""
    is_ours = _now.event_key.startswith(f"{SYSTEM}:", autoescape=True)
    waiting = select(func.count()).where(_now.answered_at.is_(None), ~is_ours)
    number: int = connection.execute(waiting).scalar_one()
    return number


def questions_named(connection: Connection, keys: Collection[str]) -> Sequence[Row[Any]]:
    """Whom the questions among *keys* are about, and the account."""
    names = ("event_key", "person_id", "account_name")
    these = select(*(_now[name] for name in names)).where(_now.event_key.in_(sorted(keys)))
    return connection.execute(these).all()
