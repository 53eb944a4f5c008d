"""The samples: HubSpot for marketing and Salesforce for sales, by one import, are one company."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from revdash.api import set_up
from revdash.api.actors import COMMAND_LINE
from revdash.api.house import House
from revdash.api.imports import Manner, import_paths
from revdash.config import read_settings
from revdash.store.schema.episodes import deal, lead_episode

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
FILES = [path for folder in ("hubspot", "salesforce") for path in (SAMPLES / folder).glob("*.csv")]


@pytest.fixture(scope="module")
def brightwell(tmp_path_factory):
    house = House(read_settings(data=tmp_path_factory.mktemp("brightwell")))
    set_up.init(house, COMMAND_LINE, set_up.Naming("Brightwell", "Europe/Berlin", "EUR"))
    done = import_paths(house, COMMAND_LINE, sorted(FILES), Manner(now=datetime(2026, 4, 1, 9)))
    yield house, done
    house.close()


def _episodes(house, *columns, person):
    of_person = select(*columns).where(lead_episode.c.person_id == person)
    with house.facts() as connection:
        return [tuple(row) for row in connection.execute(of_person)]


def test_every_row_of_the_samples_is_accounted_for(brightwell):
    _, done = brightwell

    assert len(done.receipts) == len(FILES)
    for receipt in done.receipts:
        assert receipt.read == receipt.loaded + receipt.unchanged
        assert receipt.refused == 0


def test_a_lead_sold_to_in_hubspot_goes_from_mql_to_its_deal(brightwell):
    house, _ = brightwell
    e = lead_episode.c

    told = _episodes(
        house,
        e.mql_at,
        e.first_attempt_at,
        e.sql_at,
        e.opp_at,
        e.won_on,
        person="hubspot:contact:1001",
    )

    assert told == [
        (
            datetime(2026, 1, 14, 9, 5),
            datetime(2026, 1, 14, 10, 20),
            datetime(2026, 1, 20, 14, 0),
            datetime(2026, 1, 21, 8, 0),
            datetime(2026, 2, 10).date(),
        )
    ]


def test_a_lead_of_both_systems_is_one_person_with_one_handing_over(brightwell):
    house, _ = brightwell
    e = lead_episode.c

    told = _episodes(house, e.mql_at, e.first_attempt_at, e.sal_at, person="hubspot:contact:1019")

    assert told == [
        (datetime(2026, 2, 17, 12, 40), datetime(2026, 2, 18, 8, 10), datetime(2026, 2, 18, 8, 15))
    ]


def test_deals_of_both_systems_stand_beside_each_other(brightwell):
    house, _ = brightwell

    with house.facts() as connection:
        rows = connection.execute(
            select(deal.c.outcome, func.count(), func.sum(deal.c.amount_base))
            .group_by(deal.c.outcome)
            .order_by(deal.c.outcome)
        )
        counted = [tuple(row) for row in rows]

    assert counted == [("lost", 3, 21_800.0), ("open", 5, 63_600.0), ("won", 6, 73_200.0)]
