"""Meeting sheet: one meeting drawn live: what the numbers say and what people brought to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from revdash.api import meeting_said as said
from revdash.api import talks as _talks
from revdash.api.actors import Actor, Right
from revdash.api.asking import day_text
from revdash.api.house import House
from revdash.api.meeting_desk import Gathered, gather
from revdash.api.meeting_drops import Drops
from revdash.api.meeting_numbers import DROPS, Numbers, numbers, numbers_of, of_parts
from revdash.api.meeting_owed import owed
from revdash.api.meeting_trials import counted_views
from revdash.api.meeting_views import ExperimentView
from revdash.api.restated import frozen_sheet, restated
from revdash.desk.agenda_items import ItemKind
from revdash.desk.questions import SIDES
from revdash.meetings.agenda import Line
from revdash.meetings.sheet import Block, Heading, MeetingSheet, Part, Tiles, Told, Words
from revdash.metrics.catalog import HEADLINES
from revdash.terms import Side


@dataclass(frozen=True, kw_only=True)
class Content:
    """What stands under one heading."""

    sentence: str = ""
    blocks: tuple[Block, ...] = ()
    needs: str = ""


def sheet(house: House, actor: Actor, meeting_id: str = "") -> MeetingSheet:
    """Draw one meeting as it is now; without an id the one that runs, or is coming."""
    actor.assert_may(Right.READ)
    return drawn(house, actor, gather(house, meeting_id))


def drawn(house: House, actor: Actor, known: Gathered) -> MeetingSheet:
    """Draw the meeting that was gathered; what a closed one showed is frozen."""
    actor.assert_may(Right.READ)
    if known.is_closed:
        return frozen_sheet(house, known.key)
    with house.facts() as connection:
        return Drawing(house, actor, known, connection).whole()


class Drawing:
    """One look at a meeting."""

    def __init__(self, house: House, actor: Actor, known: Gathered, connection: Connection) -> None:
        """Say of which meeting; each part reads what it shows when it is drawn."""
        self.house, self.actor, self.known, self.connection = house, actor, known, connection

    def whole(self) -> MeetingSheet:
        """Draw every heading of the agenda."""
        known, asked = self.known, self.numbers.asked
        ratings = [*known.ratings.values()]
        fresh = asked.freshness
        return MeetingSheet(
            meeting_id=known.key,
            title=known.series.name,
            held_on=known.held_on,
            first=known.week.start,
            last=known.week.last,
            company=known.now.rules.company,
            currency=asked.currency,
            sentence=self._sentence(),
            parts=tuple(self._part(line) for line in known.agenda),
            attendees=self._attendees(),
            rating=sum(ratings) / len(ratings) if ratings else None,
            ratings=len(ratings),
            release=fresh.release,
            data_as_of=fresh.data_to,
            data_text=fresh.text,
            is_demo=fresh.is_demo,
        )

    @cached_property
    def numbers(self) -> Numbers:
        """The readings of the week looked back on."""
        return numbers(self.house, self.connection, self.known.week)

    @cached_property
    def of_parts(self) -> Mapping[Side, Sequence[Told]]:
        """What was promised of parts of the business."""
        return of_parts(self.house, self.connection, self.known.week)

    @cached_property
    def drops(self) -> Drops:
        """What was dropped in that week."""
        known = self.known
        return Drops(self.house, self.connection, self.actor, known.week, known.now.rules)

    @cached_property
    def experiments(self) -> tuple[ExperimentView, ...]:
        """The experiments, with what the records say of each."""
        return counted_views(self.connection, self.numbers.asked, self.known, may=False)

    def _part(self, line: Line) -> Part:
        content = _CONTENT[line.heading](self)
        return Part(
            heading=line.heading,
            title=line.title,
            question=line.question,
            minutes=line.minutes,
            sentence=content.sentence,
            blocks=(*content.blocks, *said.notes(self.known, line.heading)),
            needs=" ".join(filter(None, (content.needs, self._needs(line)))),
        )

    def _needs(self, line: Line) -> str:
        """Under the first heading: whether somebody said who is there."""
        meeting = self.known.meeting
        is_said = meeting is None or bool(meeting.attendees)
        return "" if is_said or line != self.known.agenda[0] else "not said yet: who is there."

    def _attendees(self) -> tuple[tuple[str, str, str], ...]:
        meeting = self.known.meeting
        here = meeting.attendees if meeting else ()
        return tuple((one.name, one.side, one.role) for one in here)

    def _sentence(self) -> str:
        """What the meeting is about, in one sentence."""
        told = [one for side in SIDES for one in self.numbers.promised(side)]
        told += [one for side in SIDES for one in self.of_parts[side]]
        missed = [one.label for one in told if one.is_missed]
        judged = sum(bool(one.verdict) for one in told)
        spoke = [one.label for one in self.numbers.speaking]
        calm = "no headline number speaks of a change"
        parts = [
            f"{len(missed)} of {judged} goals missed" if judged else "no goal could be judged",
            f"{', '.join(spoke)} changed" if spoke else calm,
            self.drops.found,
        ]
        text = "; ".join(parts)
        return f"{text[:1].upper()}{text[1:]}."


def _last_time(one: Drawing) -> Content:
    before = one.known.before
    if before is None:
        return Content(sentence="No meeting has closed before this one.")
    fresh, key = one.numbers.asked.freshness, one.known.key
    blocks = one.house.remembered(
        "last time",
        (key, before.meeting_id, fresh.release, fresh.loaded_at),
        lambda: restated(one.house, key),
    )
    return Content(sentence=f"We met on {day_text(before.held_on)}.", blocks=blocks)


def _promises(one: Drawing) -> Content:
    told = {side: (*one.numbers.promised(side), *one.of_parts[side]) for side in SIDES}
    tiles = tuple(
        Tiles(title="Promised", side=side, tiles=tuple(sorted(told[side], key=_is_quiet)))
        for side in SIDES
    )
    return Content(
        sentence=" ".join(_kept(side, told[side]) for side in SIDES),
        blocks=(*tiles, *owed(one.house, one.connection, one.numbers.asked)),
    )


def _is_quiet(told: Told) -> bool:
    return told.is_quiet


def _kept(side: Side, told: tuple[Told, ...]) -> str:
    judged = [one for one in told if one.verdict]
    if not judged:
        return f"No goal of {side.value} can be judged."
    missed = [one.label for one in judged if one.is_missed]
    kept = f"{side.value.capitalize()} kept {len(judged) - len(missed)} of {len(judged)} goals"
    return f"{kept}. Missed: {'; '.join(missed)}." if missed else f"{kept}."


def _signals(one: Drawing) -> Content:
    found = one.numbers
    loud = found.speaking
    noise = f" By chance alone {found.noise}." if found.noise else ""
    spoken = ", ".join(f"{told.label} ({told.signal.casefold()})" for told in loud)
    few = len(HEADLINES) - found.judged
    early = f" {few} cannot be judged yet." if few and found.judged else ""
    if loud:
        sentence = f"{len(loud)} of {found.judged} headline numbers speak: {spoken}.{early}{noise}"
    elif found.judged:
        sentence = f"Routine variation in all {found.judged} headline numbers judged.{early}{noise}"
    else:
        sentence = "No headline number has weeks enough to be judged."
    tiles = (*loud, *found.routine)
    sides = [side for side in Side if any(told.side is side for told in tiles)]
    return Content(
        sentence=sentence,
        blocks=(
            *(found.lines(told.metric) for told in loud),
            *(
                Tiles(
                    title=side.value.capitalize(),
                    side=side,
                    tiles=tuple(told for told in tiles if told.side is side),
                )
                for side in sides
            ),
        ),
    )


def _drops(one: Drawing) -> Content:
    tiles = Tiles(title="Drops", side=Side.SHARED, tiles=one.numbers.of(DROPS))
    return Content(sentence=one.drops.sentence, blocks=(tiles, *one.drops.blocks))


def _wins(one: Drawing) -> Content:
    return Content(blocks=said.wins(one.known), needs=said.missing_of(one.known))


def _talk(one: Drawing) -> Content:
    found = _talks.talks(one.house, one.actor)
    return Content(sentence=found.sentence, blocks=said.talks(found))


def _asks(one: Drawing) -> Content:
    asked = one.known.items_of(ItemKind.ASK)
    waiting = sum(item.is_open for item in asked)
    sentence = f"{waiting} of {len(asked)} asks wait for an answer." if asked else ""
    return Content(sentence=sentence, blocks=said.asks(one.known))


def _commitments(one: Drawing) -> Content:
    return Content(sentence=said.kept_sentence(one.known), blocks=said.commitments(one.known))


def _decisions(one: Drawing) -> Content:
    return Content(blocks=said.decisions(one.known))


def _experiments(one: Drawing) -> Content:
    return Content(blocks=said.experiments(one.experiments))


def _sent(one: Drawing) -> Content:
    blocks: list[Block] = []
    for item in one.known.items_of(ItemKind.TILE):
        name = item.subject.removeprefix("metric:")
        filters = tuple((key, tuple(values)) for key, values in item.filters.items())
        told = numbers_of(one.house, one.connection, one.known.week, name, filters)
        if told is not None:
            part = ", ".join(value for _, values in filters for value in values)
            title = f"{told.label}, {part}" if part else told.label
            blocks.append(Tiles(title=title, side=told.side, tiles=(told,)))
        words = (one.known.who(item.by), "", item.words)
        blocks.append(Words(said=(words,)))
    sentence = "" if blocks else "Nobody sent a number. Any tile can be sent here with a note."
    return Content(sentence=sentence, blocks=tuple(blocks))


def _rating(one: Drawing) -> Content:
    ratings = [*one.known.ratings.values()]
    if not ratings:
        return Content(sentence="Nobody has rated this meeting yet.")
    mean = sum(ratings) / len(ratings)
    return Content(sentence=f"Rated {mean:.1f} of 10 by {len(ratings)}.")


_CONTENT: Mapping[Heading, Callable[[Drawing], Content]] = {
    Heading.LAST_TIME: _last_time,
    Heading.PROMISES: _promises,
    Heading.SIGNALS: _signals,
    Heading.DROPS: _drops,
    Heading.WINS: _wins,
    Heading.TALKS: _talk,
    Heading.ASKS: _asks,
    Heading.COMMITMENTS: _commitments,
    Heading.DECISIONS: _decisions,
    Heading.EXPERIMENTS: _experiments,
    Heading.SENT: _sent,
    Heading.RATING: _rating,
}
