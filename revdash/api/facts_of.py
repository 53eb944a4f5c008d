"""Facts of: what is known of the human, or the deal, behind one record."""

from typing import Any, NamedTuple

from sqlalchemy import Row

from revdash.api.actors import Actor, Right
from revdash.api.asking import day_text, moment_text
from revdash.api.explore_views import Lead
from revdash.api.house import house
from revdash.api.views import Grid, labelled
from revdash.episodes.rules import Rules
from revdash.errors import InputError
from revdash.handoffs.story import (
    MOST,
    Told,
    deals_of,
    episodes_of,
    ids_of,
    names_of,
    person_behind,
    told_of,
)
from revdash.metrics.catalog import find
from revdash.metrics.shapes import parts_of
from revdash.metrics.shown import NOTHING, money
from revdash.store.ledger import note_of

_NAMES = labelled("Name", "Company", "Role", "Source", "Loaded")
_STAGES = (
    *(("mql_at", "Handed over"), ("first_attempt_at", "First attempt"), ("sal_at", "Accepted")),
    *(("sql_at", "SQL"), ("opp_at", "Deal"), ("closed_at", "Ended")),
)
_HANDOFFS = labelled("Handoff", "Tier", "Source", "Owner", *(word for _, word in _STAGES), "As")
_DEALS = labelled("Deal", "Stage", "Amount", "Created", "Closed", "Source", "Loaded")
_TOLD = labelled("When", "What", "How", "Source", "Loaded")
_CODES = {
    "email_1to1": "personal e-mail",
    "email_sequence_step": "e-mail of a sequence",
    "email_automated": "automated e-mail",
    "chat_human": "chat",
    "MQL": "handed over (MQL)",
    "SAL": "accepted (SAL)",
    "OPP": "opportunity",
}
_KINDS = {"new": "New", "re": "Returning", "expansion": "Expansion"}


class _Words(NamedTuple):
    """How moments and amounts are printed."""

    rules: Rules

    def moment(self, at: Any) -> str:
        return moment_text(at, self.rules) if at else NOTHING

    def amount(self, deal: Row[Any]) -> str:
        if deal.amount_base is not None:
            return money(deal.amount_base, self.rules.currency)
        return NOTHING if deal.amount is None else money(deal.amount, deal.currency or "")


def whose(actor: Actor, metric: str, part: str, record: str) -> str:
    """The human behind one record of one metric, or of one part of it; empty where unknown."""
    actor.assert_may(Right.READ)
    leaves = {leaf.name: leaf for leaf in parts_of(find(metric))}
    leaf = leaves.get(part) or list(leaves.values())[-1]
    with house().facts() as connection:
        return person_behind(connection, leaf.table, record) or ""


def lead(actor: Actor, person: str) -> Lead:
    """What is known of one human."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        words = _Words(house().rules(connection, note_of(connection)))
        ids = ids_of(connection, person)
        names, episodes = names_of(connection, ids), episodes_of(connection, ids[0])
        known = [one.opportunity_id for one in episodes if one.opportunity_id]
        deals, told = deals_of(connection, ids, known), told_of(connection, ids)
    if not names and not told:
        raise InputError(
            f"Nobody is known as '{person}'. They may have been taken back with their import; "
            "open a record of a metric instead."
        )
    return Lead(
        title=_title(names, episodes) or person,
        names=Grid(columns=_NAMES, rows=tuple(_known_as(one, words) for one in names)),
        handoffs=Grid(columns=_HANDOFFS, rows=tuple(_handoff(one, words) for one in episodes)),
        deals=Grid(columns=_DEALS, rows=tuple(_deal(one, words) for one in deals)),
        told=Grid(
            columns=_TOLD,
            rows=tuple(_line(one, words) for one in told),
            empty="No source tells of anything that happened.",
        ),
        note=f"The newest {MOST}" if len(told) == MOST else "The newest first",
    )


def _spoken(words: str) -> str:
    """Codes of the sources as words; what people wrote stays as it is but for its underscores."""
    return " · ".join(_CODES.get(word, word.replace("_", " ")) for word in words.split(" · "))


def _title(names: list[Row[Any]], episodes: list[Row[Any]]) -> str:
    """Name and company, as the newest source that says so has them."""
    name = next((one.full_name for one in reversed(names) if one.full_name), "")
    companies = (
        *(one.account_name for one in episodes),
        *(one.company_name for one in reversed(names)),
    )
    return ", ".join(filter(None, (name, next(filter(None, companies), ""))))


def _known_as(one: Row[Any], words: _Words) -> tuple[str, ...]:
    said = (one.full_name, one.company_name, one.job_role, one.source_system)
    return (*(text or NOTHING for text in said), words.moment(one.loaded_at))


def _handoff(one: Row[Any], words: _Words) -> tuple[str, ...]:
    return (
        _KINDS.get(one.kind, one.kind or NOTHING),
        one.tier or NOTHING,
        one.source or NOTHING,
        one.owner or "nobody",
        *(words.moment(getattr(one, name)) for name, _ in _STAGES),
        " · ".join(filter(None, (one.stage, one.reason_code))),
    )


def _deal(one: Row[Any], words: _Words) -> tuple[str, ...]:
    return (
        one.name or one.opportunity_id,
        one.stage or one.outcome or NOTHING,
        words.amount(one),
        day_text(one.created_on) if one.created_on else NOTHING,
        day_text(one.closed_on) if one.closed_on else NOTHING,
        one.source_system or NOTHING,
        words.moment(one.loaded_at),
    )


def _line(one: Told, words: _Words) -> tuple[str, ...]:
    return (
        words.moment(one.at),
        one.kind,
        _spoken(one.words) or NOTHING,
        one.source or NOTHING,
        words.moment(one.loaded_at),
    )
