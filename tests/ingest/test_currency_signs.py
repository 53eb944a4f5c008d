"""Signs: an amount with another currency's sign is never counted as our own."""

import pytest

from revdash.ingest import Company, Mapping, read_bytes, stage

SPEND = """
source = "ads"
object = "ad"
[[into]]
table = "channel_day"
key = "{day}"
[into.fields]
channel = { constant = "Google" }
day = "day"
cost = "cost"
"""


@pytest.mark.parametrize(
    ("written", "own", "currency"),
    [
        ("$5.00", "EUR", "USD"),
        ("US$5.00", "CAD", "USD"),
        ("GBP 5.00", "EUR", "GBP"),
        ("€5.00", "EUR", None),
        ("$5.00", "CAD", None),
        ("$5.00 USD", "USD", None),
        ("$5.00 USD", "CAD", "USD"),
        ("5.00", "EUR", None),
        ("$5.00", "", None),
    ],
)
def test_the_sign_of_an_amount_names_its_currency(
    written: str, own: str, currency: str | None
) -> None:
    (source,) = read_bytes("x.csv", f"day,cost\n2026-05-13,{written}\n".encode())

    staged = stage(source, Mapping.from_toml(SPEND), Company(currency=own))

    ((_, frame),) = staged.frames
    assert [(row["currency"], row["cost"]) for row in frame.to_pylist()] == [(currency, 5.0)]
    assert any("not counted in" in said for said in staged.understood) == bool(currency)
