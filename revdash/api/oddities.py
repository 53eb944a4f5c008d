"""Oddities: what looked odd about facts, in words; it was kept, and flagged."""

from typing import NamedTuple

from sqlalchemy import Connection, Table

from revdash.store.issues import new_issues
from revdash.terms import IssueRule

HIGH, MEDIUM, LOW = "high", "medium", "low"


class Effect(NamedTuple):
    """One rule in words, what becomes of facts that break it, and how much it matters.

    High: a number would differ. Medium: something is missing or said twice. Low: noise.
    """

    text: str
    effect: str
    severity: str


EFFECTS = {
    IssueRule.DUPLICATE_MQL: Effect("MQL while the lead was one already", "counted once", LOW),
    IssueRule.BACKWARD: Effect("step backwards that no correction explains", "ignored", LOW),
    IssueRule.REQUALIFY_AFTER_HARD: Effect("MQL of somebody put aside for good", "ignored", HIGH),
    IssueRule.NO_OPEN_EPISODE: Effect("stage without any MQL before it", "ignored", MEDIUM),
    IssueRule.FUTURE: Effect("event after the moment it was loaded", "set aside", HIGH),
    IssueRule.NEGATIVE_DURATION: Effect(
        "deal decided before its lead was handed over", "order as recorded", MEDIUM
    ),
    IssueRule.OWNER_NOT_HUMAN: Effect(
        "lead handed to a queue or a bot", "counted as owned by nobody", HIGH
    ),
    IssueRule.MERGED_DUPLICATE: Effect("MQL of a person merged into another", "counted once", LOW),
    IssueRule.CLOSED_BEFORE_CREATED: Effect(
        "deal closed before it was created", "dates as recorded", MEDIUM
    ),
    IssueRule.POSSIBLE_DUPLICATE: Effect(
        "people of one system with one e-mail address", "not merged", MEDIUM
    ),
}


def oddities_since(connection: Connection, known: Table) -> tuple[str, ...]:
    """Say how often what is odd that was not *known* to be before, the most frequent first."""
    found = new_issues(connection, known).most_common()
    effects = ((count, EFFECTS[IssueRule(rule)]) for rule, count in found)
    return tuple(f"{count:,} × {effect.text}; {effect.effect}" for count, effect in effects)
