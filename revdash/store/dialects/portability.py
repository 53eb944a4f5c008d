"""Portability: a statement in every engine's SQL, and the constructs that not all of them have."""

import re

from sqlalchemy.engine import make_url
from sqlalchemy.exc import NoSuchModuleError
from sqlalchemy.sql import ClauseElement

from revdash.errors import StoreError

DIALECTS = ("duckdb", "postgresql", "databricks")

# What stands between quotes is data or a name, and a comment is neither: none is judged.
_QUOTED = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | --[^\n]* | /\*.*?\*/""",
    re.VERBOSE | re.DOTALL,
)

_FORBIDDEN = {
    "FILTER": r"(?<![.\w])FILTER\s*\(",
    "QUALIFY": r"(?<![.\w])QUALIFY\b",
    "ASOF": r"(?<![.\w])ASOF\b",
    "DISTINCT ON": r"\bDISTINCT\s+ON\b",
    "INTERVAL": r"(?<![.\w])INTERVAL\b",
    "MERGE": r"(?<![.\w])MERGE\s+INTO\b",
    "JSON operator": r"->>?|#>>?|@>|<@",
}


def compile_everywhere(statement: ClauseElement) -> dict[str, str]:
    """Write *statement* in the SQL of each engine that revdash promises to run on.

    The dialect for Databricks comes with requirements-test.txt only.
    """
    return {name: _compiled(statement, name) for name in DIALECTS}


def forbidden_constructs(sql: str) -> list[str]:
    """List the constructs in *sql* that some engine lacks (docs/decisions says which and why)."""
    bare = _QUOTED.sub("''", sql)
    return [
        name
        for name, pattern in _FORBIDDEN.items()
        if re.search(pattern, bare, flags=re.IGNORECASE)
    ]


def _compiled(statement: ClauseElement, name: str) -> str:
    try:
        dialect = make_url(f"{name}://").get_dialect()()
    except NoSuchModuleError:
        raise StoreError(
            f"Cannot write SQL for '{name}': its dialect is not installed. "
            "It comes with the test dependencies: install requirements-test.txt."
        ) from None
    return str(statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))
