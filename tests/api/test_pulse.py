"""The pulse from its links to what a release is told: blind while open, hidden below five."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from revdash.api import pulse
from revdash.api.pulse_views import Beginning, Door
from revdash.api.views import SentencePart
from revdash.clock import utc_now
from revdash.desk.survey import FIXED
from revdash.errors import InputError, NotAllowedError
from revdash.store.schema.joint import told_reading

SIX = [one.question_id for one in FIXED]
SIDES = ("marketing", "sales")
ADDRESS = "http://localhost:8501/pulse"


def wanted(**changes):
    told = {
        "name": "Spring",
        "opens_on": date(2020, 1, 1),
        "closes_on": date.max - timedelta(days=400),
        "people": dict.fromkeys(SIDES, 6),
        "leaders": dict.fromkeys(SIDES, 0),
        "asked": ("in_time", "one_thing"),
        "every_weeks": 6,
        "address": ADDRESS,
    }
    return Beginning(**told | changes)


def tokens(handed):
    """The secrets of a round's links by side."""
    return {
        side: [link.partition("t=")[2] for link in one.links]
        for side, one in zip(SIDES, handed.lists, strict=True)
    }


def say(links, marketing, sales, **more):
    """Have people answer: each number is what one of them says to every sentence."""
    for side, scores in zip(SIDES, (marketing, sales), strict=True):
        for token, score in zip(links[side], scores, strict=False):
            pulse.give_answers(token, {**dict.fromkeys(SIX, score), **more})


def close(revops):
    found = pulse.pulse(revops).open_round
    return pulse.close(revops, found.key, found.version)


def text_of(parts: tuple[SentencePart, ...]):
    return "".join(part.text for part in parts)


@pytest.fixture
def links(own_empty, revops):
    """Six links a side of a round that is open."""
    return tokens(pulse.begin(revops, wanted()))


def test_links_are_handed_out_once_each_for_one_person(own_empty, revops):
    handed = pulse.begin(revops, wanted(name="=Spring"))

    assert [one.title for one in handed.lists] == ["Marketing", "Sales"]
    assert all(len({*one.links}) == 6 for one in handed.lists)
    assert handed.csv.decode("utf-8-sig").splitlines()[0] == "for,link"
    assert "shown this once" in handed.text
    with pytest.raises(InputError, match="close it first"):
        pulse.begin(revops, wanted(name="Again"))


def test_a_round_is_blind_until_it_closes_and_then_shows_the_gap(links, revops):
    say(links, [4, 4, 5, 3, 4, 4], [2, 3, 2, 4], in_time=80)
    blind = pulse.pulse(revops)
    say({"marketing": [], "sales": links["sales"][4:]}, [], [2, 3])

    assert (blind.results, blind.rounds) == (None, ())
    assert "marketing 6 of 6, sales fewer than 5 of 6" in blind.open_round.note
    assert "links are forgotten" in close(revops)
    seen = pulse.pulse(revops).results
    assert text_of(seen.sentence).startswith(
        "Working together is rated 3.3 of 5; the sides lie 1.3"
    )
    row = seen.items.rows[2]
    assert row[1:3] == ("4.0 (6)", "2.7 (6)")


def test_a_side_below_five_leaves_no_number_it_could_be_told_from(links, revops):
    say(links, [4] * 6, [1] * 4, one_thing="Talk more")
    close(revops)

    seen = pulse.pulse(revops).results
    assert text_of(seen.sentence).startswith("Fewer than 5 of sales answered")
    assert all((row[2], row[3]) == ("–", "–") for row in seen.items.rows)
    assert seen.words == ()
    assert "Sales: fewer than 5 answered." in seen.notes
    assert any("Hidden: sales" in note for note in seen.notes)


def test_a_link_leads_to_the_questions_then_to_thanks_then_nowhere(links, revops):
    token = links["sales"][0]
    sheet = pulse.invited(token)

    assert sheet.door is Door.OPEN
    assert [one.key for one in sheet.asked] == [*SIX, "in_time", "one_thing"]
    pulse.give_answers(token, {**dict.fromkeys(SIX, 3), "in_time": None, "one_thing": ""})
    assert pulse.invited(token).door is Door.USED
    close(revops)
    assert pulse.invited(token).door is Door.NOWHERE
    assert not pulse.invited("guessed").asked


def test_the_next_round_opens_by_itself_once_its_day_has_come(links, revops, viewer):
    close(revops)

    found = pulse.pulse(viewer, address=ADDRESS).open_round
    assert found.title.startswith(f"{utc_now():%B} is open")
    assert "Nobody can answer before its links are drawn" in found.note
    handed = tokens(pulse.draw(revops, found.key, found.drawing))
    assert {side: len(ones) for side, ones in handed.items()} == dict.fromkeys(SIDES, 6)
    asked = [one.key for one in pulse.invited(handed["sales"][0]).asked]
    assert asked == [*SIX, "in_time", "one_thing"]


def test_links_of_a_round_that_opened_by_itself_are_drawn_once(links, revops):
    close(revops)
    found = pulse.pulse(revops, address=ADDRESS).open_round
    pulse.draw(revops, found.key, found.drawing)

    assert pulse.pulse(revops, address=ADDRESS).open_round.drawing is None
    with pytest.raises(InputError, match="drawn already"):
        pulse.draw(revops, found.key, found.drawing)


def test_the_next_round_is_like_the_last_and_opens_on_its_day(own_empty, revops):
    pulse.begin(revops, wanted(opens_on=utc_now().date()))
    close(revops)

    found = pulse.pulse(revops)
    assert found.due.startswith("The next round opens by itself on ")
    assert (found.open_round, dict(found.next_round.people)) == (None, dict.fromkeys(SIDES, 6))
    assert found.next_round.asked == ("in_time", "one_thing")
    assert found.next_round.every_weeks == 6


def test_a_round_that_nobody_answered_is_not_shown(own_empty, revops):
    pulse.begin(revops, wanted(every_weeks=0))
    close(revops)

    found = pulse.pulse(revops)
    assert (found.rounds, found.results, found.open_round) == ((), None, None)
    assert found.due == "No next round is set. Begin one whenever you like."


def test_only_who_may_set_is_offered_to_begin_one(links, viewer, revops):
    assert pulse.pulse(revops).may_set
    assert not pulse.pulse(viewer).may_set
    with pytest.raises(NotAllowedError):
        pulse.begin(viewer, wanted())


def test_a_question_of_ones_own_can_be_asked_in_the_next_round(own_empty, revops):
    pulse.add_question(revops, "We plan campaigns together.", "score")
    own = pulse.pulse(revops).offered[-1]

    sheet = pulse.invited(tokens(pulse.begin(revops, wanted(asked=(own.key,))))["sales"][0])

    assert (sheet.asked[-1].words, sheet.asked[-1].is_fixed) == (own.words, False)


def test_a_release_is_told_only_what_the_page_may_show(own_demo, revops):
    today = utc_now().date()
    say(tokens(pulse.begin(revops, wanted(opens_on=today))), [4] * 6, [1] * 4)
    close(revops)
    own_demo.errands.wait()

    with own_demo.facts() as connection:
        t = told_reading.c
        asked = select(t.metric, t.side, t.value, t.missing).where(t.as_on >= today)
        rows = [row for row in connection.execute(asked) if row.metric.startswith(("pul", "per"))]
    assert {row.side for row in rows} == {None, "marketing"}
    whole = [row for row in rows if row.side is None]
    assert {row.value for row in whole} == {None}
    assert {row.missing for row in whole} == {"fewer than 5 of sales answered"}
