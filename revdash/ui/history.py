"""History: every import, the newest first: each opens its receipt."""

from collections.abc import Mapping

import streamlit as st

from revdash import api
from revdash.api.intake_views import BatchView
from revdash.api.views import Column, Grid
from revdash.ui import grids, notices, people, receipts, undoing

LISTED = grids.Manner(
    title="Imports",
    note="The newest first; a row opens its receipt",
    cards={"what": "", "when": "", "read": "read", "refused": "refused", "state": ""},
)
COLUMNS = (
    Column(key="what", label="What"),
    Column(key="when", label="When"),
    Column(key="by", label="By"),
    Column(key="read", label="Read", is_number=True),
    Column(key="loaded", label="Loaded", is_number=True),
    Column(key="unchanged", label="Unchanged", is_number=True),
    Column(key="refused", label="Refused", is_number=True),
    Column(key="state", label="State"),
)


def listed() -> None:
    """List every import; a row opens its receipt, where it can be taken back."""
    notices.show(undoing.PLACE)
    batches = {batch.key: batch for batch in api.batches(people.actor())}
    chosen = grids.openable(_table(batches), "imports", LISTED)
    if chosen in batches:
        receipts.open_up(chosen)
        st.rerun()


def _table(batches: Mapping[str, BatchView]) -> Grid:
    return Grid(
        columns=COLUMNS,
        rows=tuple(
            (
                batch.source,
                batch.when,
                batch.by,
                *(f"{n:,}" for n in (batch.read, batch.loaded, batch.unchanged, batch.refused)),
                batch.state,
            )
            for batch in batches.values()
        ),
        ids=tuple(batches),
        total=len(batches),
        empty="Nothing has been imported yet. Drop a file above.",
    )
