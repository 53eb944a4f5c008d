"""The shell: Streamlit's one HTML page with our styles in it, and the policy that guards it."""

import base64
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from revdash.charts import theme
from revdash.ui.places import PLOTLY, PREFIX

NOT_PAGES = ("/static/", "/media/", "/component/", "/assets/", "/healthz", "/auth/")
# Said at once, so that the page need not feel its way up from /definitions/_stcore/… by 404s.
_SCRIPT = """window.prerenderReady = false
      window.__streamlit = {
        BACKEND_BASE_URL: location.origin + "/",
        HOST_CONFIG: {
          allowedOrigins: [location.origin],
          useExternalAuthToken: false,
          enableCustomParentMessages: false,
          blockErrorDialogs: false,
        },
      }"""
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_AGENT_LINK = re.compile(r'<link rel="service-desc"[^>]*>')
_HEAD = f"""<title>revdash</title>
    <meta name="color-scheme" content="light dark" />
    <style>{theme.style_sheet()}</style>
    <link rel="stylesheet" href=".{PREFIX}/page.css" />
    <link rel="stylesheet" href=".{PREFIX}/view.css" />
    <link rel="preload" href="./assets/inter-5.3.0-latin.woff2" as="font" type="font/woff2"
      crossorigin />
    <link rel="modulepreload" href=".{PREFIX}/view.js" />
    <link rel="preload" href=".{PLOTLY}" as="script" />"""
_OTHER_FONT = re.compile(r'<link\s+rel="preload"\s+href="\./static/media/SourceSans[^>]*>')
_NO_SCRIPT = "<noscript><p>revdash needs JavaScript to show its pages.</p></noscript>"


def static_folder() -> Path:
    """Return the folder of Streamlit's own page and bundles."""
    return Path(streamlit.__file__).parent / "static"


def page() -> str:
    """Return Streamlit's page with our styles, so that the first paint is already ours."""
    html = (static_folder() / "index.html").read_text(encoding="utf-8")
    for unwanted in (_COMMENT, _AGENT_LINK, _OTHER_FONT):
        html = unwanted.sub("", html)
    html = _NOSCRIPT.sub(_NO_SCRIPT, html).replace("./favicon.png", "./assets/favicon.svg")
    html = html.replace("window.prerenderReady = false", _SCRIPT)
    return html.replace("<title>Streamlit</title>", _HEAD)


def content_policy(html: str) -> str:
    """Return the policy under which *html* runs: our files and its own inline script only."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE_SCRIPT.findall(html)
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Shell:
    """Answer every page address with the one page; pass everything else on."""

    def __init__(self, app: ASGIApp, html: str) -> None:
        """Serve *html* in front of *app*."""
        self.app = app
        self.answer = HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the page for an address that is neither a file nor an endpoint."""
        is_page = (
            scope["type"] == "http"
            and scope["method"] in {"GET", "HEAD"}
            and not scope["path"].startswith(NOT_PAGES)
            and "/_stcore/" not in scope["path"]  # asked under a page's address: must stay a 404
            and "." not in scope["path"]
        )
        await (self.answer if is_page else self.app)(scope, receive, send)
