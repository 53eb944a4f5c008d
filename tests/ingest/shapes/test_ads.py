from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from revdash.ingest import read_bytes, recognise

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]

META = "Reporting starts,Reporting ends,Campaign name,Reach,Impressions,Link clicks"


def _said(rows: Rows, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in names) for row in rows]


@pytest.mark.parametrize("currency", ["USD", "EUR", "CAD"])
def test_metas_currency_is_in_the_header(rows_of: Callable[..., Tables], currency: str) -> None:
    found = rows_of(
        f"{META},Amount spent ({currency})", "2026-03-02,2026-03-02,Spring,900,1200,30,45.60"
    )

    assert _said(found["channel_day"], "day", "cost", "currency", "clicks", "campaign_id") == [
        (date(2026, 3, 2), 45.6, currency, 30, "meta_ads:campaign:Spring")
    ]


def test_spend_of_several_days_is_not_spread_over_them_but_reach_is_kept(
    rows_of: Callable[..., Tables],
) -> None:
    found = rows_of(
        f"{META},Amount spent (EUR)",
        "2026-03-01,2026-03-31,Spring,9000,12000,300,456.00",
        "2026-03-01,2026-03-31,,15000,22000,500,900.00",
    )

    assert found["channel_day"] == []
    assert _said(found["reach_window"], "window_start", "window_end", "people") == [
        (date(2026, 3, 1), date(2026, 4, 1), 9000)
    ]


def test_the_reach_of_an_ad_is_no_campaigns_reach(rows_of: Callable[..., Tables]) -> None:
    found = rows_of(
        f"{META},Ad name,Amount spent (EUR)",
        "2026-03-02,2026-03-02,Spring,900,1200,30,Blue,45.60",
        "2026-03-02,2026-03-02,Spring,800,1000,20,Red,30.00",
    )

    assert found["reach_window"] == []
    assert sum(row["cost"] for row in found["channel_day"]) == pytest.approx(75.6)
    assert len({row["event_key"] for row in found["channel_day"]}) == 2


def test_metas_french_export_is_known(rows_of: Callable[..., Tables]) -> None:
    found = rows_of(
        "Début des rapports;Fin des rapports;Nom de la campagne;Couverture;Montant dépensé (USD)",
        "2026-03-02;2026-03-02;Printemps;900;1 234,56",
    )

    assert _said(found["channel_day"], "cost", "currency") == [(1234.56, "USD")]
    assert _said(found["reach_window"], "people") == [(900,)]


def test_linkedin_gives_spend_and_reach_of_each_day(rows_of: Callable[..., Tables]) -> None:
    found = rows_of(
        "Start Date (in UTC),Account Name,Campaign Name,Total Spent,Reach,Impressions,Clicks",
        "03/15/2026,Acme,Webinar,50.31,125,400,18",
        "03/16/2026,Acme,Webinar,20,0,100,1",
    )

    assert _said(found["channel_day"], "day", "cost", "channel")[0] == (
        date(2026, 3, 15),
        50.31,
        "LinkedIn",
    )
    assert _said(found["reach_window"], "window_end", "people") == [
        (date(2026, 3, 16), 125),
        (date(2026, 3, 17), 0),
    ]


def test_google_ads_by_day_is_spend_and_without_days_says_what_to_do(
    rows_of: Callable[..., Tables],
) -> None:
    found = rows_of(
        "Day,Campaign,Currency code,Cost,Impr.,Clicks",
        '2026-03-15,Brand,EUR,€800.00,"12,000",310',
    )
    (source,) = read_bytes("g.csv", b'Campaign,Cost,Impr.,Clicks\nBrand,$800.00,"12,000",310\n')

    assert _said(found["channel_day"], "cost", "impressions", "clicks") == [(800.0, 12000, 310)]
    summed = recognise(source)
    assert summed is not None
    assert summed.not_needed.endswith("add the segment Day in Google Ads and export it again.")


def test_microsofts_report_is_spend_by_day(rows_of: Callable[..., Tables]) -> None:
    found = rows_of(
        "Gregorian date,Campaign name,Currency code,Spend,Impressions,Clicks",
        "2026-03-15,Brand,EUR,12.50,400,9",
    )

    assert _said(found["channel_day"], "day", "cost", "channel") == [
        (date(2026, 3, 15), 12.5, "Microsoft Ads")
    ]


def test_of_ga4_only_direct_sessions_are_a_signal(rows_of: Callable[..., Tables]) -> None:
    found = rows_of(
        "Date,Session default channel group,Sessions",
        "20260801,Direct,120",
        "20260801,Organic Search,300",
        "20260802,(not set),4",
    )

    assert _said(found["brand_signal"], "day", "signal_kind", "value") == [
        (date(2026, 8, 1), "direct_sessions", 120.0)
    ]


def test_of_fivetrans_google_tables_only_campaigns_are_spend(
    rows_of: Callable[..., Tables],
) -> None:
    found = rows_of(
        "date,id,customer_id,base_campaign,device,ad_network_type,cost_micros,impressions,clicks",
        "2026-03-15,7,1,c,MOBILE,SEARCH,36150000,166,49",
        "2026-03-15,7,1,c,DESKTOP,SEARCH,24570000,170,35",
    )
    (groups,) = read_bytes(
        "g.csv", b"date,id,customer_id,campaign_id,cost_micros,impressions\n2026-03-15,9,1,7,5,1\n"
    )

    assert sum(row["cost"] for row in found["channel_day"]) == pytest.approx(60.72)
    assert len({row["event_key"] for row in found["channel_day"]}) == 2
    other = recognise(groups)
    assert other is not None
    assert other.not_needed == (
        "The table of campaigns says the same spend, and spend is taken once."
    )
