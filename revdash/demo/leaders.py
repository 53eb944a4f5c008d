"""Leaders: who of the demo company meets every week, and what a meeting is made of."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

MARKETING, SALES = "marketing", "sales"
CMO, CRO, KIRA, AISHA = "petra", "quentin", "kira", "aisha"


class Member(NamedTuple):
    """Somebody of the company who uses the product."""

    key: str
    name: str
    role: str
    side: str


MEMBERS = (
    Member(CMO, "Petra, CMO", "lead", MARKETING),
    Member(CRO, "Quentin, CRO", "lead", SALES),
    Member(KIRA, "Kira, marketing UK", "lead", MARKETING),
    Member(AISHA, "Aisha, SDR UK", "lead", SALES),
)
LEADERS = {MARKETING: CMO, SALES: CRO}


class Brought(NamedTuple):
    """A tile, a win, an owned miss, an ask with its answer, or a decision with its dissent."""

    kind: str
    side: str
    words: str
    subject: str = ""
    answer: str = ""  # of the other side, in the same meeting
    dissent: str = ""


def won(side: str, words: str, metric: str) -> Brought:
    """A win of a side, and the number that it rests on."""
    return Brought("win", side, words, f"metric:{metric}")


def owned(side: str, words: str, metric: str) -> Brought:
    """A miss that a side owns, and the number that it rests on."""
    return Brought("miss", side, words, f"metric:{metric}")


class Promise(NamedTuple):
    """A commitment; ``put_off`` names the day it was moved to, in the meeting after it was due."""

    owner: str
    words: str
    due_on: date
    done_on: date | None = None
    put_off: date | None = None
    is_cancelled: bool = False  # by both, in the meeting after it was due


class Held(NamedTuple):
    """One meeting as it went."""

    on: date
    brought: tuple[Brought, ...]
    promises: tuple[Promise, ...]
    notes: Mapping[str, str]  # by heading
    ratings: Mapping[str, int]
