"""Receipt: what became of every row of one file; read = loaded + unchanged + refused."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest.refusals import Refusal
from revdash.ingest.staging import Staged
from revdash.plural import counted
from revdash.store.load import Merged

SHOWN = 5  # rows named in a sentence


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The account of one file: no row read is left out of it."""

    file: str
    read: int
    loaded: int
    unchanged: int
    refused: int
    blank_lines: int
    understood: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    unneeded: int = 0  # of the unchanged, those of which nothing is kept
    earlier: int = 0  # and those that a newer row of the same file stands for
    warnings: tuple[str, ...] = ()  # what a person should look at

    def __post_init__(self) -> None:
        if self.read != self.loaded + self.unchanged + self.refused:
            raise ValueError(f"{self.text} does not add up: a row is lost or counted twice.")
        if self.refused != len(self.refusals):
            raise ValueError(f"{self.refused} rows refused, {len(self.refusals)} explained.")
        if self.unneeded + self.earlier > self.unchanged:
            raise ValueError(f"{self.text} says why more rows are unchanged than are.")

    @property
    def text(self) -> str:
        """The equation in one sentence."""
        versions = f"earlier version{'s' * (self.earlier != 1)}"
        why = [(self.unneeded, "not needed"), (self.earlier, versions)]
        said = ", ".join(f"{rows:,} {reason}" for rows, reason in why if rows)
        return (
            f"{self.file}: {self.read:,} read = {self.loaded:,} loaded + "
            f"{self.unchanged:,} unchanged{f' ({said})' * bool(said)} + {self.refused:,} refused"
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> "Receipt":
        """A receipt from the plain values of `to_dict`."""
        return cls(
            **{
                **raw,
                "understood": tuple(raw["understood"]),
                "warnings": tuple(raw.get("warnings", ())),
                "refusals": tuple(Refusal(**refusal) for refusal in raw["refusals"]),
            }
        )


def receipt_for(staged: Staged, merged: Sequence[Merged]) -> Receipt:
    """The receipt of a file whose frames were merged, in their order.

    A row is loaded if any of its target rows brought a new version, refused if a later line
    overtook it, and unchanged otherwise.
    """
    loaded = _once(np.concatenate([np.empty(0, np.int64), *(_lines(m) for m in merged)]))
    later: dict[int, str] = {}
    for each in merged:
        for line, key in each.overtaken:
            later.setdefault(line, key)
    kept = set(_among(loaded, later))  # they say more than what is said again further down
    standing = _standing(staged, set(later.values()))
    refusals = (
        *staged.refused,
        *(
            _overtaken(staged.file, line, key, standing[key])
            for line, key in later.items()
            if line not in kept
        ),
    )
    unchanged = staged.read - len(loaded) - len(refusals)
    earlier = min(staged.earlier, unchanged)
    return Receipt(
        file=staged.file,
        read=staged.read,
        loaded=len(loaded),
        unchanged=unchanged,
        refused=len(refusals),
        blank_lines=staged.blank_lines,
        understood=(
            *staged.understood,
            *_said_twice({line: later[line] for line in sorted(kept)}, standing),
        ),
        refusals=tuple(sorted(refusals, key=lambda refusal: refusal.line)),
        unneeded=min(staged.unneeded, unchanged - earlier),  # one may have ended what others told
        earlier=earlier,
        warnings=staged.warnings,
    )


def _lines(merged: Merged) -> "np.ndarray[Any, np.dtype[np.int64]]":
    return np.asarray(merged.loaded.to_numpy(zero_copy_only=False), np.int64)


def _once(lines: "np.ndarray[Any, np.dtype[np.int64]]") -> "np.ndarray[Any, np.dtype[np.int64]]":
    """The lines in order, each once: to mark them is many times faster than to compare them."""
    is_there = np.zeros(lines.max(initial=-1) + 1, np.bool_)
    is_there[lines] = True
    return np.flatnonzero(is_there)


def _among(lines: "np.ndarray[Any, np.dtype[np.int64]]", wanted: Mapping[int, str]) -> list[int]:
    found: list[int] = lines[np.isin(lines, list(wanted))].tolist()
    return found


def _standing(staged: Staged, keys: Collection[str]) -> dict[str, int]:
    """The line that counts for each of some keys: the last."""
    found: dict[str, int] = {}
    wanted = pa.array(sorted(keys), pa.string())
    for _, frame in staged.frames if keys else ():
        some = frame.filter(pc.is_in(frame["event_key"], value_set=wanted))
        for key, line in zip(some["event_key"].to_pylist(), some["line"].to_pylist(), strict=True):
            found[key] = max(found.get(key, 0), line)
    return found


def _said_twice(kept: Mapping[int, str], standing: Mapping[str, int]) -> Iterator[str]:
    """Say which rows tell of something that a later row tells otherwise, and which one counts."""
    if kept:
        rows = counted(len(kept), "row")
        says = "says" if len(kept) == 1 else "say"
        such = "; ".join(
            f"{key} in lines {line} and {standing[key]}"
            for line, key in islice(kept.items(), SHOWN)
        )
        more = f"; and {len(kept) - SHOWN} more" if len(kept) > SHOWN else ""
        yield (
            f"{rows} {says} otherwise what a later row of the file says again, and the later one "
            f"counts: {such}{more}."
        )


def _overtaken(file: str, line: int, key: str, standing: int) -> Refusal:
    return Refusal(
        file=file,
        line=line,
        column="",
        value=key,
        reason=f"Line {standing} of the same file says something else about '{key}'.",
        remedy="Keep one line for each, or give each its own id.",
    )
