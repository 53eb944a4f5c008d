"""Parting: what one SELECT found of every value of a cut, each value's rows apart."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]
CUT = "cut"


def parted(found: Mapping[str, NDArray[Any]]) -> dict[Any, Columns]:
    """The rows of each value of the column ``cut``, in the order of the values; blank last."""
    values, codes = _numbered(found[CUT])
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(len(values) + 1))
    return {
        value: {
            name: column[order[edges[place] : edges[place + 1]]]
            for name, column in found.items()
            if name != CUT
        }
        for place, value in enumerate(values)
    }


def _numbered(told: NDArray[Any]) -> tuple[list[Any], NDArray[np.int64]]:
    """The values there are, in order, and the place of each row's; texts may be blank."""
    if told.dtype != object:
        known, codes = np.unique(told, return_inverse=True)
        return known.tolist(), codes
    rows = told.tolist()
    values = sorted(dict.fromkeys(rows), key=lambda value: (value is None, value))
    places = {value: place for place, value in enumerate(values)}
    return values, np.fromiter((places[row] for row in rows), dtype=np.int64, count=len(rows))
