"""Pulse: what both sides of the demo company answered, round by round (S9)."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

INVITED = {"marketing": 6, "sales": 11}
LEADING = {"marketing": 1, "sales": 1}


class Round(NamedTuple):
    """One round: each column of figures is one person's answers."""

    name: str
    opens_on: date
    closes_on: date
    marketing: Mapping[str, tuple[int, ...]]
    sales: Mapping[str, tuple[int, ...]]
    words: Mapping[str, tuple[str, ...]]  # by side, to the open question


ROUNDS: tuple[Round, ...] = (
    Round(
        name="January",
        opens_on=date(2026, 1, 12),
        closes_on=date(2026, 1, 19),
        marketing={
            "cooperation": (3, 3, 2, 3, 3),
            "lead_quality": (4, 4, 4, 5, 4),
            "follow_up": (2, 2, 1, 2, 3),
            "feedback": (2, 2, 2, 3, 1),
            "shared_goals": (3, 3, 2, 3, 3),
            "owning": (2, 3, 2, 3, 2),
            "in_time": (50, 40, 45, 55, 60),
            "accepted": (75, 80, 70, 75, 85),
        },
        sales={
            "cooperation": (3, 3, 2, 3, 4, 3, 2, 3, 3, 3),
            "lead_quality": (2, 2, 3, 2, 2, 1, 3, 2, 2, 3),
            "follow_up": (4, 4, 3, 4, 5, 4, 3, 4, 4, 3),
            "feedback": (3, 4, 3, 3, 4, 3, 3, 2, 3, 3),
            "shared_goals": (3, 2, 3, 3, 3, 2, 3, 3, 2, 3),
            "owning": (3, 3, 2, 3, 3, 2, 3, 3, 2, 3),
            "in_time": (90, 85, 80, 95, 90, 85, 90, 80, 95, 85),
            "accepted": (45, 40, 50, 45, 40, 35, 50, 45, 40, 50),
        },
        words={
            "marketing": ("Tell us why a lead was refused.",),
            "sales": ("Fewer, better leads.",),
        },
    ),
    Round(
        name="February",
        opens_on=date(2026, 2, 23),
        closes_on=date(2026, 3, 2),
        marketing={
            "cooperation": (2, 3, 2, 3, 3),
            "lead_quality": (4, 4, 4, 4, 4),
            "follow_up": (2, 2, 2, 2, 2),
            "feedback": (2, 3, 2, 3, 2),
            "shared_goals": (3, 3, 2, 3, 2),
            "owning": (2, 2, 2, 3, 2),
            "in_time": (55, 45, 50, 55, 60),
            "accepted": (75, 75, 70, 80, 80),
        },
        sales={
            "cooperation": (2, 3, 2, 3, 3, 2, 2, 3, 3, 2),
            "lead_quality": (1, 2, 2, 2, 2, 1, 2, 2, 1, 2),
            "follow_up": (4, 4, 4, 4, 5, 4, 3, 4, 4, 4),
            "feedback": (3, 3, 3, 3, 4, 3, 3, 3, 3, 3),
            "shared_goals": (2, 2, 3, 3, 3, 2, 2, 3, 2, 3),
            "owning": (2, 3, 2, 3, 3, 2, 3, 2, 2, 3),
            "in_time": (90, 85, 85, 95, 90, 80, 90, 85, 95, 85),
            "accepted": (35, 40, 45, 40, 40, 30, 45, 40, 35, 45),
        },
        words={
            "marketing": ("Look at the whole quarter, not at one webinar.",),
            "sales": ("No more names from prize draws.",),
        },
    ),
    Round(
        name="April",
        opens_on=date(2026, 4, 7),
        closes_on=date(2026, 4, 14),
        marketing={
            "cooperation": (4, 3, 3, 4, 3),
            "lead_quality": (4, 4, 4, 4, 4),
            "follow_up": (2, 2, 2, 3, 2),
            "feedback": (3, 3, 2, 3, 3),
            "shared_goals": (3, 4, 3, 3, 3),
            "owning": (3, 3, 2, 4, 3),
            "in_time": (55, 50, 50, 60, 60),
            "accepted": (70, 75, 70, 75, 80),
        },
        sales={
            "cooperation": (3, 4, 3, 3, 4, 3, 3, 4, 3, 3),
            "lead_quality": (2, 3, 3, 2, 2, 2, 3, 2, 2, 3),
            "follow_up": (4, 4, 4, 4, 5, 4, 3, 4, 4, 4),
            "feedback": (3, 4, 3, 3, 4, 3, 4, 3, 3, 3),
            "shared_goals": (3, 3, 3, 4, 3, 3, 3, 3, 3, 4),
            "owning": (3, 3, 3, 3, 4, 3, 3, 3, 3, 3),
            "in_time": (90, 90, 85, 95, 90, 85, 90, 85, 95, 90),
            "accepted": (45, 50, 50, 45, 45, 40, 55, 45, 45, 50),
        },
        words={
            "marketing": (
                "The weekly helps: keep it.",
                "An answer to our questions.",
                "One list of reasons that both of us use.",
            ),
            "sales": (
                "Say what the lead asked for.",
                "More webinars with partners.",
                "Somebody who stands in when one of us is away.",
            ),
        },
    ),
)
