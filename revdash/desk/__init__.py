"""Desk: what people write, in SQLite or PostgreSQL, versioned and audited."""
