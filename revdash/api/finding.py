"""Finding: people by a few letters, from every page's head."""

from datetime import datetime

from revdash.api.actors import Actor, Right
from revdash.api.house import House
from revdash.api.story_views import Found, HitView
from revdash.api.story_words import ENDS, RUNGS, Words, joined
from revdash.handoffs.search import MILESTONES, MOST, SHORTEST, Hit, find
from revdash.store.ledger import note_of

_DID = {
    "mql_at": "Handed over",
    "first_attempt_at": "First attempt",
    "connected_at": "Connected",
    "sal_at": "Accepted",
    "demo_booked_at": "Demo booked",
    "demo_held_at": "Demo held",
    "sql_at": "Qualified",
    "opp_at": "Opportunity",
    "rejected_at": "Turned down",
    "recycled_at": "Given back",
    "disqualified_at": "Put aside",
    "nurtured_at": "Into nurture",
    "won_at": "Won",
    "lost_at": "Lost",
}


def find_people(house: House, actor: Actor, text: str) -> Found:
    """Those whom *text* may mean: part of a name, a company, an address, or an id."""
    actor.assert_may(Right.READ)
    typed = " ".join(text.split())
    if len(typed) < SHORTEST:
        return Found(text=text, note=f"Type at least {SHORTEST} letters.")
    if house.releases.current() is None:
        return Found(text=text, note="There is no store yet.")
    with house.facts() as connection:
        words = Words(rules=house.rules(connection, note_of(connection)))
        hits = tuple(_view(hit, words) for hit in find(connection, typed))
    if not hits:
        return Found(text=text, note=f"Nobody is called “{typed}”, not even nearly.")
    more = f"The first {MOST}; type more to narrow them." if len(hits) == MOST else ""
    return Found(text=text, hits=hits, note=more)


def _view(hit: Hit, words: Words) -> HitView:
    e = hit.episode
    return HitView(
        person=hit.person_id,
        name=hit.name or hit.person_id,
        company=hit.company,
        stage=RUNGS.get(e.stage, ENDS.get(e.stage, e.stage)) if e else "Not handed over",
        owner=(e.owner or "nobody") if e else "",
        last=_last(hit, words) if e else "",
    )


def _last(hit: Hit, words: Words) -> str:
    """The last thing that happened to the handoff, with its day."""
    reached: list[tuple[datetime, int]] = [
        (at, place)
        for place, name in enumerate(MILESTONES)
        if (at := getattr(hit.episode, name)) is not None
    ]
    if not reached:
        return ""
    at, place = max(reached)
    return joined(_DID[MILESTONES[place]], words.day(at))
