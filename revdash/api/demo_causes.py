"""Demo causes: each weekly of the demo company names what the gravest drops came from."""

from datetime import timedelta

from revdash.api.house import House
from revdash.demo.causes import cause_of
from revdash.desk.audit import Stamp
from revdash.desk.causes import Given, causes_given, give_cause
from revdash.handoffs.resolved import Stretch, resolved_in

_WEEK = timedelta(weeks=1)


def name_causes(house: House, by: Stamp) -> None:
    """Name the causes of what was resolved in the week before, some left to be named."""
    with house.facts() as connection:
        resolved = resolved_in(connection, Stretch(by.now - _WEEK, by.now))
    wanted = {row.instance_key: (cause_of(row.instance_key), row) for row in resolved}
    with house.desk.writing() as desk:
        known = causes_given(desk, wanted)
        for key, (code, row) in wanted.items():
            if code and key not in known:
                given = Given(
                    instance_key=key,
                    code=code,
                    resolved_at=row.resolved_at,
                    by=by.actor_id,
                    version=0,
                )
                give_cause(desk, given, by.part())
