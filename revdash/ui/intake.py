"""Intake: a file dropped, understood, imported; its receipt; and every import before it."""

from collections.abc import Mapping

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from revdash import api
from revdash.api.intake_views import BatchView, Inspection, ReceiptView
from revdash.api.views import Column, Grid
from revdash.errors import RevdashError
from revdash.ui import grids, notices, people, problems
from revdash.ui.texts import md

_RECEIPT, _TURN = "receipt", "turn"
KINDS = ["csv", "tsv", "txt"]
WIDTH = 760
EXAMPLE = """source = "crm"
object = "lead"

[[into]]
table = "person"
key = "{Record ID}"

[into.fields]
full_name = { text = "{First Name} {Last Name}" }
source = "Original Source"
"""
LISTED = grids.Manner(title="Imports", note="The newest first", phone=("what", "state"))
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


def drop() -> UploadedFile | None:
    """Take one file from who may bring it; a new place for the next once it is imported."""
    refusal = api.refusal(people.actor(), api.Right.IMPORT)
    if refusal:
        st.info(md(refusal), icon=":material/lock:", width=WIDTH)
        return None
    turn = st.session_state.get(_TURN, 0)
    label = "A CSV file of leads, deals, activities or spend"
    return st.file_uploader(label, KINDS, key=f"file-{turn}", width=WIDTH)


def understood(file: UploadedFile | None) -> None:
    """Show how *file* would be read, let the mapping be changed, and import it."""
    if file is None:
        _receipt()
        return
    content = file.getvalue()
    inspection = api.inspect(people.actor(), file.name, content)
    if inspection.problem:
        st.warning(md(inspection.problem), icon=":material/info:", width=WIDTH)
    if not inspection.sample.columns:  # nothing could be read of it
        return
    if inspection.recognised:
        st.text(f"Recognised as {inspection.recognised}.")
    sample = grids.Manner(title="The first rows as they came", height=260)
    grids.grid(inspection.sample, "sample", sample)
    mapping = _mapping(inspection, file.file_id)
    is_known = bool(mapping.strip() or inspection.recognised)
    if st.button("Import", type="primary", key="import", disabled=not is_known):
        _import(file.name, content, mapping)


def history() -> None:
    """List every import, the newest first, each with its undo."""
    notices.show("undo")
    batches = {batch.key: batch for batch in api.batches(people.actor())}
    undoable = [key for key, batch in batches.items() if batch.is_undoable]
    if api.refusal(people.actor(), api.Right.IMPORT):
        undoable = []
    action = "Undo" if undoable else ""
    pressed = grids.acting(_table(batches), "imports", LISTED, action=action, ids=undoable)
    if pressed in undoable:
        _ask(batches[pressed])


def _table(batches: Mapping[str, BatchView]) -> Grid:
    return Grid(
        columns=COLUMNS,
        rows=tuple(
            (
                batch.source,
                batch.when,
                batch.by,
                *(f"{count:,}" for count in _counts(batch)),
                batch.state,
            )
            for batch in batches.values()
        ),
        ids=tuple(batches),
        total=len(batches),
        empty="Nothing has been imported yet. Drop a file above.",
    )


def _counts(counted: BatchView | ReceiptView) -> tuple[int, int, int, int]:
    return counted.read, counted.loaded, counted.unchanged, counted.refused


def _mapping(inspection: Inspection, name: str) -> str:
    with st.expander("Mapping of columns and values (TOML)", expanded=bool(inspection.problem)):
        st.caption("How a mapping is written: docs/how-to/import\\-a\\-file.md")
        return st.text_area(
            "Mapping",
            inspection.mapping,
            height=280,
            key=f"mapping-{name}",
            placeholder=EXAMPLE,
            label_visibility="collapsed",
        )


def _import(name: str, content: bytes, mapping: str) -> None:
    try:
        with st.spinner("Importing …"):
            receipt = api.import_file(people.actor(), name, content, mapping)
    except RevdashError as problem:
        problems.show(problem)
        return
    st.session_state[_RECEIPT] = receipt
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.rerun()


def _receipt() -> None:
    receipt = st.session_state.get(_RECEIPT)
    if not isinstance(receipt, ReceiptView):
        return
    with st.container(key="receipt"):
        _say(receipt)
        for note in receipt.notes:
            st.caption(md(note))
    if receipt.refused:
        wrong = grids.Manner(title="Refused rows", note=grids.counted(receipt.refusals), height=300)
        grids.grid(receipt.refusals, "refusals", wrong)


def _say(receipt: ReceiptView) -> None:
    """Say what became of the file: calmly when it is in the store, else as a warning."""
    if receipt.loaded or receipt.unchanged:
        st.success(md(receipt.text), icon=":material/check:", width=WIDTH)
    else:
        st.warning(md(receipt.text), icon=":material/info:", width=WIDTH)


@st.dialog("Take this import back?")
def _ask(batch: BatchView) -> None:
    st.markdown(
        md(
            f"{batch.source}, imported {batch.when} by {batch.by}. What it brought leaves every "
            "number; what other imports brought stays. Import the file again to have it back."
        )
    )
    with st.container(horizontal=True):
        if st.button("Take back", type="primary", key="take-back"):
            _undo(batch.key)
        if st.button("Keep it", key="keep"):
            st.rerun()


def _undo(batch: str) -> None:
    try:
        said = api.undo(people.actor(), batch)
    except RevdashError as problem:
        problems.show(problem)
        return
    st.session_state.pop(_RECEIPT, None)
    notices.keep("undo", said)
    st.rerun()
