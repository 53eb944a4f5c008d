"""Store: immutable DuckDB releases; the only owner of their tables and connections."""
