"""SQL: a metric's statement as text, for reading and for running by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from duckdb_sqlalchemy import Dialect
from sqlalchemy import DateTime, Select
from sqlalchemy.engine.interfaces import Dialect as AnyDialect

from revdash.metrics.scope import Scope


class _Moment(DateTime):
    """An instant that says it is one: DuckDB takes a bare text for a text."""

    def literal_processor(self, dialect: AnyDialect) -> Callable[[datetime], str]:
        _ = dialect
        return lambda moment: f"TIMESTAMP '{moment.isoformat(sep=' ')}'"


class _Spelling(Dialect):
    """DuckDB's own, with instants spelled in full."""

    colspecs = {**Dialect.colspecs, DateTime: _Moment}  # noqa: RUF012  as its base has it
    supports_statement_cache = True


def spelled(statement: Select[Any], scope: Scope) -> str:
    """The statement as DuckDB runs it, its values written out."""
    filled = statement.params(as_of=scope.as_of)
    text = str(filled.compile(dialect=_Spelling(), compile_kwargs={"literal_binds": True}))
    return "\n".join(line.rstrip() for line in text.splitlines())
