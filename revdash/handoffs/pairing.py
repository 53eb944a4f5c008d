"""Pairing: the entries of two lists that are of one human, each with at most one partner."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from revdash.terms import Side


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of a list, or one that it does not count: whose, on which day, as given."""

    key: str
    human: str
    given: str = ""
    on: date | None = None  # the day by which the list counts it
    at: datetime | None = None  # naive UTC, where a time is told
    episode: int = 0  # which qualification attempt of the human; 0: nobody knows
    is_known: bool = True  # to the store
    left_out: str = ""  # by which filter: "Region APAC"
    loaded_at: datetime | None = None
    line: int = 0  # of its file


Entries = tuple[Entry, ...]


Left = tuple[Entry, Entry | None]  # one that is left, and the same human's row that it repeats
Pair = tuple[Entry, Entry]


def paired(ours: Entries, theirs: Entries) -> tuple[list[Pair], dict[Side, list[Left]]]:
    """Who is in both, and what is left of either side."""
    pairs: list[Pair] = []
    left: dict[Side, list[Left]] = {Side.MARKETING: [], Side.SALES: []}
    one, other = _by_human(ours), _by_human(theirs)
    for human in sorted(one.keys() | other.keys()):
        mine, yours = one.get(human, []), other.get(human, [])
        found = list(_matched(mine, yours))
        pairs += found
        left[Side.MARKETING] += _rest(mine, [pair[0] for pair in found])
        left[Side.SALES] += _rest(yours, [pair[1] for pair in found])
    return pairs, left


def _by_human(entries: Entries) -> dict[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=in_order):
        found[entry.human].append(entry)
    return found


def _matched(mine: Sequence[Entry], yours: Sequence[Entry]) -> Iterator[Pair]:
    """Pair the entries of one human: of one attempt first, then in the order of their days."""
    paired: set[str] = set()
    open_ones = list(yours)
    for is_same in (_is_same_attempt, _is_any):
        for entry in mine:
            partner = next((one for one in open_ones if is_same(entry, one)), None)
            if entry.key not in paired and partner is not None:
                paired.add(entry.key)
                open_ones.remove(partner)
                yield entry, partner


def _is_same_attempt(entry: Entry, other: Entry) -> bool:
    return entry.episode == other.episode


def _is_any(_entry: Entry, _other: Entry) -> bool:
    return True


def _rest(entries: Sequence[Entry], paired: Sequence[Entry]) -> Iterator[Left]:
    """What is left of one human's entries, each with the one of the same attempt it repeats."""
    told = list(paired)
    keys = {entry.key for entry in paired}
    for entry in entries:
        if entry.key not in keys:
            twin = next((one for one in told if is_of_one_attempt(entry, one)), None)
            yield entry, twin
            told.append(entry)


def is_of_one_attempt(entry: Entry, other: Entry) -> bool:
    """Whether two rows of a human are of one attempt, as far as anybody knows."""
    return entry.episode == other.episode or not entry.episode or not other.episode


def in_order(entry: Entry) -> tuple[date, int, str]:
    """The place of an entry in its list: by day, then by line."""
    return entry.on or date.max, entry.line, entry.key
