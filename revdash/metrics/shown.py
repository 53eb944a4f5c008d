"""Shown: one way to print a reading, on a tile, in the terminal, in an export, on a chart."""

from dataclasses import dataclass

from revdash.metrics.shapes import Level, Rate, Ratio, Reach, Reading, Total, Unit, Wait
from revdash.stats.intervals import ShareDisplay, share_display

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CHF": "CHF ", "INR": "₹", "BRL": "R$"}
THOUSAND, MILLION, BILLION = 1e3, 1e6, 1e9
FULL_BELOW = 100_000  # counts below are printed in full
NOTHING = "–"
HOUR, DAY = 3_600.0, 86_400.0


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A reading in words: the value, whether it is to be read with care, and what to add."""

    value: str
    note: str = ""
    is_quiet: bool = False


def shown(reading: Reading, currency: str = "") -> Shown:
    """Print *reading* as the small-number rule of DOMAIN.md 3.1 allows."""
    metric = reading.metric
    if isinstance(metric, Reach):
        return _reach(reading)
    if reading.value is None:
        return _absent(reading)
    text = number(reading.value, metric.unit, currency)
    if isinstance(metric, Total | Level):
        return Shown(value=text, note=_join(_known(reading), _for_all(reading)))
    if isinstance(metric, Ratio):
        return Shown(
            value=text, note=_join(f"{reading.sample:,} {_per(metric)}", _for_all(reading))
        )
    return _sampled(reading, text)


def number(value: float, unit: Unit, currency: str = "") -> str:
    """A value in its unit: '7,577', '73.4 %', '€13.1M', '3 h 20 m'."""
    if unit is Unit.SHARE:
        return f"{100 * value:.1f} %"
    if unit is Unit.MONEY:
        return money(value, currency)
    if unit is Unit.HOURS:
        return duration(value)
    return count(value)


def in_full(value: float, unit: Unit, currency: str = "") -> str:
    """A value as a record prints it: amounts and counts to the last digit."""
    if unit is Unit.MONEY:
        sign = SIGNS.get(currency, f"{currency} " if currency else "")
        return f"{'−' if value < 0 else ''}{sign}{abs(value):,.0f}"
    return number(value, unit) if unit in (Unit.SHARE, Unit.HOURS) else f"{value:,.0f}"


def rounded(value: float, unit: Unit, currency: str = "") -> str:
    """A value as goals and axes print it: '80 %' rather than '80.0 %'."""
    return number(value, unit, currency).replace(".0 %", " %")


def count(value: float) -> str:
    """A count in full, or short when it is long."""
    return f"{value:,.0f}" if abs(value) < FULL_BELOW else short(value)


def short(value: float) -> str:
    """A number of three or four digits and its thousands: '13.1M', '964K'."""
    for size, letter in ((BILLION, "B"), (MILLION, "M"), (THOUSAND, "K")):
        if abs(value) >= size:
            scaled = value / size
            return f"{scaled:.0f}{letter}" if abs(scaled) >= 100 else f"{scaled:.1f}{letter}"  # noqa: PLR2004  three digits are enough
    return f"{value:,.0f}"


def _brief(value: float) -> str:
    """A bound of an interval, short enough that two stand in one tile."""
    return f"{value / THOUSAND:.0f}K" if 10 * THOUSAND <= value < MILLION else short(value)


def money(value: float, currency: str) -> str:
    """An amount with its currency's sign, short when it is long."""
    sign = SIGNS.get(currency, f"{currency} " if currency else "")
    amount = short(abs(value)) if abs(value) >= 10_000 else f"{abs(value):,.0f}"  # noqa: PLR2004
    return f"{'−' if value < 0 else ''}{sign}{amount}"


def duration(hours: float) -> str:
    """Business hours as people say them: '40 m', '3 h 20 m', '26 h'."""
    minutes = round(hours * 60)
    whole, rest = divmod(minutes, 60)
    if not minutes:
        return "0 m"
    if whole >= 10:  # noqa: PLR2004  minutes no longer matter
        return f"{round(hours):,} h"
    if not rest:
        return f"{whole} h"
    return f"{whole} h {rest:02d} m" if whole else f"{rest} m"


def difference(now: Reading, before: Reading | None, currency: str = "") -> str:
    """What changed: '▲ 12', '▼ 0.4 pts'; empty where a difference would say nothing."""
    if before is None or now.value is None or before.value is None or _is_hidden(now, before):
        return ""
    change, unit = now.value - before.value, now.metric.unit
    if unit is Unit.SHARE:
        text, is_flat = f"{abs(100 * change):.1f} pts", abs(change) < 0.0005  # noqa: PLR2004
    else:
        text = number(abs(change), unit, currency)
        is_flat = text == number(0.0, unit, currency)
    return "no change" if is_flat else f"{'▲' if change > 0 else '▼'} {text}"


def _is_hidden(*readings: Reading) -> bool:
    return any(
        isinstance(reading.metric, Rate | Wait)
        and share_display(reading.sample) is ShareDisplay.HIDE
        for reading in readings
    )


def _absent(reading: Reading) -> Shown:
    missing = reading.missing or "nothing to read"
    if missing.startswith(">"):  # the curve never reached the half
        value, _, why = missing.partition(":")
        return Shown(value=value.strip(), note=_join(why.strip(), _of(reading)), is_quiet=True)
    return Shown(value=NOTHING, note=missing, is_quiet=True)


def _reach(reading: Reading) -> Shown:
    if reading.low is None or reading.high is None:
        return Shown(value=NOTHING, note=reading.missing or "nothing to read", is_quiet=True)
    if reading.low == reading.high:
        return Shown(value=count(reading.high), note=_for_all(reading))
    return Shown(
        value=f"{_brief(reading.low)}–{_brief(reading.high)}",
        note=_join("not deduplicated", _for_all(reading)),
    )


def _sampled(reading: Reading, text: str) -> Shown:
    display = share_display(reading.sample)
    if display is ShareDisplay.HIDE:
        return Shown(value=_of(reading), note=_join("too few", _for_all(reading)), is_quiet=True)
    few = "few data" if display is ShareDisplay.FEW else ""
    waiting = f"{reading.pending:,} {_pending_word(reading)}" if reading.pending else ""
    return Shown(
        value=text,
        note=_join(_of(reading), waiting, _so_far(reading), few, _for_all(reading)),
        is_quiet=bool(few),
    )


def _known(reading: Reading) -> str:
    """For a sum with rows nobody knows the value of: how many it is of."""
    if not reading.pending:
        return ""
    return f"amount known for {reading.sample:,} of {reading.sample + reading.pending:,}"


def _of(reading: Reading) -> str:
    metric = reading.metric
    is_under_way = isinstance(metric, Wait) and metric.within is not None and reading.pending
    so_far = " so far" if is_under_way else ""
    return f"{reading.hits:,.0f} of {reading.sample:,}{so_far}"


def _pending_word(reading: Reading) -> str:
    if isinstance(reading.metric, Wait):
        return "still waiting" if reading.metric.unit is Unit.HOURS else "undecided"
    return "not due yet"


def _so_far(reading: Reading) -> str:
    """A share within so many days, of people none of whom was watched for that long."""
    metric, curve = reading.metric, reading.curve
    if not isinstance(metric, Wait) or metric.within is None or curve is None:
        return ""
    whole, longest = metric.within / DAY, (curve.longest or 0.0) * HOUR / DAY
    all_decided = curve.is_exhausted
    return "" if longest >= whole or all_decided else f"after {longest:.0f} of {whole:.0f} days"


def _per(metric: Ratio) -> str:
    return metric.per.label


def _for_all(reading: Reading) -> str:
    """Filters that these facts know nothing of, said rather than passed over."""
    return f"for every {' and '.join(sorted(reading.ignored))}" if reading.ignored else ""


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
