"""The bundles: compressed once, kept in a folder, served for ever."""

from concurrent.futures import ThreadPoolExecutor

import anyio
import brotli
import pytest
from starlette.responses import PlainTextResponse

from revdash.ui.bundles import Bundles, Shelf


@pytest.fixture
def shelf(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "page.js").write_text("let a = 1;\n" * 100)
    (folder / "font.woff2").write_bytes(b"wOF2")
    return Shelf({"/assets": folder}, cache=tmp_path / "cache")


def ask(shelf, path="/assets/page.js", encodings="gzip, br", method="GET"):
    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"accept-encoding", encodings.encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    with ThreadPoolExecutor(1) as beside:  # a browser test may keep a loop in this thread
        beside.submit(
            anyio.run, Bundles(PlainTextResponse("passed on"), shelf), scope, None, send
        ).result()
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}, sent[1]["body"]


def test_a_text_is_served_compressed(shelf):
    shelf.compress()

    headers, body = ask(shelf)

    assert headers["content-encoding"] == "br"
    assert brotli.decompress(body).startswith(b"let a = 1;")


def test_a_text_is_served_as_it_is_while_the_compression_runs(shelf):
    headers, body = ask(shelf)

    assert "content-encoding" not in headers
    assert body.startswith(b"let a = 1;")


def test_a_browser_that_takes_no_brotli_gets_the_plain_text(shelf):
    shelf.compress()

    headers, _body = ask(shelf, encodings="gzip")

    assert "content-encoding" not in headers


@pytest.mark.parametrize("path", ["/assets/page.js", "/assets/font.woff2"])
def test_a_file_may_be_kept_for_ever(shelf, path):
    headers, _body = ask(shelf, path)

    assert "immutable" in headers["cache-control"]


@pytest.mark.parametrize("path", ["/assets/../secret", "/assets/none.js", "/other", "/assets"])
def test_only_files_on_the_shelf_are_served(shelf, path):
    assert ask(shelf, path)[1] == b"passed on"


def test_a_script_is_served_as_javascript(shelf):
    assert ask(shelf)[0]["content-type"].startswith("text/javascript")


def test_the_second_start_compresses_nothing(shelf, tmp_path):
    shelf.compress()
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(b"kept")

    again = Shelf({"/assets": tmp_path / "files"}, cache=tmp_path / "cache")
    again.compress()

    assert again.compressed["/assets/page.js"] == b"kept"


def test_a_folder_that_cannot_be_written_costs_only_the_cache(shelf, tmp_path):
    shelf.cache = tmp_path / "files" / "font.woff2" / "cache"

    shelf.compress()

    assert ask(shelf)[0]["content-encoding"] == "br"
