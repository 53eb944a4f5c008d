"""Pages: records as HubSpot's API gives them in JSON, one row each, properties as columns."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from revdash.errors import InputError
from revdash.ingest.dialect import header_of
from revdash.ingest.rows import Rows
from revdash.ingest.source import Source, source_of

MOST_BYTES = 256 * 1024**2  # held in memory whole
ID = "hs_object_id"
_STAMPS = ("createdAt", "updatedAt", "archived")
_HISTORY = "propertiesWithHistory"

Raw = Mapping[str, Any]


def read_pages(name: str, stream: BinaryIO) -> Source:
    """Read the records of a page of HubSpot's API, of a list of them, or of one alone.

    A page that lists names of properties becomes one column ``property``.
    """
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InputError(
            f"'{name}' is JSON of more than {MOST_BYTES // 1024**2} MB. Export the records as CSV."
        )
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _no_records(name, "is JSON that is not whole") from error
    records = _records(found)
    if records and all(_is_record(record) for record in records):
        table = [_flat(record) for record in records]
        histories = sum(_HISTORY in record for record in records)
    elif records and all(isinstance(each.get("name"), str) for each in records):
        table, histories = [{"property": each["name"]} for each in records], 0
    else:
        raise _no_records(name, "is JSON, but holds no records of HubSpot's API")
    names = header_of(name, list(dict.fromkeys(column for row in table for column in row)))
    rows = Rows(file=name, names=names, header=list(names))
    width = range(1, len(table) + 1)
    rows.take([[row.get(column, "") for column in names] for row in table], width)
    said = "Read as records of HubSpot's API (JSON); a line is a record."
    if histories:
        said += f" Earlier values in {histories:,} of them ({_HISTORY}) are not read."
    return source_of(rows, rows.finish(), titles=(), read_as=said)


def _records(found: Any) -> list[Raw]:
    if isinstance(found, dict):
        found = found.get("results", [found])
    each = found if isinstance(found, list) else []
    pages = [one for page in each if isinstance(page, dict) for one in _page(page)]
    return pages if all(isinstance(one, dict) for one in [*each, *pages]) else []


def _page(page: Raw) -> Sequence[Any]:
    inner = page.get("results")
    return inner if isinstance(inner, list) else [page]


def _is_record(record: Raw) -> bool:
    return isinstance(record.get("id"), str | int) and isinstance(record.get("properties"), dict)


def _flat(record: Raw) -> dict[str, str]:
    row = {ID: _text(record["id"])}
    row |= {column: _text(value) for column, value in record["properties"].items() if column != ID}
    row |= {stamp: _text(record[stamp]) for stamp in _STAMPS if stamp in record}
    linked = record.get("associations")
    for kind, found in linked.items() if isinstance(linked, dict) else ():
        ends = found.get("results") if isinstance(found, dict) else None
        ids = [_text(end["id"]) for end in ends or () if isinstance(end, dict) and "id" in end]
        row[f"Associated {_singular(kind)} IDs"] = ";".join(dict.fromkeys(ids))
    return row


def _singular(kind: str) -> str:
    one = f"{kind[:-3]}y" if kind.endswith("ies") else kind.removesuffix("s")
    return one.title()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return json.dumps(value, ensure_ascii=False)


def _no_records(name: str, what: str) -> InputError:
    return InputError(
        f"'{name}' {what}. Export the records as CSV from the program they come from, or save "
        'a page of its API as it came: {"results": [{"id": …, "properties": …}]}.'
    )
