"""Customers and enablement in a real browser: tabs, a need heard, and a phone."""

STARTS_FROM = "short_demo_folder"


def test_a_need_is_written_down_among_the_others(owner):
    page = owner.open("/customers?tab=What+they+need")
    page.get_by_text("Needs, those that wait first").wait_for()
    owner.unfold("Write down a need")

    page.get_by_label("What is asked for, in the customer's words").fill("Fewer clicks a visit")
    page.get_by_label("Theme", exact=True).fill("ease")
    page.get_by_label("Theme", exact=True).press("Tab")
    page.get_by_role("button", name="Write down", exact=True).click()

    page.get_by_text("Written down. Product answers within thirty days.").wait_for()
    assert owner.axe() == []
    assert (owner.complaints, owner.foreign) == ([], [])


def test_on_a_phone_nothing_runs_off_either_page(reader):
    someone = reader(390, 844, "dark")
    for path, last in (("/customers", "By who brought them"), ("/enablement", "One-off material")):
        page = someone.open(path)

        page.get_by_role("heading", name=last).wait_for()

        someone.settle()
        assert page.evaluate("() => document.documentElement.scrollWidth") == 390
        assert someone.axe() == []
