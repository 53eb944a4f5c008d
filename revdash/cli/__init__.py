"""Command line: verbs are commands; every mistake of yours is one line and exit code 2."""

import sys

from revdash.errors import RevdashError


def main() -> None:
    """Run the command given; the entry point of ``revdash``."""
    from revdash.cli.commands import app  # noqa: PLC0415  the package loads nothing heavy
    from revdash.cli.printing import plain  # noqa: PLC0415

    try:
        app(standalone_mode=True)
    except RevdashError as error:
        sys.stderr.write(f"revdash: {plain(str(error))}\n")
        sys.exit(2)
