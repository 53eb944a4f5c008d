"""Viewers: many people who change a filter every few seconds, each on a connection of their own.

They speak the server's own protocol without a browser, so that the server is measured alone:
from the change until the script has run and everything was sent.
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from itertools import product
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.printing import table
from bench.serving import demo_folder, served

TARGETS = {1: "-", 25: "150", 50: "200"}  # milliseconds that 19 of 20 changes take at most
EVERY = 5.0  # seconds between one person's changes
CHANGES = 8  # by each, and as many again once the first are told
PERIODS = ("This week", "Last week", "Last 4 weeks", "Last month", "Last quarter", "Last 13 weeks")
FILTERS = (
    ("segment", "SMB"),
    ("segment", "MM"),
    ("region", "UK"),
    ("region", "DACH"),
    ("tier", "A"),
)
BOXES = sorted({name for name, _ in FILTERS})  # whoever chooses in one clears the others
QUESTIONS = tuple(product(PERIODS, FILTERS))


class Change(NamedTuple):
    """How long one change took, in milliseconds, and how many its viewer had made before."""

    took: float
    nth: int


def run() -> None:
    """Print how long a change of a filter takes for 1, 25 and 50 viewers at once.

    A new server remembers nothing: what is asked first is counted. Then all ask again.
    """
    rows = []
    with demo_folder() as folder:
        for viewers, target in TARGETS.items():
            with served(folder) as address:
                changes = asyncio.run(_all(address.replace("http", "ws", 1), viewers))
            for name, is_late in (("at first", False), ("later", True)):
                taken = [change.took for change in changes if (change.nth >= CHANGES) is is_late]
                worst = quantiles(taken, n=20)[-1]
                rows.append((f"{viewers} {name}", len(taken), median(taken), worst, target))
    header = ("viewers", "changes", "median", "p95", "target, warm")
    table(f"A filter changed every {EVERY:g} s by each viewer, milliseconds", header, rows)


async def _all(address: str, viewers: int) -> list[Change]:
    several = (_view(address, random.Random(number)) for number in range(viewers))  # noqa: S311
    found: Sequence[list[Change]] = await asyncio.gather(*several)
    return [change for changes in found for change in changes]


async def _view(address: str, dice: random.Random) -> list[Change]:
    origin = address.replace("ws", "http", 1)
    stream = f"{address}/_stcore/stream"
    changes = []
    async with connect(
        stream, origin=origin, subprotocols=["streamlit"], max_size=None, compression=None
    ) as server:
        await asyncio.sleep(dice.uniform(0, EVERY))
        boxes = await _ask(server, {})
        for nth in range(2 * CHANGES):
            await asyncio.sleep(dice.uniform(0.8, 1.2) * EVERY)
            period, (name, value) = dice.choice(QUESTIONS)
            start = perf_counter()
            others: dict[str, list[str]] = {boxes[other]: [] for other in BOXES if other != name}
            await _ask(server, {boxes["period"]: period, boxes[name]: [value], **others})
            changes.append(Change(1000 * (perf_counter() - start), nth))
    return changes


async def _ask(server: ClientConnection, chosen: Mapping[str, str | list[str]]) -> dict[str, str]:
    """Choose in the page's boxes, and read until all of it has come; gives the boxes' ids."""
    wanted, boxes = BackMsg(), {}
    for box, value in chosen.items():
        state = wanted.rerun_script.widget_states.widgets.add(id=box)
        if isinstance(value, str):
            state.string_value = value
        else:
            state.string_array_value.data.extend(value)
    wanted.rerun_script.query_string = ""
    await server.send(wanted.SerializeToString())
    async for message in server:
        told = ForwardMsg.FromString(message)
        element = told.delta.new_element
        kind = element.WhichOneof("type")
        if kind in {"selectbox", "multiselect"}:
            box = getattr(element, kind).id
            boxes[box.rpartition("-")[2]] = box
        if told.WhichOneof("type") != "script_finished":
            continue
        if told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            break  # what ran before was stopped for it
    return boxes
