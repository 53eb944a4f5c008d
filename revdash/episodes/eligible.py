"""Eligible: which marketing touches may count for anything, and which never do."""

from sqlalchemy import ColumnElement, FromClause, and_, func

from revdash.episodes.machine import CLOCK_SKEW
from revdash.store.dialects.functions import seconds_between
from revdash.store.versions import in_force

HAND_RAISES = ("demo_request", "contact_sales", "pricing_request")
"""Touches by which somebody asks to talk to us."""

INELIGIBLE = (
    *("email_open", "email_sent", "email_delivered", "email_bounce"),  # machines open e-mails
    *("impression", "ad_impression", "ad_view", "video_view"),
    *("swag_sent", "gift_sent", "direct_mail_sent"),  # what we give is no sign of theirs
    *("page_view", "session"),  # pages on prices, demos and products come as page_view_key
)
"""Touches that never count, whoever makes them: version 1 of the list.

A touch that comes after the conversion it would explain is left to credit.
"""


def may_count(touch: FromClause) -> ColumnElement[bool]:
    """The condition that a touch is of a kind that counts, and by no bot and none of us."""
    kind = func.coalesce(touch.c.touch_type, "")
    return and_(
        kind.notin_(INELIGIBLE), touch.c.is_bot.isnot(True), touch.c.is_internal.isnot(True)
    )


def has_happened(fact: FromClause) -> ColumnElement[bool]:
    """The condition that a fact is in force, and said to have been before it was loaded."""
    ahead = func.coalesce(seconds_between(fact.c.loaded_at, fact.c.event_at), 0.0)
    return and_(in_force(fact), fact.c.event_at.isnot(None), ahead <= CLOCK_SKEW.total_seconds())
