"""Two counts in a browser: two files dropped, the sentence read, a cause opened, on a phone too."""

import pytest

MARKETING = (
    b"Email,MQL Date\nann@x.example,2026-05-12\nann@x.example,2026-05-13\nbo@x.example,2026-05-13\n"
)
SALES = b"Email,Day\nann@x.example,2026-05-12\n"
ADDRESS = "/feedback?tab=Two+counts&period=2026-05-01..2026-05-31"


def bring(someone, side, content):
    """Choose a file as one side's list, and drop it."""
    page = someone.page
    someone.choose(f"{side.capitalize()}'", "A file …")
    dropped = page.locator(f".st-key-counts-{side}-file input[type=file]")
    dropped.set_input_files({"name": f"{side}.csv", "mimeType": "text/csv", "buffer": content})
    someone.settle()


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_two_files_are_parted_by_cause_and_each_cause_opens(reader, size):
    someone = reader(*size)
    page = someone.open(ADDRESS)

    bring(someone, "marketing", MARKETING)
    bring(someone, "sales", SALES)
    page.get_by_text("Marketing counts 3, sales 1, 2 apart").wait_for()
    page.get_by_text("Listed twice, see line 2.").wait_for()
    page.locator("[data-part=row-UNEXPLAINED]").click()

    page.get_by_text("Nothing loaded says why sales' list is without it.").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert someone.axe() == []
    assert someone.complaints == []
    assert someone.foreign == []
