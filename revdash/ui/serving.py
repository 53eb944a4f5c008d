"""Serving: the parts of the ASGI app: warm start, health, the gate, static files, errors."""

import gc
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Final

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from revdash import api
from revdash.ui import problems, shell
from revdash.ui.bundles import Bundles, Shelf
from revdash.ui.gate import Gate, refuse_open_doors
from revdash.ui.places import ASSETS, PREFIX, ROOT, STATIC

log = logging.getLogger(__name__)

FRAME: Final = ROOT / "revdash" / "ui" / "frame.py"
WARM_IMPORTS: Final = ("pandas", "pyarrow", "duckdb", "sqlalchemy", "revdash.ui.data")

_shelf = Shelf(
    {"/assets": STATIC, PREFIX: ASSETS, "/static": shell.static_folder() / "static"},
)


async def healthz(_request: Request) -> JSONResponse:
    """Say that the server answers, and from which release."""
    return JSONResponse({"status": "ok", "release": api.release()})


ROUTES: Final[list[BaseRoute]] = [Route("/healthz", healthz)]
MIDDLEWARE: Final = [
    Middleware(Gate, content_policy=shell.content_policy(shell.page())),
    Middleware(Bundles, shelf=_shelf),
    Middleware(shell.Shell),
]


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Warm the process before the first visitor; then keep all that out of garbage runs."""
    refuse_open_doors()
    await to_thread.run_sync(_warm)
    threading.Thread(target=_shelf.compress, name="bundles", daemon=True).start()
    yield


def _warm() -> None:
    for name in WARM_IMPORTS:
        import_module(name)
    api.warm()
    gc.collect()
    gc.freeze()


def on_script_error(problem: Exception) -> bool:
    """Show *problem* our way; Streamlit's own display stays off."""
    problems.show(problem)
    return True
