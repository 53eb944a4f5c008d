"""Work, needs, steps and messages as people state them, and what becomes of them in the store."""

import shutil
from dataclasses import replace
from datetime import date, datetime

import pytest

from revdash import api
from revdash.api import customers, enablement, enabling, needs, publishing, work_log
from revdash.api.actors import COMMAND_LINE, Actor
from revdash.api.customer_views import Answering
from revdash.api.enablement_views import MessageSaid
from revdash.config import read_settings
from revdash.desk.audit import Stamp
from revdash.desk.enablement import (
    Asset,
    Step,
    StepTool,
    agree_cycle,
    note_asset,
    put_tool,
    read_cycles,
)
from revdash.desk.needs import Need, hear
from revdash.desk.people import Role
from revdash.desk.work import Work, WorkScope, log_work
from revdash.errors import InputError, StaleEditError
from revdash.terms import Side

GITA = Actor(actor_id="gita", name="Gita", role=Role.LEAD, side=Side.SALES)
MONA = Actor(actor_id="mona", name="Mona", role=Role.LEAD, side=Side.MARKETING)
MAY = date(2026, 5, 1)
TIMESHEET = """day;who;hours;kind;scope;deal;asked by
2026-04-01;Mona;2,5;deck;one deal;Acme;Gita
2026-04-01;Mona;3;campaign;the whole market
01.04.2026;Mona;1;x;a segment
2026-04-01;Mnoa;1;x;a segment
too;few
2026-04-01;Mona;x;y;a segment
2026-04-01;Mona;1;deck;one deal"""


FILES = {
    "app_user.csv": "event_key,user_id,name\nu1,u1,Mona\nu2,u2,Gita\n",
    "opportunity.csv": (
        "opportunity_id,name,amount,outcome,created_on,closed_on,reason_code\n"
        "d1,Acme,900,open,2026-05-01,,\nd2,Bolt,900,lost,2026-04-01,2026-05-09,price\n"
    ),
    "market_feedback.csv": (
        "event_key,source_kind,account_id,theme,need,captured_at,decision,decided_at\n"
        "m1,call,a1,speed,Faster search,2026-05-02T09:00:00Z,,\n"
        "m2,survey,,speed,Dark screens,2026-04-02T09:00:00Z,later,2026-04-20T09:00:00Z\n"
    ),
    "account.csv": "event_key,account_id,name,segment\na1,a1,Acme,SMB\n",
}


@pytest.fixture(scope="module")
def stated(empty_folder, tmp_path_factory):
    """A small company in which everything was stated once; what was said of the timesheet."""
    folder = shutil.copytree(empty_folder, tmp_path_factory.mktemp("stated") / "data")
    house = api.move_in(read_settings(data=folder))
    for name, text in FILES.items():
        api.import_file(COMMAND_LINE, name, text.encode(), "")
    by, asked = Stamp(actor_id="mona", now=datetime(2026, 5, 18)), {"requested_by": "u1"}
    done = {"worked_on": MAY, "user_id": "u1", "hours": 24.0, "kind": "deck", **asked}
    with house.desk.writing() as desk:
        log_work(desk, Work(**done, opportunity_id="d1", scope=WorkScope.ONE_DEAL), by)
        hear(desk, Need(theme="ease", words="Fewer clicks", heard_on=MAY), by)
        agree_cycle(desk, (Step(name="Offer", acting_role="AE", stages=("Proposal",)),), MAY, by)
        step = read_cycles(desk)[-1].steps[0].step_id
        kit = Asset(title="Kit", asset_kind="deck", made_on=MAY, is_approved=True)
        tool = StepTool(step_id=step, asset_id=note_asset(desk, kit, by), reviewed_on=MAY)
        put_tool(desk, tool, by)
    pasted = work_log.paste(MONA, TIMESHEET)
    publishing.publish(house, "test")
    yield pasted, house
    house.close()


def test_pasted_lines_are_logged_once_and_the_others_refused_with_why(stated):
    found = stated[0]

    assert found.sentence.startswith("2 lines logged, 0 were there already, 5 refused.")
    assert [line.split(":")[0] for line in found.refused] == [f"Line {n}" for n in range(4, 9)]
    assert "'Mnoa' is no marketer that is known." in found.refused[1]
    again = work_log.paste(MONA, "\n".join(TIMESHEET.splitlines()[2:3]))
    assert again.sentence == "0 lines logged, 1 were there already, 0 refused."
    with pytest.raises(InputError, match="Nothing was pasted"):
        work_log.paste(MONA, " \n")


@pytest.mark.usefixtures("stated")
def test_hours_logged_here_count_in_the_mix():
    hours = {row[0]: row[1] for row in enablement.enablement(MONA).askers.rows}

    assert hours["Mona"] == "24"


@pytest.mark.usefixtures("stated")
def test_a_tool_put_covers_its_step_once_the_next_release_knows():
    rows = {row[0]: set(row[2:]) for row in enablement.enablement(MONA).coverage.rows}

    assert rows == {"Offer": {"Kit"}}


@pytest.mark.usefixtures("stated")
def test_a_need_heard_here_stands_among_the_others_and_reasons_speak_for_it():
    one = next(need for need in needs.needs(GITA).needs if need.title == "Fewer clicks")
    clusters = {row[1]: row for row in customers.asked_for(GITA).needs.rows}
    assert clusters["ease"][0] == "Fewer clicks"
    with pytest.raises(InputError, match="no answer to a need"):
        needs.answer(GITA, Answering(key=one.key, version=one.version, decision="perhaps"))

    assert (one.is_open, one.is_told_back) == (True, False)
    with pytest.raises(InputError, match="not answered this need"):
        needs.tell_back(GITA, one.key, one.version)

    needs.weigh(GITA, one.key, ("loss:price",), one.version)

    speaks = {row[0]: row[3] for row in customers.asked_for(GITA).reasons.rows}
    assert speaks == {"Price": "Fewer clicks"}


def of_title(title):
    return next(one for one in needs.needs(GITA).needs if one.title == title)


def test_a_need_that_came_by_import_is_answered_here_and_told_back_and_counts_once(stated):
    house, before = stated[1], {one.label for one in needs.needs(GITA).imported}
    needs.take_up(GITA, "m1")
    needs.take_up(GITA, "m2")
    one = of_title("Faster search")

    needs.answer(GITA, Answering(key="m1", version=one.version, decision="do", reason="In June"))
    for title in ("Faster search", "Dark screens"):  # the second had its answer already
        needs.tell_back(GITA, of_title(title).key, of_title(title).version)
    house.errands.wait()

    assert before == {
        "Faster search (speed, Acme, 2 May 2026, no answer yet)",
        "Dark screens (speed, 2 Apr 2026, later)",
    }
    assert needs.needs(GITA).imported == ()
    assert all(of_title(title).is_told_back for title in ("Faster search", "Dark screens"))
    rows = {row[0]: row for row in customers.asked_for(GITA).heard.rows}
    assert "do" in " ".join(rows["Faster search"])
    assert len(customers.asked_for(GITA).heard.rows) == 3


def test_material_is_changed_and_approved_later_and_tells_what_it_supports(stated):
    _ = stated
    enabling.note_material(MONA, "Draft", "deck")
    draft, kit = enabling.cycle(MONA).assets

    enabling.change_material(MONA, replace(draft, title="Case", is_approved=True))

    case, _ = enabling.cycle(MONA).assets
    assert (case.title, case.is_approved) == ("Case", True)
    assert kit.note == "approved for all · supports Offer (all)"
    with pytest.raises(StaleEditError):
        enabling.change_material(MONA, draft)


def test_a_message_is_agreed_by_each_side_for_itself(own_empty):
    _ = own_empty
    enabling.save_message(MONA, MessageSaid(name="Miles", phase="awareness", need="Fewer"))
    (one,) = enabling.messages(MONA)

    enabling.agree_message(MONA, one.key, one.version, "sales")  # her own side is marketing
    enabling.agree_message(GITA, one.key, one.version + 1)

    agreed = enabling.messages(MONA)[0]
    assert agreed.lacks == ()

    enabling.save_message(GITA, replace(agreed.said, proof="Bolt: 12 % less", segment="SMB"))

    changed = enabling.messages(MONA)[0]
    assert (changed.said.proof, changed.said.segment) == ("Bolt: 12 % less", "SMB")
    assert changed.lacks == ("marketing", "sales")
