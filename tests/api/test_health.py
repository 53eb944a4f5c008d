"""Alignment Health as the page gets it: kept with a release, explained to records, signed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from revdash.api import health
from revdash.api.actors import COMMAND_LINE, Actor
from revdash.api.telling_health import kept_weeks
from revdash.desk.health import PROPOSAL
from revdash.desk.people import Role
from revdash.errors import InputError, StaleEditError
from revdash.metrics.catalog import CATALOG
from revdash.metrics.read import read
from revdash.metrics.scope import Scope
from revdash.terms import Side

CMO = Actor(actor_id="cmo", name="CMO", role=Role.LEAD, side=Side.MARKETING)
CRO = Actor(actor_id="cro", name="CRO", role=Role.LEAD, side=Side.SALES)


def weeks_of(house):
    with house.facts() as connection:
        return kept_weeks(connection)


def test_every_week_since_the_first_handoff_is_kept_with_the_release(demo):
    weeks = weeks_of(demo)

    starts = [seen.week.start for seen in weeks]
    assert starts == [starts[0] + n * timedelta(weeks=1) for n in range(len(starts))]
    assert all(len(seen.measures) == 9 for seen in weeks)


@pytest.mark.parametrize("name", ["alignment_health", "evidence_coverage"])
def test_the_metrics_tell_what_the_page_is_made_of(demo, name):
    seen = [one for one in weeks_of(demo) if not one.week.is_open][-1]
    scope = Scope(period=seen.week.days, as_of=seen.week.as_of, today=seen.week.days.last)

    with demo.facts() as connection:
        value = read(connection, CATALOG[name], scope).value

    standing = seen.standing(PROPOSAL)
    assert value == pytest.approx(
        standing.value if name == "alignment_health" else standing.coverage
    )


@pytest.mark.parametrize("back", [0, -2])
def test_each_rate_opens_the_very_records_it_counts_as_of_its_week(demo, back):
    weeks = [seen for seen in weeks_of(demo) if not seen.week.is_open]
    seen = weeks[back - 1]
    rates = {name: one for name, one in seen.measures.items() if one.is_rate}

    opened = {
        name: health.part(COMMAND_LINE, name, seen.week.start.isoformat()).behind for name in rates
    }

    counted = {
        name: sum(row[0] not in WAITING for row in behind.grid.rows)
        if behind.grid.total <= 200
        else None
        for name, behind in opened.items()
    }
    assert len(rates) > 2
    assert all(n in (None, rates[name].tries) for name, n in counted.items())


WAITING = {"not due yet", "too young yet"}


def test_signed_weights_hold_from_then_on_and_are_told_anew(own_demo, revops):
    posts = [one for _, one in health.posts(revops)]
    given = [replace(one, weight=round(1 / 9, 9)) for one in posts]
    given[0] = replace(given[0], weight=1 - sum(one.weight for one in given[1:]))

    health.draft(revops, given, "All alike")
    draft = health.health(CMO).versions[0]
    health.sign(CMO, draft.key, draft.version)
    with pytest.raises(StaleEditError):
        health.sign(CRO, draft.key, draft.version)
    said = health.sign(CRO, draft.key, health.health(CRO).versions[0].version)
    own_demo.errands.wait()

    assert draft.is_draft
    assert draft.may_sign
    assert said.startswith("Both sides have signed")
    assert health.health(revops).versions[0].title.startswith("Version 1 since")


def test_a_part_that_there_is_not_is_refused(demo):
    with pytest.raises(InputError, match="no part 'sla'"):
        health.part(COMMAND_LINE, "sla")


def test_a_week_and_a_comparison_that_there_are_not_give_the_newest_and_the_week_before(demo):
    view = health.health(COMMAND_LINE, "2020-01-06", "7")

    newest = [seen for seen in weeks_of(demo) if not seen.week.is_open][-1]
    assert (view.week, view.against) == (newest.week.start.isoformat(), "1")
    assert view.month.startswith("Over the month: Health ")
    assert health.health(COMMAND_LINE, against="4").month == ""
