"""What both sides sign: read, signed by one of each side, changed as a new version."""

from datetime import date

import pytest

from revdash import api
from revdash.api import loop
from revdash.api.actors import Actor
from revdash.desk.people import Role
from revdash.errors import InputError, NotAllowedError, StaleEditError
from revdash.terms import Side

SAM = Actor(actor_id="sam", name="Sam", role=Role.LEAD, side=Side.SALES)
MIA = Actor(actor_id="mia", name="Mia", role=Role.LEAD, side=Side.MARKETING)
DAY = date(2020, 1, 1)


def shown(actor, key):
    return next(one for one in loop.wordings(actor) if one.key == key)


def save(actor, key, version, **values):
    return api.save_settings(actor, "signed", key, {"since": DAY, **values}, version)


@pytest.mark.parametrize("key", ["junk", "reasons", "causes"])
def test_each_side_signs_what_it_has_read(own_empty, key):
    before = shown(SAM, key)

    loop.sign(SAM, key, before.version)
    half = shown(MIA, key)
    loop.sign(MIA, key, half.version)

    both = shown(SAM, key)
    assert (before.marketing, before.sales, before.may_sign) == ("", "", True)
    assert (half.sales, half.may_sign, shown(SAM, key).may_sign) == ("sam", True, False)
    assert (both.marketing, both.sales, both.words) == ("mia", "sam", before.words)


def test_nobody_signs_for_both_or_what_they_have_not_read(own_empty, viewer, revops):
    loop.sign(SAM, "junk", 0)

    with pytest.raises(InputError, match="You have signed this already"):
        loop.sign(SAM, "junk", 1)
    with pytest.raises(InputError, match="no longer the newest: 1 is"):
        loop.sign(MIA, "junk", 0)
    with pytest.raises(InputError, match="for which side you sign"):
        loop.sign(revops, "junk", 1)
    with pytest.raises(InputError, match="Did you mean 'junk'"):
        loop.sign(MIA, "junks", 1)
    with pytest.raises(NotAllowedError):
        loop.sign(viewer, "junk", 1)


def test_a_new_definition_is_a_new_version_that_nobody_has_signed(own_empty, revops):
    loop.sign(SAM, "junk", 0)

    save(revops, "junk", 1, words="Nobody could sell to them")

    now = shown(SAM, "junk")
    assert (now.version, now.since, now.sales) == (2, "since 1 Jan 2020", "")
    with pytest.raises(StaleEditError, match="another version meanwhile"):
        save(revops, "junk", 1, words="Other words")


def test_the_list_of_causes_is_changed_line_by_line(own_empty, revops):
    version = shown(revops, "causes").version
    save(revops, "causes", version, words="Nobody stood in: process\nCalendar was wrong: data\n")

    assert shown(SAM, "causes").words == "data: Calendar was wrong; process: Nobody stood in"
    assert [one.key for one in loop.causes(SAM).choices] == [
        "calendar_was_wrong",
        "nobody_stood_in",
    ]


def test_a_cause_says_its_kind(own_empty, revops):
    with pytest.raises(InputError, match="'Bad luck: fate' names no kind"):
        save(revops, "causes", 1, words="Bad luck: fate")


def test_the_demo_company_has_signed_what_it_judges_by(demo, viewer):
    assert all(one.marketing and one.sales for one in loop.wordings(viewer))
