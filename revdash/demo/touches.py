"""Touches: what a person did with our marketing, from the first click on."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from revdash.demo.dice import dice, lognormal, pick, poisson
from revdash.demo.lives import Episode, Lead, Touch
from revdash.demo.timeline import END
from revdash.demo.work import days_after

_FIRST = {  # what brings a lead of each channel, in order
    "paid_search": ("ad_click", "form_submit"),
    "organic": ("page_view_key", "form_submit"),
    "paid_social": ("ad_click", "content_download"),
    "webinar": ("webinar_registered", "webinar_attended"),
    "event": ("event_scan",),
    "referral": ("referral", "form_submit"),
    "demo_request": ("page_view_key", "demo_request"),
    "partner": ("referral", "form_submit"),
}
_LATER = {"email_click": 0.46, "page_view_key": 0.34, "content_download": 0.14, "chat": 0.06}
_LATER_EACH = 2.6
_P_NOT_ATTENDED = 0.35


def touches_of(lead: Lead, episodes: tuple[Episode, ...]) -> tuple[Touch, ...]:
    """List a lead's touches in order of time, up to the end of the data."""
    rng = dice("touches", lead.number)
    found = [*_arriving(lead, rng), *_later(lead, rng)]
    for episode in episodes:
        if episode.hand_raise and episode.hand_raise not in found:
            found.append(episode.hand_raise)
        if episode.number > 1:  # something new made them hot again
            found.append(Touch("content_download", episode.mql_at - timedelta(minutes=5), None))
    return tuple(sorted((touch for touch in found if touch.at <= END), key=lambda t: t.at))


def _arriving(lead: Lead, rng: Random) -> Iterator[Touch]:
    *before, last = _FIRST[lead.channel]
    if lead.channel == "webinar" and rng.random() < _P_NOT_ATTENDED:
        before, last = [], "webinar_registered"
    for kind in before:
        earlier = lead.arrived_at - timedelta(seconds=rng.randint(40, 900))
        yield Touch(kind, earlier, lead.campaign)
    yield Touch(last, lead.arrived_at, lead.campaign)


def _later(lead: Lead, rng: Random) -> Iterator[Touch]:
    for _ in range(poisson(rng, _LATER_EACH)):
        yield Touch(pick(rng, _LATER), days_after(lead.arrived_at, lognormal(rng, 9, 1.2)), None)
