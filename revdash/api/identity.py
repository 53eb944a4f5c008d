"""Identity: who was joined to whom by which rule; keeping two people apart, joining them again."""

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.asking import moment_text
from revdash.api.building import judged_again
from revdash.api.house import House
from revdash.api.stewardship_views import Merges
from revdash.api.views import Grid, labelled
from revdash.desk.identities import Decision, keep_apart, read_kept_apart, take_decision_back
from revdash.desk.people import read_members
from revdash.episodes.joins import count_joins, join_of, names_of, newest_joins
from revdash.episodes.rules import Rules
from revdash.errors import InputError
from revdash.store.ledger import note_of
from revdash.terms import JoinRule

SHOWN = 500

_REASONS = {
    "convert": "the source says: converted",
    "merge": "the source says: merged",
    "dedupe": "the source says: the same",
}
_SAME_ADDRESS = "same e-mail address in two systems"
_JOINED = labelled("Record", "Person", "Joined to", "Why", "Since")
_APART = labelled("Person", "Record", "Kept apart from", "By", "Since")


def merges(house: House, actor: Actor) -> Merges:
    """Every merge in force, the newest first, and every decision to keep two apart."""
    actor.assert_may(Right.READ)
    with house.desk.connect() as desk:
        decisions = read_kept_apart(desk)
        members = {one.member_id: one.name for one in read_members(desk, active=False)}
    with house.facts() as connection:
        rules = house.rules(connection, note_of(connection))
        rows = newest_joins(connection, SHOWN)
        people = {one for row in rows for one in (row.person_id, row.joined_to)}
        people |= {p for one in decisions for p in (one.person_id, one.other_person_id)}
        names = names_of(connection, sorted(people))
        total = count_joins(connection)
    joined = tuple(
        (
            row.person_id,
            names.get(row.person_id, ""),
            _called(row.joined_to, names),
            _why(row.rule, row.reason),
            moment_text(row.since_at, rules),
        )
        for row in rows
    )
    return Merges(
        joined=Grid(
            columns=_JOINED,
            rows=joined,
            ids=tuple(row.person_id for row in rows),
            total=total,
            empty="Nobody was joined: no two source systems know the same e-mail address, "
            "and no source says that two of its records are one person.",
        ),
        separable=tuple(r.person_id for r in rows if r.rule == JoinRule.ADDRESS.value),
        apart=_apart(decisions, names | members, rules),
    )


def keep_people_apart(house: House, actor: Actor, person_id: str) -> str:
    """Decide that a person is not whom an address joined them to; returns a sentence."""
    actor.assert_may(Right.SET)
    by = house.stamp(actor.actor_id)
    with house.facts() as connection:
        other = _joined_by_address(connection, person_id)
    what = f"keep {person_id} apart"
    with (
        judged_again(house, what, by=actor.name, now=by.now, people=set()) as release,
        house.desk.writing() as desk,
    ):
        keep_apart(desk, person_id, other, by)
    return f"{person_id} is kept apart from {other} from now on; {release} is in force."


def join_people_again(house: House, actor: Actor, decision: str) -> str:
    """Take a decision to keep two people apart back; returns a sentence."""
    actor.assert_may(Right.SET)
    by = house.stamp(actor.actor_id)
    with (
        judged_again(house, "join again", by=actor.name, now=by.now, people=set()) as release,
        house.desk.writing() as desk,
    ):
        found = take_decision_back(desk, decision, by)
    return (
        f"{found.person_id} and {found.other_person_id} follow the rules again; "
        f"{release} is in force."
    )


def _joined_by_address(connection: Connection, person_id: str) -> str:
    join = join_of(connection, person_id)
    if join is None:
        raise InputError(
            f"{person_id} is joined to nobody now. Reload the page to see who is joined."
        )
    if join.rule != JoinRule.ADDRESS.value:
        raise InputError(
            f"{person_id} was joined to {join.joined_to} by its own source. "
            "Correct it there, and import it again."
        )
    return str(join.joined_to)


def _apart(decisions: tuple[Decision, ...], names: dict[str, str], rules: Rules) -> Grid:
    return Grid(
        columns=_APART,
        rows=tuple(
            (
                names.get(one.person_id, ""),
                one.person_id,
                _called(one.other_person_id, names),
                names.get(one.decided_by, one.decided_by),
                moment_text(one.decided_at, rules),
            )
            for one in decisions
        ),
        ids=tuple(one.decision_id for one in decisions),
        total=len(decisions),
    )


def _called(person_id: str, names: dict[str, str]) -> str:
    name = names.get(person_id)
    return f"{name} ({person_id})" if name else person_id


def _why(rule: str, reason: str | None) -> str:
    if rule == JoinRule.ADDRESS.value:
        return _SAME_ADDRESS
    return _REASONS.get(reason or "", f"the source says: {reason}")
