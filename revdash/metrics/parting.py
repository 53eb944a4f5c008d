"""Parting: what one SELECT found of every value of a cut, each value's rows apart."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]
CUT = "cut"


def parted(found: Mapping[str, NDArray[Any]]) -> dict[Any, Columns]:
    """The rows of each value of the column ``cut``, in the order of the values; blank last."""
    told = found[CUT].tolist()
    values = sorted(dict.fromkeys(told), key=lambda value: (value is None, value))
    places = {value: place for place, value in enumerate(values)}
    codes = np.fromiter((places[value] for value in told), dtype=np.int64, count=len(told))
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(len(values) + 1))
    return {
        value: {
            name: column[order[edges[place] : edges[place + 1]]]
            for name, column in found.items()
            if name != CUT
        }
        for value, place in places.items()
    }
