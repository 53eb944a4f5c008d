"""Meetings: what the demo company's two leaders said and promised each other, week by week."""

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


MISSED = date(2026, 5, 4)  # a bank holiday: nobody moved it, so it was not held
COMING = date(2026, 5, 18)
FIRST = date(2026, 3, 16)

MEETINGS: tuple[Held, ...] = (
    Held(
        on=FIRST,
        brought=(
            Brought("win", MARKETING, "Referrals doubled after the customer evening in Leeds."),
            Brought("win", SALES, "Two deals won that the webinar in January began."),
            Brought("miss", MARKETING, "We counted the prize draw as a success for a month."),
            Brought("miss", SALES, "Tier C leads in the US waited a day and longer."),
            Brought(
                "ask",
                SALES,
                "Send no names of prize draws as MQLs.",
                answer="Agreed: they stay inquiries until they ask for something.",
            ),
            Brought(
                "decision",
                "",
                "A prize draw alone never makes an MQL.",
                dissent="Mona: some of them do buy, a year later.",
            ),
        ),
        promises=(
            Promise(
                KIRA, "Take prize draws out of the scoring", date(2026, 3, 23), date(2026, 3, 20)
            ),
            Promise(
                AISHA,
                "Write down who calls tier C leads in the US",
                date(2026, 3, 27),
                date(2026, 3, 26),
            ),
        ),
        notes={
            "signals": "Week 52 was the prize draw: its names will leave the count of this year."
        },
        ratings={CMO: 6, CRO: 7},
    ),
    Held(
        on=date(2026, 3, 23),
        brought=(
            Brought("win", MARKETING, "Cost per MQL is back where it was before February."),
            Brought("win", SALES, "Every tier A lead of the week was tried within its hour."),
            Brought("miss", MARKETING, "Swiss requests reach nobody: we never tested the rule."),
            Brought("miss", SALES, "Three demos have no outcome written down."),
            Brought(
                "ask",
                MARKETING,
                "Write an outcome for each demo within two days.",
                answer="Yes, and the list of those missing goes round each morning.",
            ),
        ),
        promises=(
            Promise(
                KIRA,
                "Route Swiss requests to the DACH team",
                date(2026, 4, 3),
                None,
                date(2026, 4, 24),
            ),
            Promise(
                CRO,
                "Outcomes of last month's demos written down",
                date(2026, 4, 10),
                date(2026, 4, 8),
            ),
        ),
        notes={"drops": "The Swiss leads are nobody's fault in DACH: no rule knows the country."},
        ratings={CMO: 7, CRO: 7, KIRA: 8},
    ),
    Held(
        on=date(2026, 3, 30),
        brought=(
            Brought("tile", "", "The leads of the trade show are not in it yet.", "leads_new"),
            Brought("win", MARKETING, "The trade show brought more conversations than last year."),
            Brought(
                "win", SALES, "Follow-up stayed within two hours in the busiest week since January."
            ),
            Brought("miss", MARKETING, "The list of the trade show is not loaded yet."),
            Brought("no_miss", SALES, "Every promise of the week was kept; we looked for one."),
        ),
        promises=(
            Promise(
                KIRA,
                "Load trade show lists within two days, from now on",
                date(2026, 4, 10),
                date(2026, 4, 9),
            ),
        ),
        notes={
            "last_time": "The count of last week will grow: the trade show list is still to come."
        },
        ratings={CMO: 7, CRO: 8},
    ),
    Held(
        on=date(2026, 4, 7),
        brought=(
            Brought("win", MARKETING, "The partner webinar is booked out."),
            Brought("win", SALES, "Carla's accounts in Munich renewed early."),
            Brought("miss", MARKETING, "38 leads of the trade show came nine days late."),
            Brought("miss", SALES, "Friday's leads in the US wait until Monday."),
            Brought(
                "ask",
                SALES,
                "Tell us which message the trade show leads answered to.",
                answer="It stands in the handoff note from now on.",
            ),
        ),
        promises=(
            Promise(
                CRO,
                "Call everybody of the partner webinar within 48 hours",
                date(2026, 4, 14),
                date(2026, 4, 12),
            ),
            Promise(
                AISHA,
                "Somebody calls on Fridays in the US",
                date(2026, 4, 17),
                None,
                None,
                is_cancelled=True,
            ),
        ),
        notes={"drops": "The trade show list: loaded on the ninth day, tried within a day of it."},
        ratings={CMO: 8, CRO: 7, AISHA: 7},
    ),
    Held(
        on=date(2026, 4, 13),
        brought=(
            Brought(
                "win",
                MARKETING,
                "The partner webinar brought leads that sales wanted.",
                "metric:acceptance_rate",
            ),
            Brought("win", SALES, "Two days on the phone: the best week of SQLs this year."),
            Brought("miss", MARKETING, "The invitation went to customers too."),
            Brought("miss", SALES, "Calls of the two days were written down late."),
            Brought(
                "decision",
                "",
                "Webinars with partners every quarter, with two days of calls after each.",
            ),
        ),
        promises=(
            Promise(
                CMO, "The next partner webinar has a date", date(2026, 4, 24), date(2026, 4, 22)
            ),
            Promise(
                CRO,
                "Each rejection gets a reason that says something",
                date(2026, 5, 1),
                date(2026, 4, 30),
            ),
        ),
        notes={"wins": "Both sides did this one: no credit to divide."},
        ratings={CMO: 9, CRO: 9, KIRA: 9, AISHA: 9},
    ),
    Held(
        on=date(2026, 4, 20),
        brought=(
            Brought(
                "win", MARKETING, "The new page for field service managers is read to its end."
            ),
            Brought("win", SALES, "Win rate is above a quarter again."),
            Brought("miss", MARKETING, "No MQL goal for DACH was written down."),
            Brought("miss", SALES, "Ben's leave begins today, and nobody stands in for him."),
            Brought("ask", MARKETING, "Who takes the UK leads from today on?"),
        ),
        promises=(
            Promise(AISHA, "Name somebody for Ben's leads", date(2026, 4, 24)),
            Promise(
                KIRA,
                "Hold back the UK campaign until somebody calls",
                date(2026, 4, 24),
                date(2026, 4, 23),
            ),
        ),
        notes={"asks": "No answer today: Quentin asks in both regions."},
        ratings={CMO: 6, CRO: 5},
    ),
    Held(
        on=date(2026, 4, 27),
        brought=(
            Brought("win", MARKETING, "Referral partners asked for a second evening."),
            Brought("win", SALES, "The largest deal of the month was won in DACH."),
            Brought("miss", MARKETING, "The UK campaign ran on: holding it back came a day late."),
            Brought("miss", SALES, "Leads of the UK lie with somebody who is away."),
        ),
        promises=(
            Promise(CRO, "A rule hands over the leads of whoever is away", date(2026, 5, 8)),
            Promise(CMO, "An MQL goal for each region", date(2026, 5, 8), date(2026, 5, 7)),
        ),
        notes={"drops": "Ben's list: each lead is a person who asked us for something."},
        ratings={CMO: 6, CRO: 6},
    ),
    Held(
        on=date(2026, 5, 11),
        brought=(
            Brought("win", MARKETING, "Reach in DACH holds without paid posts."),
            Brought("win", SALES, "Ben is back, and his list shrinks from today on."),
            Brought("miss", MARKETING, "One of the decks was made for a single deal again."),
            Brought("miss", SALES, "No rule hands over leads during a leave yet."),
            Brought("ask", SALES, "Say in the handoff note what the lead asked for."),
        ),
        promises=(
            Promise(AISHA, "Every lead of Ben's list has been tried", date(2026, 5, 20)),
            Promise(KIRA, "Handoff notes say what was asked for", date(2026, 5, 22)),
        ),
        notes={"commitments": "Standing in for each other comes first until the rule is there."},
        ratings={CMO: 7, CRO: 7},
    ),
)
