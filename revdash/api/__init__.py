"""Api: what a page or a command may ask for; each takes an actor, checks its right, audits."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, BinaryIO

from revdash.api import (
    afresh,
    asking,
    defining,
    dropping,
    finding,
    forms,
    receipts,
    sources,
    stories,
    working,
)
from revdash.api import detail as _detail
from revdash.api import overview as _overview
from revdash.api import tour as _tour
from revdash.api.actors import COMMAND_LINE, Actor, Right
from revdash.api.cuts import offered
from revdash.api.house import House, house, move_in
from revdash.api.intake_views import BatchView, Inspection, JobView, ReceiptView
from revdash.api.publishing import publish_soon
from revdash.api.questions import Compare, PeriodKey, Question
from revdash.api.story_views import FactView, Found, Story
from revdash.api.views import (
    Definition,
    Detail,
    FieldValue,
    FilterChoice,
    Form,
    Grid,
    Person,
    Sheet,
    Span,
    Stop,
)
from revdash.desk.audit import last_number
from revdash.desk.people import read_members
from revdash.errors import NotAllowedError
from revdash.exports.sheets import harmless
from revdash.store.ledger import has_facts

__all__ = [
    "COMMAND_LINE",
    "Actor",
    "Compare",
    "House",
    "PeriodKey",
    "Question",
    "Right",
    "batches",
    "csv",
    "definitions",
    "detail",
    "harmless",
    "house",
    "move_in",
    "overview",
    "refusal",
]


def warm() -> None:
    """Read the one view once, so that nobody waits; put in force what was clicked and cut off."""
    if release():
        overview(actor(""), Question())
        publish_soon(house(), COMMAND_LINE.name)


def stamp() -> str:
    """A text that changes whenever any answer may change: the release and the desk's count."""
    open_house = house()
    with open_house.desk.connect() as connection:
        return f"{release()}:{last_number(connection)}"


def mark() -> Hashable:
    """What tells cheaply that this process wrote, or anybody published: ask `stamp` anew then."""
    return house().mark()


def release() -> str:
    """The name of the release in force; empty when there is no store."""
    current = house().releases.current()
    return current.name if current else ""


def people() -> tuple[Person, ...]:
    """Those who may use revdash, to choose from in the header."""
    with house().desk.connect() as connection:
        members = read_members(connection)
    return tuple(Person(key=m.member_id, name=m.name, role=m.role.value) for m in members)


def actor(key: str) -> Actor:
    """The person chosen in the header; the first of them when *key* names nobody."""
    with house().desk.connect() as connection:
        members = read_members(connection)
    chosen = next((m for m in members if m.member_id == key), members[0] if members else None)
    if chosen is None:
        return COMMAND_LINE
    return Actor(actor_id=chosen.member_id, name=chosen.name, role=chosen.role, side=chosen.side)


def refusal(actor: Actor, right: Right) -> str:
    """Why *actor* may not do it, and who may; empty when they may."""
    try:
        actor.assert_may(right)
    except NotAllowedError as problem:
        return str(problem)
    return ""


def is_empty(actor: Actor) -> bool:
    """Whether nothing was ever imported, or everything taken back."""
    actor.assert_may(Right.READ)
    if not release():
        return True
    with house().facts() as connection:
        return not has_facts(connection)


def is_demo(actor: Actor) -> bool:
    """Whether this is the demo company."""
    return afresh.is_demo(house(), actor)


def tour(actor: Actor) -> tuple[Stop, ...]:
    """The stories of the demo company, each with the number it is found in."""
    return _tour.tour(house(), actor)


def start_empty(actor: Actor) -> str:
    """Leave the demo company for an empty store; returns a sentence."""
    return afresh.start_empty(house(), actor)


def overview(actor: Actor, question: Question) -> Sheet:
    """The one view."""
    return _overview.overview(house(), actor, question)


def detail(actor: Actor, metric: str, question: Question, part: str = "") -> Detail:
    """One metric opened, and the records of one part of it."""
    return _detail.detail(house(), actor, metric, question, part)


def csv(actor: Actor, metric: str, question: Question, part: str = "") -> bytes:
    """Every record behind one metric, or one part of it, as CSV."""
    return _detail.csv(house(), actor, metric, question, part)


def definitions(actor: Actor) -> tuple[Definition, ...]:
    """Every metric of the catalogue."""
    return defining.definitions(house(), actor)


def words(actor: Actor) -> Grid:
    """What words of the sources were said to mean."""
    return sources.words(house(), actor)


def find_people(actor: Actor, text: str) -> Found:
    """Whom a few letters may mean."""
    return finding.find_people(house(), actor, text)


def story(actor: Actor, person: str) -> Story:
    """The story of one lead."""
    return stories.story(house(), actor, person)


def fact(actor: Actor, key: str) -> FactView:
    """One fact of a story, as its source tells it."""
    return stories.fact(house(), actor, key)


def spans(actor: Actor) -> tuple[Span, ...]:
    """The stretches of days a reader may pick, resolved."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        asked = asking.ask(house(), connection, Question())
    return asking.spans(asked.rules, asked.scope.today)


def filter_choices(actor: Actor) -> tuple[FilterChoice, ...]:
    """The filters and the values each may take."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        return offered(connection, actor)


def settings(actor: Actor, section: str) -> tuple[Form, ...]:
    """The forms of one section of the settings."""
    return forms.forms(house(), actor, section)


def save_settings(
    actor: Actor, section: str, form: str, values: Mapping[str, FieldValue], version: int
) -> str:
    """Save one form; returns a sentence."""
    return forms.save(house(), actor, section, form, {**values, "version": version})


def import_file(actor: Actor, name: str, content: bytes, mapping: str) -> ReceiptView:
    """Import a dropped file."""
    return dropping.import_file(house(), actor, name, content, mapping)


def drop(actor: Actor, given: Sequence[tuple[str, BinaryIO]]) -> str:
    """Take dropped files in, by name and content; returns the key of a job."""
    return working.spool(house(), actor, given)


def inspect(actor: Actor, job: str) -> Inspection:
    """How what was dropped would be read, table by table."""
    return dropping.inspect(house(), actor, job)


def say_encoding(actor: Actor, job: str, file: str, encoding: str) -> None:
    """Say in which encoding a dropped file is."""
    dropping.say_encoding(house(), actor, job, file, encoding)


def say_dates(actor: Actor, job: str, table: str, date_format: str) -> None:
    """Say how a table writes its dates."""
    dropping.say_dates(house(), actor, job, table, date_format)


def say_decimal(actor: Actor, job: str, table: str, sign: str) -> None:
    """Say which sign stands before decimals in a table."""
    dropping.say_decimal(house(), actor, job, table, sign)


def say_source(actor: Actor, job: str, table: str, name: str) -> None:
    """Say what a table's source is called."""
    dropping.say_source(house(), actor, job, table, name)


def say_columns(actor: Actor, job: str, table: str, said: Mapping[str, Any]) -> None:
    """Say what the columns of a table are; nothing forgets what was said."""
    dropping.say_columns(house(), actor, job, table, said)


def say_mapping(actor: Actor, job: str, table: str, toml: str) -> None:
    """Give the mapping of a table as TOML."""
    dropping.say_mapping(house(), actor, job, table, toml)


def say_words(
    actor: Actor, job: str, system: str, said: Mapping[str, Mapping[str, str | None]]
) -> str:
    """Say what words of a source mean; returns a sentence."""
    return dropping.say_words(house(), actor, job, system, said)


def leave_out(actor: Actor, job: str, table: str, *, is_out: bool) -> None:
    """Leave a table out, or take it in again."""
    dropping.leave_out(house(), actor, job, table, is_out=is_out)


def start_import(actor: Actor, job: str, *, is_dry: bool = False) -> None:
    """Begin to import what was dropped, or only to try it, beside this process."""
    working.start(house(), actor, job, is_dry=is_dry)


def jobs(actor: Actor) -> tuple[JobView, ...]:
    """What was dropped, is running, or has just ended, the newest first."""
    return working.jobs(house(), actor)


def dismiss_job(actor: Actor, job: str) -> None:
    """Forget a job that does not run, and its files."""
    working.dismiss(house(), actor, job)


def batches(actor: Actor) -> tuple[BatchView, ...]:
    """Every import of the past."""
    return receipts.batch_views(house(), actor)


def receipt(actor: Actor, batch: str) -> ReceiptView:
    """What became of every row of one import."""
    return receipts.receipt(house(), actor, batch)


def receipt_csv(actor: Actor, batch: str) -> bytes:
    """Every row that one import refused, as CSV."""
    return receipts.receipt_csv(house(), actor, batch)


def undo(actor: Actor, batch: str) -> str:
    """Take one import back; returns a sentence."""
    return receipts.undo_batch(house(), actor, batch)
