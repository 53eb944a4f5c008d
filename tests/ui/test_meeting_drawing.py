"""A meeting as the browser draws it: what is shown, and what may be entered about it."""

import json
from datetime import date, datetime

import pytest

from revdash.api.meeting_views import CommitmentView, ItemView, MeetingView, NoteView, SeriesView
from revdash.api.sheet_views import Cells, Heading, Lines, MeetingSheet, Part, Tiles, Told, Words
from revdash.terms import Side
from revdash.ui.meeting_drawing import drawing

DAY = date(2026, 5, 18)
NOTE = NoteView(key="n", version=1, who="Ann", when="09:04", words="Why?", is_mine=True)
SENT = ItemView(
    **dict.fromkeys(("side", "asked_side", "about"), ""),
    key="i",
    version=4,
    kind="tile",
    heading="sent",
    who="Ben",
    words="Look at this",
    may_change=True,
)
TOLD = Told(
    metric="mql_new",
    label="New MQLs",
    meaning="m",
    side=Side.MARKETING,
    shown="138",
    unit="count",
    value=138.0,
    first=DAY,
    last=DAY,
)
LINES = Lines(
    title="Down",
    subtitle="Per week",
    unit="share",
    side=Side.SALES,
    weeks=(date(2026, 5, 4), date(2026, 5, 11)),
    values=(0.8, None),
    goal=0.8,
    marks=((date(2026, 5, 12), "Fair"), (date(2026, 5, 13), "Strike")),
)
PROMISED = Cells(title="Promised", columns=("What",), rows=(("Call",),), keys=("commitment:c",))
BLOCKS = {
    Heading.PROMISES: (Tiles(title="Promised", side=Side.MARKETING, tiles=(TOLD,)), LINES),
    Heading.COMMITMENTS: (PROMISED, Words(said=(("Ann", "09:04", "Why?"),))),
    Heading.SENT: (Words(said=(("Ben", "09:10", "Look at this"),)),),
}


def promise(**changes):
    usual = {"key": "c", "version": 2, "words": "Call", "state": "open", "turn": ""}
    texts = dict.fromkeys(("owner", "side", "about", "original_due", "due", "status"), "")
    flags = {"slips": 0, "is_late": False, "is_new": False, "may_change": True}
    return CommitmentView(**texts | {"due_on": DAY} | flags | usual | changes)


def view(**changes):
    parts = tuple(
        Part(heading=heading, title="T", question="?", minutes=3, needs="a win", blocks=blocks)
        for heading, blocks in BLOCKS.items()
    )
    sheet = MeetingSheet(
        meeting_id="m",
        title="Weekly",
        held_on=DAY,
        first=DAY,
        last=DAY,
        company="Acme",
        currency="EUR",
        sentence="Fine.",
        parts=parts,
    )
    series = SeriesView(
        key="s",
        version=1,
        name="Weekly",
        cadence="week",
        cadences=(),
        weekday=0,
        agenda=(),
        leaders={},
        people=(),
        may_set=False,
    )
    usual = {"key": "m", "version": 3, "state": "open", "sheet": sheet, "series": series}
    texts = dict.fromkeys(("closed", "refusal", "me"), "") | {"side": "sales"}
    lists = dict.fromkeys(("needs", "people", "subjects", "channels", "metrics", "attendees"), ())
    more = {"minutes": 9, "before": None, "is_frozen": False, "may_act": True, "opened_at": None}
    own = {"notes": {"commitments": (NOTE,)}, "items": (SENT,), "commitments": (promise(),)}
    return MeetingView(**usual | texts | lists | more | own | changes)


def frozen(**changes):
    return drawing(view(state="closed", is_frozen=True, **changes))


def test_a_running_meeting_says_what_may_be_done_about_each_row_as_it_was_seen():
    drawn = drawing(view(opened_at=datetime(2026, 5, 18, 9, 0)))

    assert drawn["deeds"]["commitment:c"]["may"] == ["done", "put_off", "cancel"]
    assert drawn["deeds"]["commitment:c"]["version"] == 2
    assert drawn["entries"]["wins"] == ("win", "miss", "none")
    assert drawn["opened_at"] == "2026-05-18T09:00:00Z"


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ({"is_new": True}, ["done", "put_off", "cancel", "unmake"]),
        ({"state": "done"}, ["reopen"]),
        ({"state": "cancel_by_marketing", "turn": "sales"}, ["agree", "reopen"]),
        ({"state": "cancel_by_sales", "turn": "marketing"}, ["reopen"]),
    ],
)
def test_a_commitment_offers_what_its_state_allows(changes, may):
    drawn = drawing(view(commitments=(promise(**changes),)))

    assert drawn["deeds"]["commitment:c"]["may"] == may


def test_a_closed_meeting_is_only_read():
    drawn = frozen()

    assert (drawn["entries"], drawn["deeds"], drawn["may_write"]) == ({}, {}, False)
    assert drawn["parts"][0]["needs"] == ""
    assert drawn["parts"][1]["blocks"][1]["said"] == (("Ann", "09:04", "Why?"),)


def test_who_may_only_read_is_offered_nothing():
    drawn = drawing(view(may_act=False))

    assert (drawn["entries"], drawn["deeds"], drawn["choices"]) == ({}, {}, {})


def test_a_note_is_drawn_once_and_what_was_sent_can_be_taken_off():
    promised, sent = drawing(view())["parts"][1:]

    assert promised["blocks"][1]["said"] == []
    assert promised["notes"][0]["words"] == "Why?"
    assert sent["blocks"][0]["said"] == [["Ben", "09:10", "Look at this", "item:i"]]


def test_the_whole_drawing_is_plain_json_with_tiles_in_their_days():
    drawn = json.loads(json.dumps(drawing(view())))

    tile = drawn["parts"][0]["blocks"][0]["tiles"][0]

    assert (tile["first"], tile["is_quiet"]) == ("2026-05-18", True)


def test_a_chart_names_its_goal_and_keeps_remarks_under_their_week():
    chart = drawing(view())["parts"][0]["blocks"][1]["chart"]
    remarks = [trace for trace in chart["figure"]["data"] if trace.get("marker", {}).get("symbol")]

    assert chart["alt"] == "Down. Week by week: 04 May 80 %."
    assert remarks[0]["hovertext"] == ["Fair; Strike"]
    assert "Goal 80 %" in json.dumps(chart["figure"])
