"""Command line: verbs are commands; every mistake of yours is one line and exit code 2."""

import signal
import sys
from types import FrameType
from typing import NoReturn

from revdash.errors import RevdashError

INTERRUPTED = 130  # what a shell expects of a program stopped by Ctrl-C
TERMINATED = 143  # and of one that a server, or the machine on its way down, asks to end
STOPPED = "revdash: Stopped. What was not finished left no trace.\n"


def main() -> None:
    """Run the command given; the entry point of ``revdash``."""
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        _run()
    except SystemExit as end:
        if end.code == TERMINATED:
            sys.stderr.write(STOPPED)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """End as Ctrl-C does: what is being written is swept away, and no second word stops that.

    An import is not finished first: that may take minutes, and who asks waits for seconds.
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(TERMINATED)


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
        if signal.getsignal(signal.SIGTERM) == signal.SIG_IGN:
            sys.exit(TERMINATED)
        sys.stderr.write(STOPPED)
        sys.exit(INTERRUPTED)
