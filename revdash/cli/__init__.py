"""Command line: verbs are commands; every mistake of yours is one line and exit code 2."""

import sys

from revdash.errors import RevdashError


def main() -> None:
    """Run the command given; the entry point of ``revdash``."""
    from revdash.cli.commands import app  # noqa: PLC0415  `--version` need not load DuckDB

    try:
        app(standalone_mode=True)
    except RevdashError as error:
        sys.stderr.write(f"revdash: {error}\n")
        sys.exit(2)
