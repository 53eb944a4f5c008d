"""Serving: the app in this process, on the first free port."""

import os
import runpy
import socket
import sys
import webbrowser
from ipaddress import ip_address
from threading import Timer

from revdash import api
from revdash.cli.printing import say
from revdash.config import PROJECT_FOLDER
from revdash.errors import ConfigError

PORTS_TRIED, LAST_PORT = 20, 65535


def serve_forever(address: str, port: int, *, opens_browser: bool = False) -> None:
    """Serve ``app.py`` until stopped, from the house this process is in; say the address first."""
    _assert_local(address)
    free = free_port(address, port)
    if free != port:
        say(f"Port {port} is taken; using {free}.")
    url = f"http://{_in_url(address)}:{free}"
    say(f"revdash is at {url} (Ctrl+C stops it)")
    sys.stdout.flush()
    if opens_browser:
        Timer(2.0, webbrowser.open, [url]).start()
    os.chdir(PROJECT_FOLDER)
    sys.argv = [
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        str(free),
        "--server.address",
        address,
    ]
    try:
        runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    finally:
        _say_what_goes_on()


def _say_what_goes_on() -> None:
    """Name the imports that were begun on the Data page: they end by themselves."""
    for job in api.jobs(api.COMMAND_LINE):
        if job.is_running:
            say(f"{job.title}: the import goes on by itself; the Data page will have its receipt.")


def free_port(address: str, first: int) -> int:
    """The first port from *first* on that nobody listens on."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    ports = range(first, min(first + PORTS_TRIED, LAST_PORT + 1))
    for port in ports:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return port
    raise ConfigError(
        f"Ports {ports[0]} to {ports[-1]} are all taken on {address}. Give another with --port."
    )


def _in_url(address: str) -> str:
    if address == "127.0.0.1":
        return "localhost"
    return f"[{address}]" if ":" in address else address


def _assert_local(address: str) -> None:
    try:
        is_local = ip_address(address).is_loopback
    except ValueError:
        is_local = address == "localhost"
    if not is_local:
        raise ConfigError(
            f"The app would listen on {address} for everybody, and it has no sign-in yet. "
            "Leave the address at 127.0.0.1; reach it from elsewhere by a tunnel of your own."
        )
