"""Shapes: mappings that come with revdash, for files it knows by their column names."""

import re
from functools import lru_cache
from importlib.resources import files

from revdash.errors import InputError
from revdash.ingest.mapping import Mapping, mappings_from_toml
from revdash.ingest.native import native_mapping
from revdash.ingest.reading import Source
from revdash.ingest.resolving import Header, likeness, resolve

_FILE = re.compile(r"^(?=\[\[file\]\])", re.MULTILINE)


def texts() -> dict[str, str]:
    """The TOML of every shipped mapping, by its name; one of several in a file by itself."""
    return {mapping.name: text for text in _texts() for mapping in mappings_from_toml(text)}


def recognise(source: Source) -> Mapping | None:
    """The mapping of a file in our own shape, or with every column one of our mappings names.

    Of several that fit, the one that names the file, then the one that spells its columns as the
    file does, then the one that names most of them.
    """
    native = native_mapping(source.name, source.header)
    if native is not None:
        return native
    header = Header(source.header)
    fitting = [(likeness(each, source.name, header), each) for each in _shipped()]
    found = [(fit, each) for fit, each in fitting if fit is not None]
    for _, mapping in sorted(found, key=lambda pair: pair[0], reverse=True):
        try:
            return resolve(mapping, source.header, file=source.name)
        except InputError:  # it knows the columns, but not those that its tables need
            continue
    return None


@lru_cache(maxsize=1)
def _shipped() -> tuple[Mapping, ...]:
    return tuple(mapping for text in _texts() for mapping in mappings_from_toml(text))


@lru_cache(maxsize=1)
def _texts() -> tuple[str, ...]:
    """Every shipped TOML, each [[file]] with what stands above all of them."""
    folder = files(__package__)
    found = sorted((f.name, f.read_text("utf-8")) for f in folder.iterdir() if _is_toml(f.name))
    split = (_FILE.split(text) for _, text in found)
    return tuple(f"{above}{one}" for above, *several in split for one in (several or [""]))


def _is_toml(name: str) -> bool:
    return name.endswith(".toml")
