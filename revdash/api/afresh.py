"""Afresh: leaving the demo company for an empty store of one's own."""

from pathlib import Path
from tempfile import TemporaryDirectory

from revdash.api.actors import COMMAND_LINE, Actor, Right
from revdash.api.house import House
from revdash.api.keeping import backup, restore
from revdash.api.set_up import init
from revdash.desk.audit import record
from revdash.desk.company import has_company, read_company
from revdash.errors import InputError


def start_empty(house: House, actor: Actor) -> str:
    """Put an empty store and a new desk in the demo's place; returns a sentence.

    What was there is not lost at once: the demo is the release before, its desk a file beside.
    """
    actor.assert_may(Right.SET)
    if not is_demo(house, actor):
        raise InputError(
            "This is no demo any more: its store is not emptied by a click. "
            "Take imports back one by one on the Data page."
        )
    with TemporaryDirectory() as folder:
        new = House(house.settings.model_copy(update={"data": Path(folder), "desk_url": ""}))
        try:
            init(new, COMMAND_LINE)
            empty = backup(new, COMMAND_LINE, Path(folder) / "empty.zip")
        finally:
            new.close()
        restore(house, COMMAND_LINE, empty)
    with house.desk.writing() as connection:
        record(connection, "start empty", "store and desk", {}, house.stamp(actor.actor_id))
    return "The store is empty and yours. Name your company on the Settings page, then bring files."


def is_demo(house: House, actor: Actor) -> bool:
    """Whether the company here is the made-up one."""
    actor.assert_may(Right.READ)
    with house.desk.connect() as connection:
        return has_company(connection) and read_company(connection).is_demo
