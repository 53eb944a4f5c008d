"""Documents: what somebody says of a file's columns, written down as a mapping."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from revdash.ingest.roles import Record

_NAMED = re.compile(r"\{(\w+)(\??)\}")
ROW = "{row}"


@dataclass(frozen=True, kw_only=True)
class Picks:
    """Which column has which role, and what the values of some mean."""

    source: str
    record: Record
    columns: Mapping[str, str]  # role -> column
    meanings: Mapping[str, Mapping[str, str]]  # role -> value -> our word


def document(picks: Picks) -> dict[str, Any]:
    """The mapping, as plain values: roles replaced by columns, what no column fills left out."""
    targets = (_target(dict(raw), picks) for raw in picks.record.into)
    return {
        "source": picks.source,
        "object": picks.record.key,
        "into": [target for target in targets if target],
    }


def _target(raw: dict[str, Any], picks: Picks) -> dict[str, Any] | None:
    key = _key(raw, picks)
    conditions = [_condition(when, picks) for when in raw.get("when", [])]
    filled = {
        name: field
        for name, ways in raw["fields"].items()
        if (field := _first(ways if isinstance(ways, list) else [ways], picks))
    }
    if key is None or None in conditions or all("constant" in f for f in filled.values()):
        return None
    target = {"table": raw["table"], "key": key, "fields": filled}
    if "object" in raw:
        target["object"] = raw["object"]
    if conditions:
        target["when"] = conditions
    return target


def _key(raw: Mapping[str, Any], picks: Picks) -> str | list[str] | None:
    """The keys whose columns are there; of records themselves without an id, each row its own."""
    given = raw["key"] if isinstance(raw["key"], list) else [raw["key"]]
    if "id" not in picks.columns:
        own = raw.get("object", picks.record.key) != "user"
        given = [key.replace("{id}", ROW) if own else key for key in given]
    keys = [made for key in given if (made := _template(key, picks)) is not None]
    keys = [key for key in keys if key != ROW] or keys
    return (keys[0] if len(keys) == 1 else keys) if keys else None


def _condition(when: Mapping[str, Any], picks: Picks) -> dict[str, Any] | None:
    column = picks.columns.get(when["column"])
    return {**when, "column": column} if column else None


def _first(ways: list[dict[str, Any]], picks: Picks) -> dict[str, Any] | None:
    """The first way to fill a field whose columns are there."""
    return next((field for way in ways if (field := _field(dict(way), picks))), None)


def _field(raw: dict[str, Any], picks: Picks) -> dict[str, Any] | None:
    if "constant" in raw:
        return raw
    for way in ("id", "text"):
        if way in raw:
            without_id = raw[way].replace("{id}", ROW) if "id" not in picks.columns else raw[way]
            made = _template(without_id, picks)
            return {**raw, way: made} if made else None
    role = raw["column"]
    column = picks.columns.get(role)
    if column is None:
        return {"constant": raw["default"]} if "default" in raw else None
    field = {**raw, "column": column}
    if "values" in raw:
        field["values"] = dict(picks.meanings.get(role, {}))
    return field


def _template(template: str, picks: Picks) -> str | None:
    """*template* with columns for its roles; None where one it needs has none."""
    missing = [
        role
        for role, may_be_blank in _NAMED.findall(template)
        if role != "row" and role not in picks.columns and not may_be_blank
    ]
    if missing:
        return None

    def named(match: re.Match[str]) -> str:
        if match[1] == "row":
            return ROW
        column = picks.columns.get(match[1])
        return f"{{{column}{match[2]}}}" if column else "-"

    return _NAMED.sub(named, template)
