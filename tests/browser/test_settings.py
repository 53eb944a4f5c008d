"""Settings in a browser: what is saved counts at once; who comes second is told."""

import pytest

STARTS_FROM = "short_demo_folder"


def open_goal(someone):
    """Open the goal for new MQLs; returns its form."""
    page = someone.open("/settings")
    page.get_by_role("tab", name="Goals").click()
    page.locator("summary").filter(has_text="New MQLs: ").click()
    form = page.locator("[data-testid=stExpander]").filter(has_text="New MQLs: ")
    form.get_by_label("Goal").wait_for()
    return form


def save_goal(someone, form, goal):
    """Save another goal; the field is left first, so that nothing moves under the pointer."""
    form.get_by_label("Goal").fill(goal)
    form.get_by_label("Goal").press("Tab")
    someone.settle()
    form.get_by_role("button", name="Save").click()


def test_a_changed_goal_stands_in_its_tile(owner):
    form = open_goal(owner)

    save_goal(owner, form, "77")
    owner.page.get_by_text("New MQLs: 77 a week").first.wait_for()
    page = owner.open("/?period=last-week")

    assert "Goal 77" in page.locator(".rd-tile[data-part=mql_new]").inner_text()
    assert owner.complaints == []


def test_the_company_s_zone_is_kept(owner):
    page = owner.open("/settings")

    page.get_by_label("Time zone").fill("America/New_York")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("Leads were judged again").wait_for()
    page = owner.open("/settings")

    assert page.get_by_label("Time zone").input_value() == "America/New_York"


def test_a_zone_that_does_not_exist_is_refused_with_a_sentence(owner):
    page = owner.open("/settings")

    page.get_by_label("Time zone").fill("Europe/Londn")
    page.get_by_role("button", name="Save").first.click()

    page.get_by_role("alert").filter(has_text="Europe/Londn").wait_for()


@pytest.mark.timeout(300)  # two people take their time on a busy machine
def test_who_saves_a_form_that_changed_meanwhile_is_told(owner, colleague):
    mine, theirs = open_goal(owner), open_goal(colleague)

    save_goal(colleague, theirs, "66")
    colleague.page.get_by_text("New MQLs: 66 a week").first.wait_for()
    save_goal(owner, mine, "55")

    owner.page.get_by_text("already: 66 a week").wait_for()
    owner.open("/?period=last-week")
    assert "Goal 66" in owner.page.locator(".rd-tile[data-part=mql_new]").inner_text()
