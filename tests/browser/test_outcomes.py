"""What became of them in a real browser: parted, opened by row and state, down to one lead."""

import re

PAGE = "/feedback?period=last-13-weeks"


def test_a_row_opens_its_leads_a_state_narrows_them_and_a_lead_lies_over_them(reader):
    someone = reader()
    page = someone.open(PAGE)

    page.get_by_role("button", name="Region", exact=True).click()
    page.get_by_text("What became of them by region").wait_for()
    page.get_by_role("button", name="UK", exact=True).click()
    listed = page.get_by_role("dialog")
    listed.get_by_text("UK, handed over").wait_for()
    listed.get_by_text(re.compile(r"^Given back \d+$")).click()
    page.wait_for_function(
        "() => { const cells = [...document.querySelectorAll('[role=dialog] td:nth-child(4)')];"
        " return cells.length && cells.every(cell => cell.innerText === 'Given back') }"
    )
    assert someone.axe() == []
    listed.locator(".rd-opens").first.click()
    page.get_by_role("dialog").get_by_text("What happened").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("What happened").wait_for(state="detached")
    listed.get_by_text("UK, handed over").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.search.includes('of=')")
    assert (someone.complaints, someone.foreign) == ([], [])


def test_on_a_phone_nothing_runs_off_the_page_and_every_row_still_tells_its_states(reader):
    someone = reader(390, 844, "dark")
    page = someone.open(PAGE)

    page.wait_for_selector(".rd-outcomes tbody tr")

    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide == 390
    assert page.locator(".rd-outcomes .rd-strip").first.bounding_box()["width"] > 300
    assert someone.axe() == []
