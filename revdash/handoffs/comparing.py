"""Comparing: two lists, files or the store's own: whom they name, and what parts their counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from revdash.handoffs.listings import Asked, Fit, Reader, Wanted
from revdash.handoffs.named import Given, humans_of, known_people
from revdash.handoffs.reconciling import Known, Reconciliation, is_inside, reconcile
from revdash.handoffs.two_lists import Human, among, counted
from revdash.terms import Side


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two lists reconciled, how each was read, and what the store says of those in them."""

    found: Reconciliation
    fits: Mapping[Side, Fit]
    outside: Mapping[Side, int]  # rows of a file on days outside the period
    undated: Mapping[Side, int]
    unknown: Mapping[Side, int]  # rows of a file that name nobody the store knows
    humans: Mapping[str, Human]


def compare(connection: Connection, asked: Asked, marketing: Wanted, sales: Wanted) -> Compared:
    """Read both lists, tell whom they name, and reconcile them."""
    wanted = {Side.MARKETING: marketing, Side.SALES: sales}
    rooted = {side: known_people(connection, _named(one)) for side, one in wanted.items()}
    people = {root for roots in rooted.values() for root in roots if root}
    for one in wanted.values():
        if one.basis:
            told = counted(connection, one.basis, asked.stage, asked.period)
            people |= {row.human for row in told}
    with among(connection, people) as whom:
        reader = Reader(connection, asked, whom)
        told_whom = _told_whom(wanted, rooted)
        made = {
            side: reader.listing(one, told_whom[side], rooted[side]) for side, one in wanted.items()
        }
    known = Known(
        period=asked.period,
        reached=frozenset(who for who, human in reader.humans.items() if human.attempts),
        knows_any=bool(people),
    )
    lists = {side: listing for side, (listing, _) in made.items()}
    found = reconcile(lists[Side.MARKETING], lists[Side.SALES], known)
    return Compared(
        found=found,
        fits={side: fit for side, (_, fit) in made.items()},
        outside={
            side: sum(not is_inside(row.on, asked.period) for row in one.rows)
            for side, one in wanted.items()
        },
        undated={side: sum(row.on is None for row in one.rows) for side, one in wanted.items()},
        unknown={side: roots.count("") for side, roots in rooted.items()},
        humans=reader.humans,
    )


def _named(wanted: Wanted) -> list[Given]:
    return [row.named for row in wanted.rows]


def _told_whom(
    wanted: Mapping[Side, Wanted], rooted: Mapping[Side, Sequence[str]]
) -> dict[Side, list[str]]:
    """Whom the rows of each file name, told apart over both."""
    sides = list(wanted)
    rows = [row for side in sides for row in _named(wanted[side])]
    humans = humans_of(rows, [root for side in sides for root in rooted[side]])
    found, start = {}, 0
    for side in sides:
        end = start + len(wanted[side].rows)
        found[side], start = humans[start:end], end
    return found
