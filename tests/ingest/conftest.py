from collections.abc import Callable
from pathlib import Path

import pytest

from revdash.ingest import Company, Mapping, Source, Staged, read_bytes, stage

SHARED = Path(__file__).parents[2].parent / "shared"

DEALS = """
source = "crm"
object = "deal"
[[into]]
table = "opportunity"
key = "{id}"
[into.fields]
name = "name"
created_at = "created_at"
amount = "amount"
outcome = { column = "stage", values = { Open = "open", Won = "won" } }
"""


@pytest.fixture
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"the real files are not here: {SHARED.name}/ is absent")
    return SHARED


@pytest.fixture
def read() -> Callable[[str], Source]:
    return lambda text: read_bytes("file.csv", text.encode())[0]


@pytest.fixture
def staged() -> Callable[..., Staged]:
    """Stage rows of the deals every test file speaks of: id,name,created_at,amount,stage."""

    def stage_rows(*rows: str, mapping: str = DEALS, company: Company | None = None) -> Staged:
        text = "\n".join(("id,name,created_at,amount,stage", *rows)) + "\n"
        (source,) = read_bytes("deals.csv", text.encode())
        return stage(source, Mapping.from_toml(mapping), company or Company())

    return stage_rows


@pytest.fixture
def deals() -> str:
    return DEALS
