"""The shell: Streamlit's page, ours before the first paint, under a policy without exceptions."""

import re
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from starlette.responses import PlainTextResponse

from revdash.ui import places, shell

PAGE = shell.page(has_charts=True)


def is_page(path, method="GET"):
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": []}
    with ThreadPoolExecutor(1) as beside:  # a browser test may keep a loop in this thread
        beside.submit(
            anyio.run, shell.Shell(PlainTextResponse("passed on")), scope, None, send
        ).result()
    return sent[1]["body"].startswith(b"<!DOCTYPE html>")


def test_the_page_asks_no_other_host():
    assert not re.search(r"(src|href)=\"(https?:)?//", PAGE)


def test_the_page_is_named_ours():
    assert "<title>revdash</title>" in PAGE
    assert "Streamlit</title>" not in PAGE


def test_every_address_in_the_head_is_a_file_of_ours():
    addresses = re.findall(r"(?:href|src)=\"\.(/assets/[^\"]+|/_stcore/[^\"]+)\"", PAGE)
    folders = {"/assets": places.STATIC, places.PREFIX: places.ASSETS}

    assert len(addresses) > 10
    for address in addresses:
        prefix, _, name = address.rpartition("/")
        assert (folders[prefix] / name).is_file()


def test_only_the_home_page_loads_the_charts_at_once():
    assert places.PLOTLY in PAGE
    assert places.PLOTLY not in shell.page()


def test_what_the_first_page_needs_is_fetched_at_once():
    assert re.search(r"modulepreload[^>]+/static/js/BidiComponent\.", PAGE)
    assert f"{places.PREFIX}/tiles.js" in PAGE


def test_the_scripts_agree_where_the_chart_library_lies():
    assert places.PLOTLY in (places.ASSETS / "chart.js").read_text()


def test_the_policy_allows_scripts_by_file_or_by_hash_only():
    policy = shell.content_policy(PAGE)
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))

    assert re.fullmatch(r"script-src 'self'( 'sha256-[\w+/=]{44}')", scripts)


def test_the_policy_forbids_frames_and_foreign_images():
    policy = shell.content_policy(PAGE)

    assert "frame-ancestors 'none'" in policy
    assert "img-src 'self' data: blob:" in policy


@pytest.mark.parametrize("path", ["/", "/definitions", "/data", "/no-such-page"])
def test_a_page_address_gives_the_page(path):
    assert is_page(path)


@pytest.mark.parametrize(
    "path",
    ["/healthz", "/media/a.csv", "/static/js/a.js", "/_stcore/health", "/data/_stcore/health"],
)
def test_an_endpoint_is_passed_on(path):
    assert not is_page(path)


def test_only_reading_gives_the_page():
    assert not is_page("/", method="POST")


@pytest.mark.parametrize("sheet", sorted(places.ASSETS.glob("*.css")), ids=lambda path: path.name)
def test_no_style_looks_from_the_root_for_what_comes_later(sheet):
    text = sheet.read_text(encoding="utf-8")

    assert not re.search(r'(:root|body|stApp"\]|\.stApp):has\(', text)
