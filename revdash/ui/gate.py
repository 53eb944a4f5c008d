"""The gate: who may speak to the server at all, and the security headers on every answer."""

import logging
from collections.abc import Iterable
from functools import cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import config

from revdash.errors import ConfigError

log = logging.getLogger(__name__)

CLOSED_PATHS = ("/_stcore/metrics", "/_stcore/agent")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
LOOPBACK_ADDRESSES = frozenset({"localhost", "127.0.0.1", "::1"})
REFUSED = 4403  # a websocket close code of the private range that says "forbidden"


@cache
def allowed_hosts() -> frozenset[str]:
    """Return every Host header we answer to: loopback with our port, and the configured names."""
    port = config.get_option("server.port")
    ours = {f"{name}:{port}" for name in LOOPBACK}
    if port == 80:  # noqa: PLR2004  browsers leave the default port out
        ours |= set(LOOPBACK)
    return frozenset(ours | set(config.get_option("server.allowedHosts") or ()))


def refuse_open_doors() -> None:
    """Refuse to listen to other machines: until there is a sign-in, anybody would be let in."""
    address = config.get_option("server.address")
    if address not in LOOPBACK_ADDRESSES:
        raise ConfigError(
            f"server.address is {address or 'every address of this machine'!r}, and revdash has no "
            "sign-in yet. Listen on 127.0.0.1; to reach it from elsewhere, use a tunnel "
            "(`ssh -L 8501:localhost:8501 …`)."
        )


class Gate:
    """Refuse foreign hosts, foreign origins and closed paths before Streamlit sees them.

    Streamlit itself accepts a websocket without an Origin, and answers a wrong one with a
    blocking call to another host; neither may happen.
    """

    def __init__(self, app: ASGIApp, content_policy: str, hosts: Iterable[str] = ()) -> None:
        """Stand before *app*; *hosts* are answered to beside the configured ones."""
        self.app = app
        self.content_policy = content_policy
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self.app(scope, receive, self._with_headers(scope, send))
            return
        log.warning("refused %s %s: %s", scope["type"], scope["path"], refusal)
        if scope["type"] == "websocket":
            await WebSocketClose(code=REFUSED, reason=refusal)(scope, receive, send)
            return
        status = 404 if refusal == "closed path" else 403
        answer = PlainTextResponse(refusal, status_code=status)
        await answer(scope, receive, self._with_headers(scope, send))

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self.hosts and host not in allowed_hosts():
            return "unknown host"
        if scope["path"].startswith(CLOSED_PATHS):
            return "closed path"
        origin = headers.get("origin")
        must_match = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if must_match and origin not in (f"http://{host}", f"https://{host}"):
            return "foreign origin"
        return None

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self.content_policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Frame-Options"] = "DENY"
                headers["Referrer-Policy"] = "same-origin"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
                if scope["path"].startswith("/media"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        return send_with_headers
