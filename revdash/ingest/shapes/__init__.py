"""Shapes: mappings that come with revdash, for files it knows by their column names."""

from functools import lru_cache
from importlib.resources import files

from revdash.ingest.mapping import Mapping
from revdash.ingest.native import native_mapping
from revdash.ingest.reading import Source


def texts() -> dict[str, str]:
    """The TOML of every shipped mapping, by its name."""
    folder = files(__package__)
    found = sorted((f.name, f.read_text("utf-8")) for f in folder.iterdir() if _is_toml(f.name))
    return {Mapping.from_toml(text).name: text for _, text in found}


def recognise(source: Source) -> Mapping | None:
    """The mapping for a file in our own shape, or with every column one of our mappings names."""
    native = native_mapping(source.name, source.header)
    if native is not None:
        return native
    fitting = [each for each in _shipped() if set(each.header) <= set(source.header)]
    return max(fitting, key=lambda each: len(each.header), default=None)


@lru_cache(maxsize=1)
def _shipped() -> tuple[Mapping, ...]:
    return tuple(Mapping.from_toml(text) for text in texts().values())


def _is_toml(name: str) -> bool:
    return name.endswith(".toml")
