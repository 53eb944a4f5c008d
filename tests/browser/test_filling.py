"""From an empty store to numbers and back: a file dropped, read, imported, seen, taken back."""

from pathlib import Path

import pytest

from revdash.store.lock import writers_lock

STARTS_FROM = "empty_folder"
SAMPLES = Path(__file__).parents[2] / "data" / "samples"
DEALS = SAMPLES / "maven_crm" / "sales_pipeline.csv"
SPRING = "/?period=custom&days=2026-01-01&days=2026-03-31"
DECEMBER = "/?period=custom&days=2017-12-01&days=2017-12-31"
WICKED = "<img src=x onerror=alert(1)>[click](https://evil.example)"
FORMULA = "=cmd|' /C calc'!A0"
WICKED_DEALS = (
    "opportunity_id,account_name,amount,outcome,created_on,closed_on\n"
    f'w:1,"{WICKED}",100,won,2026-05-01,2026-05-13\n'
    f'w:2,"{FORMULA}",200,won,2026-05-02,2026-05-13\n'
)
LEADS = {
    "name": "lifecycle_event.csv",
    "mimeType": "text/csv",
    "buffer": b"person_id,to_stage,event_at\np:1,MQL,2026-05-14\n",
}
ODD = {
    "name": "gym.csv",
    "mimeType": "text/csv",
    "buffer": b"Lead Id,E-Mail,Became MQL,Favourite\n1,a@x.example,2026-05-12,red\n",
}
MAY = "/?period=custom&days=2026-05-01&days=2026-05-31"


def drop(someone, *files):
    """Drop files on the Data page."""
    page = someone.open("/data")
    page.set_input_files("input[type=file]", files)
    page.locator(".st-key-dropped").wait_for()
    someone.settle()
    return page


def fill(someone, *files):
    """Drop files on the Data page, import them, and wait for the receipt."""
    page = drop(someone, *files)
    page.get_by_role("button", name="Import", exact=True).click()
    page.locator(".st-key-receipt").get_by_text("0 refused").wait_for()
    someone.settle()


def take_back(someone):
    """Take the newest import back, from its receipt."""
    page = someone.open("/data")
    page.locator(".st-key-imports tbody tr").first.click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    page.get_by_text("was taken back;").wait_for()


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
    page.get_by_text("Leads were judged again").wait_for()

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


@pytest.mark.parametrize("system", ["hubspot", "salesforce"])
def test_an_export_goes_from_the_file_dialog_to_tiles_and_back(owner, system):
    fill(owner, *sorted((SAMPLES / system).glob("*.csv")))
    page = owner.page
    changed = page.locator(".st-key-receipt tr", has_text="Acceptance rate").inner_text()

    owner.open(SPRING)
    filled = owner.tiles()
    take_back(owner)
    owner.open(SPRING)

    assert "→" in changed
    assert int(filled["mql_new"]) > 9
    assert owner.tiles() == {}
    assert (owner.complaints, owner.foreign) == ([], [])


def test_a_reload_during_an_import_shows_it_and_then_its_receipt(owner, own_folder):
    page = drop(owner, LEADS)
    with writers_lock(own_folder, "import first.csv", 0):
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_text("waiting until another import is done").wait_for()
        page.reload()
        page.get_by_text("Importing lifecycle_event.csv: waiting").wait_for()

    page.get_by_role("button", name="Open receipt").click()

    page.get_by_text("1 read = 1 loaded + 0 unchanged + 0 refused").wait_for()
    take_back(owner)


def test_unknown_columns_are_proposed_corrected_and_remembered(owner):
    page = drop(owner, ODD)
    assert page.get_by_role("button", name="Import", exact=True).is_disabled()
    page.get_by_text("Not known; proposed below").wait_for()

    owner.choose("Another column", "Favourite")
    owner.choose("It is", "Segment")
    page.get_by_role("button", name="Read it so").first.click()
    page.get_by_text("Segment ← Favourite").wait_for()
    page.get_by_role("button", name="Import", exact=True).click()
    page.locator(".st-key-receipt").wait_for()

    drop(owner, ODD)
    assert page.get_by_text("by the mapping remembered for these columns").is_visible()
    assert page.get_by_role("button", name="Import", exact=True).is_enabled()
    page.get_by_role("button", name="Discard").click()
    take_back(owner)


def test_markup_and_formulas_from_data_stay_text_on_the_page_and_in_the_file(wicked):
    page = wicked.page

    page.get_by_role("dialog").get_by_text(WICKED).wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    text = download.value.path().read_text("utf-8-sig")

    assert page.locator("img[src='x'], a[href*='evil.example']").count() == 0
    assert (wicked.complaints, wicked.foreign) == ([], [])
    assert f"'{FORMULA}" in text
    assert WICKED in text
    assert f",{FORMULA}" not in text
