"""What people do about dropped handoffs, told to the store: exact, undone exactly, in one go."""

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from revdash import api
from revdash.api.acting import act, undo_action
from revdash.api.actors import Actor
from revdash.api.house import House
from revdash.api.imports import Manner, import_paths, undo
from revdash.api.keeping import check
from revdash.api.loop_views import Doing
from revdash.api.publishing import publish
from revdash.config import read_settings
from revdash.desk.actions import ActedMeanwhileError, newest_actions
from revdash.desk.company import read_company, save_company
from revdash.desk.people import Role
from revdash.desk.questions import read_questions
from revdash.errors import InputError, NotAllowedError
from revdash.store.hashes import content_of
from revdash.store.schema import FACTS, JUDGED
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import question_now, verdict_now
from revdash.store.schema.lifecycle import nurture_enrolment
from revdash.terms import Side

LOADED = datetime(2026, 5, 14, 12)
STAGES = """person_id,to_stage,event_at,tier
p,MQL,2026-05-11T10:00:00Z,A
q,MQL,2026-05-11T11:00:00Z,B
q,SAL,2026-05-12T11:00:00Z,
r,MQL,2026-05-12T10:00:00Z,A
r,RECYCLED,2026-05-13T10:00:00Z,
"""
AT = datetime(2026, 5, 13, 10)  # as far as the facts tell
P, Q, R = (f"D04|lead:{who}#1|2026-05-11T15:00:00Z" for who in "pqr")
ANN = Actor(actor_id="ann", name="Ann", role=Role.LEAD, side=Side.SALES)
MIA = Actor(actor_id="mia", name="Mia", role=Role.LEAD, side=Side.MARKETING)
SPAM = {"reason": "spam", "evidence": "call:7"}


@pytest.fixture(scope="module")
def acting_folder(empty_folder, tmp_path_factory):
    """Three leads in a company that lives in the time of its data."""
    folder = shutil.copytree(empty_folder, tmp_path_factory.mktemp("acting") / "data")
    house = House(read_settings(data=folder))
    with house.desk.writing() as desk:
        save_company(desk, replace(read_company(desk), is_demo=True), house.stamp("cli"))
    load(house, folder.parent / "lifecycle_event.csv", STAGES)
    house.close()
    return folder


@pytest.fixture
def house(live, acting_folder, tmp_path):
    return live(shutil.copytree(acting_folder, tmp_path / "data"))


def load(house, path, text, at=LOADED):
    """Import one file; gives the number of the import."""
    path.write_text(text)
    return import_paths(house, api.COMMAND_LINE, [path], Manner(now=at)).batch_id


@pytest.fixture
def do(house):
    """Do something about firings, and wait until it counts."""

    def _do(kind, *keys, actor=ANN, seen="", **values):
        done = act(house, actor, Doing(kind=kind, seen=dict.fromkeys(keys, seen), **values))
        house.errands.wait()
        return done

    return _do


@pytest.fixture
def take_back(house):
    def _take_back(done, actor=ANN):
        said = undo_action(house, actor, done.action_ids)
        house.errands.wait()
        return said

    return _take_back


def rows(house, table):
    with house.facts() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def episode(house, person):
    return next(row for row in rows(house, lead_episode) if row["person_id"] == person)


def content(house):
    with house.facts() as connection:
        return {one.name: content_of(connection, one) for one in (*FACTS.values(), *JUDGED)}


def test_a_rejection_ends_the_handoff_with_its_reason_a_few_seconds_later(house, do):
    said = do("reject", P, words="Asked for a job", **SPAM).text

    assert said == "Rejected. It counts in the numbers in a few seconds."
    found = episode(house, "p")
    assert (found["stage"], found["reason_code"], found["closed_at"]) == ("REJECTED", "spam", AT)
    (verdict,) = (one for one in rows(house, verdict_now) if one["person_id"] == "p")
    assert (verdict["verdict"], verdict["note"]) == ("refused", "Asked for a job. Fact: call:7")
    assert check(house, ANN, deep=True) == []


def test_a_rejection_without_a_fact_says_so(do):
    assert "No fact is linked, and it shows as such" in do("reject", P, reason="spam").text


def test_what_is_taken_back_leaves_the_store_as_it_was(house, do, take_back):
    before = content(house)
    done = do("reject", P, **SPAM)
    assert content(house) != before

    said = take_back(done)

    assert said.startswith("Taken back. It counts")
    assert content(house) == before


def test_what_marketing_recycles_is_in_nurture_and_what_sales_does_waits_for_it(house, do):
    do("recycle", P, reason="not_now", until=date(2026, 7, 1))
    do("recycle", Q, reason="not_now", until=date(2026, 7, 1), actor=MIA)

    (enrolled,) = rows(house, nurture_enrolment)
    wanted = {"person_id": "q", "next_review_on": date(2026, 7, 1), "enrolled_at": AT}
    assert wanted.items() <= enrolled.items()
    for who in "pq":
        found = episode(house, who)
        assert (found["stage"], found["recycle_until"]) == ("RECYCLED", date(2026, 7, 1))
    assert episode(house, "p")["nurtured_at"] is None
    assert episode(house, "q")["nurtured_at"] == AT


def test_a_recycled_lead_gets_its_review_and_a_bare_verdict_its_reason(house, do):
    do("recycle", R.replace("D04", "D15"), reason="not_now", until=date(2026, 7, 1))
    do("recycle", R.replace("D04", "D17"), reason="not_now", until=date(2026, 7, 1))

    found = episode(house, "r")
    assert (found["nurtured_at"], found["closed_at"]) == (AT, AT)
    (verdict,) = (one for one in rows(house, verdict_now) if one["person_id"] == "r")
    assert verdict["reason_code"] == "not_now"


def test_a_question_waits_for_the_other_side_two_business_days(house, do, take_back):
    done = do("ask", P, words="Why did they stop?")

    (asked,) = rows(house, question_now)
    wanted = {"person_id": "p", "asked_by_team": "sales", "asked_at": AT}
    assert wanted.items() <= asked.items()
    assert asked["due_at"] - AT == timedelta(days=2)
    take_back(done)
    assert rows(house, question_now) == []
    with house.desk.connect() as desk:
        assert read_questions(desk) == ()


def test_an_undone_import_takes_nothing_away_that_was_stated_here(house, tmp_path, do):
    later = LOADED + timedelta(hours=1)
    extra = load(house, tmp_path / "person.csv", "person_id,full_name\np,Pat\n", later)
    do("reject", P, **SPAM)

    undo(house, api.COMMAND_LINE, extra)

    assert episode(house, "p")["stage"] == "REJECTED"
    assert check(house, ANN, deep=True) == []


def test_what_is_stated_while_the_store_is_written_counts_from_the_next_load_on(house):
    with house.releases.building("another", by="x", now=LOADED, wait=1):
        said = act(house, ANN, Doing(kind="reject", seen={P: ""}, **SPAM)).text
        assert episode(house, "p")["stage"] == "MQL"
        assert [one.where for one in check(house, ANN)] == ["what people stated here"]

    house.errands.wait()

    assert said.endswith("being written just now: it counts in the numbers once that is through.")
    assert episode(house, "p")["stage"] == "REJECTED"


def test_what_is_stated_moves_no_clock_of_the_facts(house, do):
    before = house.releases.note(house.release).data_to
    do("reject", P, **SPAM)

    assert house.releases.note(house.release).data_to == before


def test_nothing_new_makes_no_new_release(house, do):
    do("take", P)
    before = house.release

    assert publish(house, "Ann") == before


def test_the_second_to_act_is_told_and_nothing_is_overwritten(house, do):
    do("take", P)

    with pytest.raises(ActedMeanwhileError, match="ann took it"):
        do("handled", P, Q, actor=MIA, words="Called them")
    with house.desk.connect() as desk:
        assert set(newest_actions(desk)) == {P}


def test_who_has_seen_the_last_action_goes_on_from_there(house, do):
    (first,) = do("take", P).action_ids
    do("snooze", P, actor=MIA, seen=first, until=date(2026, 5, 20))

    with house.desk.connect() as desk:
        assert newest_actions(desk)[P].until_at == datetime(2026, 5, 20)


@pytest.mark.parametrize(
    ("kind", "key", "values", "said"),
    [
        ("reject", Q, SPAM, "is SAL now: one cannot reject it. That is for leads at MQL"),
        ("reject", "D19|deal:7|2026-05-11T15:00:00Z", SPAM, "about no single lead"),
        ("reject", P, {"reason": "other", "words": "No"}, "says too little"),
        ("ask", P, {"words": ""}, "Write the question"),
        ("snooze", P, {"until": date(2026, 5, 1)}, "not ahead of"),
        ("shout", P, {}, "is nothing to be done here"),
        ("hand", P, {"to_user": "gone"}, "nobody who takes leads now"),
    ],
)
def test_what_cannot_be_done_is_said(do, kind, key, values, said):
    with pytest.raises(InputError, match=said):
        do(kind, key, **values)


def test_a_question_needs_a_side(house, revops):
    doing = Doing(kind="ask", seen={P: ""}, words="Why?")
    with pytest.raises(InputError, match="for which side you ask"):
        act(house, revops, doing)

    assert act(house, revops, replace(doing, side="marketing")).text.startswith("Asked.")


def test_a_viewer_acts_on_nothing(house, viewer):
    with pytest.raises(NotAllowedError, match=r"may not act on handoffs.*lead, revops, admin"):
        act(house, viewer, Doing(kind="take", seen={P: ""}))
