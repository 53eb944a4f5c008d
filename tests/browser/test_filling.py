"""From an empty store to numbers and back: a file dropped, read, imported, seen, taken back."""

from pathlib import Path

import pytest

STARTS_FROM = "empty_folder"
DEALS = Path(__file__).parents[2] / "data" / "samples" / "maven_crm" / "sales_pipeline.csv"
DECEMBER = "/?period=custom&days=2017-12-01&days=2017-12-31"
WICKED = "<img src=x onerror=alert(1)>[click](https://evil.example)"
FORMULA = "=cmd|' /C calc'!A0"
WICKED_DEALS = (
    "opportunity_id,account_name,amount,outcome,created_on,closed_on\n"
    f'w:1,"{WICKED}",100,won,2026-05-01,2026-05-13\n'
    f'w:2,"{FORMULA}",200,won,2026-05-02,2026-05-13\n'
)
MAY = "/?period=custom&days=2026-05-01&days=2026-05-31"


def fill(someone, file):
    """Drop *file* on the Data page and import it."""
    page = someone.open("/data")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Import").click()
    page.get_by_text("0 refused").wait_for()
    someone.settle()


def take_back(someone):
    """Take the newest import back."""
    page = someone.open("/data")
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    page.get_by_text("was taken back").wait_for()


@pytest.fixture
def wicked(owner):
    """A reader of a store whose values carry markup, a link and a formula."""
    content = WICKED_DEALS.encode()
    file = {"name": "opportunity.csv", "mimeType": "text/csv", "buffer": content}
    fill(owner, file)
    owner.open(f"{MAY}&open=won_value")
    yield owner
    take_back(owner)


def test_deals_in_dollars_are_imported_counted_and_taken_back(owner):
    page = owner.open("/settings")
    page.get_by_label("Currency").fill("USD")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("is in force").wait_for()

    fill(owner, DEALS)
    page.get_by_text("8,800 read = 8,800 loaded + 0 unchanged + 0 refused").wait_for()
    owner.open(DECEMBER)

    assert owner.tiles()["won_count"] == "511"
    assert owner.tiles()["won_value"] == "$1.1M"
    take_back(owner)
    owner.open("/")
    assert page.get_by_text("Nothing is loaded yet").is_visible()
    assert owner.tiles() == {}
    assert (owner.complaints, owner.foreign) == ([], [])


def test_a_file_of_unknown_columns_is_answered_with_what_to_do(owner):
    page = owner.open("/data")

    page.set_input_files(
        "input[type=file]",
        {"name": "odd.csv", "mimeType": "text/csv", "buffer": b"this,that\n1,2\n"},
    )

    page.get_by_text("These columns are not known yet").wait_for()
    assert page.get_by_role("button", name="Import").is_disabled()


def test_markup_from_data_stays_text(wicked):
    page = wicked.page

    page.get_by_role("dialog").get_by_text(WICKED).wait_for()

    assert page.locator("img[src='x'], a[href*='evil.example']").count() == 0
    assert (wicked.complaints, wicked.foreign) == ([], [])


def test_a_formula_from_data_is_text_in_the_file(wicked):
    with wicked.page.expect_download() as download:
        wicked.page.get_by_role("button", name="Download CSV").click()
    text = download.value.path().read_text("utf-8-sig")

    assert f"'{FORMULA}" in text
    assert WICKED in text
    assert f",{FORMULA}" not in text
