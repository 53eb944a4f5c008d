"""Pulse schedule: the next round opens by itself, at the first look or release from its day on."""

from datetime import date, datetime

from revdash.api.house import House
from revdash.desk import pulse
from revdash.desk.audit import Stamp

ITSELF = "revdash"  # who opens a round that nobody opened


def open_due(house: House, on: date, now: datetime) -> str | None:
    """Open the next round where its day has come; however many ask at once, it opens once."""
    with house.desk.connect() as desk:
        if not pulse.is_due(desk, on):
            return None
    with house.desk.writing() as desk:
        return pulse.open_due(desk, on, Stamp(actor_id=ITSELF, now=now))
