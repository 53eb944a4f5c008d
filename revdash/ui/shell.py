"""The shell: Streamlit's one HTML page with our styles in it, and the policy that guards it."""

import base64
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from revdash.charts import theme
from revdash.ui.places import ASSETS, PLOTLY, PREFIX

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
FIRST_PARTS = ("BidiComponent", "Selectbox", "Popover")  # Streamlit's chunks of the first page
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_AGENT_LINK = re.compile(r'<link rel="service-desc"[^>]*>')
_HEAD = f"""<title>revdash</title>
    <meta name="color-scheme" content="light dark" />
    <style>{theme.style_sheet()}</style>
    <link rel="stylesheet" href=".{PREFIX}/page.css" />
    <link rel="stylesheet" href=".{PREFIX}/view.css" />
    <link rel="stylesheet" href=".{PREFIX}/outcomes.css" />
    <link rel="stylesheet" href=".{PREFIX}/worklist.css" />
    <link rel="stylesheet" href=".{PREFIX}/health.css" />
    <link rel="stylesheet" href=".{PREFIX}/meeting.css" />
    <link rel="preload" href="./assets/inter-5.3.0-latin.woff2" as="font" type="font/woff2"
      crossorigin />"""
_CHARTS = f'<script async src=".{PLOTLY}"></script>'  # the home page is sure to need them
_IMPORT = re.compile(r"""(?:from|import)\s*["`']\./([\w.-]+\.js)["`']""")
_OTHER_FONT = re.compile(r'<link\s+rel="preload"\s+href="\./static/media/SourceSans[^>]*>')
_FRESH = {"Cache-Control": "no-cache"}
_NO_SCRIPT = "<noscript><p>revdash needs JavaScript to show its pages.</p></noscript>"


def static_folder() -> Path:
    """Return the folder of Streamlit's own page and bundles."""
    return Path(streamlit.__file__).parent / "static"


def page(*, has_charts: bool = False) -> str:
    """Return Streamlit's page with our styles, so that the first paint is already ours."""
    html = (static_folder() / "index.html").read_text(encoding="utf-8")
    for unwanted in (_COMMENT, _AGENT_LINK, _OTHER_FONT):
        html = unwanted.sub("", html)
    html = _NOSCRIPT.sub(_NO_SCRIPT, html).replace("./favicon.png", "./assets/favicon.svg")
    html = html.replace("window.prerenderReady = false", _SCRIPT)
    html = html.replace("</head>", f"{_preloads(html)}{_CHARTS if has_charts else ''}</head>")
    return html.strip().replace("<title>Streamlit</title>", _HEAD)


def _preloads(html: str) -> str:
    """Return links that fetch at once what the first page needs beyond Streamlit's own links."""
    ours = [f".{PREFIX}/{path.name}" for path in sorted(ASSETS.glob("*.js"))]
    scripts = static_folder() / "static" / "js"
    entries = [path for name in FIRST_PARTS for path in scripts.glob(f"{name}.*.js")]
    wanted = [f"./static/js/{name}" for name in sorted(_needed(entries))]
    links = [address for address in ours + wanted if address not in html]
    return "".join(f'<link rel="modulepreload" crossorigin href="{link}">' for link in links)


def _needed(entries: list[Path]) -> set[str]:
    """Return the names of *entries* and of all that they import at once."""
    needed: set[str] = set()
    while entries:
        entry = entries.pop()
        if entry.name not in needed:
            needed.add(entry.name)
            names = _IMPORT.findall(entry.read_text(encoding="utf-8"))
            entries += [entry.parent / name for name in names]
    return needed


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

    def __init__(self, app: ASGIApp) -> None:
        """Serve the page in front of *app*."""
        self.app = app
        self.home = HTMLResponse(page(has_charts=True), headers=_FRESH)
        self.other = HTMLResponse(page(), headers=_FRESH)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the page for an address that is neither a file nor an endpoint."""
        if not _is_page(scope):
            await self.app(scope, receive, send)
            return
        answer = self.home if scope["path"] == "/" else self.other
        await answer(scope, receive, send)


def _is_page(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] in {"GET", "HEAD"}
        and not scope["path"].startswith(NOT_PAGES)
        and "/_stcore/" not in scope["path"]  # asked under a page's address: must stay a 404
        and "." not in scope["path"]
    )
