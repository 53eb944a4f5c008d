"""Pulse: what pages ask of its rounds; who answers by link is nobody, and needs no right."""

from collections.abc import Mapping
from datetime import date

from revdash.agreement.perception import Picture, picture
from revdash.api import pulse_rounds
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.asking import ask, day_text
from revdash.api.house import House, house
from revdash.api.pulse_seen import closed_words, results, trend
from revdash.api.pulse_views import (
    AnswerSheet,
    Beginning,
    Drawing,
    Handed,
    OpenRound,
    PulseView,
    Results,
)
from revdash.api.questions import Question
from revdash.api.telling_pulse import measured_before
from revdash.desk.annotations import read_annotations
from revdash.desk.ballots import count_answered, read_box
from revdash.desk.pulse import (
    EVERY_WEEKS,
    FEWEST,
    OPEN_DAYS,
    SIDES,
    Wave,
    has_links,
    read_waves,
)
from revdash.desk.survey import OFFERED, read_offered
from revdash.terms import Side


def pulse(actor: Actor, shown: str = "", address: str = "") -> PulseView:
    """The rounds: the open one, the results of a closed one, and what may be set."""
    actor.assert_may(Right.READ)
    open_house = house()
    pulse_rounds.settle(open_house, actor.name)
    with open_house.desk.connect() as connection:
        today = pulse_rounds.today(connection)
        waves = read_waves(connection)
        closed = [w for w in waves if w.is_closed(today) and count_answered(connection, w)]
        seen = {wave.wave_id: picture(read_box(connection, wave)) for wave in closed}
        running = next((wave for wave in waves if not wave.is_closed(today)), None)
        answered = count_answered(connection, running) if running else {}
        is_drawn = has_links(connection, running.wave_id) if running else True
        offered, said = read_offered(connection), read_annotations(connection)
    key = shown if shown in seen else (closed[-1].wave_id if closed else "")
    return PulseView(
        sentence="" if closed else "No round has closed yet: what is said is shown once one has.",
        rounds=tuple((wave.wave_id, closed_words(wave)) for wave in reversed(closed)),
        shown=key,
        results=_results(open_house, seen[key]) if key else None,
        trend=trend([*seen.values()], said) if closed else None,
        open_round=_open_round(running, answered, "" if is_drawn else address) if running else None,
        due=_due(waves),
        may_set=Right.SET in rights_of(actor.role),
        next_round=None if running else _next(waves, today, address),
        offered=tuple(map(pulse_rounds.asked_of, offered)),
    )


def begin(actor: Actor, wanted: Beginning) -> Handed:
    """Begin a round and hand out its links, this once."""
    return pulse_rounds.begin(house(), actor, wanted)


def close(actor: Actor, key: str, version: int) -> str:
    """Close a round before its day, for good; returns a sentence."""
    return pulse_rounds.close(house(), actor, key, version)


def draw(actor: Actor, key: str, wanted: Drawing) -> Handed:
    """Draw the links of a round that opened by itself, and hand them out, this once."""
    return pulse_rounds.draw(house(), actor, key, wanted)


def add_question(actor: Actor, words: str, kind: str) -> str:
    """Add a question of one's own to those a round may ask; returns a sentence."""
    return pulse_rounds.add_question(house(), actor, words, kind)


def invited(token: str) -> AnswerSheet:
    """What a link shows to whoever holds it: the questions, and nothing anybody said."""
    return pulse_rounds.invited(house(), token)


def give_answers(token: str, said: Mapping[str, int | str | None]) -> None:
    """Answer a round by its link, once."""
    pulse_rounds.give_answers(house(), token, said)


def _results(open_house: House, seen: Picture) -> Results:
    wanted = {one.metric for one in seen.wave.asked if one.metric}
    if open_house.releases.current() is None:
        return results(seen, {})
    with open_house.facts() as connection:
        scope = ask(open_house, connection, Question()).scope
        return results(seen, measured_before(connection, scope, seen.wave, wanted))


def _open_round(wave: Wave, answered: Mapping[Side, int], address: str) -> OpenRound:
    """The open round; its links are still to be drawn where there is an *address* for them."""
    counts = ", ".join(
        f"{side.value} {answered[side]} of {wave.invited[side]}"
        if answered.get(side, 0) >= FEWEST
        else f"{side.value} fewer than {FEWEST} of {wave.invited[side]}"
        for side in SIDES
    )
    note = f"Answered: {counts}. Nothing of it is shown before it closes, to anybody."
    if address:
        note = "It opened by itself, on its day. Nobody can answer before its links are drawn."
    drawing = Drawing(
        people={side.value: wave.invited[side] for side in SIDES},
        leaders={side.value: 0 for side in SIDES},
        address=address,
        version=wave.version,
    )
    return OpenRound(
        key=wave.wave_id,
        version=wave.version,
        title=f"{wave.name} is open, and closes on {day_text(wave.closes_on)}",
        note=note,
        drawing=drawing if address else None,
    )


def _due(waves: tuple[Wave, ...]) -> str:
    if not waves:
        return (
            "No round was held yet. The first can begin today; those after it open by themselves."
        )
    due = waves[-1].next_due
    if due is None:
        return "No next round is set. Begin one whenever you like."
    return f"The next round opens by itself on {day_text(due)}."


def _next(waves: tuple[Wave, ...], today: date, address: str) -> Beginning:
    """The next round, asked and invited as the last was."""
    last = waves[-1] if waves else None
    asked = [one for one in last.asked if not one.is_fixed] if last else OFFERED
    return Beginning(
        name=f"{today:%B}",
        opens_on=today,
        closes_on=today + OPEN_DAYS,
        people={side.value: last.invited[side] if last else FEWEST for side in SIDES},
        leaders={side.value: 0 for side in SIDES},
        asked=tuple(one.question_id for one in asked),
        every_weeks=last.every_weeks if last else EVERY_WEEKS,
        address=address,
    )
