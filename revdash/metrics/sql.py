"""SQL: a metric's statement as text, for reading and for running by hand."""

from typing import Any

from duckdb_sqlalchemy import Dialect
from sqlalchemy import Select

from revdash.metrics.scope import Scope


def spelled(statement: Select[Any], scope: Scope) -> str:
    """The statement as DuckDB runs it, its values written out."""
    filled = statement.params(as_of=scope.as_of)
    text = str(filled.compile(dialect=Dialect(), compile_kwargs={"literal_binds": True}))
    return "\n".join(line.rstrip() for line in text.splitlines())
