"""Dirt: what people leave out, mistype or do twice, as in every CRM."""

from datetime import datetime, timedelta

from revdash.demo.dice import dice
from revdash.demo.lives import Account, Change, Deal
from revdash.demo.timeline import NEW_REASONS_WEEK, week_of
from revdash.terms import LeadStage

_P_NO_COUNTRY = 0.03
_P_NO_REASON = 0.02  # until the new reason list asks for one
_P_ENTERED_TWICE = 0.006
_P_LOGGED_BY_MISTAKE = 0.0005
_MISTYPED = timedelta(days=210)


def country_told(account: Account) -> str | None:
    """Return where a company is, where anybody has said so."""
    is_told = dice("country", account.number).random() >= _P_NO_COUNTRY
    return account.country if is_told else None


def reason_told(key: str, change: Change) -> str | None:
    """Return why a lead was given back, where anybody has said so."""
    is_asked = week_of(change.at) >= NEW_REASONS_WEEK
    is_told = is_asked or dice("no reason", key).random() >= _P_NO_REASON
    return change.reason if is_told else None


def is_entered_twice(deal: Deal) -> bool:
    """Whether a seller entered the deal a second time, to delete it later."""
    return dice("entered twice", deal.key).random() < _P_ENTERED_TWICE


def is_logged_by_mistake(number: int) -> bool:
    """Whether a task was logged for the wrong person, and deleted."""
    return dice("by mistake", number).random() < _P_LOGGED_BY_MISTAKE


def closed_at_told(deal: Deal, mistyped: str) -> datetime:
    """Return when a deal is said to have closed: of one, the month is wrong."""
    return deal.closed_at - _MISTYPED if deal.key == mistyped else deal.closed_at


def is_verdict(change: Change) -> bool:
    """Whether a change gives the lead back, which takes a reason."""
    return change.stage in (LeadStage.REJECTED, LeadStage.RECYCLED, LeadStage.DISQUALIFIED)
