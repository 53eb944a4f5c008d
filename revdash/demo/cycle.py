"""Cycle: the steps in which the demo company sells, the tools of each, and what it says."""

from datetime import date
from typing import NamedTuple

from revdash.demo.timeline import START


class Tool(NamedTuple):
    """What a seller takes along at a step, for one segment or for all, and when it was reviewed."""

    asset: str
    reviewed_on: date
    segment: str | None = None


class Step(NamedTuple):
    """One step: who acts, which stages of a deal mean it, and its tools."""

    name: str
    acts: str
    stages: tuple[str, ...]
    tools: tuple[Tool, ...] = ()


class Message(NamedTuple):
    """What both sides say to one need."""

    name: str
    phase: str
    need: str
    pain: str
    proof: str
    call_to_action: str
    segment: str | None = None
    used_in: tuple[str, ...] = ()
    agreed_by: tuple[str, ...] = ("marketing", "sales")


AGREED_ON = START

STEPS: tuple[Step, ...] = (
    Step("Discovery", "SDR", ("Discovery",), (Tool("mail-case", date(2026, 2, 2)),)),
    Step(
        "Demo",
        "AE",
        ("Demo",),
        (Tool("deck-standard", date(2026, 1, 19)), Tool("calculator", date(2026, 3, 9), "MM")),
    ),
    Step(
        "Proposal",
        "AE",
        ("Proposal",),
        (Tool("one-pager", date(2026, 3, 9), "ENT"), Tool("calculator", date(2025, 6, 2), "SMB")),
    ),
    Step("Negotiation", "AE", ("Negotiation",)),
)

MESSAGES: tuple[Message, ...] = (
    Message(
        name="Fewer empty kilometres",
        phase="awareness",
        need="Visit more customers with the same vans.",
        pain="Every third kilometre is driven without a job at its end.",
        proof="A lift company drives a third fewer since its first summer.",
        call_to_action="See what an empty kilometre costs you.",
        used_in=("Ten tips for the dispatcher", "Paid search"),
    ),
    Message(
        name="The right part in the van",
        phase="consideration",
        need="Repair at the first visit.",
        pain="The technician comes, and the part does not.",
        proof="First visits that repair went from six to eight of ten.",
        call_to_action="Take the product tour.",
        segment="MM",
        used_in=("Product tour",),
    ),
    Message(
        name="Live in six weeks",
        phase="conversion",
        need="Change the planning without losing a season.",
        pain="The last project took a year and was stopped.",
        proof="Every customer since 2024 went live within two months.",
        call_to_action="Book a demo.",
        agreed_by=("marketing",),
    ),
)
