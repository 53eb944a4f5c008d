"""Ledger: the audit log, its head, and the clicks already answered."""

from sqlalchemy import BigInteger, Column, DateTime, Text

from revdash.desk.tables.columns import key, ledger

audit = ledger(
    "audit",
    "One row is one thing someone did, chained by hash to the row before it.",
    Column("audit_no", BigInteger, primary_key=True, autoincrement=False),
    Column("recorded_at", DateTime, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

audit_head = ledger(
    "audit_head",
    "One row: the last number and hash of the audit log, so that a cut is noticed.",
    key("head_id"),
    Column("last_no", BigInteger, nullable=False),
    Column("last_hash", Text, nullable=False),
)

click = ledger(
    "click",
    "One row is one submitted form already carried out: a second click changes nothing.",
    key("click_id"),
    Column("row_id", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
)
