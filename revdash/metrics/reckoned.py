"""Reckoned: the shape of what is told beside the facts (docs/decisions/0016)."""

from dataclasses import dataclass

from sqlalchemy import Table

from revdash.metrics.described import Described
from revdash.store.schema.joint import told_reading

TOLD_CUTS = ("segment", "team")


@dataclass(frozen=True, kw_only=True)
class Told(Described):
    """What was reckoned beside the facts: the last that was told by the period's last day.

    Tellers write it with each release (api/telling.py). *cuts* names the filters by whose values
    it is told too; its *parts* are the items it was made of.
    """

    untold: str  # what is said while nothing is told
    cuts: tuple[str, ...] = ()  # of TOLD_CUTS
    table: Table = told_reading
