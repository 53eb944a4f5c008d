"""Clientele: customers, what they pay and say, and what the market needs."""

from sqlalchemy import select

from revdash.store.schema.clientele import customer_now, need_now, nps_now, revenue_stay


def rows_of(store, table, order):
    return [row._asdict() for row in store.execute(select(table).order_by(order))]


def paid(given, at, kind, delta, account="a", **values):
    given.row(
        "subscription_event",
        account_id=account,
        event_kind=kind,
        arr_delta=delta,
        event_at=at,
        **values,
    )


def test_a_customer_is_cut_as_the_deal_that_won_it(given, store):
    deal = {"account_id": "a", "lead_source": "outbound", "segment": "SMB", "outcome": "won"}
    given.row("opportunity", opportunity_id="d", name="Acme one", **deal)
    given.row("customer", account_id="a", opportunity_id="d", started_on="2026-01-05")
    given.row("customer", account_id="b", started_on="2020-01-05", acquired_source="unknown")
    given.load()

    acme, old = rows_of(store, customer_now, customer_now.c.account_id)

    told = [acme[name] for name in ("source", "segment", "deal", "sourced_by")]
    assert told == ["outbound", "SMB", "Acme one", "sales"]
    assert (old["source"], old["sourced_by"], old["churned_on"]) == ("unknown", "not known", None)


def test_who_began_twice_and_left_once_is_still_a_customer(given, store):
    for account, ends in (("a", 1), ("b", 2)):
        paid(given, "2024-01-05", "new", 100.0, account)
        paid(given, "2024-06-05", "new", 50.0, account)
        for end in range(ends):
            paid(given, f"2025-01-0{5 + end}", "churn", -50.0, account)
    given.load()

    kept, gone = rows_of(store, customer_now, customer_now.c.account_id)

    assert (str(kept["started_on"]), kept["churned_on"]) == ("2024-01-05", None)
    assert str(gone["churned_on"]) == "2025-01-06"


def test_revenue_stands_beside_what_was_paid_365_days_before(given, store):
    paid(given, "2024-01-10", "new", 100.0)
    paid(given, "2025-01-09", "expansion", 20.0)
    paid(given, "2025-07-01", "churn", -100.0)  # who leaves takes all of it along
    given.load()

    found = rows_of(store, revenue_stay, revenue_stay.c.since_on)

    told = [(str(row["since_on"]), row["arr_before"], row["arr_now"]) for row in found]
    assert told == [
        ("2025-01-09", 100.0, 120.0),
        ("2025-07-01", 100.0, 0.0),
        ("2026-01-09", 120.0, 0.0),
    ]


def test_revenue_in_a_currency_without_a_rate_is_not_known(given, store):
    paid(given, "2024-01-10", "new", 100.0, currency="USD")
    paid(given, "2025-02-10", "expansion", 10.0)
    given.load()

    found = rows_of(store, revenue_stay, revenue_stay.c.since_on)

    assert {(row["arr_before"], row["arr_now"]) for row in found} == {(None, None)}


def test_an_answer_says_where_its_customer_came_from(given, store):
    given.row("customer", account_id="a", started_on="2025-01-05", acquired_source="webinar")
    given.row("nps_response", account_id="a", score=9, event_at="2026-01-05 10:00", wave="w")
    given.row("nps_response", account_id="a", event_at="2026-01-05 10:00")
    given.load()

    (answer,) = rows_of(store, nps_now, nps_now.c.event_key)

    assert (answer["score"], answer["source"]) == (9, "webinar")


def test_a_day_without_a_time_is_the_same_day_in_every_zone(given, store):
    given.judged_by(zone="America/New_York")
    given.row("nps_response", account_id="a", score=9, event_at="2026-04-01")
    given.row("market_feedback", captured_at="2026-04-01", decided_at="2026-05-01")
    given.load()

    (answer,), (need,) = (rows_of(store, one, one.c.event_key) for one in (nps_now, need_now))

    assert str(answer["answered_on"]) == "2026-04-01"
    found = [str(need[name]) for name in ("captured_on", "due_on", "decided_on")]
    assert found == ["2026-04-01", "2026-05-01", "2026-05-01"]


def test_a_need_is_decided_upon_in_thirty_days_and_a_no_says_why(given, store):
    heard = {"captured_at": "2026-01-01 10:00", "theme": "reports"}
    given.row("market_feedback", event_key="1", **heard)
    for key, decision, day in (("2", "later", 20), ("3", "do", 31), ("4", "No", 20)):
        given.row(
            "market_feedback",
            event_key=key,
            decision=decision,
            decided_at=f"2026-01-{day} 10:01",
            **heard,
        )
    given.row(
        "market_feedback",
        event_key="5",
        decision="no",
        decision_reason="Few ask",
        decided_at="2026-01-31 10:00",
        **heard,
    )
    given.load()

    found = rows_of(store, need_now, need_now.c.event_key)

    in_time = [row["event_key"] for row in found if row["is_decided_in_time"]]
    assert in_time == ["2", "5"]
    assert {str(row["due_on"]) for row in found} == {"2026-01-31"}
