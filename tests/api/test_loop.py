"""The loop back: asked and answered with a fact, disputed and decided by both, causes named."""

import shutil
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from revdash import api
from revdash.api import loop
from revdash.api.acting import act
from revdash.api.actors import Actor
from revdash.api.house import House
from revdash.api.imports import Manner, import_paths, undo
from revdash.api.keeping import check
from revdash.api.loop_views import Answering, Doing, Settling
from revdash.config import read_settings
from revdash.desk.company import read_company, save_company
from revdash.desk.people import Role
from revdash.errors import NotAllowedError
from revdash.metrics.catalog import CATALOG
from revdash.metrics.read import read
from revdash.metrics.scope import Scope
from revdash.period import Period
from revdash.store.ledger import note_of
from revdash.store.schema.drops import handoff_drop
from revdash.store.schema.episodes import lead_episode
from revdash.terms import Side

LOADED = datetime(2026, 5, 14, 12)
FILES = {
    "person.csv": "person_id,full_name,company_name\np,Pat Poe,Acme\nq,Quin,Bolt\n",
    "lifecycle_event.csv": """person_id,to_stage,event_at,tier,reason_code
p,MQL,2026-05-11T10:00:00Z,A,
p,REJECTED,2026-05-12T10:00:00Z,,spam
q,MQL,2026-05-11T11:00:00Z,B,
q,SAL,2026-05-13T10:00:00Z,,
s,MQL,2026-05-12T10:00:00Z,A,
""",
    "sales_activity.csv": """person_id,activity_type,direction,outcome,event_at
p,call,outbound,connected,2026-05-12T09:00:00Z
""",
}
OPEN = "D04|lead:s#1|2026-05-12T11:00:00Z"
SAM = Actor(actor_id="sam", name="Sam", role=Role.LEAD, side=Side.SALES)
MIA = Actor(actor_id="mia", name="Mia", role=Role.LEAD, side=Side.MARKETING)
MAY = Period(datetime(2026, 5, 1).date(), datetime(2026, 6, 1).date())


def load(house, folder, files, at=LOADED):
    """Import files as one; gives the number of the import."""
    paths = [folder / name for name in files]
    for path in paths:
        path.write_text(files[path.name])
    return import_paths(house, api.COMMAND_LINE, paths, Manner(now=at)).batch_id


@pytest.fixture(scope="module")
def loop_folder(empty_folder, tmp_path_factory):
    """A refused and an accepted lead in a company that lives in the time of its data."""
    folder = shutil.copytree(empty_folder, tmp_path_factory.mktemp("loop") / "data")
    house = House(read_settings(data=folder))
    with house.desk.writing() as desk:
        save_company(desk, replace(read_company(desk), is_demo=True), house.stamp("cli"))
    load(house, folder.parent, FILES)
    house.close()
    return folder


@pytest.fixture
def house(live, loop_folder, tmp_path):
    return live(shutil.copytree(loop_folder, tmp_path / "data"))


@pytest.fixture
def done(house):
    """Do something, and wait until it counts; gives the sentence."""

    def _done(use_case, *given):
        said = use_case(*given)
        house.errands.wait()
        return said

    return _done


@pytest.fixture
def disputed(done):
    """The refusal of p, disputed; gives the dispute as a page shows it."""
    (refusal,) = loop.talks(MIA).disputable
    done(loop.raise_dispute, MIA, refusal.key, "They asked for a demo twice")
    return loop.talks(MIA).disputes[0]


def decide(one, actor, **values):
    told = {"decision": "upheld", "note": "The call says so"} | values
    return loop.settle(actor, Settling(key=one.key, version=one.version, **told))


def measured(house, name, days=9):
    """A metric of May, seen some days after the facts end."""
    with house.facts() as connection:
        note = note_of(connection)
        as_of = note.data_to + timedelta(days=days)
        scope = Scope(period=MAY, as_of=as_of, today=as_of.date())
        return read(connection, CATALOG[name], scope)


def episode(house, person):
    with house.facts() as connection:
        found = connection.execute(select(lead_episode)).mappings()
        return next(dict(row) for row in found if row["person_id"] == person)


def test_a_question_is_shown_to_whose_turn_it_is_with_the_facts_to_answer_by(done):
    done(loop.ask, MIA, "p", "Why were they refused?")

    found = loop.talks(SAM)
    (one,) = found.questions
    assert found.sentence == "Open: 1 question for sales; none overdue."
    assert (one.lead, one.turn, one.may_answer) == ("Pat Poe, Acme", "Sales' turn", True)
    assert one.asked == "Marketing asked: mia, 13 May 2026 10:00"
    assert one.due == "due 15 May 2026 10:00"
    assert one.facts[1].label == "12 May 2026 09:00 · Activity · call · outbound · connected"
    assert not loop.talks(MIA).questions[0].may_answer
    with pytest.raises(NotAllowedError, match="Mia speaks for marketing, and here sales answers"):
        loop.answer(MIA, Answering(key=one.key, version=1, words="I know"))


def test_an_answer_with_its_fact_counts_and_one_without_does_not(house):
    for person in "pq":
        loop.ask(MIA, person, "What happened?")
    first, second = loop.talks(SAM).questions
    fact = next(iter((*first.facts, *second.facts))).key

    said = loop.answer(SAM, Answering(key=first.key, version=1, words="Spam", evidence=fact))
    bare = loop.answer(SAM, Answering(key=second.key, version=1, words="No idea"))
    house.errands.wait()

    assert said.startswith("Answered. ")
    assert "No fact is linked, so it does not count as answered" in bare
    reading = measured(house, "lead_questions_answered")
    assert (reading.value, reading.sample) == (0.5, 2)


def test_a_refusal_is_disputed_once_and_the_other_side_is_asked(house, disputed):
    assert disputed.refusal == "Refused 12 May 2026: Spam or fake."
    assert (disputed.turn, disputed.lead) == ("Sales' turn", "Pat Poe, Acme")
    assert loop.talks(MIA).disputable == ()
    reading = measured(house, "dispute_rate")
    assert (reading.value, reading.sample) == (1.0, 1)


def test_a_joint_decision_makes_the_lead_an_mql_again_until_it_is_reopened(house, disputed, done):
    said = decide(disputed, SAM)
    (one,) = loop.talks(MIA).disputes
    both = done(decide, one, MIA)

    assert said == "Proposed: upheld. It is marketing's turn to agree."
    assert one.proposal == "Sales proposes: upheld (sam). The call says so"
    assert both.startswith("Both sides agree that marketing was right: the lead is an MQL again.")
    assert (episode(house, "p")["stage"], episode(house, "p")["closed_at"]) == ("MQL", None)
    assert measured(house, "disputes_upheld").value == 1.0
    assert check(house, SAM, deep=True) == []
    done(loop.reopen, SAM, one.key, loop.talks(MIA).disputes[0].version)
    assert episode(house, "p")["stage"] == "REJECTED"
    assert measured(house, "disputes_upheld").sample == 0


def test_a_verdict_given_here_is_feedback_and_vague_where_it_says_nothing(house, done):
    before = measured(house, "time_to_feedback").pending
    doing = Doing(kind="reject", seen={OPEN: ""}, reason="other", words="They are very far off")
    done(act, house, SAM, doing)

    vague = measured(house, "other_reason_share")
    assert (before, measured(house, "time_to_feedback").pending) == (1, 0)
    assert (vague.value, vague.sample) == (0.5, 2)


def test_a_dispute_ends_with_the_refusal_that_it_was_about(house, disputed, done):
    undo(house, api.COMMAND_LINE, 1)

    (one,) = loop.talks(MIA).disputes
    assert (one.is_gone, one.may_decide) == (True, False)
    with house.facts() as connection:
        assert connection.execute(select(lead_episode)).all() == []


def test_causes_are_named_for_what_was_resolved_and_taken_back(house):
    (line, *_) = loop.causes(SAM).lines
    count = len(line.versions)

    said = loop.give_causes(SAM, dict.fromkeys(line.versions, "no_rule"), line.versions)
    now = loop.causes(SAM)

    assert said == f"{count} {'cause is' if count == 1 else 'causes are'} named."
    assert now.chart.title == f"No rule for such a lead: {count} of {count}"
    assert line.key not in {one.key for one in now.lines}
    loop.give_causes(SAM, dict.fromkeys(line.versions, ""), dict.fromkeys(line.versions, 1))
    assert loop.causes(SAM).chart.empty.startswith("No cause is named yet")


def test_the_share_of_a_rule_s_firings_that_were_its_mistake_is_shown(house):
    with house.facts() as connection:
        row = connection.execute(select(handoff_drop).where(handoff_drop.c.weight > 0)).first()
    act(house, SAM, Doing(kind="mistake", seen={row.instance_key: ""}, words="It was no lead"))

    (first, *_) = loop.causes(SAM).rules.rows

    assert first[0].startswith(row.rule)
    assert first[2] == "1"
