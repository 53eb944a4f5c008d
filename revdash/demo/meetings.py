"""Meetings: what the demo company's two leaders said and promised each other, week by week."""

from datetime import date

from revdash.demo.leaders import (
    AISHA,
    CMO,
    CRO,
    KIRA,
    MARKETING,
    SALES,
    Brought,
    Held,
    Promise,
    owned,
    won,
)

MISSED = date(2026, 5, 4)  # a bank holiday: nobody moved it, so it was not held
COMING = date(2026, 5, 18)
FIRST = date(2026, 3, 30)

MEETINGS: tuple[Held, ...] = (
    Held(
        on=FIRST,
        brought=(
            Brought("tile", "", "The leads of the trade show are not in it yet.", "leads_new"),
            won(
                MARKETING, "The trade show brought more conversations than last year.", "leads_new"
            ),
            won(
                SALES,
                "Follow-up stayed within two hours in the busiest week since January.",
                "follow_up_time",
            ),
            owned(MARKETING, "The list of the trade show is not loaded yet.", "leads_new"),
            Brought("no_miss", SALES, "We looked for one of ours, and found none."),
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
            won(MARKETING, "The partner webinar is booked out.", "reach_unique"),
            won(SALES, "Carla's accounts in Munich renewed early.", "logo_retention"),
            owned(MARKETING, "38 leads of the trade show came nine days late.", "leads_new"),
            owned(SALES, "Friday's leads in the US wait until Monday.", "follow_up_time"),
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
            won(
                MARKETING, "The partner webinar brought leads that sales wanted.", "acceptance_rate"
            ),
            won(SALES, "Two days on the phone: the best week of SQLs this year.", "sal_to_sql"),
            owned(MARKETING, "The invitation went to customers too.", "reach_unique"),
            owned(SALES, "Calls of the two days were written down late.", "sla_attainment"),
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
            won(
                MARKETING,
                "The new page for field service managers is read to its end.",
                "reach_unique",
            ),
            won(SALES, "Win rate is above a quarter again.", "win_rate_count"),
            owned(MARKETING, "No MQL goal for DACH was written down.", "mql_new"),
            owned(
                SALES, "Ben's leave begins today, and nobody stands in for him.", "untouched_leads"
            ),
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
            won(MARKETING, "Referral partners asked for a second evening.", "leads_new"),
            won(SALES, "The largest deal of the month was won in DACH.", "won_value"),
            owned(
                MARKETING,
                "The UK campaign ran on: holding it back came a day late.",
                "cost_per_mql",
            ),
            owned(SALES, "Leads of the UK lie with somebody who is away.", "untouched_leads"),
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
            won(MARKETING, "Reach in DACH holds without paid posts.", "reach_unique"),
            won(SALES, "Ben is back, and his list shrinks from today on.", "untouched_leads"),
            owned(
                MARKETING,
                "One of the decks was made for a single deal again.",
                "sales_support_share",
            ),
            owned(SALES, "No rule hands over leads during a leave yet.", "drops_open"),
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
