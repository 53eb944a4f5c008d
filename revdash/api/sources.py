"""Sources: how fresh each source system is, and the releases still kept with what made them."""

from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.asking import freshness_of, moment_text
from revdash.api.house import House
from revdash.api.receipts import imported_files, named
from revdash.api.stewardship_views import ReleaseView, SourceView
from revdash.api.views import Freshness, Grid, labelled
from revdash.clock import utc_now
from revdash.desk.mappings import read_meanings
from revdash.episodes.rules import Rules
from revdash.plural import counted
from revdash.store.ledger import entries, note_of
from revdash.store.sources import Told, import_moments, told_by_source

GAPS = 10  # the last imports of a source, by which its usual gap is judged
FEWEST = 3  # imports before anything is said of a usual gap
LATE_AFTER = 2  # usual gaps
UNNAMED = "(no source named)"
_DAY = timedelta(days=1)


def freshness(house: House, actor: Actor, *, now: datetime | None = None) -> tuple[SourceView, ...]:
    """How fresh each source system is, the longest silent first."""
    actor.assert_may(Right.READ)
    moment = now or utc_now()
    with house.facts() as connection:
        rules = house.rules(connection, note_of(connection))
        told = told_by_source(connection)
        made = import_moments(connection)
    found = []
    for source, one in told.items():
        imports = sorted(made[batch] for batch in one.batches if batch in made)
        if imports:
            found.append((imports[-1][0], _source(source, one, imports, rules, moment)))
    return tuple(view for _, view in sorted(found, key=lambda each: (each[0], each[1].source)))


def words(house: House, actor: Actor) -> Grid:
    """What words of the sources were said to mean, by source and field."""
    actor.assert_may(Right.READ)
    with house.desk.connect() as connection:
        said = read_meanings(connection)
    rows = tuple(
        (word, means or "passed over", source, field.replace("_", " ").replace(".", ": "))
        for (source, field), meanings in sorted(said.items())
        for word, means in sorted(meanings.items())
    )
    return Grid(columns=labelled("Word", "Means", "Source", "Field"), rows=rows, total=len(rows))


def loaded(house: House, actor: Actor) -> Freshness | None:
    """Up to when the data tell, and when they were loaded; nothing without a store."""
    actor.assert_may(Right.READ)
    if house.releases.current() is None:
        return None
    with house.facts() as connection:
        note = note_of(connection)
        rules = house.rules(connection, note)
    return freshness_of(rules, note.data_to or note.published_at, note)


def releases(house: House, actor: Actor) -> tuple[ReleaseView, ...]:
    """Every release still kept, the newest first: what made it, and what it changed."""
    actor.assert_may(Right.READ)
    current = house.release
    with house.facts() as connection:
        rules = house.rules(connection, note_of(connection))
        changed = _changed(connection)
    found = []
    for release in reversed(house.releases.published()):
        note = house.releases.note(release)
        what, counts = changed.get((note.published_at, note.what), (note.what, ""))
        found.append(
            ReleaseView(
                number=release.number,
                published=moment_text(note.published_at, rules),
                what=what,
                by=note.by,
                size=f"{release.path.stat().st_size / 1e6:,.1f} MB",
                state="in force" if release == current else "kept",
                changed=counts,
            )
        )
    return tuple(found)


def _source(
    source: str, told: Told, imports: list[tuple[datetime, str]], rules: Rules, now: datetime
) -> SourceView:
    last, by = imports[-1]
    usual = _usual_gap([at for at, _ in imports])
    is_late = usual is not None and now - last > LATE_AFTER * usual
    return SourceView(
        source=source or UNNAMED,
        imported=f"{moment_text(last, rules)} by {by}",
        newest=moment_text(told.newest, rules) if told.newest else "",
        records=told.records,
        usual=f"every {_length(usual)}" if usual else "",
        late=f"silent for {_length(now - last)}" if is_late else "",
    )


def _usual_gap(moments: list[datetime]) -> timedelta | None:
    """The median time between the last imports; nothing with few, and never under a day."""
    if len(moments) < FEWEST:
        return None
    last = moments[-GAPS - 1 :]
    gaps = [(after - before).total_seconds() for before, after in pairwise(last)]
    return max(timedelta(seconds=median(gaps)), _DAY)


def _length(length: timedelta) -> str:
    return counted(round(length / _DAY), "day")


def _changed(connection: Connection) -> dict[tuple[datetime, str], tuple[str, str]]:
    """What each import is called and did, by the moment and the words of its release."""
    changed = {}
    for row in entries(connection):
        counts = row.rows_loaded, row.rows_unchanged, row.rows_refused
        changed[row.loaded_at, row.what] = (
            f"import {row.batch_id}: {named(imported_files(row.what), row.files)}",
            "{:,} loaded, {:,} unchanged, {:,} refused".format(*counts),
        )
    return changed
