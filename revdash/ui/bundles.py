"""Bundles: static files compressed once in the background, served with long cache headers."""

import hashlib
import logging
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import brotli
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger(__name__)

CACHE = Path.home() / ".cache" / "revdash" / "bundles"
FOREVER: Final = "public, max-age=31536000, immutable"
TEXTS: Final = frozenset({".js", ".css", ".svg", ".json"})
QUALITY: Final = 9  # 4 % larger than 11 and twenty times quicker
mimetypes.add_type("text/javascript", ".js")  # some systems say application/x-javascript
mimetypes.add_type("font/woff2", ".woff2")


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A file under a name that changes with its content, so it may be cached for ever."""

    path: Path
    media_type: str


class Shelf:
    """The static files by address, and what is compressed of them so far."""

    def __init__(self, folders: Mapping[str, Path], cache: Path = CACHE) -> None:
        """Put every file of *folders* (address prefix to folder) on the shelf."""
        self.cache = cache
        self.compressed: dict[str, bytes] = {}
        self.bundles = {
            f"{prefix}/{path.relative_to(folder).as_posix()}": _bundle(path)
            for prefix, folder in folders.items()
            for path in _files(folder)
        }

    def compress(self) -> None:
        """Compress every text that is not in the cache folder yet, ours first."""
        for address in sorted(self.bundles, key=lambda address: address.startswith("/static/")):
            bundle = self.bundles[address]
            if bundle.path.suffix in TEXTS:
                self.compressed[address] = self._compressed(bundle.path.read_bytes())

    def _compressed(self, content: bytes) -> bytes:
        kept = self.cache / f"{hashlib.sha256(content).hexdigest()}.br"
        if kept.is_file():
            return kept.read_bytes()
        small = brotli.compress(content, quality=QUALITY)
        try:
            self.cache.mkdir(parents=True, exist_ok=True)
            building = kept.with_suffix(".building")
            building.write_bytes(small)
            building.replace(kept)
        except OSError as problem:
            log.info("bundles stay in memory only: %s", problem)
        return bytes(small)


class Bundles:
    """Answer requests for files on the shelf; pass everything else on."""

    def __init__(self, app: ASGIApp, shelf: Shelf) -> None:
        """Serve *shelf* in front of *app*."""
        self.app = app
        self.shelf = shelf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the compressed file when there is one and the browser takes it."""
        address = scope.get("path", "")
        bundle = self.shelf.bundles.get(address) if scope["type"] == "http" else None
        if bundle is None or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        small = self.shelf.compressed.get(address)
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        if small is not None and "br" in Headers(scope=scope).get("accept-encoding", ""):
            headers["Content-Encoding"] = "br"
            content = small
        else:
            content = await to_thread.run_sync(bundle.path.read_bytes)
        answer = Response(content, media_type=bundle.media_type, headers=headers)
        await answer(scope, receive, send)


def _bundle(path: Path) -> Bundle:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Bundle(path=path, media_type=kind)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
