"""The pulse in this process: words shown letter by letter, and a link's questions answered."""

import shutil
from dataclasses import replace

import pytest

from revdash import api
from revdash.api import pulse
from revdash.config import read_settings
from revdash.desk.survey import FIXED

NASTY = "**Bold** <img src=x> [phish](https://evil.example)"
SIDES = ("marketing", "sales")


def begin(name):
    """Begin a round today; return its links' secrets."""
    wanted = replace(
        pulse.pulse(api.COMMAND_LINE).next_round,
        name=name,
        people=dict.fromkeys(SIDES, 5),
        asked=("in_time", "one_thing"),
        address="http://localhost:8501/pulse",
    )
    handed = pulse.begin(api.COMMAND_LINE, wanted)
    return [link.partition("t=")[2] for one in handed.lists for link in one.links]


@pytest.fixture(scope="module")
def rounds(short_demo_folder, tmp_path_factory):
    """A folder with a closed round in which all wrote the same, and two links of an open one."""
    folder = shutil.copytree(short_demo_folder, tmp_path_factory.mktemp("rounds") / "data")
    house = api.move_in(read_settings(data=folder))
    for token in begin("Closed"):
        said = {one.question_id: 4 for one in FIXED}
        pulse.give_answers(token, {**said, "one_thing": NASTY})
    found = pulse.pulse(api.COMMAND_LINE).open_round
    pulse.close(api.COMMAND_LINE, found.key, found.version)
    first, second, *_ = begin("Open")
    house.close()
    return folder, first, second


def test_what_people_wrote_is_printed_letter_by_letter(open_page, rounds):
    app = open_page(rounds[0], "pulse")

    written = [one.value for one in app.markdown if "phish" in one.value]
    assert len(written) == 10
    assert all(one.startswith("“\\*\\*Bold\\*\\* \\<img") for one in written)
    assert not app.exception


def test_a_link_asks_and_thanks_and_shows_no_page(open_page, rounds):
    folder, token, _ = rounds
    app = open_page(folder, "pulse", t=token)
    assert app.title[0].value == "How do marketing and sales work together?"
    assert not app.selectbox  # nobody to be, nothing to look for

    for one in FIXED:
        app.session_state[f"pulse-says-{one.question_id}"] = 3
    (send,) = (one for one in app.button if one.label == "Send my answers")
    send.click().run()

    assert app.title[0].value == "Your answers are in"


def test_a_sentence_left_out_is_asked_for_and_the_rest_kept(open_page, rounds):
    folder, _, token = rounds
    app = open_page(folder, "pulse", t=token)
    app.session_state["pulse-says-follow_up"] = 5

    (send,) = (one for one in app.button if one.label == "Send my answers")
    send.click().run()

    assert "5 of the 6 sentences have no answer yet" in app.error[0].value
    assert app.session_state["pulse-says-follow_up"] == 5
