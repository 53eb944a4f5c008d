"""Story grids: who a lead is by each source, its handoffs and its deals, as tables."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row

from revdash.api.story_words import ENDS, RUNGS, Words, joined
from revdash.api.views import Grid, labelled
from revdash.metrics.shown import NOTHING
from revdash.terms import in_words

_NAMES = labelled("Name", "Company", "Role", "Source", "Id", "Loaded")
_STAGES = (
    *(("mql_at", "Handed over"), ("first_attempt_at", "First attempt"), ("sal_at", "Accepted")),
    *(("sql_at", "SQL"), ("opp_at", "Deal"), ("closed_at", "Ended")),
)
_HANDOFFS = labelled("Handoff", "Tier", "Source", "Owner", *(word for _, word in _STAGES), "As")
_DEALS = labelled("Deal", "Stage", "Amount", "Created", "Closed", "Source", "Loaded")
_KINDS = {"new": "New", "re": "Returning", "expansion": "Expansion"}


def title_of(names: Sequence[Row[Any]], episodes: Sequence[Row[Any]]) -> str:
    """Name and company, as the newest source that says so has them."""
    name = next((one.full_name for one in reversed(names) if one.full_name), "")
    companies = (
        *(one.account_name for one in episodes),
        *(one.company_name for one in reversed(names)),
    )
    return ", ".join(filter(None, (name, next(filter(None, companies), ""))))


def names_grid(names: Iterable[Row[Any]], words: Words) -> Grid:
    """How each source knows the human."""
    return Grid(
        columns=_NAMES,
        rows=tuple(
            (
                *(one.full_name or NOTHING, one.company_name or NOTHING, one.job_role or NOTHING),
                *(one.source_system or NOTHING, one.person_id, words.moment(one.loaded_at)),
            )
            for one in names
        ),
    )


def handoffs_grid(episodes: Iterable[Row[Any]], words: Words) -> Grid:
    """Each handoff with when it reached what."""
    return Grid(
        columns=_HANDOFFS,
        rows=tuple(
            (
                f"{one.episode_no}. {_KINDS.get(one.kind, one.kind or NOTHING)}",
                *(one.tier or NOTHING, in_words(one.source or NOTHING), one.owner or "nobody"),
                *(words.moment(getattr(one, name)) for name, _ in _STAGES),
                joined(
                    RUNGS.get(one.stage, ENDS.get(one.stage, one.stage)),
                    words.reason(one.reason_code),
                ),
            )
            for one in episodes
        ),
    )


def deals_grid(deals: Iterable[Row[Any]], words: Words) -> Grid:
    """Each deal as its source tells of it."""
    return Grid(
        columns=_DEALS,
        rows=tuple(
            (
                one.name or one.opportunity_id,
                one.stage or one.outcome or NOTHING,
                words.amount(one.amount, one.currency, one.amount_base),
                words.day(one.created_on),
                words.day(one.closed_on),
                one.source_system or NOTHING,
                words.moment(one.loaded_at),
            )
            for one in deals
        ),
    )
