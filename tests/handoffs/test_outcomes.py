"""What became of the leads handed over: one state each, sums that hold, people counted once."""

import json
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, insert

from revdash.errors import InputError
from revdash.handoffs.outcome_leads import UNNAMED, Pick, leads
from revdash.handoffs.outcomes import CUTS, State, outcomes
from revdash.handoffs.second_life import second_life
from revdash.metrics.quality import LEAD_QUALITY_INDEX
from revdash.metrics.read import read
from revdash.store.dialects.portability import compile_everywhere, forbidden_constructs
from revdash.store.schema.episodes import lead_episode

GOLDEN = Path(__file__).parents[1] / "golden" / "G08_lead_quality_index.json"
APRIL, MAY = "2026-04-01..2026-04-30", "2026-05-01..2026-05-31"
BACK = "2026-04-10 09:00"
FATES = {
    "untried": {},
    "worked": {},
    "accepted": {"SAL": "2026-05-29 09:00"},
    "refused": {"REJECTED": "2026-05-29 09:00"},
    "won": {"SQL": "2026-05-29 09:00", "WON": "2026-05-30 09:00"},
    "lost": {"SQL": "2026-05-29 09:00", "LOST": "2026-05-30 09:00"},
}


@pytest.fixture
def fates(given):
    """A lead of each fate, handed over late in May by one campaign; one of January went silent."""
    for person, stages in FATES.items():
        given.stage(person, "MQL", "2026-05-28 09:00", source="web")
        for stage, at in stages.items():
            given.stage(person, stage, at)
        given.touch(person, "2026-05-27 09:00", campaign_id="spring", asset_id="guide")
    given.attempt("worked", "2026-05-28 11:00")
    given.stage("silent", "MQL", "2026-01-05 09:00")
    given.load()
    return given


@pytest.fixture
def recycled(given):
    """Three given back in April for later: one enrolled and back, one back by itself, one not."""
    for person in ("enrolled", "alone", "gone"):
        given.stage(person, "MQL", "2026-04-02 09:00")
        given.stage(person, "RECYCLED", BACK, reason_code="timing", note="asked for autumn")
    given.row(
        "nurture_enrolment",
        person_id="enrolled",
        programme="Later",
        enrolled_at="2026-04-11 09:00",
        next_review_on="2026-05-01",
    )
    for person in ("enrolled", "alone"):
        given.touch(person, "2026-05-03 09:00", asset_id="prices")
        given.stage(person, "MQL", "2026-05-04 09:00")
    given.stage("enrolled", "SQL", "2026-05-06 09:00")
    given.load()
    return given


@contextmanager
def watched(connection):
    """Give the statements that the block runs."""
    found = []

    def remember(_, statement, *__):
        found.append(statement)

    event.listen(connection, "before_execute", remember)
    yield found
    event.remove(connection, "before_execute", remember)


def test_every_lead_is_in_one_state_and_the_states_add_up(fates, store, scope):
    whole = outcomes(store, scope("2026-01-01..2026-05-31"), "source").whole

    assert whole.states == dict.fromkeys(State, 1)
    assert sum(whole.states.values()) == whole.leads == len(FATES) + 1


def test_the_parts_of_a_cut_add_up_to_all_of_them(fates, store, scope):
    for by in {*CUTS} - {"content"}:
        found = outcomes(store, scope("2026-01-01..2026-05-31"), by)

        assert sum(row.leads for row in found.rows) == found.whole.leads
        for state in State:
            assert sum(row.states[state] for row in found.rows) == found.whole.states[state]


def test_a_lead_counts_for_each_content_it_touched_since_the_handoff_before(recycled, store, scope):
    found = outcomes(store, scope("2026-04-01..2026-05-31"), "content")

    assert {row.value: row.leads for row in found.rows} == {None: 3, "prices": 2}
    assert found.whole.leads == 5


def test_touches_after_the_handoff_explain_nothing(given, store, scope):
    given.touch("p", "2026-05-03 09:00", asset_id="before")
    given.stage("p", "MQL", "2026-05-04 09:00")
    given.touch("p", "2026-05-05 09:00", asset_id="after")
    given.load()

    assert [row.value for row in outcomes(store, scope(MAY), "content").rows] == ["before"]


def test_a_refusal_without_a_fact_is_counted_as_such(given, store, scope):
    for person, reason in (("a", "spam"), ("b", "spam"), ("c", "timing"), ("d", None)):
        given.stage(person, "MQL", "2026-05-04 09:00")
        given.stage(person, "REJECTED", "2026-05-06 09:00", reason_code=reason)
    given.load()

    whole = outcomes(store, scope(MAY), "campaign").whole

    told = [(reason.name, reason.leads, reason.untold) for reason in whole.reasons]
    assert told == [("Spam", 2, 0), ("Not now", 1, 0), (None, 1, 1)]
    assert whole.untold == 1


def test_a_customers_new_need_is_no_lead_of_marketings(given, store, scope):
    given.stage("p", "MQL", "2026-01-05 09:00")
    given.stage("p", "WON", "2026-02-05 09:00")
    given.touch("p", "2026-05-03 09:00")
    given.stage("p", "MQL", "2026-05-04 09:00")
    given.load()

    assert outcomes(store, scope(MAY), "campaign").whole.leads == 0


def test_the_index_is_that_of_the_example_and_of_the_metric(given, store, scope):
    given.stage("elsewhere", "MQL", "2026-01-05 09:00")
    given.load()
    golden = json.loads(GOLDEN.read_text("utf-8"))
    mql_at, sql_at = datetime(2026, 4, 7), datetime(2026, 4, 20)
    rows = [
        {"episode_id": f"{one['name']}#{n}", "campaign": one["name"], "kind": "new", "stage": "SQL"}
        | {"mql_at": mql_at, "mql_on": date(2026, 4, 7), "is_open": False}
        | {"sql_at": sql_at if n < one["sql"] else None}
        for one in golden["inputs"]["campaigns"]
        for n in range(one["mature_mql"])
    ]
    store.execute(insert(lead_episode), rows)

    found = {row.value: row.quality for row in outcomes(store, scope(APRIL), "campaign").rows}

    parts = {part.name: part for part in read(store, LEAD_QUALITY_INDEX, scope(APRIL)).parts}
    for one in golden["expected"]["campaigns"]:
        quality = found[one["campaign"]]
        assert quality.index == pytest.approx(one["lqi"], abs=0.01)
        assert quality.index_interval == pytest.approx(one["lqi_cri90"], abs=0.01)
        assert quality.standing is parts[one["campaign"]].standing


def test_one_part_is_compared_with_all_the_others_it_stands_among(fates, store, scope):
    asked = scope("2026-01-01..2026-05-31", source=["web"])

    found = outcomes(store, asked, "source")

    assert [row.value for row in found.rows] == ["web"]
    assert found.whole.leads == len(FATES)


def test_the_second_life_counts_the_same_people_step_by_step(recycled, store, scope):
    life = second_life(store, scope("2026-04-01..2026-05-31"))

    assert (life.handed_over, life.recycled, life.enrolled) == (3, 3, 1)
    assert (life.returned, life.unprompted, life.became_sql) == (2, 1, 1)
    assert not life.is_apart


def test_second_and_first_lives_are_told_apart_by_their_intervals(given, store, scope):
    for n in range(30):
        given.stage(f"p{n}", "MQL", "2026-04-07 09:00")
        back = "SQL" if n < 3 else "RECYCLED"
        given.stage(f"p{n}", back, "2026-04-08 09:00", reason_code="timing")
        given.touch(f"p{n}", "2026-04-19 09:00")
        given.stage(f"p{n}", "MQL", "2026-04-20 09:00")
        if n < 25:
            given.stage(f"p{n}", "SQL", "2026-04-22 09:00")
    given.load()

    life = second_life(store, scope(APRIL))

    assert (life.handed_over, life.returned, life.became_sql) == (30, 27, 22)
    assert life.is_apart


def test_the_leads_behind_a_count_come_with_reason_and_note(recycled, store, scope):
    pick = Pick(by="campaign", value="(blank)", state="given back")

    found, counts = leads(store, scope(APRIL), pick, None)

    assert [(one.reason, one.note, one.is_untold) for one in found] == [
        ("Not now", "asked for autumn", False)
    ] * 3
    assert counts == {State.GIVEN_BACK: 3}


def test_the_leads_of_a_reason_are_those_its_count_tells(given, store, scope):
    for person, reason in (("a", "spam"), ("b", None)):
        given.stage(person, "MQL", "2026-05-04 09:00")
        given.stage(person, "REJECTED", "2026-05-06 09:00", reason_code=reason)
    given.load()

    spam, _ = leads(store, scope(MAY), Pick(by="campaign", reason="Spam"), None)
    none, _ = leads(store, scope(MAY), Pick(by="campaign", reason=UNNAMED), None)

    assert [[one.person_id for one in some] for some in (spam, none)] == [["a"], ["b"]]
    assert [one.is_untold for one in (*spam, *none)] == [False, True]


def test_no_other_cut_is_guessed(store, scope):
    with pytest.raises(InputError, match=r"not parted by 'contents'.*content"):
        outcomes(store, scope(MAY), "contents")


def test_every_statement_is_understood_by_every_engine(fates, store, scope):
    with watched(store) as statements:
        outcomes(store, scope(MAY), "content")
        second_life(store, scope(MAY))
        leads(store, scope(MAY), Pick(by="content", value="guide", reason="Spam"), 10)

    texts = [text for one in statements for text in compile_everywhere(one).values()]
    assert len(texts) > 3 * 10
    assert [found for text in texts for found in forbidden_constructs(text)] == []
