"""The gate: foreign hosts and origins are refused before Streamlit hears of them."""

from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from starlette.responses import PlainTextResponse
from streamlit import config

from revdash.errors import ConfigError
from revdash.ui.gate import Gate, refuse_open_doors

HERE = "localhost:8501"
POLICY = "default-src 'self'"


def ask(kind="http", method="GET", path="/", host=HERE, **headers):
    """Ask a gate in front of a plain page; return the first message of the answer."""
    sent = []

    async def inner(scope, receive, send):
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        else:
            await PlainTextResponse("page")(scope, receive, send)

    async def receive():
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    async def send(message):
        sent.append(message)

    given = {"host": host, **headers}
    pairs = [(name.encode(), value.encode()) for name, value in given.items()]
    scope = {"type": kind, "method": method, "path": path, "headers": pairs}
    with ThreadPoolExecutor(1) as beside:  # a browser test may keep a loop in this thread
        beside.submit(
            anyio.run, Gate(inner, content_policy=POLICY, hosts=[HERE]), scope, receive, send
        ).result()
    return sent[0]


def header(message, name):
    return dict(message["headers"]).get(name.encode(), b"").decode()


def test_a_page_of_ours_passes():
    assert ask()["status"] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:9999", "", "localhost:8501.evil.example"]
)
def test_an_unknown_host_is_refused(host):
    assert ask(host=host)["status"] == 403


def test_our_own_websocket_passes():
    assert ask("websocket", origin=f"http://{HERE}")["type"] == "websocket.accept"


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "null"}, {"origin": "https://evil.example"}, {"origin": "http://localhost:9"}],
    ids=str,
)
def test_a_websocket_from_elsewhere_is_refused_at_once(headers):
    assert ask("websocket", **headers)["type"] == "websocket.close"


def test_a_rebound_name_is_refused_though_its_origin_matches():
    answer = ask("websocket", host="evil.example", origin="http://evil.example")

    assert answer["type"] == "websocket.close"


def test_an_upload_from_elsewhere_is_refused():
    assert ask(method="PUT", origin="https://evil.example")["status"] == 403


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/mcp"])
def test_closed_paths_do_not_exist(path):
    assert ask(path=path)["status"] == 404


@pytest.mark.parametrize("host", [HERE, "evil.example"])
def test_every_answer_carries_the_security_headers(host):
    answer = ask(host=host)

    assert header(answer, "content-security-policy") == POLICY
    assert header(answer, "x-content-type-options") == "nosniff"
    assert header(answer, "x-frame-options") == "DENY"
    assert header(answer, "referrer-policy") == "same-origin"


def test_files_handed_out_are_not_kept_by_anyone():
    assert header(ask(path="/media/abc.csv"), "cache-control") == "no-store"


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", None])  # noqa: S104  refused
def test_the_app_refuses_to_listen_to_other_machines(address):
    kept = config.get_option("server.address")
    config.set_option("server.address", address)

    with pytest.raises(ConfigError, match="no sign-in yet"):
        refuse_open_doors()

    config.set_option("server.address", kept)
