"""Packet: what marketing handed over: which required facts of the handoff were missing."""

from datetime import timedelta

from revdash.episodes.told import Row, Told
from revdash.terms import Precision

PLACEHOLDERS = frozenset(
    {
        *(
            "",
            "n/a",
            "n.a",
            "na",
            "none",
            "null",
            "nil",
            "unknown",
            "undefined",
            "test",
            "tbd",
            "todo",
        ),
        *("not provided", "not set", "not available", "not applicable", "no answer", "missing"),
        *("asdf", "abc", "x", "xx", "xxx", "other", "k.a", "keine angabe", "unbekannt"),
    }
)
"""Words that people type, or systems fill in, where they have nothing to say."""

_AROUND = " \t.,-_?!()[]{}<>/\\'\"*#"
_NAMIBIA = "NA"
_A_DAY = timedelta(days=1)


def is_told(value: str | None) -> bool:
    """Whether *value* says anything: no blank, no dash, no 'n/a', no 'test'."""
    return value is not None and value.strip(_AROUND).casefold() not in PLACEHOLDERS


def packet_columns(told: Told) -> Row:
    """How many of the required facts are missing: who, where, what role, whence, and may we.

    The sixth is the last touches, up to three: one at least came before the handoff.
    """
    row, traits = told.row, told.facts.traits
    told_of = (
        is_told(row["account_name"]),
        is_told(row["country"]) or row["country"] == _NAMIBIA,
        is_told(traits.get("job_role")),
        is_told(row["campaign_id"]),
        is_told(traits.get("consent_state")),
        _is_touched(told),
    )
    return {"packet_missing": told_of.count(False)}


def _is_touched(told: Told) -> bool:
    opened, first = told.episode.opened_by, told.facts.first_touch_at
    is_day = opened.precision is Precision.DATE
    return first is not None and first <= (opened.at + _A_DAY if is_day else opened.at)
