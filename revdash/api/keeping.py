"""Keeping: checking the store and the desk, backing them up, putting a backup in force."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.house import House
from revdash.api.judging import apart_of, rules_of
from revdash.api.restating import differing
from revdash.api.telling import is_behind
from revdash.api.trail import unwritten
from revdash.clock import utc_now
from revdash.desk import checks as desk_checks
from revdash.desk.audit import record
from revdash.desk.copies import backup_to, restore_from
from revdash.desk.snapshots import read_snapshots
from revdash.episodes.horizon import data_to
from revdash.episodes.identities import decided
from revdash.episodes.rebuild import everybody, rebuild
from revdash.episodes.rules import read_rules
from revdash.handoffs import drops
from revdash.store.backup import backup as back_up_store
from revdash.store.backup import restore as restore_store
from revdash.store.checks import Finding
from revdash.store.checks import check as check_store
from revdash.store.files import copy_closed_file
from revdash.store.hashes import content_of
from revdash.store.ledger import note_of
from revdash.store.schema import JUDGED
from revdash.store.schema.ledger import quality_issue

DERIVED = (*JUDGED, quality_issue)

Progress = Callable[[str], None]


def check(
    house: House, actor: Actor, *, deep: bool = False, progress: Progress = lambda _: None
) -> list[Finding]:
    """Say what is wrong with the store and the desk; nothing when all is well."""
    actor.assert_may(Right.READ)
    progress("reading the store" if deep else "looking at the store")
    found = check_store(
        house.releases, deep=deep, rebuilt=partial(_rebuilt, house, progress) if deep else None
    )
    progress("reading the desk")
    found += [
        Finding(where="the desk", what=sentence.rstrip("."), remedy="Restore a backup of it")
        for sentence in desk_checks.verify(house.desk)
    ]
    if deep:
        progress("reading what meetings froze")
        found += _frozen_numbers(house)
    return found or list(_desk_against_release(house))


def backup(house: House, actor: Actor, target: Path) -> Path:
    """Write the release in force and the desk to one file, whole or not at all."""
    actor.assert_may(Right.OPERATE)

    def copy_desk(path: Path) -> None:
        backup_to(house.desk, path)

    now = utc_now()
    back_up_store(house.releases, target, by=actor.name, now=now, desk=copy_desk)
    with house.desk.writing() as connection:
        seen = {"release": house.release.name, "file": target.name}
        record(connection, "backup", "store and desk", seen, house.stamp(actor.actor_id, now))
    return target


def restore(house: House, actor: Actor, source: Path) -> str:
    """Put a backup in force; returns the release's name."""
    actor.assert_may(Right.OPERATE)
    now = utc_now()

    def take_desk(path: Path) -> None:
        house.close_desk()
        restore_from(house.settings.data, path, house.settings.desk_url, now=now)

    restore_store(house.releases, source, by=actor.name, now=now, desk=take_desk)
    with house.desk.writing() as connection:
        seen = {"release": house.release.name, "file": source.name}
        record(connection, "restore", "store and desk", seen, house.stamp(actor.actor_id, now))
    return house.release.name


def _rebuilt(house: House, progress: Progress, connection: Connection) -> Iterable[Finding]:
    """Make every derived table again in a copy, and compare."""
    progress("deriving everything again")
    moment = note_of(connection).published_at
    with TemporaryDirectory(dir=house.settings.data, suffix=".building") as folder:
        copy = Path(folder) / "again.duckdb"
        copy_closed_file(house.release.path, copy)
        engine = house.releases.open(copy, read_only=False)
        try:
            with engine.connect() as again:
                rules = read_rules(again)
                as_of = data_to(again, rules, moment) or moment
                rebuild(again, (everybody(),), rules, as_of, drops.follow)
                drops.refresh(again, rules, as_of)
                yield from _differences(connection, again)
        finally:
            engine.dispose()


def _frozen_numbers(house: House) -> Iterator[Finding]:
    """Each number a meeting froze must be what its own release still gives."""
    if house.releases.current() is None:
        return
    with house.desk.connect() as desk:
        snapshots = read_snapshots(desk)
    for one in snapshots:
        wrong = differing(house, one)
        if wrong:
            yield Finding(
                where=f"the meeting of {one.held_on}",
                what=f"its release gives other numbers than it froze ({', '.join(wrong)})",
                remedy="What was frozen stands. Report this",
            )


def _differences(release: Connection, again: Connection) -> Iterator[Finding]:
    for table in DERIVED:
        if content_of(release, table) != content_of(again, table):
            yield Finding(
                where=table.name,
                what="it is not what its facts give when derived anew",
                remedy="Save the company's settings again to derive all anew, and report this",
            )


def _desk_against_release(house: House) -> Iterator[Finding]:
    """What the desk says and the release was judged by must be the same; imports are audited."""
    if house.releases.current() is None:
        return
    with house.facts() as connection:
        if read_rules(connection) != rules_of(house.desk):
            yield Finding(
                where="the settings",
                what="they changed after this release was judged",
                remedy="Save them again on the Settings page",
            )
        if decided(connection) != apart_of(house.desk):
            yield Finding(
                where="people kept apart",
                what="that was decided after this release was judged",
                remedy="The next import or undo judges by it",
            )
        if is_behind(connection, house.desk):
            yield Finding(
                where="what people stated here",
                what="some of it is not in this release yet",
                remedy="The next import, undo or start of the app puts it in force",
            )
    for deed in unwritten(house):
        yield Finding(
            where=f"import {deed.batch_id}",
            what=f"the audit log misses its {deed.action}: it was cut off after publishing",
            remedy="Nothing is lost. The next import or undo writes it down",
        )
