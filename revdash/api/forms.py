"""Forms: what people may set, by section, and what becomes of it when saved."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from revdash.api.acting import moment
from revdash.api.actors import Actor, Right
from revdash.api.agreement_forms import agreement_forms, save_agreement_form
from revdash.api.annotation_forms import annotation_forms, save_annotation_form
from revdash.api.building import judged_again
from revdash.api.company_forms import (
    calendar_forms,
    company_forms,
    save_calendar_form,
    save_company_form,
)
from revdash.api.entered import Entered
from revdash.api.goal_forms import goal_forms, save_goal_form
from revdash.api.house import House
from revdash.api.link_forms import link_forms, save_link_form
from revdash.api.people_forms import people_forms, save_person_form
from revdash.api.publishing import publish_soon
from revdash.api.reason_forms import reason_forms, save_reason_form
from revdash.api.views import FieldValue, Form
from revdash.api.wording_forms import save_wording_form, wording_forms
from revdash.clock import utc_now
from revdash.errors import InputError, suggestion


class Section(NamedTuple):
    """One section: its forms, how one is saved, whether leads are judged by it, or told of it."""

    forms: Callable[[Connection], tuple[Form, ...]]
    save: Callable[[Connection, Entered], str]
    is_judged_by: bool = False
    is_told: bool = False


SECTIONS = {
    "company": Section(company_forms, save_company_form, is_judged_by=True),
    "calendars": Section(calendar_forms, save_calendar_form, is_judged_by=True),
    "goals": Section(goal_forms, save_goal_form, is_told=True),
    "agreement": Section(agreement_forms, save_agreement_form),
    "remarks": Section(annotation_forms, save_annotation_form),
    "links": Section(link_forms, save_link_form),
    "reasons": Section(reason_forms, save_reason_form, is_judged_by=True),
    "signed": Section(wording_forms, save_wording_form),
    "people": Section(people_forms, save_person_form, is_told=True),
}


def forms(house: House, actor: Actor, section: str) -> tuple[Form, ...]:
    """The forms of one section of the settings."""
    actor.assert_may(Right.READ)
    with house.desk.connect() as connection:
        return _section(section).forms(connection)


def save(
    house: House, actor: Actor, section: str, form: str, values: Mapping[str, FieldValue]
) -> str:
    """Save one form; a change that leads are judged by publishes a new release, and says so.

    ``values["version"]`` is the version the person saw. The writer's lock is taken first:
    while an import runs, nothing is saved, rather than saved and not judged by.
    """
    actor.assert_may(Right.SET)
    wanted = _section(section)
    entered = Entered(
        actor=actor,
        by=house.stamp(actor.actor_id),
        form=form,
        values=values,
        tomorrow=_tomorrow(house),
    )
    if not wanted.is_judged_by or house.releases.current() is None:
        with house.desk.writing() as connection:
            said = wanted.save(connection, entered)
        is_told = wanted.is_told and house.releases.current() is not None
        return f"{said} {publish_soon(house, actor.name)}" if is_told else said
    with (
        judged_again(house, f"settings: {section}", by=actor.name, now=entered.by.now) as release,
        house.desk.writing() as connection,
    ):
        said = wanted.save(connection, entered)
    return f"{said} Leads were judged again; {release} is in force."


def _tomorrow(house: House) -> date:
    """The company's next day: the demo lives in the time of its data."""
    if house.releases.current() is None:
        return utc_now().date() + timedelta(days=1)
    with house.facts() as connection:
        now, rules = moment(house, connection)
    return rules.day_of(now) + timedelta(days=1)


def _section(name: str) -> Section:
    if name not in SECTIONS:
        raise InputError(f"No settings named '{name}'. {suggestion(name, SECTIONS)}")
    return SECTIONS[name]
