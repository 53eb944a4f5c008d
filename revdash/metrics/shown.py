"""Shown: one way to print a reading, on a tile, in the terminal, in an export, on a chart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from revdash.metrics.shapes import (
    DAY,
    Combined,
    Index,
    Level,
    Mix,
    Rate,
    Ratio,
    Reach,
    Reading,
    Spread,
    Told,
    Unit,
    Wait,
)
from revdash.stats.intervals import FEW, ShareDisplay, share_display
from revdash.stats.shrinkage import Standing

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CHF": "CHF ", "INR": "₹", "BRL": "R$"}
THOUSAND, MILLION, BILLION = 1e3, 1e6, 1e9
FULL_BELOW = 100_000  # counts below are printed in full
NOTHING = "–"
MINUS = "−"
NAMED = 3  # so many groups are named beside an index


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
        return _reach(reading, currency)
    if reading.value is None:
        return _absent(reading)
    text = number(reading.value, metric.unit, currency)
    if isinstance(metric, Rate | Wait | Mix) or _is_counted_ratio(reading):
        return _sampled(reading, text)
    is_few = _is_drawn(reading) and reading.sample < FEW
    few = "few data" if is_few else ""
    return Shown(value=text, note=_join(_beside(reading), few, _for_all(reading)), is_quiet=is_few)


def number(value: float, unit: Unit, currency: str = "") -> str:
    """A value in its unit: '7,577', '73.4 %', '€13.1M', '3 h 20 m', '12 days', '0.84'."""
    printer = _NUMBERS.get(unit)
    text = printer(value, currency) if printer else count(value)
    return text.replace("-", MINUS)


def with_sign(value: float, places: int = 1) -> str:
    """A difference with its sign: '+4.0', '−0.8'."""
    return f"{value:+.{places}f}".replace("-", MINUS)


def in_full(value: float, unit: Unit, currency: str = "") -> str:
    """A value as a record prints it: amounts and counts to the last digit."""
    if unit is Unit.MONEY:
        sign = SIGNS.get(currency, f"{currency} " if currency else "")
        return f"{MINUS if value < 0 else ''}{sign}{abs(value):,.0f}"
    return f"{value:,.0f}" if unit in (Unit.COUNT, Unit.PEOPLE) else number(value, unit, currency)


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
    return f"{MINUS if value < 0 else ''}{sign}{amount}"


def duration(hours: float) -> str:
    """Business hours as people say them: '40 m', '3 h 20 m', '26 h'."""
    minutes = round(hours * 60)
    whole, rest = divmod(minutes, 60)
    if whole >= 10:  # noqa: PLR2004  minutes no longer matter
        return f"{round(hours):,} h"
    if whole and not rest:
        return f"{whole} h"
    return f"{whole} h {rest:02d} m" if whole else f"{rest} m"


def few_or_long(value: float) -> str:
    """A number of which parts count while it is small: '0.84', '3.8', '12'."""
    if abs(value) < 1:
        return f"{value:.2f}"
    return f"{value:.1f}" if abs(value) < 10 else f"{value:,.0f}"  # noqa: PLR2004  two digits


_NUMBERS: Mapping[Unit, Callable[[float, str], str]] = {
    Unit.SHARE: lambda value, _: f"{100 * value:.1f} %",
    Unit.MONEY: money,
    Unit.MONEY_A_DAY: lambda value, currency: f"{money(value, currency)} a day",
    Unit.HOURS: lambda value, _: duration(value),
    Unit.DAYS: lambda value, _: _with_word(value, "day"),
    Unit.WORKDAYS: lambda value, _: _with_word(value, "workday"),
    Unit.RATIO: lambda value, _: f"{value:.2f}" if abs(value) < 10 else f"{value:,.1f}",  # noqa: PLR2004
    Unit.INDEX: lambda value, _: f"{value:.0f}",
    Unit.POINTS: lambda value, _: with_sign(value, 0 if abs(value) >= 10 else 1) if value else "0",  # noqa: PLR2004
}


def _with_word(value: float, word: str) -> str:
    text = few_or_long(value)
    return f"{text} {word}" if text == "1.0" else f"{text} {word}s"


def difference(now: Reading, before: Reading | None, currency: str = "") -> str:
    """What changed: '▲ 12', '▼ 0.4 pts'; empty where a difference would say nothing."""
    if before is None or now.value is None or before.value is None or _is_hidden(now, before):
        return ""
    change, unit = now.value - before.value, now.metric.unit
    if unit is Unit.SHARE:
        text, is_flat = f"{abs(100 * change):.1f} pts", abs(change) < 0.0005  # noqa: PLR2004
    else:
        text = number(abs(change), unit, currency).removeprefix("+")
        is_flat = text == number(0.0, unit, currency).removeprefix("+")
    return "no change" if is_flat else f"{'▲' if change > 0 else '▼'} {text}"


def _is_hidden(*readings: Reading) -> bool:
    return any(
        isinstance(reading.metric, Rate | Wait | Mix)
        and share_display(reading.sample) is ShareDisplay.HIDE
        for reading in readings
    )


def _absent(reading: Reading) -> Shown:
    missing = reading.missing or "nothing to read"
    if isinstance(reading.metric, Combined) and reading.low is not None:
        return _between(reading)
    if missing.startswith(">"):  # the curve never reached the half
        value, _, why = missing.partition(":")
        return Shown(value=value.strip(), note=_join(why.strip(), _of(reading)), is_quiet=True)
    return Shown(value=NOTHING, note=missing, is_quiet=True)


def _reach(reading: Reading, currency: str) -> Shown:
    if reading.low is None or reading.high is None:
        return Shown(value=NOTHING, note=reading.missing or "nothing to read", is_quiet=True)
    unit = reading.metric.unit
    if reading.low == reading.high:
        return Shown(value=number(reading.high, unit, currency), note=_for_all(reading))
    is_people = unit is Unit.PEOPLE
    low, high = (
        _brief(bound) if is_people else number(bound, unit, currency)
        for bound in (reading.low, reading.high)
    )
    return Shown(value=f"{low}–{high}", note=_join("not deduplicated", _for_all(reading)))


def _between(reading: Reading) -> Shown:
    """What lies between two bounds, as its parts do."""
    bounds = (reading.low, reading.high)
    ends = [number(end, reading.metric.unit) for end in bounds if end is not None]
    return Shown(value="–".join(ends), note=_join(reading.missing, _for_all(reading)))


def _is_counted_ratio(reading: Reading) -> bool:
    """A share whose both sides are counts."""
    metric = reading.metric
    return isinstance(metric, Ratio) and metric.unit is Unit.SHARE and not metric.is_resampled


def _is_drawn(reading: Reading) -> bool:
    """What is bounded by drawing its rows again, and says little of a few of them."""
    metric = reading.metric
    return isinstance(metric, Spread) or (isinstance(metric, Ratio) and metric.is_resampled)


def _beside(reading: Reading) -> str:
    """What to say beside a value that is shown whatever its sample."""
    metric = reading.metric
    if isinstance(metric, Ratio):
        per = reading.of[-1].value if reading.of else reading.sample
        told = f"{number(per or 0.0, metric.per.unit)} {metric.per.noun}"
        told = f"{reading.sample:,} {metric.counts}" if metric.counts else told
        return _join(told, _waiting(reading))
    if isinstance(metric, Spread):
        return f"{reading.sample:,} {metric.counts}"
    if isinstance(metric, Index | Told):
        return reading.told if isinstance(metric, Told) else _standouts(reading)
    if isinstance(metric, Combined):
        return _part_of(reading)
    is_sum = isinstance(metric, Level) and metric.value is not None
    rows = f"{reading.sample:,} {metric.hit}" if is_sum and isinstance(metric, Level) else ""
    return _join(rows, _known(reading))


def _part_of(reading: Reading) -> str:
    """Of a share of two counts: how many of how many."""
    counts = [part.value for part in reading.of if part.metric.unit is Unit.COUNT]
    if reading.metric.unit is not Unit.SHARE or len(counts) != 2:  # noqa: PLR2004  one of another
        return ""
    return " of ".join(f"{count or 0:,.0f}" for count in counts)


def _standouts(reading: Reading) -> str:
    """The groups that differ from the average by more than chance."""
    apart = [part for part in reading.parts if part.standing not in (None, Standing.SAME)]
    apart.sort(key=lambda part: -abs(part.value - 100))
    named = ", ".join(f"{part.name or '(blank)'} {part.value:.0f}" for part in apart[:NAMED])
    return named or "not distinguishable"


def _sampled(reading: Reading, text: str) -> Shown:
    display = share_display(reading.sample)
    if display is ShareDisplay.HIDE:
        return Shown(value=_of(reading), note=_join("too few", _for_all(reading)), is_quiet=True)
    few = "few data" if display is ShareDisplay.FEW else ""
    waiting = _join(_waiting(reading), _so_far(reading))
    note = _join(_of(reading), waiting, few, _for_all(reading))
    return Shown(value=text, note=note, is_quiet=bool(few))


def _waiting(reading: Reading) -> str:
    return f"{reading.pending:,} {_pending_word(reading)}" if reading.pending else ""


def _known(reading: Reading) -> str:
    """For a sum with rows nobody knows the value of: how many it is of."""
    if not reading.pending:
        return ""
    return f"amount known for {reading.sample:,} of {reading.sample + reading.pending:,}"


def _of(reading: Reading) -> str:
    metric = reading.metric
    is_under_way = isinstance(metric, Wait) and metric.within is not None and reading.pending
    so_far = " so far" if is_under_way else ""
    told = f"{reading.hits:,.0f} of {reading.sample:,}{so_far}"
    if not isinstance(metric, Mix) or not reading.parts:
        return told
    named = metric.focus or reading.parts[0].name or "(blank)"
    return f"{named}: {told}" if metric.weight is None else f"{named} · {reading.sample:,} rows"


def _pending_word(reading: Reading) -> str:
    metric = reading.metric
    if isinstance(metric, Wait):
        return "undecided" if metric.is_share else "still waiting"
    return metric.wait if isinstance(metric, Rate) else "not due yet"


def _so_far(reading: Reading) -> str:
    """Of a share within so many days: how many had them, or how many days anybody had."""
    metric, curve = reading.metric, reading.curve
    if not isinstance(metric, Wait) or metric.within is None or curve is None:
        return ""
    if metric.is_projected:
        return f"{reading.ready or 0:,} of {reading.sample:,} have had the time"
    whole, longest = metric.within / DAY, (curve.longest or 0.0) * metric.step / DAY
    all_decided = curve.is_exhausted
    return "" if longest >= whole or all_decided else f"after {longest:.0f} of {whole:.0f} days"


def _for_all(reading: Reading) -> str:
    """Filters that these facts know nothing of, said rather than passed over."""
    return f"for every {' and '.join(sorted(reading.ignored))}" if reading.ignored else ""


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
