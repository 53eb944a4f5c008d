"""Story words: each fact of a lead as people say it, with its side and how much it matters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from revdash.api.asking import day_text, local_time, moment_text
from revdash.episodes.rules import Rules
from revdash.handoffs.timeline import Happened
from revdash.metrics.shown import NOTHING, duration, money
from revdash.plural import counted
from revdash.terms import Precision, Side
from revdash.worktime.calendar import Calendar, standard_day_seconds

STAGES: Mapping[str, str] = {
    "LEAD": "Known as a lead",
    "MQL": "Handed over (MQL)",
    "SAL": "Accepted (SAL)",
    "SQL": "Qualified (SQL)",
    "OPP": "Opportunity",
    "WON": "Won",
    "LOST": "Lost",
    "REJECTED": "Turned down",
    "RECYCLED": "Given back",
    "DISQUALIFIED": "Put aside",
    "MERGED": "Merged",
    "LAPSED": "Closed after 90 silent days",
}
RUNGS = {"MQL": "MQL", "SAL": "Accepted", "SQL": "SQL", "OPP": "Opportunity"}
ENDS = {
    "WON": "Won",
    "LOST": "Lost",
    "REJECTED": "Turned down by sales",
    "RECYCLED": "Given back to marketing",
    "DISQUALIFIED": "Put aside",
    "LAPSED": "Closed after 90 silent days",
    "MERGED": "Merged with another record",
}
_OURS = ("LEAD", "MQL")  # stages that marketing sets
_CODES = {
    "email_1to1": "e-mail",
    "email_sequence_step": "e-mail of a sequence",
    "email_automated": "automated e-mail",
    "chat_human": "chat",
    "sms": "SMS",
    "linkedin": "LinkedIn message",
    "page_view_key": "looked at a page",
    "email_click": "clicked in an e-mail",
    "ad_click": "clicked an ad",
    "form_submit": "filled in a form",
    "content_download": "downloaded content",
    "webinar_registered": "registered for a webinar",
    "webinar_attended": "attended a webinar",
    "event_scan": "met at an event",
    "demo_request": "asked for a demo",
    "contact_sales": "asked to be contacted",
    "pricing_request": "asked for prices",
    "referral": "was referred",
    "NO_SHOW": "not attended",
    "CANCELED": "cancelled",
    "COMPLETED": "held",
    "RESCHEDULED": "moved",
    "SCHEDULED": "booked",
    "revops": "RevOps",
}
_RAISES = {"demo_request", "contact_sales", "pricing_request"}  # they asked for us
_SMALL, _ORDINARY, _STRONG = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Said:
    """One fact in words."""

    kind: str
    label: str
    detail: str = ""
    side: Side = Side.SALES
    weight: int = _ORDINARY


@dataclass(frozen=True, kw_only=True)
class Words:
    """How moments, amounts, reasons and business time are printed."""

    rules: Rules

    def moment(self, at: datetime | None) -> str:
        """A moment with its year, or a dash."""
        return moment_text(at, self.rules) if at else NOTHING

    def at(self, at: datetime, precision: str | None = None) -> str:
        """A moment without its year; of what is known by its day, the day."""
        if precision == Precision.DATE.value:
            return f"{at.day} {at:%b}"
        local = local_time(at, self.rules)
        return f"{local.day} {local:%b %H:%M}"

    def day(self, at: datetime | date | None) -> str:
        """The company's day of a moment."""
        if at is None:
            return NOTHING
        return day_text(self.rules.day_of(at) if isinstance(at, datetime) else at)

    def amount(self, amount: Any, currency: str | None, base: Any = None) -> str:
        """An amount in the company's currency, or in its own; a dash where none is told."""
        if base is not None:
            return money(float(base), self.rules.currency)
        return NOTHING if amount is None else money(float(amount), currency or "")

    def reason(self, code: str | None) -> str:
        """A reason as the dictionary words it."""
        known = self.rules.reason.get(code or "")
        return known.label if known else spoken(code)

    def span(self, seconds: float, calendar: Calendar) -> str:
        """Open seconds as business days; less than one, as hours."""
        days = int(seconds / standard_day_seconds(calendar) + 1e-9)
        if not days:
            return f"{duration(seconds / 3600)} of business time"
        return counted(days, "business day")


def spoken(code: str | None) -> str:
    """A code of the sources as words; what people wrote stays as it is but for underscores."""
    return _CODES.get(code or "", (code or "").replace("_", " "))


def say(one: Happened, words: Words) -> Said:
    """Put a fact into words."""
    return _SAYS[one.table](one, words)


def joined(*texts: str | None) -> str:
    """Those that say something, with a dot between them."""
    return " · ".join(text for text in texts if text)


def upper(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def _touch(one: Happened, _words: Words) -> Said:
    return Said(
        kind="Touch",
        label=upper(spoken(one.what)) or "Touch",
        detail=joined(one.how, one.more, spoken(one.note)),
        side=Side.MARKETING,
        weight=_STRONG if one.what in _RAISES else _SMALL,
    )


def _stage(one: Happened, words: Words) -> Said:
    stage = one.what or ""
    by = f"by {one.by}" if one.by else ""
    if stage == "LEAD":
        by = f"first seen by {one.source}" if one.source else ""
    return Said(
        kind="Stage",
        label=STAGES.get(stage, spoken(stage)),
        detail=joined(words.reason(one.how), one.more, by, one.note),
        side=Side.MARKETING if stage in _OURS else Side.SALES,
        weight=_SMALL if stage == "LEAD" else _STRONG,
    )


def _given(one: Happened, _words: Words) -> Said:
    before = f"before: {one.by}" if one.by else ""
    label = f"Given to {one.what or 'nobody'}"
    return Said(kind="Given to", label=label, detail=before, side=Side.SHARED)


def _activity(one: Happened, _words: Words) -> Said:
    what = upper(spoken(one.what)) or "Activity"
    if one.how == "inbound":
        detail = joined(spoken(one.what), one.by)
        return Said(kind="Reply", label="They replied", detail=detail, weight=_STRONG)
    if one.note == "true":
        return Said(kind="By a machine", label=what, detail=one.by or "", weight=_SMALL)
    label = joined(what, spoken(one.more))
    return Said(kind="Sales activity", label=label, detail=one.by or "")


def _meeting(one: Happened, _words: Words) -> Said:
    name = upper(spoken(one.what)) or "Meeting"
    label = joined(name if "meeting" in name.lower() else f"{name} meeting", spoken(one.how))
    return Said(kind="Meeting", label=label, detail=one.by or "", weight=_STRONG)


def _verdict(one: Happened, words: Words) -> Said:
    by = f"by {one.by}" if one.by else ""
    label = f"Verdict: {STAGES.get(one.what or '', spoken(one.what)).lower()}"
    return Said(kind="Verdict", label=label, detail=joined(words.reason(one.how), one.note, by))


def _nurture(one: Happened, words: Words) -> Said:
    until = words.day(date.fromisoformat(one.how)) if one.how else ""
    return Said(
        kind="Nurture",
        label=f"Into nurture: {one.what or 'no name'}",
        detail=f"to be looked at again on {until}" if until else "no day to look again",
        side=Side.MARKETING,
    )


def _question(one: Happened, _words: Words) -> Said:
    asker = upper(spoken(one.what)) or "Somebody"
    side = {"marketing": Side.MARKETING, "sales": Side.SALES}.get(one.what or "", Side.SHARED)
    answer = f"answered: {one.more}" if one.more else "no answer yet"
    return Said(kind="Question", label=f"{asker} asked", detail=joined(one.how, answer), side=side)


def _note(one: Happened, _words: Words) -> Said:
    message = f"message: {one.how}" if one.how else ""
    detail = joined(one.what, message)
    return Said(kind="Handoff note", label="Handoff note", detail=detail, side=Side.MARKETING)


def _deal_stage(one: Happened, words: Words) -> Said:
    is_over = one.how in {"won", "lost"}
    return Said(
        kind="Deal",
        label=f"Deal: {spoken(one.what)}",
        detail=words.amount(one.more, one.note) if one.more else "",
        weight=_STRONG if is_over else _ORDINARY,
    )


def _deal(one: Happened, words: Words) -> Said:
    amount = words.amount(one.how, one.more) if one.how else ""
    detail = joined(one.what, amount)
    return Said(kind="Deal", label="Deal opened", detail=detail, weight=_STRONG)


_SAYS: Mapping[str, Callable[[Happened, Words], Said]] = {
    "touch": _touch,
    "lifecycle_event": _stage,
    "assignment": _given,
    "sales_activity": _activity,
    "meeting": _meeting,
    "disposition": _verdict,
    "nurture_enrolment": _nurture,
    "lead_question": _question,
    "handoff_note": _note,
    "opportunity_stage_event": _deal_stage,
    "opportunity": _deal,
}
