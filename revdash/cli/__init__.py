"""Command line: verbs are commands; every mistake of yours is one line and exit code 2."""

import sys

from revdash.errors import RevdashError

INTERRUPTED = 130  # what a shell expects of a program stopped by Ctrl-C


def main() -> None:
    """Run the command given; the entry point of ``revdash``."""
    try:
        from revdash.cli.commands import app  # noqa: PLC0415  the package loads nothing heavy

        app(standalone_mode=True)
    except RevdashError as error:
        from revdash.cli.printing import plain  # noqa: PLC0415

        sys.stderr.write(f"revdash: {plain(str(error))}\n")
        sys.exit(2)
    except (KeyboardInterrupt, RuntimeError) as error:
        # DuckDB answers Ctrl-C in a statement with a RuntimeError of its own
        if isinstance(error, RuntimeError) and "interrupted" not in str(error).lower():
            raise
        sys.stderr.write("revdash: Stopped. What was not finished left no trace.\n")
        sys.exit(INTERRUPTED)
