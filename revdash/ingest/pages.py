"""Pages: records as HubSpot's API gives them in JSON, one row each, properties as columns."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from revdash.errors import InputError
from revdash.ingest.dialect import header_of
from revdash.ingest.refusals import shown
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
    _refuse_error(name, found)
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
    source = source_of(rows, rows.finish(), titles=(), read_as=said)
    return replace(source, warnings=tuple(_cut_short(found, records)))


def _refuse_error(name: str, found: Any) -> None:
    """Refuse what the API answers when it gives no records, in its own words."""
    if isinstance(found, dict) and found.get("status") == "error":
        raise InputError(
            f"'{name}' is an error that the API answered: '{shown(_text(found.get('message')))}'. "
            "It holds no records: save the page again once the API gives them."
        )


def _cut_short(found: Any, records: Sequence[Raw]) -> Iterator[str]:
    """What the API keeps for a next page, of the records or of what one is linked to."""
    last = found[-1] if isinstance(found, list) else found
    after = _next(last)
    if after is not None:
        yield (
            f"More records follow this page (after {shown(after)}): import the pages that follow "
            "too, if they are not among these files."
        )
    cut = [
        _text(record["id"])
        for record in records
        if any(_next(ends) is not None for ends in _linked(record).values())
    ]
    if cut:
        are = "1 record is" if len(cut) == 1 else f"{len(cut):,} records are"
        yield (
            f"{are} linked to more than this page says (the first: {shown(cut[0])}): links "
            "beyond it are not in. Export these records as CSV to have them all."
        )


def _next(page: Any) -> str | None:
    """Where a page says that the next begins; nothing where it is the last."""
    for key in ("paging", "next"):
        page = page.get(key) if isinstance(page, dict) else None
    return _text(page.get("after")) if isinstance(page, dict) else None


def _linked(record: Raw) -> Raw:
    linked = record.get("associations")
    return linked if isinstance(linked, dict) else {}


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
    for kind, found in _linked(record).items():
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
