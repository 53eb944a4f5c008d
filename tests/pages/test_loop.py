"""The Feedback page's tabs about the loop back, and what both sides sign on Definitions."""

import shutil
from datetime import date

import pytest

from revdash import api
from revdash.api import loop
from revdash.config import read_settings
from revdash.desk.people import Member, Role, save_member
from revdash.terms import Side


@pytest.fixture(scope="module")
def sides_folder(short_demo_folder, tmp_path_factory):
    """The short demo, in which marketing has disputed a refusal and asked about it."""
    folder = shutil.copytree(short_demo_folder, tmp_path_factory.mktemp("sides") / "data")
    house = api.move_in(read_settings(data=folder))
    with house.desk.writing() as desk:
        for name, side in (("Mia", Side.MARKETING), ("Sam", Side.SALES)):
            one = Member(member_id=name.lower(), name=name, role=Role.LEAD, side=side)
            save_member(desk, one, house.stamp("cli"))
    mia = api.actor("mia")
    refusal, *_ = loop.talks(mia).disputable
    loop.raise_dispute(mia, refusal.key, "They asked for a *demo* twice")
    loop.ask(mia, loop.talks(mia).disputes[0].person, "Why did they stop?")
    house.close()
    return folder


def as_(app, who):
    app.selectbox(key="person").select(who).run()
    return app


def words(app):
    return " ".join(str(one.value) for one in (*app.markdown, *app.caption))


def test_a_question_is_answered_where_it_is_ones_turn(open_page, sides_folder):
    app = as_(open_page(sides_folder, "feedback", tab="Questions and disputes"), "sam")
    (answer,) = (area for area in app.text_area if area.label == "Answer")
    answer.input("They chose another vendor")

    (send,) = (one for one in app.button if one.label == "Answer")
    send.click().run()

    assert not app.exception
    assert "Answered. No fact is linked" in app.success[0].value.replace("\\", "")
    (one,) = loop.talks(api.actor("sam")).questions
    assert (one.answer, one.turn) == ("They chose another vendor", "")


def test_a_dispute_shows_its_words_letter_by_letter(open_page, sides_folder):
    app = as_(open_page(sides_folder, "feedback", tab="Questions and disputes"), "mia")

    assert not app.exception
    assert r"“They asked for a \*demo\* twice”" in words(app)
    assert "Sales' turn" in words(app)


def test_a_viewer_reads_and_is_told_who_may_act(open_page, sides_folder):
    app = as_(open_page(sides_folder, "feedback", tab="Questions and disputes"), "viewer")

    assert "may not act on handoffs" in app.info[0].value
    assert not app.text_area


def test_causes_are_named_for_a_group_at_once(open_page, sides_folder):
    app = as_(open_page(sides_folder, "feedback", tab="Causes"), "sam")
    first = next(one for one in app.selectbox if one.label.startswith("Cause of"))
    first.select("no_rule")

    next(one for one in app.button if one.label == "Save causes").click().run()

    assert not app.exception
    assert "named" in app.success[0].value
    assert loop.causes(api.actor("sam")).chart.title.startswith("No rule for such a lead")


def test_both_sides_sign_on_the_definitions_page(open_page, sides_folder):
    api.move_in(read_settings(data=sides_folder))
    anew = {"since": date(2026, 5, 18), "words": "Nobody could ever sell to them"}
    api.save_settings(api.actor("revops"), "signed", "junk", anew, 1)
    app = as_(open_page(sides_folder, "definitions"), "sam")

    app.button(key="sign-junk").click().run()

    assert not app.exception
    assert "signed by: marketing not yet, sales Sam" in words(app).replace("\\", "")


def test_a_lead_is_asked_about_on_its_page(open_page, sides_folder):
    api.move_in(read_settings(data=sides_folder))
    person = loop.talks(api.actor("mia")).questions[0].person
    app = as_(open_page(sides_folder, "lead", lead=person), "sam")
    app.text_area(key="ask-words").input("Which campaign was it?")

    app.button(key="ask-send").click().run()

    assert not app.exception
    assert "It is marketing's turn for two business days" in app.success[0].value
    asked = {(one.words, one.person) for one in loop.talks(api.actor("sam")).questions}
    assert ("Which campaign was it?", person) in asked
