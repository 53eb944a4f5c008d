"""Story: a line of time for one lead, on which nothing overlaps and silences are drawn shorter."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

_DAY = timedelta(days=1)
_LEAST = 0.35  # room between any two moments, so that both can be seen
_MOST = 4.5  # room of the longest silence: about three weeks
_EDGE = 0.5  # room before the first moment and after the last


class Axis:
    """Places from 0 to 1 for moments: in order, the further apart the longer, up to a bound.

    Between two moments it runs evenly, so that a clock's bar begins and ends where it should.
    """

    def __init__(self, moments: Iterable[datetime]) -> None:
        """Lay out *moments*; there is at least one."""
        self._moments = sorted(set(moments))
        places = [_EDGE]
        for before, after in zip(self._moments, self._moments[1:], strict=False):
            places.append(places[-1] + _LEAST + min(_MOST, ((after - before) / _DAY) ** 0.5))
        self._whole = places[-1] + _EDGE
        self._places = [place / self._whole for place in places]

    def place(self, moment: datetime) -> float:
        """Where *moment* lies; one before the first or after the last lies at the edge."""
        if moment < self._moments[0]:
            return 0.0
        index = bisect_right(self._moments, moment) - 1
        if self._moments[index] == moment:
            return self._places[index]
        if index == len(self._moments) - 1:
            return 1.0
        low, high = self._moments[index], self._moments[index + 1]
        share = (moment - low) / (high - low)
        return self._places[index] + share * (self._places[index + 1] - self._places[index])
