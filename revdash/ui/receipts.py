"""Receipts: what became of every row of an import, what it changed, and every refusal."""

import streamlit as st

from revdash import api
from revdash.api.intake_views import ReceiptView
from revdash.api.views import Grid
from revdash.ui import data, grids, people, undoing
from revdash.ui.texts import md

PARAMETER = "receipt"


def open_up(batch: str) -> None:
    """Let the URL name the receipt of *batch*, which the next run shows."""
    st.query_params[PARAMETER] = batch


def close() -> None:
    """Show no receipt any more."""
    st.query_params.pop(PARAMETER, None)


def opened() -> None:
    """Show the receipt that the URL names."""
    batch = st.query_params.get(PARAMETER)
    if not batch:
        return
    view = api.receipt(people.actor(), batch)
    with st.container(border=True, key="receipt"):
        with st.container(horizontal=True, vertical_alignment="center", key="receipt-head"):
            st.markdown(f"**{md(view.title)}** · {md(view.told)}", width="stretch")
            undoing.offer(view)
            if st.button("Close", key="close-receipt", type="tertiary"):
                close()
                st.rerun()
        receipt(view)


def receipt(view: ReceiptView) -> None:
    """Draw one receipt: the equation large, then what it changed, then what was refused."""
    if view.is_dry:
        st.markdown(f"**Tried\\.** {md(view.told)} It would be:")
    st.markdown(f"## {md(view.text)}")
    for told in view.told_of:
        for warning in told.warnings:
            st.warning(md(f"{told.file}: {warning}"), icon=":material/info:")
    changes, files = st.columns(2, gap="small")
    with changes:
        title = "What would change in the one view" if view.is_dry else "What changed by it"
        grids.grid(view.changes, f"changes-{view.key}", _listed(title, view.changes))
    with files:
        grids.grid(view.files, f"files-{view.key}", _listed("File by file", view.files))
    for oddity in view.oddities:
        st.caption(md(f"Kept and flagged: {oddity}."))
    for note in view.notes:
        st.caption(md(note))
    _how_read(view)
    if view.refused:
        _refusals(view)


def _how_read(view: ReceiptView) -> None:
    """Say file by file how it was understood."""
    count = sum(len(told.notes) for told in view.told_of)
    with st.expander(f"How it was read: {count} notes", key=f"notes-{view.key or 'dry'}"):
        for told in view.told_of:
            if len(view.told_of) > 1:
                st.markdown(f"**{md(told.file)}**")
            st.caption("  \n".join(md(note) for note in told.notes))


def _listed(title: str, grid: Grid) -> grids.Manner:
    """A table whose rows are cards on a phone: the first column, then each under its name."""
    named, *numbers = grid.columns
    cards = {named.key: "", **{column.key: column.label for column in numbers}}
    return grids.Manner(title=title, cards=cards, height=260)


def _refusals(view: ReceiptView) -> None:
    note = grids.counted(view.refusals) or f"{view.refused:,}"
    wrong = grids.Manner(
        title="Refused rows",
        note=note,
        height=300,
        cards={
            "Line": "Line",
            "Column": "",
            "Value": "",
            "What is wrong": "",
            "What would be right": "",
        },
    )
    grids.grid(view.refusals, f"refusals-{view.key}", wrong)
    if view.key:
        st.download_button(
            "Download every refused row",
            data=data.receipt_csv(view.key),
            file_name=f"refused-rows-of-import-{view.key}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key="refusals-csv",
        )
