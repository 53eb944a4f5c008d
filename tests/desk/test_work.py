"""Work: hours, needs, the sales cycle, its tools and messages, as people write them down."""

from datetime import date

import pytest

from revdash.desk.enablement import (
    Asset,
    Step,
    StepTool,
    agree_cycle,
    approve_asset,
    note_asset,
    put_tool,
    read_assets,
    read_cycles,
    read_tools,
    review_tool,
)
from revdash.desk.messages import Message, agree_message, read_messages, save_message
from revdash.desk.needs import (
    Need,
    NeedAnswer,
    NeedDecision,
    answer_need,
    hear,
    read_need,
    read_needs,
    reopen_need,
    tell_back,
    weigh,
)
from revdash.desk.work import Work, WorkScope, log_work, read_work, take_back_work
from revdash.errors import InputError, StaleEditError
from revdash.terms import Side

DAY = date(2026, 5, 11)
STEPS = (
    Step(name="Demo", acting_role="AE", stages=("Demo",)),
    Step(name="Close", acting_role="AE", stages=()),
)


def worked(**values):
    ordinary = {"worked_on": DAY, "user_id": "u", "hours": 2.0, "kind": "deck"}
    return Work(**{**ordinary, "scope": WorkScope.MARKET, **values})


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"hours": 0.0}, "0 hours are not of one day"),
        ({"hours": 25.0}, "25 hours are not of one day"),
        ({"hours": float("nan")}, "nan hours"),
        ({"kind": " "}, "what was done"),
        ({"user_id": ""}, "who did it"),
        ({"scope": WorkScope.ONE_DEAL}, "must name the deal"),
    ],
)
def test_hours_that_say_too_little_are_refused(desk, by, values, refusal):
    with desk.writing() as connection, pytest.raises(InputError, match=refusal):
        log_work(connection, worked(**values), by)


def test_hours_are_logged_and_taken_back(desk, by):
    with desk.writing() as connection:
        log_work(connection, worked(scope=WorkScope.ONE_DEAL, opportunity_id="d"), by)
        (known,) = read_work(connection)
        assert (known.hours, known.opportunity_id) == (2.0, "d")

        take_back_work(connection, known.entry_id, known.version, by)

        assert read_work(connection) == ()


def test_a_need_is_heard_weighed_answered_and_told_back(desk, by):
    with desk.writing() as connection:
        key = hear(connection, Need(theme="reports", words="By team", heard_on=DAY), by)
        version = weigh(connection, key, ("loss:price",), 1, by)
        with pytest.raises(InputError, match="not answered this need"):
            tell_back(connection, key, DAY, version, by)
        said = NeedAnswer(need_id=key, decision=NeedDecision.DO, reason="", on=DAY, version=version)
        version = answer_need(connection, said, by)

        tell_back(connection, key, DAY, version, by)

        known = read_need(connection, key)
        assert (known.evidence, known.decision) == (("loss:price",), NeedDecision.DO)
        assert known.told_back_on == DAY
        reopen_need(connection, key, known.version, by)
        assert read_need(connection, key).decision is None


def test_a_no_says_why_and_what_is_open_comes_first(desk, by):
    with desk.writing() as connection:
        first = hear(connection, Need(theme="a", words="x", heard_on=DAY), by)
        hear(connection, Need(theme="b", words="y", heard_on=date(2026, 5, 12)), by)
        no = NeedAnswer(need_id=first, decision=NeedDecision.NO, reason=" ", on=DAY, version=1)
        with pytest.raises(InputError, match="A no without a reason"):
            answer_need(connection, no, by)
        answer_need(connection, NeedAnswer(**{**vars(no), "reason": "Few ask"}), by)

        assert [need.theme for need in read_needs(connection)] == ["b", "a"]


@pytest.mark.parametrize(
    "values",
    [{"words": " "}, {"theme": ""}, {"source": "rumour"}],
    ids=["words", "theme", "source"],
)
def test_a_need_that_says_too_little_is_refused(desk, by, values):
    wanted = Need(**{"theme": "a", "words": "x", "heard_on": DAY, **values})
    with desk.writing() as connection, pytest.raises(InputError):
        hear(connection, wanted, by)


def test_steps_are_agreed_version_by_version_and_tools_go_on(desk, by):
    with desk.writing() as connection:
        agree_cycle(connection, STEPS, DAY, by)
        demo = read_cycles(connection)[0].steps[0]
        put_tool(connection, StepTool(step_id=demo.step_id, asset_id="deck"), by)
        with pytest.raises(InputError, match="what was in force is not rewritten"):
            agree_cycle(connection, STEPS, DAY, by)

        number = agree_cycle(connection, STEPS[:1], date(2026, 6, 1), by)

        first, second = read_cycles(connection)
        assert (number, [len(one.steps) for one in (first, second)]) == (2, [2, 1])
        of_tools = {tool.step_id for tool in read_tools(connection)}
        assert of_tools == {demo.step_id, second.steps[0].step_id}


def test_a_tool_stands_once_for_a_step_and_is_reviewed(desk, by):
    with desk.writing() as connection:
        agree_cycle(connection, STEPS, DAY, by)
        tool = StepTool(step_id=read_cycles(connection)[0].steps[0].step_id, asset_id="deck")
        key = put_tool(connection, tool, by)
        with pytest.raises(InputError, match="stands for the step already"):
            put_tool(connection, tool, by)

        review_tool(connection, key, DAY, 1, by)

        assert read_tools(connection)[0].reviewed_on == DAY
        with pytest.raises(StaleEditError):
            review_tool(connection, key, DAY, 1, by)


@pytest.mark.parametrize("names", [(), ("",), ("Demo", "Demo")], ids=["none", "blank", "twice"])
def test_steps_need_names_of_their_own(desk, by, names):
    steps = [Step(name=name, acting_role="AE", stages=()) for name in names]
    with desk.writing() as connection, pytest.raises(InputError):
        agree_cycle(connection, steps, DAY, by)


def test_material_is_written_down_and_approved(desk, by):
    with desk.writing() as connection:
        key = note_asset(connection, Asset(title="Deck", asset_kind="deck", made_on=DAY), by)

        approve_asset(connection, key, 1, by)

        (known,) = read_assets(connection)
        assert (known.title, known.is_approved, known.version) == ("Deck", True, 2)


def test_a_message_is_agreed_by_both_and_once_changed_by_nobody(desk, by):
    with desk.writing() as connection:
        key = save_message(connection, Message(name="Empty miles", need="Fewer trips"), by)
        agree_message(connection, key, Side.MARKETING, 1, by)
        agree_message(connection, key, Side.SALES, 2, by)
        (known,) = read_messages(connection)
        assert known.is_agreed

        save_message(connection, Message(**{**vars(known), "pain": "Fuel"}), by)

        (again,) = read_messages(connection)
        assert (again.pain, again.is_agreed) == ("Fuel", False)
