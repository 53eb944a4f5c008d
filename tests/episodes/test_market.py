"""Market: exposure, brand signals and companies as they stand, made from the facts."""

from sqlalchemy import select

from revdash.store.schema.episodes import exposure_day
from revdash.store.schema.followers import account_now, brand_day


def rows_of(store, table, order):
    return [row._asdict() for row in store.execute(select(table).order_by(order))]


def test_exposure_says_what_its_campaign_is_for(given, store):
    given.row("campaign", campaign_id="c", name="Spring", objective="awareness")
    given.row(
        "channel_day", day="2026-05-11", channel="LinkedIn", campaign_id="c", viewable_impressions=7
    )
    given.load()

    row = rows_of(store, exposure_day, exposure_day.c.day)[0]

    assert (row["objective"], row["campaign"], row["viewable_impressions"]) == (
        "awareness",
        "Spring",
        7,
    )


def test_brand_signals_of_our_own_accounts_say_nothing(given, store):
    kinds = {"signal_kind": "mentions", "day": "2026-05-11", "market": "DACH"}
    given.row("brand_signal", event_key="a", entity="own", value=3.0, **kinds)
    given.row("brand_signal", event_key="b", entity="own", is_own_account=True, **kinds)
    given.row("brand_signal", event_key="c", entity="Rival", value=9.0, **kinds)
    given.row("brand_signal", event_key="d", value=1.0, **kinds)
    given.load()

    found = rows_of(store, brand_day, brand_day.c.event_key)

    assert [(row["event_key"], row["is_own"]) for row in found] == [
        ("a", True),
        ("c", False),
        ("d", True),
    ]
    assert found[0]["region"] == "DACH"


def test_a_company_is_one_row_with_its_owner_and_its_list(given, store):
    given.row("app_user", user_id="u", name="Ann", team_id="t")
    given.row("team", team_id="t", name="North")
    given.row("account", account_id="a", name="Acme", owner_user_id="u")
    given.row("account", account_id="a", is_target=True, target_list_version="2026-Q2")
    given.row("account", account_id="b", name="Bolt")
    given.load()

    acme, bolt = rows_of(store, account_now, account_now.c.account_id)

    assert (acme["name"], acme["owner"], acme["team"]) == ("Acme", "Ann", "North")
    assert (acme["is_target"], acme["target_list_version"]) == (True, "2026-Q2")
    assert (bolt["is_target"], bolt["owner"]) == (False, None)
