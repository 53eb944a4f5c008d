"""Hindsight: a meeting of the past written down later, its numbers as they were known then."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from revdash.api.house import House
from revdash.api.restating import scope_of
from revdash.desk.snapshots import FrozenReading
from revdash.episodes.known import known_records
from revdash.meetings.sheet import Block, MeetingSheet, Tiles, Told
from revdash.metrics.catalog import CATALOG
from revdash.metrics.frozen import Side, sides
from revdash.metrics.read import read
from revdash.metrics.shapes import Level, Rate, Ratio, Reading, Total
from revdash.metrics.shown import Shown, shown

_ADDS_UP = (Total, Level, Rate, Ratio)


class Then(NamedTuple):
    """A number as it was known then: its reading, in words, and its sides."""

    reading: Reading
    words: Shown
    sides: tuple[Side, ...]


def known_then(
    house: House, connection: Connection, sheet: MeetingSheet
) -> Mapping[tuple[object, ...], Then]:
    """Each number of a sheet that says when it was frozen, without what was first told later.

    Those that do not add up (waits, people reached) are as today's facts have them.
    """
    if sheet.frozen_at is None or sheet.data_as_of is None:
        return {}
    found: dict[tuple[object, ...], Then] = {}
    currency = ""
    for told in sheet.readings:
        metric = CATALOG.get(told.metric)
        if metric is not None:
            days = FrozenReading(metric=told.metric, first=told.first, last=told.last)
            asked = replace(days, filters=told.filters)
            scope, currency = scope_of(house, connection, asked, as_of=sheet.data_as_of)
            reading = read(connection, metric, scope)
            found[name_of(told)] = Then(
                reading, shown(reading, currency), sides(connection, metric, scope)
            )
    late = _first_told_after(connection, found.values(), sheet.frozen_at)
    return {name: _without(one, late, currency) for name, one in found.items()}


def as_known(sheet: MeetingSheet, then: Mapping[tuple[object, ...], Then]) -> MeetingSheet:
    """The sheet with each number as it was known *then*."""

    def known(block: Block) -> Block:
        if not isinstance(block, Tiles):
            return block
        tiles = (_told(one, then.get(name_of(one))) for one in block.tiles)
        return replace(block, tiles=tuple(tiles))

    parts = (replace(part, blocks=tuple(map(known, part.blocks))) for part in sheet.parts)
    return replace(sheet, parts=tuple(parts))


def name_of(told: Told) -> tuple[object, ...]:
    """What tells one number of a sheet from the others."""
    return (told.metric, told.first, told.last, told.filters)


def _first_told_after(
    connection: Connection, found: Iterable[Then], known_at: datetime
) -> set[str]:
    adding = (one for one in found if isinstance(one.reading.metric, _ADDS_UP))
    keys = {key for one in adding for side in one.sides for key in side.adds}
    firsts = known_records(connection, keys, known_at)
    return {
        key
        for key, one in firsts.items()
        if one.first_loaded_at is not None and one.first_loaded_at > known_at
    }


def _without(one: Then, late: Container[str], currency: str) -> Then:
    if not isinstance(one.reading.metric, _ADDS_UP):
        return one
    found = tuple(
        replace(side, adds={key: adds for key, adds in side.adds.items() if key not in late})
        for side in one.sides
    )
    reading = _read(one.reading, found)
    return Then(reading, shown(reading, currency), found)


def _told(told: Told, then: Then | None) -> Told:
    if then is None:
        return told
    return replace(
        told,
        shown=then.words.value,
        note=then.words.note,
        value=then.reading.value,
        sample=then.reading.sample,
        hits=then.reading.hits,
        low=then.reading.low,
        high=then.reading.high,
    )


def _read(reading: Reading, found: tuple[Side, ...]) -> Reading:
    """The reading that its sides give; its bounds stay, but where its records do not."""
    metric, totals = reading.metric, [side.total for side in found]
    if isinstance(metric, Total | Level):
        changed = replace(reading, value=totals[0], sample=len(found[0].adds))
    elif not totals[1]:
        return replace(reading, value=None, sample=0, hits=0.0, missing="nothing was decided")
    else:
        times = metric.times if isinstance(metric, Ratio) else 1.0
        share, sample = times * totals[0] / totals[1], len(found[1].adds)
        changed = replace(reading, value=share, hits=totals[0], sample=sample)
    return changed if changed.value == reading.value else replace(changed, low=None, high=None)
