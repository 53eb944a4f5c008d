"""What tests of several rooms share: one data folder with the demo company."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CLI = "from revdash.cli import main; main()"


def run_revdash(folder, *words):
    """Run the command line on *folder*."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVDASH_DATA", str(folder))
        subprocess.run([sys.executable, "-c", CLI, *words], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """A data folder with the demo company; for looking, not for writing."""
    return run_revdash(tmp_path_factory.mktemp("demo"), "demo")


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory):
    """A data folder after `revdash init`: a company, and nothing loaded."""
    return run_revdash(tmp_path_factory.mktemp("empty"), "init")
