"""Data: the cached door to the api, the only cache; its keys carry the store's stamp."""

from collections.abc import Callable

import streamlit as st

from revdash import api
from revdash.api import alike, exploring, facts_of, minutes
from revdash.api import meeting as weekly
from revdash.api import outcomes as became
from revdash.api.explore_views import Breakdown, Entry
from revdash.api.intake_views import Inspection
from revdash.api.meeting_views import MeetingView
from revdash.api.outcome_views import OutcomesView, Pick, PickedLeads
from revdash.api.questions import Question
from revdash.api.sheet_views import Block
from revdash.api.story_views import FactView, Found, Story
from revdash.api.views import Definition, Detail, FilterChoice, Grid, Sheet, Span, Stop
from revdash.ui import people, seen

KEPT = 300  # answers; a sheet takes about 20 kB


def overview(question: Question) -> Sheet:
    """Return the one view's sheet."""
    return _overview(seen.stamp(), people.actor(), question)


def detail(metric: str, question: Question, part: str = "") -> Detail:
    """Return one metric opened, with the records of one part of it."""
    return _detail(seen.stamp(), people.actor(), metric, question, part)


def whose(metric: str, part: str, record: str) -> str:
    """Return the person behind a record; empty where nobody knows."""
    return facts_of.whose(people.actor(), metric, part, record)


def story(person: str) -> Story:
    """Return the story of one lead."""
    return _story(seen.stamp(), people.actor(), person)


def fact(key: str) -> FactView:
    """Return one fact as its source tells it."""
    return api.fact(people.actor(), key)


def find_people(text: str) -> Found:
    """Return whom a few letters may mean."""
    return _found(seen.stamp(), people.actor(), text)


def metrics() -> tuple[Entry, ...]:
    """Return every metric there is to explore, in the catalogue's order."""
    return _metrics(people.actor())


def breakdown(metric: str, by: str, question: Question) -> Breakdown:
    """Return one metric by a cut."""
    return _breakdown(seen.stamp(), people.actor(), metric, by, question)


def breakdown_csv(metric: str, by: str, question: Question) -> Callable[[], bytes]:
    """Return a function that writes one metric by a cut once it is asked to."""
    actor = people.actor()
    return lambda: exploring.breakdown_csv(actor, metric, by, question)


def like_with_like(metric: str, question: Question) -> Breakdown:
    """Return one share by follow-up speed, of leads that are alike."""
    return _like_with_like(seen.stamp(), people.actor(), metric, question)


def like_with_like_csv(metric: str, question: Question) -> Callable[[], bytes]:
    """Return a function that writes that comparison once it is asked to."""
    actor = people.actor()
    return lambda: alike.like_with_like_csv(actor, metric, question)


def outcomes(question: Question, by: str) -> OutcomesView:
    """Return what became of the leads handed over, by a cut."""
    return _outcomes(seen.stamp(), people.actor(), question, by)


def outcomes_csv(question: Question, by: str) -> Callable[[], bytes]:
    """Return a function that writes what became of the leads once it is asked to."""
    actor = people.actor()
    return lambda: became.outcomes_csv(actor, question, by)


def reasons_csv(question: Question) -> Callable[[], bytes]:
    """Return a function that writes why leads were given back once it is asked to."""
    actor = people.actor()
    return lambda: became.reasons_csv(actor, question)


def second_life_csv(question: Question) -> Callable[[], bytes]:
    """Return a function that writes the second life of the leads once it is asked to."""
    actor = people.actor()
    return lambda: became.second_life_csv(actor, question)


def picked(question: Question, pick: Pick) -> PickedLeads:
    """Return the leads behind one count of what became of them."""
    return _picked(seen.stamp(), people.actor(), question, pick)


def picked_csv(question: Question, pick: Pick) -> Callable[[], bytes]:
    """Return a function that writes those leads once it is asked to."""
    actor = people.actor()
    return lambda: became.picked_csv(actor, question, pick)


def definitions() -> tuple[Definition, ...]:
    """Return every definition, in the catalogue's order."""
    return _definitions(seen.stamp(), people.actor())


def words() -> Grid:
    """Return what the words of the sources were said to mean."""
    return _words(seen.stamp(), people.actor())


def spans() -> tuple[Span, ...]:
    """Return the periods a reader may pick, with their days."""
    return _spans(seen.stamp(), people.actor())


def filter_choices() -> tuple[FilterChoice, ...]:
    """Return the filters with the values they may take."""
    return _filter_choices(seen.stamp(), people.actor())


def meeting(key: str) -> MeetingView:
    """Return one meeting; without a key the one that runs, else the coming one."""
    return _meeting(seen.stamp(), people.actor(), key)


def restated(key: str) -> tuple[Block, ...]:
    """Return what the numbers of a closed meeting have become since."""
    return _restated(seen.stamp(), people.actor(), key)


def is_demo() -> bool:
    """Say whether this is the made-up company."""
    return _is_demo(seen.stamp(), people.actor())


def tour() -> tuple[Stop, ...]:
    """Return the stops of the tour."""
    return _tour(seen.stamp(), people.actor())


def is_empty() -> bool:
    """Say whether there is nothing to show yet."""
    return _is_empty(seen.stamp(), people.actor())


def has_store() -> bool:
    """Say whether there is a store at all."""
    return bool(api.release())


def csv(metric: str, question: Question, part: str = "") -> Callable[[], bytes]:
    """Return a function that writes the records behind *metric* once it is asked to."""
    actor = people.actor()  # the download runs outside the page, where nobody is chosen
    return lambda: api.csv(actor, metric, question, part)


def inspection(job: str, version: str) -> Inspection:
    """Return how what was dropped would be read, as of the last thing said of it."""
    return _inspection(seen.stamp(), version, people.actor(), job)


def receipt_csv(batch: str) -> Callable[[], bytes]:
    """Return a function that writes the refused rows of an import once it is asked to."""
    actor = people.actor()
    return lambda: api.receipt_csv(actor, batch)


@st.cache_data(show_spinner=False, max_entries=8)
def _inspection(stamp: str, version: str, actor: api.Actor, job: str) -> Inspection:  # noqa: ARG001  key the cache
    return api.inspect(actor, job)


@st.cache_data(show_spinner=False, max_entries=8)
def _is_demo(stamp: str, actor: api.Actor) -> bool:  # noqa: ARG001  keys the cache
    return api.is_demo(actor)


@st.cache_data(show_spinner=False, max_entries=8)
def _tour(stamp: str, actor: api.Actor) -> tuple[Stop, ...]:  # noqa: ARG001  keys the cache
    return api.tour(actor)


@st.cache_data(show_spinner=False, max_entries=8)
def _is_empty(stamp: str, actor: api.Actor) -> bool:  # noqa: ARG001  keys the cache
    return api.is_empty(actor)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _overview(stamp: str, actor: api.Actor, question: Question) -> Sheet:  # noqa: ARG001  keys the cache
    return api.overview(actor, question)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _detail(
    stamp: str,  # noqa: ARG001  keys the cache
    actor: api.Actor,
    metric: str,
    question: Question,
    part: str,
) -> Detail:
    return api.detail(actor, metric, question, part)


@st.cache_data(show_spinner=False, max_entries=64)
def _story(stamp: str, actor: api.Actor, person: str) -> Story:  # noqa: ARG001  keys the cache
    return api.story(actor, person)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _found(stamp: str, actor: api.Actor, text: str) -> Found:  # noqa: ARG001  keys the cache
    return api.find_people(actor, text)


@st.cache_data(show_spinner=False, max_entries=8)
def _metrics(actor: api.Actor) -> tuple[Entry, ...]:
    return exploring.listed(actor)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _breakdown(
    stamp: str,  # noqa: ARG001  keys the cache
    actor: api.Actor,
    metric: str,
    by: str,
    question: Question,
) -> Breakdown:
    return exploring.breakdown(actor, metric, by, question)


@st.cache_data(show_spinner=False, max_entries=64)
def _like_with_like(stamp: str, actor: api.Actor, metric: str, question: Question) -> Breakdown:  # noqa: ARG001  keys the cache
    return alike.like_with_like(actor, metric, question)


@st.cache_data(show_spinner=False, max_entries=8)
def _definitions(stamp: str, actor: api.Actor) -> tuple[Definition, ...]:  # noqa: ARG001  keys the cache
    return api.definitions(actor)


@st.cache_data(show_spinner=False, max_entries=8)
def _words(stamp: str, actor: api.Actor) -> Grid:  # noqa: ARG001  keys the cache
    return api.words(actor)


@st.cache_data(show_spinner=False, max_entries=8)
def _spans(stamp: str, actor: api.Actor) -> tuple[Span, ...]:  # noqa: ARG001  keys the cache
    return api.spans(actor)


@st.cache_data(show_spinner=False, max_entries=8)
def _filter_choices(stamp: str, actor: api.Actor) -> tuple[FilterChoice, ...]:  # noqa: ARG001  keys the cache
    return api.filter_choices(actor)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _outcomes(stamp: str, actor: api.Actor, question: Question, by: str) -> OutcomesView:  # noqa: ARG001  keys the cache
    return became.outcomes_of(actor, question, by)


@st.cache_data(show_spinner=False, max_entries=64)
def _picked(stamp: str, actor: api.Actor, question: Question, pick: Pick) -> PickedLeads:  # noqa: ARG001  keys the cache
    return became.picked(actor, question, pick)


@st.cache_data(show_spinner=False, max_entries=16)
def _meeting(stamp: str, actor: api.Actor, key: str) -> MeetingView:  # noqa: ARG001  keys the cache
    return weekly.meeting(actor, key)


@st.cache_data(show_spinner=False, max_entries=16)
def _restated(stamp: str, actor: api.Actor, key: str) -> tuple[Block, ...]:  # noqa: ARG001  keys the cache
    return minutes.restated(actor, key)
