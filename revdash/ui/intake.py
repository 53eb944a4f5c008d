"""Intake: files dropped, looked at, tried and imported beside the page; what is under way."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from revdash import api
from revdash.api.intake_views import Inspection, JobView, Question, TableView
from revdash.errors import RevdashError
from revdash.ui import data, notices, people, problems, receipts, understanding
from revdash.ui.texts import md

_TURN, _MINE = "turn", "job-of-mine"
KINDS = ["csv", "tsv", "txt", "xlsx", "zip", "gz", "json"]
WIDTH = 760
EVERY = 1.0  # seconds between two looks at what is running


def drop() -> None:
    """Take files from who may bring them; they lie on disk at once, and the place is free again."""
    refusal = api.refusal(people.actor(), api.Right.IMPORT)
    if refusal:
        st.info(md(refusal), icon=":material/lock:", width=WIDTH)
        return
    turn = st.session_state.get(_TURN, 0)
    label = "Exports of your CRM, marketing or ads: drop one or several"
    limit = st.get_option("server.maxUploadSize")
    files = st.file_uploader(
        label,
        KINDS,
        accept_multiple_files=True,
        help=f"Up to {limit} MB a file. Larger ones: `revdash import FILE` on the machine that "
        "serves this.",
        key=f"file-{turn}",
        width=WIDTH,
    )
    if not files:
        return
    try:
        api.drop(people.actor(), [(file.name, file) for file in files])
    except RevdashError as problem:
        problems.show(problem)
        return
    _release(files)
    st.session_state[_TURN] = turn + 1
    st.rerun()


def _release(files: Sequence[UploadedFile]) -> None:
    """Let go of uploaded bytes, which Streamlit would keep in memory until the session ends."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in files:
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def under_way() -> None:
    """Show every import that runs or has just ended; look again while one runs."""
    if api.refusal(people.actor(), api.Right.IMPORT):
        return
    jobs = api.jobs(people.actor())
    running = any(job.is_running for job in jobs)
    if running or any(job.batch for job in jobs):
        st.fragment(_under_way, run_every=EVERY if running else None)(running)


def opened() -> None:
    """Show how the files dropped last would be read, and let them be tried and imported."""
    notices.show("intake")
    if api.refusal(people.actor(), api.Right.IMPORT):
        return
    waiting = [job for job in api.jobs(people.actor()) if job.has_files and not job.is_running]
    waiting.sort(key=lambda job: not job.is_own)
    for job in waiting[:1]:
        with st.container(border=True, key="dropped"):
            _job(job)
    for job in waiting[1:]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(md(f"{job.title}, dropped by {job.by}: not imported yet"), width="content")
            if st.button("Discard", key=f"discard-{job.key}", type="tertiary"):
                _dismiss(job.key)


def _under_way(was_running: bool) -> None:
    jobs = api.jobs(people.actor())
    if was_running and not any(job.is_running for job in jobs):
        _open_own(jobs)
        st.rerun(scope="app")
    for job in jobs:
        if job.is_running:
            verb = "Trying" if job.is_dry else "Importing"
            st.progress(job.share, md(f"{verb} {job.title}: {job.step}"), width=WIDTH)
        elif job.batch:
            _ended(job)


def _open_own(jobs: Sequence[JobView]) -> None:
    """Open the receipt of what this reader began here."""
    for job in jobs:
        if job.batch and job.key == st.session_state.get(_MINE):
            receipts.open_up(job.batch)
            api.dismiss_job(people.actor(), job.key)


def _ended(job: JobView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(md(f"{job.title}, by {job.by}: imported"), width="content")
        if st.button("Open receipt", key=f"receipt-{job.key}", type="tertiary"):
            receipts.open_up(job.batch)
            _dismiss(job.key)
        if st.button("Dismiss", key=f"dismiss-{job.key}", type="tertiary"):
            _dismiss(job.key)


def _dismiss(key: str) -> None:
    api.dismiss_job(people.actor(), key)
    st.rerun(scope="app")


def _job(job: JobView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="dropped-head"):
        st.markdown(f"**{md(job.title)}**", width="stretch")
        if st.button("Discard", key="discard", type="tertiary"):
            _dismiss(job.key)
    if job.error:
        st.error(md(job.error), icon=":material/error:")
    if job.tried:
        receipts.receipt(job.tried)
    with st.spinner("Reading …"):
        inspection = data.inspection(job.key, job.version)
    for problem in inspection.problems:
        st.warning(md(problem), icon=":material/info:")
    for question in inspection.questions:
        _ask(job.key, question)
    table = _chosen(inspection)
    if table:
        if table.question:
            _ask(job.key, table.question)
        understanding.table(job.key, table, is_alone=len(inspection.tables) == 1)
    _begin(job, inspection)


def _chosen(inspection: Inspection) -> TableView | None:
    """The table to look at: the first that needs a person, unless another is chosen."""
    tables = {table.name: table for table in inspection.tables}
    if len(tables) < 2:  # noqa: PLR2004  nothing to choose between
        return next(iter(tables.values()), None)
    first = next((n for n, t in tables.items() if not (t.is_ready or t.is_skipped)), None)
    names = [*tables]
    chosen = st.selectbox(
        f"{len(tables)} tables",
        names,
        index=names.index(first) if first else 0,
        format_func=lambda name: f"{name}: {_state(tables[name])}",
        key=f"table-{first}",  # once that one is answered, the next that needs a person is shown
        width=WIDTH,
    )
    return tables[chosen]


def _state(table: TableView) -> str:
    if table.is_skipped:
        return "left out"
    return table.told.rstrip(".") if table.is_ready else "needs you"


def _ask(key: str, question: Question) -> None:
    """Ask what only a person knows; each answer is a button."""
    st.warning(md(question.text), icon=":material/help:")
    say = {
        "encoding": api.say_encoding,
        "dates": api.say_dates,
        "numbers": api.say_decimal,
    }[question.about]
    with st.container(horizontal=True):
        for value, label in question.choices:
            if st.button(md(label), key=f"answer-{question.about}-{value}"):
                say(people.actor(), key, question.subject, value)
                st.rerun()


def _begin(job: JobView, inspection: Inspection) -> None:
    is_ready = inspection.is_ready and not inspection.questions
    with st.container(horizontal=True, vertical_alignment="center"):
        tries = st.button("Try it", key="try", disabled=not is_ready)
        imports = st.button("Import", type="primary", key="import", disabled=not is_ready)
        if not is_ready:
            st.caption("Answer what is asked above, or leave that table out.")
    if tries or imports:
        try:
            api.start_import(people.actor(), job.key, is_dry=tries)
        except RevdashError as problem:
            problems.show(problem)
            return
        st.session_state[_MINE] = job.key
        st.rerun()
