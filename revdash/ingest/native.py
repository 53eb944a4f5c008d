"""Native: files in revdash's own shape, which need no mapping: a table's name and its columns."""

import re
from collections.abc import Iterable

from revdash.ingest.fields import Field
from revdash.ingest.mapping import Mapping
from revdash.ingest.tables import LINEAGE_GIVEN, OWN_ID, fields_of, kind_of
from revdash.ingest.targets import Target
from revdash.ingest.templates import template_of
from revdash.store.schema import FACTS

SOURCE = "revdash"
KEY = "event_key"

_NATURAL = {
    **{table: f"{{{column}}}" for table, column in OWN_ID.items()},
    "person_alias": "{alias_id}",
    "channel_day": "{channel}:{campaign_id?}:{region?}:{day}",
    "reach_window": "{channel}:{campaign_id?}:{region?}:{window_start}:{window_end}",
    "team_membership": "{user_id}:{team_id}:{from_at?}",
    "user_absence": "{user_id}:{from_on}",
}
_STEM = re.compile(r"[a-z_]+")


def native_mapping(name: str, header: Iterable[str]) -> Mapping | None:
    """The mapping of a native file: named for a table, every column one of that table's.

    Shape:   ``lifecycle_event.csv``, ``lifecycle_event-2026.csv`` or ``07_lifecycle_event.csv``;
             instants in UTC.
             Without ``event_key`` the key is the thing's own id, then ``source_id``, then made.
    Empty:   None when the file is no native one.
    """
    match = _STEM.match(re.sub(r"^\d+_", "", name.rpartition("/")[2]))
    table = match[0].strip("_") if match else ""
    columns = tuple(header)
    if table not in FACTS or not set(columns) <= {*fields_of(table), KEY}:
        return None
    if not set(columns) - {KEY, *LINEAGE_GIVEN}:
        return None
    fields = tuple(
        Field(target=column, alternatives=(column,), kind=kind_of(FACTS[table], column))
        for column in columns
        if column != KEY
    )
    target = Target(
        table=table,
        object=table,
        keys=tuple(template_of(key) for key in _keys(table, columns)),
        is_key_verbatim=True,
        fields=fields,
    )
    return Mapping(name=f"revdash {table}", source=SOURCE, object=table, zone="UTC", into=(target,))


def _keys(table: str, columns: tuple[str, ...]) -> Iterable[str]:
    if KEY in columns:
        yield f"{{{KEY}}}"
    natural = _NATURAL.get(table)
    if natural and set(re.findall(r"\{(\w+)\??\}", natural)) <= set(columns):
        yield natural if table in OWN_ID else f"{table}:{natural}"
    if "source_id" in columns:
        system = "{source_system}" if "source_system" in columns else SOURCE
        yield f"{system}:{table}:{{source_id}}"
