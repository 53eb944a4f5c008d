"""The pulse, taken by twelve people of both sides; what they said is seen, and whose is not."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

STARTS_FROM = "short_demo_folder"

PHONE = {"width": 390, "height": 844}
ANSWERS = """SELECT survey_response.* FROM survey_response JOIN survey_wave USING (wave_id)
WHERE closes_on > date('now') ORDER BY survey_response.rowid"""
KEPT = ("SELECT * FROM audit", "SELECT * FROM click", "SELECT * FROM member")
# Of golden G21, six each: marketing's mean is 4.0, sales' 2.7.
FOLLOW_UP = {"Marketing": (4, 4, 5, 3, 4, 4), "Sales": (2, 3, 2, 4, 2, 3)}


def begin(owner):
    """Begin a round as whoever may set; return its links by side."""
    page = owner.open("/pulse")
    owner.choose("You are", "RevOps")
    owner.unfold("Begin a round")
    for side in FOLLOW_UP:
        page.get_by_label(f"{side}: people").fill("6")
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Begin, and draw the links").click()
    lists = page.locator(".st-key-pulse-links code")
    lists.nth(1).wait_for()
    owner.settle()
    return dict(zip(FOLLOW_UP, (text.split() for text in lists.all_inner_texts()), strict=True))


def say(page, link, follow_up):
    """Answer by a link: three to every sentence but the one on follow-up."""
    page.goto(link)
    sentences = page.get_by_role("radiogroup")
    sentences.nth(6).wait_for()
    for place in range(6):
        score = follow_up if place == 2 else 3
        sentences.nth(place).get_by_role("radio", name=str(score), exact=True).click()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_text("Your answers are in").wait_for()


def close(owner):
    """Close the round for good."""
    page = owner.open("/pulse")
    owner.choose("You are", "RevOps")
    page.get_by_role("button", name="Close it now").click()
    page.get_by_role("button", name="Close the round").click()
    page.get_by_text("is closed, and its links are forgotten").wait_for()
    owner.settle()


def asked(folder, statement):
    with closing(sqlite3.connect(f"file:{folder}/desk.sqlite?mode=ro", uri=True)) as desk:
        return desk.execute(statement).fetchall()


def everything(folder):
    """All that the server keeps but the answers: what else might tell who gave them."""
    return [asked(folder, statement) for statement in KEPT]


def assert_nobody_can_be_told(folder, tokens):
    """Rows lie by keys of chance, no two share one, and no file knows a link."""
    rows = asked(folder, ANSWERS)
    keys = [row[0] for row in rows]
    assert len(rows) == 11 * 6
    assert keys == sorted(set(keys))
    assert len({row[1:] for row in rows}) < len(rows) / 2  # alike but for their keys
    assert (folder / "desk.sqlite-wal").stat().st_size == 0
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(token.encode() in content for token in tokens), path.name


@pytest.mark.timeout(300)  # twelve people take their time on a busy machine
def test_twelve_people_answer_by_phone_and_the_gap_is_seen_but_nobody(owner, own_folder):
    page, links = owner.page, begin(owner)
    tokens = [link.partition("t=")[2] for side in links.values() for link in side]
    before = everything(own_folder)
    page.set_viewport_size(PHONE)
    given = [pair for side, own in links.items() for pair in zip(own, FOLLOW_UP[side], strict=True)]
    for link, follow_up in given[:11]:
        say(page, link, follow_up)

    assert everything(own_folder) == before
    assert_nobody_can_be_told(own_folder, tokens)
    owner.open("/pulse")
    page.get_by_text("marketing 6 of 6, sales 5 of 6").wait_for()
    expect(page.locator(".st-key-sentence")).not_to_contain_text("marketing 4.0")  # blind
    say(page, *given[11])
    close(owner)

    expect(page.locator(".st-key-sentence")).to_contain_text("most on follow-up: marketing 4.0")
    expect(page.locator(".st-key-pulse-items")).to_contain_text("+1.3 (+0.4 to +2.3)")
    assert (owner.complaints, owner.foreign) == ([], [])


def test_a_link_shows_the_questions_alone_and_answers_nobody_else(owner):
    page = owner.page
    page.goto(f"{owner.address}/pulse?t=guessed")

    page.get_by_text("This link leads to no open round").wait_for()
    for elsewhere in ("Overview", "More", "Find a lead"):
        expect(page.get_by_text(elsewhere, exact=True)).to_have_count(0)
    expect(page.locator(".rd-heading")).to_have_count(0)
