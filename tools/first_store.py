"""First store: the demo company for a folder that has no store yet; any other is left alone."""

import subprocess
import sys

from revdash.config import read_settings


def main() -> int:
    """Fill the data folder when there is none."""
    folder = read_settings().data
    if (folder / "CURRENT").exists():
        return 0
    sys.stdout.write(f"There is no store in {folder} yet: filling it with the demo company.\n")
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "revdash", "demo"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
