"""Settings: what saving a form changes, what it refuses, and how leads are judged afterwards."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from revdash import api
from revdash.api.actors import COMMAND_LINE
from revdash.api.building import judged_again
from revdash.api.keeping import check
from revdash.api.questions import PeriodKey, Question
from revdash.api.set_up import leave_demo
from revdash.api.showing import Look, show
from revdash.desk.agreement import read_policies, save_policy
from revdash.desk.seed import POLICY
from revdash.errors import (
    InputError,
    NotAllowedError,
    RevdashError,
    StaleEditError,
    StoreBusyError,
)
from revdash.store.lock import writers_lock

LAST_WEEK = date(2026, 5, 11)


def value(house, metric, period="last-4-weeks"):
    answer = show(house, COMMAND_LINE, Look(metric=metric, period=period))
    return answer.rows[0][answer.header.index("value")]


@pytest.fixture
def save(filled, revops):
    """Save a form as it is, some of its values changed."""

    def _save(section, key, **changes):
        values, version = filled(revops, section, key, **changes)
        return api.save_settings(revops, section, key, values, version)

    return _save


@pytest.mark.parametrize(
    "given",
    [
        ("company", "company", {"name": "Halden"}),
        ("calendars", "default", {"day5": "10:00-12:00", "holidays": "2026-05-14 Ascension"}),
        ("goals", "new", {"metric": "impressions", "target": 9000.0, "valid_from": LAST_WEEK}),
        ("agreement", "draft", {"tierA": 2.0, "valid_from": LAST_WEEK}),
        ("people", "new", {"name": "Ann", "role": "lead"}),
        ("remarks", "new", {"words": "Prize draw", "kind": "campaign", "from_on": LAST_WEEK}),
    ],
)
def test_each_section_is_saved_audited_and_shown_again(own_empty, revops, save, logged, given):
    section, key, changes = given
    before, stamp = logged(own_empty), api.stamp()

    said = save(section, key, **changes)

    assert said.startswith("Saved")
    assert logged(own_empty)[0] not in before
    assert api.stamp() != stamp
    shown = [f.value for form in api.settings(revops, section) for f in form.fields]
    shown += [form.title for form in api.settings(revops, section)]
    for name, changed in changes.items():
        if name not in {"metric", "valid_from"}:
            assert changed in shown
    own_empty.errands.wait()
    assert check(own_empty, COMMAND_LINE) == []


@pytest.mark.parametrize(
    "given",
    [
        ("company", "company", {"zone": "Europe/Londn"}, "Did you mean 'Europe/London'"),
        ("company", "company", {"currency": "euro"}, "three capitals"),
        ("company", "company", {"name": " "}, "no name"),
        ("company", "company", {"week_start": "Someday"}, "'Someday' is no choice"),
        ("calendars", "default", {"day0": "nine to five"}, "Write 09:00-17:30"),
        ("calendars", "default", {"holidays": "Christmas"}, "Write 2026-12-25 Christmas"),
        ("calendars", "nowhere", {}, "no calendar 'nowhere'"),
        ("goals", "new", {"metric": "mql_nev", "target": 1.0}, "Did you mean 'mql_new'"),
        ("goals", "new", {"metric": "mql_new", "target": None}, "no number"),
        ("goals", "new", {"metric": "mql_new", "target": float("nan")}, "no number"),
        ("goals", "new", {"metric": "win_rate_count", "target": 80.0}, "80 % is 0.8"),
        ("goals", "new", {"metric": "mql_re", "target": 1.0, "valid_from": None}, "first day"),
        ("goals", "new", {"metric": "mql_re", "target": 1.0, "kind": "most"}, "at_most"),
        ("agreement", "draft", {"tierA": 0.0}, "above 0"),
        ("agreement", "draft", {"qualifying": "calll"}, "Did you mean 'call'"),
        ("agreement", "draft", {"qualifying": ""}, "at least one"),
        ("agreement", "draft", {"valid_from": None}, "first day"),
        ("agreement", "draft", {"attempts": 2.5}, "no whole number"),
        ("agreement", "draft", {"promises": "many MQLs"}, "no promise that can be counted"),
        ("agreement", "draft", {"promises": "all: 9 MQLs a year, 5 % accepted"}, "no period"),
        (
            "agreement",
            "draft",
            {"promises": "team X: 9 MQLs a week, 5 % accepted"},
            "names no part",
        ),
        ("agreement", "draft", {"sourced_pipeline": "ours"}, "no definition"),
        ("people", "new", {"name": ""}, "no name"),
        ("people", "new", {"name": "Ann", "role": "boss"}, "Known:"),
        ("people", "revops", {"role": "viewer"}, "Give somebody else"),
        ("planets", "earth", {}, "No settings named 'planets'"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words_and_changes_nothing(
    own_empty, revops, logged, given
):
    section, key, changes, said = given
    values, version = {"valid_from": LAST_WEEK}, 1
    if section != "planets":
        forms = {form.key: form for form in api.settings(revops, section)}
        form = forms.get(key, next(iter(forms.values())))
        values = {**{f.key: f.value for f in form.fields}, **values, **changes}
        version = form.version
    before = (api.stamp(), logged(own_empty))

    with pytest.raises(RevdashError, match=said):
        api.save_settings(revops, section, key, values, version)

    assert (api.stamp(), logged(own_empty)) == before


@pytest.mark.parametrize("section", ["company", "calendars", "agreement", "people"])
def test_who_saves_second_is_told_and_nothing_is_overwritten(own_empty, revops, filled, section):
    form = api.settings(revops, section)[0]
    changes = {"valid_from": date(2026, 5, 13)} if section == "agreement" else {}
    values, version = filled(revops, section, form.key, **changes)
    api.save_settings(revops, section, form.key, values, version)
    stamp = api.stamp()

    with pytest.raises(StaleEditError, match="Reload"):
        api.save_settings(revops, section, form.key, values, version)

    assert api.stamp() == stamp


@pytest.fixture
def agreed(own_demo):
    """Put a version of the agreement in force from an instant on, and judge everybody again."""

    def _agreed(hours, since):
        by = own_demo.stamp("revops")
        tiers = dict.fromkeys("ABC", hours)
        wanted = replace(POLICY, target_hours=tiers, default_hours=hours, valid_from=since)
        with judged_again(own_demo, "test", by="x", now=by.now), own_demo.desk.writing() as desk:
            save_policy(desk, wanted, by)

    return _agreed


def test_a_new_agreement_judges_leads_from_its_first_day_on(own_demo, agreed):
    weeks = ("2026-05-04..2026-05-10", "2026-05-11..2026-05-17")
    before = [value(own_demo, "sla_attainment", week) for week in weeks]

    agreed(0.1, datetime(2026, 5, 11))

    after = [value(own_demo, "sla_attainment", week) for week in weeks]
    assert after[0] == before[0]
    assert after[1] < before[1]


def test_a_longer_promise_is_kept_more_often(own_demo, agreed):
    before = value(own_demo, "sla_attainment")

    agreed(80.0, datetime(2026, 1, 1))

    assert value(own_demo, "sla_attainment") > before


def test_hours_changed_today_leave_every_lead_that_waits_or_waited_as_it_was(own_demo, save):
    names, weeks = ("sla_attainment", "follow_up_time", "decision_time"), "2026-03-23..2026-05-17"
    before = [value(own_demo, name, weeks) for name in names]
    hours = {f"day{day}": "09:00-10:00" for day in range(5)}

    said = save("calendars", "uk", **hours, holidays="2026-04-01 A day off")

    assert "whose clock begins from 2026-05-18 on" in said
    assert [value(own_demo, name, weeks) for name in names] == before
    assert check(own_demo, COMMAND_LINE) == []


def test_what_was_signed_is_not_corrected_for_days_gone(own_demo, save):
    hours = {"day0": "09:00-10:00"}

    with pytest.raises(InputError, match="the past is not rewritten"):
        save("calendars", "uk", **hours, valid_from=date(2026, 5, 17))
    with pytest.raises(InputError, match="what they were judged by stays"):
        save("calendars", "uk", **hours, always=True)


def test_weeks_are_cut_where_the_company_says(own_demo, save):
    question = Question(period=PeriodKey.LAST_WEEK)
    before = api.overview(COMMAND_LINE, question).period

    save("company", "company", week_start="Sunday")

    assert (before, api.overview(COMMAND_LINE, question).period) == (
        "11–17 May 2026",
        "10–16 May 2026",
    )


def test_days_are_cut_where_the_company_is(own_demo, save):
    by_day = Look(metric="mql_new", period="2026-04-01..2026-05-17", by="week")
    before = show(own_demo, COMMAND_LINE, by_day).rows

    save("company", "company", zone="Pacific/Auckland")

    after = show(own_demo, COMMAND_LINE, by_day).rows
    assert after != before
    assert sum(row[2] for row in after) == pytest.approx(sum(row[2] for row in before), abs=20)


def test_amounts_in_what_is_no_longer_our_currency_are_not_counted_as_ours(own_demo, save):
    assert value(own_demo, "won_value") > 0

    save("company", "company", currency="USD")

    assert not value(own_demo, "won_value")
    save("company", "company", currency="EUR")
    assert value(own_demo, "won_value") > 0


def test_a_goal_shows_on_its_tile_from_its_first_day(own_demo, save):
    save("goals", "new", metric="impressions", target=5.0, valid_from=date(2026, 1, 1))

    tile = api.detail(COMMAND_LINE, "impressions", Question()).tile

    assert "Goal" in tile.goal
    assert tile.verdict


def test_nobody_gives_a_role_above_their_own(own_demo, revops, save):
    with pytest.raises(NotAllowedError, match="admin"):
        save("people", "new", name="Eve", role="admin")


def test_while_an_import_runs_settings_are_refused_rather_than_half_saved(own_empty, save, logged):
    before = (api.stamp(), logged(own_empty))

    with (
        writers_lock(own_empty.settings.data, "import big.csv", 0),
        pytest.raises(StoreBusyError, match="import big"),
    ):
        save("company", "company", name="Halden")

    assert (api.stamp(), logged(own_empty)) == before


def test_leaving_the_demo_takes_its_mark_away(own_demo, revops):
    assert api.overview(revops, Question()).freshness.is_demo

    leave_demo(own_demo, revops)

    assert not api.overview(revops, Question()).freshness.is_demo
    assert check(own_demo, COMMAND_LINE) == []


def test_a_new_day_of_the_agreement_begins_at_the_companys_midnight(own_empty, save):
    save("company", "company", zone="America/New_York")

    save("agreement", "draft", valid_from=date(2026, 7, 1))

    with own_empty.desk.connect() as desk:
        begins = read_policies(desk, drafts=True)[-1].valid_from
    assert begins - timedelta(hours=4) == begins.replace(hour=0)
