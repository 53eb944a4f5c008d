"""The command line, run in this process, and in one of its own where that matters."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from revdash import api, cli

ROOT = Path(__file__).parents[2]


class Ended(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command as a terminal would, without a process of its own."""

    def _run(*words):
        monkeypatch.setattr(sys, "argv", ["revdash", *map(str, words)])
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        return Ended(code, *capsys.readouterr())

    yield _run
    api.house().close()


@pytest.fixture
def on_demo(run, short_demo_folder):
    """Run a command on eight weeks of the demo, for looking."""
    return lambda *words: run("--data", short_demo_folder, *words)


@pytest.fixture
def own_empty(empty_folder, tmp_path):
    """The folder of a new company without data, to be written."""
    return Path(shutil.copytree(empty_folder, tmp_path / "data"))


@pytest.fixture
def started():
    """Start the command line in a process of its own; it is ended with the test."""
    processes = []

    def _started(*words):
        command = [sys.executable, "-m", "revdash", *map(str, words)]
        pipe = subprocess.PIPE
        processes.append(subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True))
        return processes[-1]

    yield _started
    for process in processes:
        process.terminate()
        process.communicate(timeout=30)
