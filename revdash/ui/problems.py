"""Problems: one way to show what went wrong, and to log what a person cannot put right."""

import logging
import re
import secrets

import streamlit as st

from revdash.errors import RevdashError
from revdash.ui.texts import md

log = logging.getLogger(__name__)

_CREDENTIALS = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)")
_SECRETS = re.compile(
    r"(?i)\b(token|secret|password|passwd|api[_-]?key|authorization)(\"?\s*[=:]\s*)(\"[^\"]*\"|\S+)"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def show(problem: Exception) -> None:
    """Say a person's mistake as it is; give any other problem an id, and log it under that."""
    if isinstance(problem, RevdashError):
        st.error(md(str(problem)), icon=":material/error:")
        return
    name = secrets.token_hex(3).upper()
    log.error("error %s: %s", name, scrub(_story(problem)))
    st.error(
        f"Error {name}. This part could not be shown. Reload the page; "
        "if it comes back, give this number to whoever runs revdash.",
        icon=":material/error:",
    )


def scrub(text: str) -> str:
    """Take credentials, secrets and addresses out of *text* before it reaches a log."""
    text = _CREDENTIALS.sub("…", text)
    return _MAIL.sub("…@…", _SECRETS.sub(r"\1\2…", text))


def _story(problem: Exception) -> str:
    frames = []
    trace = problem.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{type(problem).__name__}: {problem} [{' > '.join(frames[-12:])}]"
