"""Places: where the page's own files lie, and under which addresses they are served."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
PAGES = ROOT / "pages"
ASSETS = Path(__file__).parent / "assets"
PLOTLY = "/assets/plotly-basic-4.1.1.min.js"


def _stamp(folder: Path) -> str:
    content = b"".join(path.read_bytes() for path in sorted(folder.glob("*")))
    return hashlib.sha256(content).hexdigest()[:10]


# The package name carries the files' stamp, so the browser may keep them for ever.
PACKAGE = f"revdash-{_stamp(ASSETS)}"
COMPONENT = f"{PACKAGE}.view"
PREFIX = f"/_stcore/bidi-components/{COMPONENT}"
