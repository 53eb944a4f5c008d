"""What tests of dropped handoffs share: firings by rule, as they stand or at a moment."""

from datetime import datetime

import pytest
from sqlalchemy import select

from revdash.store.schema.drops import drop_shown, handoff_drop


@pytest.fixture(autouse=True)
def dropping(request):
    """Here what was dropped is derived with everything else."""
    if "given" in request.fixturenames:
        request.getfixturevalue("given").has_drops = True


@pytest.fixture
def fired(given):
    """The firings of one rule as (subject, late from, resolved at, by what), in order."""

    def _fired(rule):
        d = handoff_drop.c
        mine = select(d.subject, d.opens_at, d.resolved_at, d.resolved_by).where(d.rule == rule)
        rows = given.connection.execute(mine.order_by(d.opens_at, d.subject))
        return [
            (row.subject, _short(row.opens_at), _short(row.resolved_at), row.resolved_by)
            for row in rows
        ]

    return _fired


@pytest.fixture
def shown(given):
    """Which rule is the one shown of each subject at a moment."""

    def _shown(moment):
        s, at = drop_shown.c, datetime.fromisoformat(moment)
        here = (s.from_at <= at) & (s.until_at.is_(None) | (s.until_at > at))
        rows = given.connection.execute(select(s.subject, s.rule).where(here))
        return {row.subject: row.rule for row in rows}

    return _shown


def _short(at):
    return None if at is None else f"{at:%d %H:%M}"
