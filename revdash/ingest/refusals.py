"""Refusals: one row that could not be taken, why, and what would be right."""

from dataclasses import dataclass

LONGEST_SHOWN = 80
_UNDECODED = 0xDC00  # in front of a byte that is no UTF-8


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One refused row of one file; its fields are those of the ledger's ``refused_row``."""

    file: str
    line: int
    column: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        """As a receipt prints it."""
        where = f"line {self.line}" + (f", column '{self.column}'" if self.column else "")
        return f"{where}: {self.reason} {self.remedy}"


def shown(value: str) -> str:
    """A value fit for a message: control characters spelled out, long ones cut short."""
    spelled = "".join(c if c.isprintable() else _escaped(c) for c in value)
    return spelled if len(spelled) <= LONGEST_SHOWN else f"{spelled[: LONGEST_SHOWN - 1]}…"


def _escaped(sign: str) -> str:
    if "\udc80" <= sign <= "\udcff":
        return f"\\x{ord(sign) - _UNDECODED:02x}"
    return sign.encode("unicode_escape").decode()
