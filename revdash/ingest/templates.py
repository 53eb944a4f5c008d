"""Templates: keys and ids made of cells, such as '{mql_id}:mql', for every row at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from revdash.errors import InputError

ROW = "row"  # {row}: the row's own content and how many like it came before
_PART = re.compile(r"\{([^{}]*)\}|([^{}]+)")
_SPACES = r"\s{2,}"


@dataclass(frozen=True)
class Slot:
    """A place in a template: the first of its columns that is filled in."""

    columns: tuple[str, ...]
    is_blank_allowed: bool = False


@dataclass(frozen=True)
class Template:
    """A text with places for cells."""

    written: str
    parts: tuple[str | Slot, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it names."""
        return tuple(n for part in self.parts if isinstance(part, Slot) for n in part.columns)


def template_of(written: str) -> Template:
    """Read a template: '{A|B}' is the first filled of two columns, '{A?}' may be blank."""
    parts: list[str | Slot] = []
    end = 0
    for match in _PART.finditer(written):
        names, literal = match.groups()
        if match.start() != end or not (literal or _names(names)):
            break
        end = match.end()
        parts.append(literal or Slot(_names(names), names.strip().endswith("?")))
    if end != len(written):
        raise InputError(
            f"'{written}' is no template. Write column names in braces, such as {{id}}."
        )
    return Template(written, tuple(parts))


def _names(written: str) -> tuple[str, ...]:
    names = (name.strip() for name in written.strip().removesuffix("?").split("|"))
    return tuple(name for name in names if name)


def render_id(template: Template, cells: Callable[[str], pa.Array], prefix: str = "") -> pa.Array:
    """The id of *template* for every row; null where a column it needs is blank.

    A place that may be blank shows a dash there.
    """
    return pc.binary_join_element_wise(*_parts(template, cells, "-", prefix), pa.scalar(""))


def render_text(template: Template, cells: Callable[[str], pa.Array]) -> pa.Array:
    """The text of *template* for every row; null where a column it needs is blank.

    A place that may be blank leaves no trace there, nor do the spaces around it.
    """
    made = pc.binary_join_element_wise(*_parts(template, cells, "", ""), pa.scalar(""))
    trimmed = pc.utf8_trim_whitespace(pc.replace_substring_regex(made, _SPACES, " "))
    if not isinstance(trimmed, pa.Array):
        return trimmed
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _parts(
    template: Template, cells: Callable[[str], pa.Array], blank: str, prefix: str
) -> list[pa.Array | pa.Scalar]:
    parts: list[pa.Array | pa.Scalar] = [pa.scalar(prefix)]
    for part in template.parts:
        if isinstance(part, str):
            parts.append(pa.scalar(part))
        elif not part.columns:
            parts.append(pa.scalar(blank))
        else:
            filled = pc.coalesce(*(cells(name) for name in part.columns))
            parts.append(pc.fill_null(filled, blank) if part.is_blank_allowed else filled)
    return parts
