"""Pages: what each page of the app asks of the api when somebody opens it, and its parts."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from bench.company import AS_OF
from revdash import api
from revdash.api import (
    customers,
    enablement,
    enabling,
    exploring,
    health,
    loop,
    meeting,
    outcomes,
    pulse,
    reconciling,
    stewarding,
    work_log,
    worklist,
)
from revdash.api.reconciling_views import ListWish, Wish
from revdash.api.worklist_views import Wish as Listed
from revdash.metrics.catalog import CATALOG, HEADLINES
from revdash.metrics.shapes import Told

WHO, ASKED = api.COMMAND_LINE, api.Question()
A_PERSON = "bench:4711"
CUT = "source"


def _overview() -> None:
    api.filter_choices(WHO)
    api.spans(WHO)
    api.overview(WHO, ASKED)


def _filtered() -> None:
    api.overview(WHO, api.Question(filters=((CUT, ("webinar",)),)))


def _opened() -> None:
    for name in HEADLINES:
        api.detail(WHO, name, ASKED)


def _explore() -> None:
    for name, metric in CATALOG.items():
        if not isinstance(metric, Told):
            api.detail(WHO, name, ASKED)


def _cut() -> None:
    for name, metric in CATALOG.items():
        if not isinstance(metric, Told):
            exploring.breakdown(WHO, name, CUT, ASKED)


def _handoffs() -> None:
    worklist.worklist(WHO, Listed())


def _some_handoffs() -> None:
    worklist.worklist(WHO, Listed(filters=((CUT, ("webinar",)),), severities=("high",)))


def _lead() -> None:
    api.find_people(WHO, A_PERSON)
    api.story(WHO, A_PERSON)


def _feedback() -> None:
    outcomes.outcomes_of(WHO, ASKED, CUT)


def _loop() -> None:
    loop.talks(WHO)
    loop.causes(WHO)
    loop.pareto_chart(WHO, AS_OF - timedelta(weeks=4), AS_OF)


def _two_counts() -> None:
    found = reconciling.list_choices(WHO, "mql")
    sides = (ListWish(basis=found.marketing), ListWish(basis=found.sales))
    reconciling.reconcile(WHO, Wish(metric="mql", marketing=sides[0], sales=sides[1]))


def _meeting() -> None:
    meeting.meeting(WHO)


def _health() -> None:
    for one in health.health(WHO).parts:
        health.part(WHO, one.key)


def _customers() -> None:
    customers.customers(WHO)
    customers.fare(WHO)
    customers.asked_for(WHO)


def _enablement() -> None:
    enablement.enablement(WHO)
    enabling.cycle(WHO)
    enabling.messages(WHO)
    work_log.offer(WHO)


def _pulse() -> None:
    pulse.pulse(WHO)


def _data() -> None:
    api.batches(WHO)
    for part in (stewarding.freshness, stewarding.merges, stewarding.quality, stewarding.releases):
        part(WHO)


def _definitions() -> None:
    api.definitions(WHO)
    api.words(WHO)


PAGES: Mapping[str, Callable[[], None]] = {
    "overview": _overview,
    "overview, one source": _filtered,
    "overview, its headlines opened": _opened,
    "explore, every metric": _explore,
    "explore, every metric by source": _cut,
    "handoffs": _handoffs,
    "handoffs, some of them": _some_handoffs,
    "lead, and its search": _lead,
    "feedback": _feedback,
    "feedback, questions and causes": _loop,
    "feedback, two counts": _two_counts,
    "meeting": _meeting,
    "health, every part opened": _health,
    "customers": _customers,
    "enablement": _enablement,
    "pulse": _pulse,
    "data": _data,
    "definitions": _definitions,
}


def chosen(names: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """The pages whose names begin with one of *names*; all where none is given."""
    wanted = tuple(filter(None, names.split(",")))
    return ((name, page) for name, page in PAGES.items() if not wanted or name.startswith(wanted))
