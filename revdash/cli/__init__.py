"""Command line: verbs are commands; every mistake of yours is one line and exit code 2."""

import signal
import sys

from revdash.cli.ending import INTERRUPTED, TERMINATED, is_stopped, stop
from revdash.errors import RevdashError

STOPPED = "revdash: Stopped. What was not finished left no trace.\n"


def main() -> None:
    """Run the command given; the entry point of ``revdash``."""
    before = signal.signal(signal.SIGTERM, stop)
    try:
        _run()
    except SystemExit as end:
        if end.code == TERMINATED and is_stopped():
            sys.stderr.write(STOPPED)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _run() -> None:
    try:
        from revdash.cli.commands import app  # noqa: PLC0415  the package loads nothing heavy

        app(standalone_mode=True)
    except RevdashError as error:
        from revdash.cli.printing import plain  # noqa: PLC0415

        sys.stderr.write(f"revdash: {plain(str(error))}\n")
        sys.exit(2)
    except (KeyboardInterrupt, RuntimeError) as error:
        # DuckDB answers a signal in a statement with a RuntimeError of its own
        if isinstance(error, RuntimeError) and "interrupted" not in str(error).lower():
            raise
        if is_stopped():
            sys.exit(TERMINATED)
        sys.stderr.write(STOPPED)
        sys.exit(INTERRUPTED)
