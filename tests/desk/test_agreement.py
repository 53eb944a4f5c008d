from dataclasses import replace
from datetime import datetime

import pytest

from revdash.desk.agreement import (
    change_draft,
    discard_draft,
    policy_at,
    read_policies,
    save_policy,
    sign_policy,
)
from revdash.desk.goals import Cadence
from revdash.desk.obligations import MqlPromise, Trying
from revdash.desk.revisions import EditConflictError
from revdash.desk.seed import POLICY
from revdash.errors import InputError
from revdash.terms import Side

MARCH, JUNE, JULY = datetime(2026, 3, 1), datetime(2026, 6, 1), datetime(2026, 7, 1)
DRAFT = replace(POLICY, valid_from=JUNE, is_draft=True, target_hours={"A": 0.5})


@pytest.fixture
def drafted(seeded, by):
    """A desk with a draft that holds from June on, and that draft as it is read."""
    with seeded.writing() as connection:
        save_policy(connection, DRAFT, by)
        return seeded, read_policies(connection, drafts=True)[-1]


def signed(desk, draft, by, *sides, tomorrow=MARCH):
    for side in sides:
        with desk.writing() as connection:
            who = replace(by, actor_id=f"{side.value} leader")
            draft = sign_policy(connection, draft, side, tomorrow, who)
    return draft


def test_the_first_agreement_holds_since_ever(seeded):
    with seeded.connect() as connection:
        (policy,) = read_policies(connection)

    assert policy == replace(POLICY, policy_id=policy.policy_id, version_no=1, version=1)
    assert policy_at([policy], datetime(1999, 1, 1)) == policy


def test_a_new_version_leaves_the_old_one_as_it_was(seeded, by):
    with seeded.writing() as connection:
        (old,) = read_policies(connection)
        save_policy(connection, replace(old, valid_from=MARCH, target_hours={"A": 0.5}), by)

        first, second = read_policies(connection)

    assert first == old
    assert (second.version_no, second.target_hours) == (2, {"A": 0.5})


def test_a_lead_is_judged_by_the_version_in_force(seeded, by):
    with seeded.writing() as connection:
        save_policy(connection, replace(POLICY, valid_from=JUNE, name="June"), by)
        save_policy(connection, replace(POLICY, valid_from=MARCH, name="March"), by)
        policies = read_policies(connection)

    moments = [datetime(2026, 2, 28, 23), MARCH, datetime(2026, 5, 31), JUNE]
    names = [policy_at(policies, moment).name for moment in moments]
    assert names == ["Follow-up agreement", "March", "March", "June"]


def test_a_draft_is_not_in_force(seeded, by):
    with seeded.writing() as connection:
        save_policy(connection, replace(POLICY, is_draft=True), by)

        assert len(read_policies(connection)) == 1
        assert len(read_policies(connection, drafts=True)) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"target_hours": {"A": 0}}, "tier A is 0 hours"),
        ({"default_hours": float("nan")}, "tier other"),
        ({"late_log_grace_hours": -1}, "grace"),
        ({"qualifying_types": frozenset()}, "at least one"),
        ({"answer_days": 0}, "an answer 0"),
        ({"trying": Trying(attempts=2, days=3)}, "at least one attempt a day"),
        ({"promises": (MqlPromise(mqls=0, acceptance=0.5),)}, "0 MQLs"),
        ({"promises": (MqlPromise(mqls=5, acceptance=1.5),)}, "0 to 100 %"),
        ({"promises": (MqlPromise(mqls=5, acceptance=0.5),) * 2}, "Two lines promise"),
        ({"qualifying_types": frozenset({"cal"})}, "Did you mean 'call'"),
    ],
)
def test_an_agreement_nobody_could_keep_is_refused(seeded, by, wrong, said):
    with seeded.writing() as connection, pytest.raises(InputError, match=said):
        save_policy(connection, replace(POLICY, **wrong), by)


def test_a_draft_is_in_force_once_both_sides_signed_it(drafted, by):
    desk, draft = drafted
    half = signed(desk, draft, by, Side.MARKETING)

    whole = signed(desk, half, by, Side.SALES)

    assert (half.is_draft, whole.is_draft, whole.valid_from) == (True, False, JUNE)
    assert (whole.signed_by_marketing, whole.signed_by_sales_at) == ("marketing leader", by.now)
    with desk.connect() as connection:
        assert len(read_policies(connection)) == 2


def test_an_agreement_signed_late_begins_the_day_after(drafted, by):
    desk, draft = drafted

    whole = signed(desk, draft, by, Side.MARKETING, Side.SALES, tomorrow=JULY)

    assert whole.valid_from == JULY


def test_nobody_signs_twice_nor_for_no_side(drafted, by):
    desk, draft = drafted
    half = signed(desk, draft, by, Side.SALES)

    for seen, side, who, said in (
        (draft, Side.SHARED, "x", "for which side"),
        (half, Side.MARKETING, "sales leader", "signed this already"),
        (half, Side.SALES, "another", "Sales signed this already"),
    ):
        with desk.writing() as connection, pytest.raises(InputError, match=said):
            sign_policy(connection, seen, side, MARCH, replace(by, actor_id=who))


def test_what_is_changed_after_a_signature_is_signed_again(drafted, by):
    desk, draft = drafted
    half = signed(desk, draft, by, Side.MARKETING)
    with desk.writing() as connection:
        change_draft(connection, replace(half, default_hours=9.0), by)

        changed = read_policies(connection, drafts=True)[-1]
        with pytest.raises(EditConflictError):
            sign_policy(connection, half, Side.SALES, MARCH, by)

    assert (changed.signed_by_marketing, changed.default_hours) == (None, 9.0)


def test_what_is_in_force_is_neither_changed_nor_thrown_away_nor_overtaken(drafted, by):
    desk, draft = drafted
    whole = signed(desk, draft, by, Side.MARKETING, Side.SALES)
    with desk.writing() as connection:
        save_policy(connection, replace(DRAFT, valid_from=JUNE), by)
        late = read_policies(connection, drafts=True)[-1]

    for wrong in (change_draft, discard_draft):
        with desk.writing() as connection, pytest.raises(InputError, match="Version 2"):
            wrong(connection, whole, by)
    with pytest.raises(InputError, match="later day"):
        signed(desk, late, by, Side.MARKETING)


def test_a_draft_can_be_thrown_away(drafted, by):
    desk, draft = drafted

    with desk.writing() as connection:
        discard_draft(connection, draft, by)

        assert len(read_policies(connection, drafts=True)) == 1


def test_what_each_side_owes_is_read_as_it_was_saved(seeded, by):
    owed = MqlPromise(mqls=40, acceptance=0.6, each=Cadence.QUARTER, segment="SMB", tier="A")
    wanted = replace(
        POLICY,
        promises=(owed,),
        trying=Trying(attempts=8, days=5, within_days=12),
        answer_days=1.0,
        definitions={"junk": "Spam"},
        note="Tried for a quarter",
    )
    with seeded.writing() as connection:
        key = save_policy(connection, wanted, by)

        found = next(one for one in read_policies(connection) if one.policy_id == key)

    assert found == replace(wanted, policy_id=key, version_no=2, version=1)
    assert owed.part == {"segment": "SMB", "tier": "A"}
