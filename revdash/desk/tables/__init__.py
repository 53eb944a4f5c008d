"""Tables: everything people write, one file a subject; the comment of each says what a row is."""

from revdash.desk.tables import (
    agreement,
    company,
    feedback,
    goals,
    imports,
    ledger,
    meetings,
    people,
    pulse,
    views,
    work,
)
from revdash.desk.tables.columns import METADATA

__all__ = [
    "METADATA",
    "agreement",
    "company",
    "feedback",
    "goals",
    "imports",
    "ledger",
    "meetings",
    "people",
    "pulse",
    "views",
    "work",
]
