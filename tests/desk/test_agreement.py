from dataclasses import replace
from datetime import datetime

import pytest

from revdash.desk.agreement import policy_at, read_policies, save_policy
from revdash.desk.seed import POLICY
from revdash.errors import InputError

MARCH, JUNE = datetime(2026, 3, 1), datetime(2026, 6, 1)


def test_the_first_agreement_holds_since_ever(seeded):
    with seeded.connect() as connection:
        (policy,) = read_policies(connection)

    assert policy == replace(POLICY, policy_id=policy.policy_id, version_no=1)
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
        ({"qualifying_types": frozenset({"cal"})}, "Did you mean 'call'"),
    ],
)
def test_an_agreement_nobody_could_keep_is_refused(seeded, by, wrong, said):
    with seeded.writing() as connection, pytest.raises(InputError, match=said):
        save_policy(connection, replace(POLICY, **wrong), by)
