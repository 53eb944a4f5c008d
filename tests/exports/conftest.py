"""A meeting with everything a meeting may hold, and one whose every text is an attack."""

import re
from datetime import date, datetime, timedelta

import pytest

from revdash.meetings.sheet import (
    Bars,
    Cells,
    Heading,
    Lines,
    MeetingSheet,
    Part,
    Tiles,
    Told,
    Words,
    as_document,
    sheet_of,
)
from revdash.terms import Side

FIRST, LAST = date(2026, 5, 11), date(2026, 5, 17)
WEEKS = tuple(date(2026, 2, 23) + timedelta(weeks=n) for n in range(12))
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
REASON = "Handed over without a phone number, so that nobody could call on the day it came in"
ATTACKS = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '#import "x.typ": * #panic()[*_`$',
    "![t](http://evil.example/t.png) [x](javascript:alert(1))",
    "\x00\x07\x1b[31m\x85\u202egnp.exe\u2066\ufffe",
    "\"' onload=alert(1) & </td></svg>]]>",
    "שלום עולם مرحبا 👩‍🚀 日本語 é\u0301",
    "W" * 700,
    "many words " * 60,
    "",
)


def told(metric, label, shown, side, **more):
    given = {
        "meaning": f"{label}: how many were counted in these days, each once.",
        "unit": "count",
        "value": 12.0,
        "sample": 12,
        "first": FIRST,
        "last": LAST,
    }
    return Told(metric=metric, label=label, shown=shown, side=side, **{**given, **more})


PROMISES = (
    Tiles(
        title="Marketing",
        side=Side.MARKETING,
        tiles=(
            told(
                *("mql_new", "Marketing-qualified leads", "142", Side.MARKETING),
                value=142.0,
                sample=142,
                change="▲ 12",
                compared="vs 4–10 May",
                goal="Goal 160",
                verdict="missed",
                is_missed=True,
            ),
            told(
                *("lead_acceptance", "Accepted by sales", "71.4 %", Side.MARKETING),
                unit="share",
                value=0.714,
                sample=98,
                hits=70.0,
                low=0.618,
                high=0.794,
                note="70 of 98 · 12 undecided",
                goal="Goal 70 %",
                verdict="met",
                filters=(("segment", ("SMB", "MM")), ("region", ("DACH",))),
            ),
        ),
    ),
    Tiles(
        title="Sales",
        side=Side.SALES,
        tiles=(
            told(
                *("touched_in_time", "First attempt within business time", "7 of 12", Side.SALES),
                unit="share",
                value=0.583,
                note="too few",
                signal="worse than usual",
                signal_text="Below its lower limit in the week of 11 May.",
                is_signal_bad=True,
            ),
            told(
                *("speed_to_lead", "Time to first attempt", "2 h 20 m", Side.SALES),
                unit="business hours",
                value=2.33,
                low=1.9,
                high=2.8,
                change="▼ 20 m",
                compared="vs 4–10 May",
                goal="Goal 4 h",
                verdict="met",
                definition_version=2,
            ),
            told("won_value", "Closed won", "€13.1M", Side.SALES, unit="money", value=13.1e6),
        ),
    ),
)
CHARTS = (
    Lines(
        title="Accepted: 71.4 %, goal 70 %",
        subtitle="Share of leads handed over, by week",
        unit="share",
        side=Side.MARKETING,
        weeks=WEEKS,
        values=(0.62, 0.66, 0.7, None, 0.68, 0.71, 0.74, 0.69, 0.72, 0.7, 0.69, 0.714),
        low=0.58,
        high=0.82,
        middle=0.7,
        goal=0.7,
        signals=(0,),
        marks=((date(2026, 4, 14), "Spring campaign began"),),
    ),
    Lines(
        title="7 of 12 touched in time",
        subtitle="Share of handoffs with a first attempt in time, by week",
        unit="share",
        side=Side.SALES,
        weeks=WEEKS,
        values=(0.8, 0.82, 0.81, 0.79, 0.84, 0.8, 0.78, 0.81, 0.77, 0.74, 0.7, 0.583),
        goal=0.8,
        signals=(11,),
    ),
)
DROPPED = Bars(
    title="Not contacted in time makes half of the drops",
    subtitle="Dropped handoffs by rule, last 4 weeks",
    labels=("No first attempt in time", REASON, "No verdict", LONG_WORD, "Lost after a demo"),
    values=(41.0, 18.0, 9.0, 4.0, 1.0),
    sides=(Side.SALES, Side.MARKETING, Side.SALES, Side.SHARED, Side.CUSTOMER),
)
WORST = Cells(
    title="Worst open ones",
    columns=("Lead", "Why", "Owner", "Waits", "Worth"),
    rows=tuple(
        (
            f"Lead {n} of Hålund & Søn" if n % 7 else f"{LONG_WORD} {n}",
            REASON if n % 5 == 0 else "No first attempt in time",
            "Seller Kovačć",
            f"{n} business days",
            f"€{n},400",
        )
        for n in range(1, 41)
    ),
    numbers=2,
    keys=tuple(f"drop:{n}" for n in range(1, 41)),
    note="40 are open; the oldest first.",
)
WINS = tuple(
    Cells(
        title=title,
        columns=("What", "Kind"),
        rows=((f"{title} won the Nordwind account back, with the case study.", "win"),),
        side=side,
    )
    for title, side in (("Marketing", Side.MARKETING), ("Sales", Side.SALES))
)
PROMISED = Cells(
    title="New commitments",
    columns=("What", "Owner", "Side", "Due", "Slips"),
    rows=(
        ("Answer every tier A lead within two hours", "Sales lead", "Sales", "24 May 2026", "0"),
        (
            "Add a phone number to the webinar form",
            "Marketing lead",
            "Marketing",
            "22 May 2026",
            "1",
        ),
    ),
    numbers=1,
)
NOTES = Words(
    said=(
        (
            "Marketing lead",
            "18 May 10:12",
            "The webinar form lost its phone field.\nIT puts it back.",
        ),
        ("Sales lead", "18 May 10:14", "We call without one, by the switchboard."),
    )
)
NO_ASKS = Cells(title="Asks", columns=("Ask", "By"), rows=(), empty="Nobody asked for anything.")


def part(heading, title, question, *blocks, sentence=""):
    return Part(
        heading=heading,
        title=title,
        question=question,
        minutes=5,
        sentence=sentence,
        blocks=blocks,
    )


def a_meeting():
    return MeetingSheet(
        meeting_id="m1",
        title="Weekly CMO–CRO meeting",
        held_on=date(2026, 5, 18),
        first=FIRST,
        last=LAST,
        company="Halden Field Systems",
        currency="EUR",
        sentence="Marketing handed over 142 of 160 leads; sales touched 7 of 12 in time. 37 wait.",
        parts=(
            part(
                *(Heading.PROMISES, "Promises", "Did each side keep its promise?", *PROMISES),
                *CHARTS,
                sentence="One promise of each side was not kept.",
            ),
            part(Heading.DROPS, "What was dropped", "What fell, and why?", DROPPED, WORST, NOTES),
            part(Heading.WINS, "Wins and misses", "What went well?", *WINS),
            part(Heading.ASKS, "Asks", "What does each side need?", NO_ASKS),
            part(Heading.COMMITMENTS, "Commitments", "Who does what by when?", PROMISED),
            part(Heading.DECISIONS, "Decisions", "What was decided?", NOTES),
            part(Heading.SENT, "Sent to the agenda", "Anything else?"),
        ),
        attendees=(
            ("A guest", "", "guest"),
            ("Marketing lead", "marketing", "leader"),
            ("Sales lead", "sales", "leader"),
        ),
        rating=8.5,
        ratings=2,
        release="r000012",
        data_as_of=datetime(2026, 5, 17, 18, 40),
        data_text="Data to Sun 17 May 2026 18:40 · loaded 18 May 06:00",
        definition_hash="0123456789abcdef",
        package_version="0.1.0",
        frozen_at=datetime(2026, 5, 18, 10, 31, 7, 123456),
        frozen_by="Marketing lead",
    )


def attacked(value, text):
    """Every free text of a document, replaced."""
    if isinstance(value, dict):
        kept = {"heading", "kind", "side", "sides", "unit", "currency", "meeting_id"}
        return {key: one if key in kept else attacked(one, text) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [attacked(one, text) for one in value]
    is_text = isinstance(value, str) and not re.match(r"\d{4}-\d\d-\d\d", value)
    return text if is_text else value


@pytest.fixture(scope="session")
def sheet():
    return a_meeting()


@pytest.fixture(params=ATTACKS, ids=range(len(ATTACKS)))
def attack(request):
    """The text of an attack, and a meeting of which it is every text."""
    document = as_document(a_meeting())
    table = document["parts"][1]["blocks"][1]
    table["rows"] = table["rows"][:2]
    return request.param, sheet_of(attacked(document, request.param))
