"""Intake: a file dropped, understood, imported; its receipt; and every import before it."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from revdash import api
from revdash.api.views import BatchView, Inspection, ReceiptView
from revdash.errors import RevdashError
from revdash.ui import grids, people, problems
from revdash.ui.texts import md

_RECEIPT = "receipt"
KINDS = ["csv", "tsv", "txt"]


def drop() -> UploadedFile | None:
    """Take one file."""
    return st.file_uploader("A CSV file of leads, deals, activities or spend", KINDS, key="file")


def understood(file: UploadedFile | None) -> None:
    """Show how *file* would be read, let the mapping be changed, and import it."""
    if file is None:
        _receipt()
        return
    content = file.getvalue()
    inspection = api.inspect(people.actor(), file.name, content)
    if inspection.problem:
        st.warning(md(inspection.problem), icon=":material/info:")
    elif inspection.recognised:
        st.text(f"Recognised as {inspection.recognised}.")
    grids.grid(inspection.sample, key="sample", title="The first rows as they came", height=240)
    mapping = _mapping(inspection, file.file_id)
    if st.button("Import", type="primary", key="import", disabled=not mapping.strip()):
        _import(file.name, content, mapping)
    _receipt()


def history() -> None:
    """List every import, the newest first, each with its undo."""
    st.header("Imports", anchor=False)
    batches = api.batches(people.actor())
    if not batches:
        st.text("Nothing has been imported yet. Drop a file above.")
    for batch in batches:
        _batch(batch)


def _mapping(inspection: Inspection, name: str) -> str:
    with st.expander("Mapping of columns and values (TOML)", expanded=bool(inspection.problem)):
        return st.text_area(
            "Mapping",
            inspection.mapping,
            height=280,
            key=f"mapping-{name}",
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


def _receipt() -> None:
    receipt = st.session_state.get(_RECEIPT)
    if not isinstance(receipt, ReceiptView):
        return
    st.success(md(receipt.text), icon=":material/check:")
    st.text(
        f"{receipt.read:,} read = {receipt.loaded:,} loaded + {receipt.unchanged:,} unchanged"
        f" + {receipt.refused:,} refused"
    )
    if receipt.refused:
        grids.grid(receipt.refusals, key="refusals", title="Refused rows", height=300)


def _batch(batch: BatchView) -> None:
    with st.container(key=f"batch-{batch.key}", horizontal=True, vertical_alignment="center"):
        st.text(f"{batch.when} · {batch.source} · {batch.text}")
        if batch.is_undoable:
            st.button("Undo", key=f"undo-{batch.key}", on_click=_undo, args=(batch.key,))


def _undo(batch: str) -> None:
    try:
        said = api.undo(people.actor(), batch)
    except RevdashError as problem:
        problems.show(problem)
        return
    st.session_state.pop(_RECEIPT, None)
    st.toast(md(said))
