"""Oddities: what looked odd about facts, in words; it was kept, and flagged."""

from collections.abc import Collection

from sqlalchemy import Connection

from revdash.episodes.identities import roots_of
from revdash.store.ledger import odd_facts
from revdash.terms import IssueRule

_WORDS = {
    IssueRule.DUPLICATE_MQL: "MQL while the lead was one already; counted once",
    IssueRule.BACKWARD: "step backwards that no correction explains; ignored",
    IssueRule.REQUALIFY_AFTER_HARD: "MQL of somebody put aside for good; ignored",
    IssueRule.NO_OPEN_EPISODE: "stage without any MQL before it; ignored",
    IssueRule.FUTURE: "event after the moment it was loaded; set aside",
    IssueRule.NEGATIVE_DURATION: "deal decided before its lead was handed over; order as recorded",
    IssueRule.OWNER_NOT_HUMAN: "lead handed to a queue or a bot",
    IssueRule.MERGED_DUPLICATE: "MQL of a person merged into another; counted once",
    IssueRule.CLOSED_BEFORE_CREATED: "deal closed before it was created; dates as recorded",
    IssueRule.POSSIBLE_DUPLICATE: "people of one system with one e-mail address; not merged",
}


def oddities_of(connection: Connection, people: Collection[str]) -> tuple[str, ...]:
    """Say how often what was odd about *people*, the most frequent first."""
    found = odd_facts(connection, {*people, *roots_of(connection, people)}).most_common()
    return tuple(f"{count:,} × {_WORDS[IssueRule(rule)]}" for rule, count in found)
