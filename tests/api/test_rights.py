"""Rights: nobody reads or writes without one, whatever is asked, also of what is written next."""

import ast
import inspect
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

from revdash import api
from revdash.api.actors import Actor, Right, rights_of
from revdash.desk.people import Role
from revdash.errors import NotAllowedError

ROOT = Path(__file__).parents[2]


def words_of(text):
    return {*text.split()}


# A new module belongs to one of the two: what is asked for from outside, or what that is made of.
ASKED_FOR = words_of(
    """
    afresh agreeing alike goal_setting
    customers enablement enabling needs work_log
    backlog defining detail dropping exploring facts_of finding forms health identity imports
    closing meeting minutes packs
    keeping loop outcomes overview pulse quality receipts reconciling saved_views set_up showing
    sources stewarding stories tour working worklist
    """
)
MADE_OF = words_of(
    """
    acting causing desk_facts errands loop_views publishing talking talks
    definitions_then freezing frozen_records redefined restated restating
    teller telling telling_joint
    meeting_says meeting_views sheet_views meeting_desk meeting_drops meeting_items
    meeting_numbers meeting_owed meeting_promises meeting_running meeting_said meeting_sheet
    meeting_trials meeting_view meeting_words
    wording wording_forms agreement_trial agreement_views agreement_words
    goal_lines goal_views goal_words telling_goals promised
    demo_causes demo_desk demo_past
    health_part health_sheet health_texts health_versions health_views health_words telling_health
    pulse_rounds pulse_schedule pulse_seen pulse_views telling_pulse
    accounts actors agreement_forms ahead annotation_forms asking beginning building changes
    charting company_forms counting cuts describing editing entered explore_views found goal_forms
    hours house intake_views judging limiting link_forms linking list_files looking mapping_text
    merging oddities outcome_grids outcome_views outcome_words pacing people_forms previewing
    questions reading reason_forms reconciled reconciling_views recording seeing sentence signals
    slicing spool stewardship_views story_grids story_life story_line story_sentence story_silence
    story_views story_words tiling trail understanding views why_apart
    customer_views customer_words enablement_views enablement_words desk_work
    telling_customers
    worklist_rows worklist_said worklist_views
    """
)
# What says nothing of anybody's data: who there is to be and may what, which release is in force.
OPEN = {
    *("warm", "stamp", "mark", "release", "people", "actor", "refusal", "house", "move_in"),
    *("harmless", "listed", "dry_receipt", "cells_of", "named", "imported_files"),
    *("invited", "give_answers"),  # whoever holds a link of the pulse: nobody may be known
}


def use_cases():
    for module in (api, *(import_module(f"revdash.api.{name}") for name in sorted(ASKED_FOR))):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == module.__name__
            if is_own and not name.startswith("_") and name not in OPEN:
                yield pytest.param(function, id=f"{module.__name__}.{name}")


def test_every_module_says_whether_it_is_asked_for_from_outside():
    modules = {module.name for module in pkgutil.iter_modules(api.__path__)}

    assert modules == ASKED_FOR | MADE_OF


@pytest.mark.parametrize("use_case", list(use_cases()))
def test_every_use_case_refuses_an_actor_without_the_right_before_anything(demo, nobody, use_case):
    wanted = inspect.signature(use_case).parameters
    given = {name: None for name, one in wanted.items() if one.default is one.empty}
    given |= {"actor": nobody} | ({"house": demo} if "house" in wanted else {})
    given |= {"values": {}} if "values" in wanted else {}

    assert wanted["actor"].annotation is Actor
    with pytest.raises(NotAllowedError):
        use_case(**given)


@pytest.mark.parametrize("room", ["ui", "cli"])
def test_screens_and_commands_ask_only_what_checks_a_right(room):
    allowed = ASKED_FOR | {"views", "explore_views", "questions", "actors"}
    allowed |= {
        "agreement_views",
        "customer_views",
        "enablement_views",
        "goal_views",
        "health_views",
        "stewardship_views",
        "intake_views",
        "story_views",
        "outcome_views",
        "reconciling_views",
        "loop_views",
        "pulse_views",
        "worklist_views",
        "meeting_says",
        "meeting_views",
        "sheet_views",
    }
    for path in (ROOT / "revdash" / room).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("revdash.api."):
                assert node.module.split(".")[2] in allowed, f"{path.name} asks {node.module}"


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_those_before_it_may(role):
    order = list(Role)

    for lesser in order[: order.index(role)]:
        assert rights_of(lesser) <= rights_of(role)
    assert Right.READ in rights_of(role)


def test_a_viewer_is_told_who_may(own_demo, viewer, logged):
    before = logged(own_demo)

    with pytest.raises(NotAllowedError, match=r"Viewer \(viewer\) may not import.*revops, admin"):
        api.undo(viewer, "1")

    assert logged(own_demo) == before
