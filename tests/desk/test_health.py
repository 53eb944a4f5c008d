"""Versions of Alignment Health: drafted, signed by both sides, then in force and kept."""

from dataclasses import replace
from datetime import datetime

import pytest

from revdash.desk.audit import Stamp
from revdash.desk.health import (
    DEFAULTS,
    PROPOSAL,
    Goalposts,
    HealthVersion,
    discard_health,
    draft_health,
    in_force,
    read_health_versions,
    sign_health,
)
from revdash.desk.revisions import EditConflictError
from revdash.errors import InputError
from revdash.terms import Side

MAY = datetime(2026, 5, 4)
CMO, CRO = Stamp(actor_id="cmo", now=MAY), Stamp(actor_id="cro", now=MAY)
CHANGED = DEFAULTS | {
    "sla_attainment": Goalposts(0.20, 0.5, 0.95),
    "drops_open": Goalposts(0.10, 20.0, 2.0),
}


@pytest.fixture
def drafted(desk, by):
    """A desk with one draft."""
    with desk.writing() as connection:
        draft_health(connection, HealthVersion(components=CHANGED, note="SLA first"), by)
        yield connection


def only(connection):
    return read_health_versions(connection)[-1]


def test_before_anything_is_signed_the_proposal_holds(drafted):
    assert in_force(read_health_versions(drafted)) == (PROPOSAL,)
    assert sum(posts.weight for posts in DEFAULTS.values()) == pytest.approx(1)


def test_both_signatures_bring_a_version_into_force(drafted):
    first = sign_health(drafted, only(drafted), Side.MARKETING, CMO, since=MAY)
    second = sign_health(drafted, only(drafted), Side.SALES, CRO, since=MAY)

    version = in_force(read_health_versions(drafted))[-1]
    assert (first, second) == (False, True)
    assert (version.version_no, version.valid_from) == (1, MAY)
    assert version.components == CHANGED


def test_nobody_signs_for_both_sides_nor_what_somebody_changed_meanwhile(drafted):
    seen = only(drafted)
    sign_health(drafted, seen, Side.MARKETING, CMO, since=MAY)

    with pytest.raises(InputError, match="signed this already"):
        sign_health(drafted, only(drafted), Side.SALES, CMO, since=MAY)
    with pytest.raises(EditConflictError, match="changed by"):
        sign_health(drafted, seen, Side.SALES, CRO, since=MAY)
    with pytest.raises(InputError, match="which side you sign"):
        sign_health(drafted, only(drafted), Side.SHARED, CRO, since=MAY)


def test_a_changed_draft_loses_its_signature(drafted, by):
    sign_health(drafted, only(drafted), Side.MARKETING, CMO, since=MAY)

    draft_health(drafted, replace(only(drafted), components=DEFAULTS), by)

    assert only(drafted).signed_by_marketing is None


def test_what_is_signed_stays_and_a_draft_can_go(drafted, by):
    draft_health(drafted, HealthVersion(), by)
    discard_health(drafted, only(drafted), by)
    sign_health(drafted, only(drafted), Side.MARKETING, CMO, since=MAY)
    sign_health(drafted, only(drafted), Side.SALES, CRO, since=MAY)

    with pytest.raises(InputError, match="stays as it is"):
        discard_health(drafted, only(drafted), by)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sla_attainment": Goalposts(0.5, 0.5, 0.95)}, "add up to 1.34"),
        ({"sla_attainment": Goalposts(0.16, 0.5, 0.5)}, "Floor and target"),
        ({"sla_attainment": Goalposts(-0.16, 0.5, 0.9)}, "0 or more"),
        ({"sla_attainmen": Goalposts(0.0, 0.5, 0.9)}, "Did you mean 'sla_attainment'"),
    ],
)
def test_weights_and_goalposts_that_make_no_number_are_refused(drafted, by, change, said):
    with pytest.raises(InputError, match=said):
        draft_health(drafted, HealthVersion(components=DEFAULTS | change), by)
