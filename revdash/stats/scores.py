"""Scores: how far the balance of ups and downs in a sample can be trusted."""

import math

from revdash.stats.intervals import Interval, normal_quantile


def net_interval(ups: int, downs: int, trials: int, confidence: float = 0.95) -> Interval | None:
    """Bound the share of ups less that of downs, as a net promoter score is made.

    Shape:   three counts in, one ``Interval`` out, kept within what a balance can be.
    Units:   counts in; from -1 to 1 out.
    Empty:   None without trials.
    Raises:  ValueError if there are more ups and downs than trials, or less than none.
    Source:  the standard deviation of the trials counted as 1, 0 and -1, over the root of how many
             there are (DOMAIN.md 7, G21).
    """
    if min(ups, downs) < 0 or ups + downs > trials:
        raise ValueError(f"{ups} ups and {downs} downs cannot be of {trials} trials")
    if not trials:
        return None
    balance = (ups - downs) / trials
    spread = math.sqrt((ups + downs) / trials - balance**2)
    reach = normal_quantile(confidence) * spread / math.sqrt(trials)
    return Interval(max(-1.0, balance - reach), min(1.0, balance + reach))
