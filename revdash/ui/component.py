"""Component: the one custom element that draws tiles, charts, funnels, tables and headlines."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from revdash.ui.places import ASSETS, COMPONENT, PACKAGE, ROOT

Drawing = Mapping[str, Any]
Opening = Callable[[str], None]


def draw(kind: str, drawing: Drawing, key: str, on_open: Opening | None = None) -> str | None:
    """Draw *drawing* as *kind*; return what the reader opened in it, if anything.

    *on_open* is told of it before the page is drawn anew, when widgets may still be set.
    """
    _register()
    told = partial(_told, key, on_open) if on_open else _nothing
    answer = _renderer()(key=key, data={"kind": kind, **drawing}, on_opened_change=told)
    opened = answer.opened
    return opened if isinstance(opened, str) else None


def _register() -> None:
    """Tell the running server where the component's files lie, once.

    Files, not inline script: an inline one runs from a blob, which the content policy forbids.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(COMPONENT) is None:
        view = ComponentConfig(name="view", asset_dir=str(ASSETS.relative_to(ROOT)))
        manifest = ComponentManifest(name=PACKAGE, version="1", components=[view])
        manager.register_from_manifest(manifest, ROOT)


@cache
def _renderer() -> Callable[..., Any]:
    return st.components.v2.component(COMPONENT, js="view.js", isolate_styles=False)


def _told(key: str, on_open: Opening) -> None:
    opened = st.session_state[key].get("opened")
    if isinstance(opened, str):
        on_open(opened)


def _nothing() -> None:
    """Exist, so that an opened thing comes back as a value of the run."""
