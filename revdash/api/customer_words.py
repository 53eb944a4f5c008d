"""Customer words: what is known of customers and of the market's needs, in sentences and tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from revdash.api.asking import day_text
from revdash.api.views import Column, Grid, SentencePart
from revdash.desk.needs import Need
from revdash.metrics.fates import Fate
from revdash.metrics.market_lists import LOSS, Cluster, Heard, Said, Tagged
from revdash.metrics.scope import BLANK
from revdash.metrics.shapes import Reading, Unit
from revdash.metrics.shown import NOTHING, shown, with_sign
from revdash.stats.intervals import ShareDisplay, share_display
from revdash.terms import Orientation, in_words

_PARTS = (
    Column(key="part", label="Part"),
    Column(key="customers", label="Customers", is_number=True),
    Column(key="nps", label="NPS", is_number=True),
    Column(key="nps_between", label="95 %", is_number=True),
    Column(key="kept", label="Kept a year", is_number=True),
    Column(key="kept_between", label="95 %", is_number=True),
    Column(key="nrr", label="Revenue kept", is_number=True),
    Column(key="nrr_between", label="90 %", is_number=True),
)
_CLUSTERS = (
    Column(key="need", label="Need"),
    Column(key="theme", label="Theme"),
    Column(key="heard", label="Heard", is_number=True, is_bar=True),
    Column(key="customers", label="Customers", is_number=True),
    Column(key="open", label="Open", is_number=True),
    Column(key="overdue", label="Past 30 days", is_number=True),
    Column(key="since", label="Open since"),
    Column(key="said", label="Product's answers"),
)
_HEARD = (
    Column(key="need", label="Need"),
    Column(key="where", label="Heard in"),
    Column(key="account", label="Customer"),
    Column(key="by", label="By"),
    Column(key="on", label="On"),
    Column(key="state", label="State"),
    Column(key="answer", label="Product's answer"),
)
_REASONS = (
    Column(key="reason", label="Reason"),
    Column(key="kind", label="Given for"),
    Column(key="times", label="Times", is_number=True, is_bar=True),
    Column(key="need", label="Speaks for the need"),
)
_TAGGED = (
    Column(key="label", label="Goal or metric"),
    Column(key="about", label="About"),
    Column(key="what", label="What"),
    Column(key="side", label="Side"),
)
_KINDS = {LOSS: "deals lost"}
_WHATS = {"agenda": "on the agenda"}


def sentence_of(overdue: int, open_needs: int, share: Reading) -> tuple[SentencePart, ...]:
    """How many needs wait, and how much of what is looked at is about customers."""
    about, every = ([part.value or 0.0 for part in share.of] or [0.0, 0.0])[:2]
    parts = [
        SentencePart(text=_counted(open_needs, "need"), is_fact=True),
        SentencePart(text=" of the market wait for an answer"),
    ]
    if overdue:
        parts.append(SentencePart(text=f", {overdue:,} of them for more than thirty days"))
    parts.append(SentencePart(text=". Of our goals and agenda metrics "))
    parts.append(SentencePart(text=f"{about:.0f} of {every:.0f}", is_fact=True))
    parts.append(SentencePart(text=" are about customers."))
    return tuple(parts)


def part_grid(
    names: Iterable[str | None],
    found: Mapping[str, Mapping[str | None, Reading]],
    word: str,
    currency: str,
) -> Grid:
    """One row for each value of a cut: how many customers, and how they fare."""
    rows = []
    for name in names:
        count, nps, kept, nrr = (
            found[key].get(name) for key in ("customers", "nps", "kept", "nrr")
        )
        rows.append((in_words(name or BLANK), *_fare(count, nps, kept, nrr, currency)))
    columns = (Column(key="part", label=word), *_PARTS[1:])
    empty = "No customers are loaded. Import them on Data: a file of customers and subscriptions."
    return Grid(columns=columns, rows=tuple(rows), total=len(rows), empty=empty)


def fate_grid(found: Sequence[Fate], currency: str) -> Grid:
    """What became of the customers that each side brought."""
    rows = tuple(
        (
            (one.value or "").capitalize(),
            *_fare(one.customers, one.score, one.kept, one.revenue, currency),
        )
        for one in found
    )
    columns = (Column(key="part", label="Brought by"), *_PARTS[1:])
    empty = "No customer is known to have come by a deal of ours yet."
    return Grid(columns=columns, rows=rows, total=len(rows), empty=empty)


def cluster_grid(found: Sequence[Cluster]) -> Grid:
    """The needs put together, those with open ones first."""
    most = max((one.heard for one in found), default=1)
    rows = tuple(
        (
            one.need or one.theme,
            one.theme,
            f"{one.heard:,}",
            f"{one.customers:,}" if one.customers else NOTHING,
            f"{one.open:,}",
            f"{one.overdue:,}" if one.overdue else "",
            day_text(one.oldest_on) if one.oldest_on else "",
            ", ".join(f"{word} {times}" for word, times in one.decisions) or "none yet",
        )
        for one in found
    )
    return Grid(
        columns=_CLUSTERS,
        rows=rows,
        bars=tuple(one.heard / most for one in found),
        total=len(rows),
        empty="No need of the market is written down yet. Add one below, or import call notes.",
    )


def heard_grid(found: Sequence[Heard], total: int) -> Grid:
    """The needs one by one, the open ones first."""
    rows = tuple(
        (
            one.need or one.theme,
            one.heard_in,
            one.account,
            one.by,
            day_text(one.heard_on),
            _state(one),
            ": ".join(filter(None, (one.decision, one.reason))),
        )
        for one in found
    )
    return Grid(columns=_HEARD, rows=rows, total=total, empty="Nothing was heard yet.")


def reason_grid(found: Sequence[Said], needs: Sequence[Need]) -> Grid:
    """Why deals were lost and leads given back, with the need that each speaks for."""
    speaks = {mark: need.words for need in needs for mark in need.evidence}
    most = max((one.times for one in found), default=1)
    rows = tuple(
        (
            one.label.replace("_", " ").capitalize(),
            _KINDS.get(one.kind, "leads given back"),
            f"{one.times:,}",
            speaks.get(mark_of(one), ""),
        )
        for one in found
    )
    return Grid(
        columns=_REASONS,
        rows=rows,
        bars=tuple(one.times / most for one in found),
        total=len(rows),
        empty="No reason was given in these twelve months.",
    )


def mark_of(one: Said) -> str:
    """How a need names a reason as its evidence."""
    return f"{one.kind}:{one.code}"


def tagged_grid(found: Sequence[Tagged]) -> Grid:
    """What is looked at, and whom it is about, customers first."""
    rows = tuple(
        (one.label, one.orientation.value, _WHATS.get(one.what, one.what), one.side)
        for one in found
    )
    return Grid(
        columns=_TAGGED,
        rows=rows,
        total=len(rows),
        empty="No goals are agreed and no agenda is set. Set goals on Settings.",
    )


def about_counts(found: Sequence[Tagged]) -> str:
    """How many of what is looked at are about whom."""
    counts = [(about, sum(one.orientation is about for one in found)) for about in Orientation]
    return " · ".join(f"{about.value} {times}" for about, times in counts)


def month_words(day: date) -> str:
    """The month of a day, as a chart names it."""
    return f"{day:%b %Y}"


def _fare(
    count: Reading | None,
    nps: Reading | None,
    kept: Reading | None,
    nrr: Reading | None,
    currency: str,
) -> tuple[str, ...]:
    told = f"{count.value:,.0f}" if count and count.value is not None else NOTHING
    return (told, *_pair(nps, currency), *_pair(kept, currency), *_pair(nrr, currency))


def _pair(reading: Reading | None, currency: str) -> tuple[str, str]:
    """A value and its interval; in place of one that is not to be told, how many it is of."""
    is_few = reading is not None and share_display(reading.sample) is ShareDisplay.HIDE
    if reading is None or reading.value is None or reading.ready == 0 or is_few:
        return NOTHING, _few(reading)
    words = shown(reading, currency)
    low, high = reading.low, reading.high
    if low is None or high is None or "of" in words.value:
        return words.value, "too few" if "of" in words.value else ""
    if reading.metric.unit is Unit.POINTS:
        return words.value, f"{with_sign(low, 0)} to {with_sign(high, 0)}"
    if round(100 * low) <= 0 and round(100 * high) >= 100:  # noqa: PLR2004  it says nothing
        return NOTHING, f"{reading.ready or 0:,} old enough"
    return words.value, f"{100 * low:.0f}–{100 * high:.0f} %"


def _few(reading: Reading | None) -> str:
    """Of what has no value yet: of how few it is, or that nobody had the time."""
    if reading is None or not reading.sample:
        return ""
    return "none a year old" if reading.ready == 0 else f"{reading.sample:,} only"


def _state(one: Heard) -> str:
    if one.decided_on:
        return f"answered {day_text(one.decided_on)}"
    return "past thirty days" if one.is_overdue else f"due {day_text(one.due_on)}"


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
