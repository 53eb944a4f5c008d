"""Reasons set: the list of reasons read back line by line, changed from a day on, and judged by."""

from datetime import date

import pytest

from revdash import api
from revdash.errors import InputError, StaleEditError

SINCE = date(2026, 1, 1)


def form(actor):
    (found,) = api.settings(actor, "reasons")
    return found


def lines(actor):
    return form(actor).fields[0].value.splitlines()


def save(actor, *listed):
    words = {"words": "\n".join(listed), "since": SINCE}
    return api.save_settings(actor, "reasons", "reasons", words, form(actor).version)


def test_a_list_saved_as_it_is_shown_is_the_same_list(own_empty, revops):
    before = lines(revops)

    save(revops, *before)

    assert lines(revops) == before
    assert any(line.endswith(": junk, final, no contact needed") for line in before)


def test_a_new_reason_counts_from_its_day_and_the_definitions_show_it(own_empty, revops):
    said = save(revops, *lines(revops), "Went to a rival: fit, final")

    assert "is in force" in said
    assert "Went to a rival: fit, final" in lines(revops)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("No money: timin", "at 'timin'.*Did you mean 'timing'"),
        ("No money", "at 'no money'"),
        ("No money: timing, finl", "at 'finl'.*Did you mean 'final'"),
        (": junk", "at 'junk'"),
    ],
)
def test_a_line_that_is_not_understood_is_named_and_nothing_is_saved(
    own_empty, revops, line, wrong
):
    before = lines(revops)

    with pytest.raises(InputError, match=wrong):
        save(revops, *before, line)

    assert lines(revops) == before


def test_two_who_change_the_list_do_not_overwrite_each_other(own_empty, revops):
    seen = form(revops)
    save(revops, "No budget now: timing")

    with pytest.raises(StaleEditError, match="another list meanwhile"):
        api.save_settings(
            revops, "reasons", "reasons", {"words": "Other: fit", "since": SINCE}, seen.version
        )
