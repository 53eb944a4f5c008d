"""Tour: the stories of the demo company, each with the number it is found in, read now."""

from urllib.parse import urlencode

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.asking import ask
from revdash.api.found import found, question_of
from revdash.api.house import House
from revdash.api.signals import series_of
from revdash.api.tiling import tile_of
from revdash.api.views import Stop
from revdash.demo.tour import Story, stories
from revdash.metrics.catalog import CATALOG
from revdash.metrics.read import answers


def tour(house: House, actor: Actor) -> tuple[Stop, ...]:
    """Every stop of the tour: what to look at, what is read there now, and why."""
    actor.assert_may(Right.READ)
    with house.facts() as connection:
        return tuple(_stop(house, connection, story) for story in stories())


def _stop(house: House, connection: Connection, story: Story) -> Stop:
    told = {n: f"{{{n}}}" in story.says for n in range(len(story.finds))}
    numbers = [
        found(house, connection, find).text if told[n] else "" for n, find in enumerate(story.finds)
    ]
    return Stop(
        key=story.story_id,
        title=story.title,
        week=f"Week {story.week}" if story.week > 1 else "All along",
        says=story.says.format(*numbers),
        why=story.why,
        reads=_read(house, connection, story) if story.metric in CATALOG else "",
        address=_address(story),
        handoffs=_handoffs(story),
    )


def _read(house: House, connection: Connection, story: Story) -> str:
    """The number as a tile prints it, with its verdict."""
    metric = CATALOG[story.metric]
    asked = ask(house, connection, question_of(story.filters, story.period))
    answer = answers(connection, [metric], asked.scope, before=None, weeks=0)[metric.name]
    series = series_of(house, connection, [metric], asked).get(metric.name)
    tile = tile_of(answer, asked, series)
    said = f" · {tile.signal}" if tile.signal else ""
    return f"{metric.label}, {asked.period}: {tile.value}{said}"


def _address(story: Story) -> str:
    """Where to look; nowhere while no page shows it."""
    if not story.page:
        return ""
    named = {"metric": story.metric, "by": story.by, "period": story.period}
    asked = [(name, value) for name, value in named.items() if value]
    asked += [(name, value) for name, values in story.filters.items() for value in values]
    return f"{story.page}?{urlencode(asked)}" if asked else story.page


def _handoffs(story: Story) -> str:
    """Where the handoffs lie that the story left dropped; nowhere when it left none."""
    parts = [drop.filters for drop in story.drops if drop.open_at_least]
    asked = (
        [(name, value) for name, values in parts[0].items() for value in values] if parts else []
    )
    return f"handoffs?{urlencode(asked)}" if parts else ""
