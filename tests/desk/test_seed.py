from datetime import date

from revdash.desk.calendars import as_worktime, read_calendars
from revdash.desk.company import read_company
from revdash.desk.people import read_members
from revdash.desk.reasons import read_reasons
from revdash.terms import ReasonClass
from revdash.worktime.calendar import standard_day_seconds

ANY_DAY = date(2026, 11, 5)
HARD = {"spam", "competitor", "student", "duplicate", "do_not_contact"}


def test_a_new_desk_is_open_on_workdays_in_the_companys_zone(seeded):
    with seeded.connect() as connection:
        (calendar,) = read_calendars(connection)
        zone = read_company(connection).zone

    assert (calendar.zone, sorted(calendar.weekly)) == (zone, [0, 1, 2, 3, 4])
    assert standard_day_seconds(as_worktime(calendar)) == 8.5 * 3600


def test_the_hard_reasons_are_those_of_the_golden_example(seeded):
    with seeded.connect() as connection:
        reasons = read_reasons(connection, ANY_DAY)

    assert {reason.code for reason in reasons if reason.is_hard} == HARD
    assert {reason.code for reason in reasons if reason.is_no_contact_required} == HARD


def test_there_is_a_reason_of_every_class(seeded):
    with seeded.connect() as connection:
        classes = {reason.reason_class for reason in read_reasons(connection, ANY_DAY)}

    assert classes == set(ReasonClass)


def test_the_people_are_roles_not_invented_persons(seeded):
    with seeded.connect() as connection:
        people = [(person.name, person.role) for person in read_members(connection)]

    assert people == [("RevOps", "revops"), ("Viewer", "viewer")]
