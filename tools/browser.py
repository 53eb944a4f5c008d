"""Browser: finds a Chromium for the tests, or installs one the way the platform offers."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
HELP = """No Chromium was found, and none could be installed.
Install one and run make test again:
  Debian, Ubuntu   sudo apt-get install chromium
  Fedora           sudo dnf install chromium
  macOS            brew install --cask chromium
  elsewhere        .venv/bin/python -m playwright install chromium
"""


def find_browser() -> str | None:
    """The path of a Chromium that is there, if any."""
    on_path = (shutil.which(name) for name in NAMES)
    in_place = (path for path in APPS if Path(path).exists())
    return next((path for path in (*on_path, *in_place, _of_playwright()) if path), None)


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  absent while installing

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> None:
    """Try the platform's own way; what it prints is shown."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-yq", "chromium"]):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    if find_browser() is None:
        install = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(install, check=False)


def main() -> int:
    """Say which browser the tests will use; 1 when there is none to be had."""
    if find_browser() is None:
        sys.stdout.write("No Chromium found: installing one for the tests.\n")
        sys.stdout.flush()
        _install()
    found = find_browser()
    sys.stdout.write(f"The tests use {found}\n" if found else HELP)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
