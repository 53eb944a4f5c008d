"""Doubts: addresses that tie more than two records together, judged one knot at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple


class Link(NamedTuple):
    """One source system knows one human by one address, since an instant."""

    address: str
    person_id: str  # after what the sources say
    system: str
    key: str  # the record that says so
    since: datetime


class Joined(NamedTuple):
    """One human is another, because they share an address."""

    person_id: str
    root: str
    since: datetime


class Doubtful(NamedTuple):
    """One human whom nobody is joined with: by address two of one system would become one."""

    person_id: str
    system: str
    people: int
    key: str
    since: datetime


Judged = tuple[list[Joined], list[Doubtful]]


def judge(
    links: Iterable[Link],
    systems: Mapping[str, Collection[str]],
    apart: Iterable[tuple[str, str]],
) -> Judged:
    """Join the humans whom addresses tie together, knot by knot.

    A knot in which two humans are of one source system joins nobody. *systems* names the
    systems of those who are of more than their links tell; of a pair kept *apart* the first
    is left out of the knot that holds both.
    """
    of_person: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        of_person[link.person_id].append(link)
    pairs = [(one, other) for one, other in apart if one in of_person]
    knots = list(_knots(of_person, set(of_person)))
    if pairs:
        knot_of = {person: index for index, knot in enumerate(knots) for person in knot}
        alone = {one for one, other in pairs if knot_of[one] == knot_of.get(other, -1)}
        knots = list(_knots(of_person, set(of_person) - alone))
    joined: list[Joined] = []
    doubtful: list[Doubtful] = []
    for knot in knots:
        _decide(knot, of_person, systems, (joined, doubtful))
    return joined, doubtful


def _knots(of_person: Mapping[str, list[Link]], people: set[str]) -> Iterator[list[str]]:
    """Yield the people who hang together by addresses, each time all of them, in order."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for person in people:
        for link in of_person[person]:
            holders[link.address].append(person)
    seen: set[str] = set()
    for first in sorted(people):
        queue, knot = [first], []
        while queue:
            person = queue.pop()
            if person not in seen:
                seen.add(person)
                knot.append(person)
                queue.extend(p for link in of_person[person] for p in holders[link.address])
        if len(knot) > 1:
            yield sorted(knot)


def _decide(
    knot: list[str],
    of_person: Mapping[str, list[Link]],
    systems: Mapping[str, Collection[str]],
    judged: Judged,
) -> None:
    """Join all of a knot with its first, or say which of them cannot be told apart."""
    joined, doubtful = judged
    keys = {link.person_id: link.key for one in knot for link in of_person[one]}
    held: defaultdict[str, set[str]] = defaultdict(set)
    since: dict[str, datetime] = {}
    for person in knot:
        of_links = {link.system for link in of_person[person]}
        for system in of_links | set(systems.get(person, ())):
            held[system].add(person)
        since[person] = max(link.since for link in of_person[person])
    crowded = {system: people for system, people in held.items() if len(people) > 1}
    for system, people in sorted(crowded.items()):
        doubtful.extend(
            Doubtful(one, system, len(people), keys[one], since[one]) for one in sorted(people)
        )
    if not crowded:
        root = knot[0]
        joined.extend(Joined(one, root, max(since[one], since[root])) for one in knot[1:])
