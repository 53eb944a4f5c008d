"""Serving: the demo company and the app on a free port, for what is measured from outside."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from revdash.api.actors import COMMAND_LINE
from revdash.api.house import move_in
from revdash.api.set_up import demo
from revdash.config import PROJECT_FOLDER, Settings

PATIENCE = 90  # seconds a server may take to start


@contextmanager
def demo_folder() -> Iterator[Path]:
    """Keep a new demo company for the length of a block; gives its folder."""
    with TemporaryDirectory() as folder:
        house = move_in(Settings(data=Path(folder)))
        demo(house, COMMAND_LINE)
        house.close()
        yield Path(folder)


@contextmanager
def demo_served() -> Iterator[str]:
    """Serve a new demo company for the length of a block; gives the address."""
    with demo_folder() as folder, served(folder) as address:
        yield address


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve *folder* on a free port for the length of a block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = PROJECT_FOLDER / "bench" / "served" / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    paths = {"REVDASH_DATA": str(folder), "PYTHONPATH": str(PROJECT_FOLDER)}
    environment = {**os.environ, **paths}  # noqa: TID251  the server's own
    server = subprocess.Popen(  # noqa: S603  our own server
        command, cwd=PROJECT_FOLDER, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        address = f"http://localhost:{port}"
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310  our own server
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
