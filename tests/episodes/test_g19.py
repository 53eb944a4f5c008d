"""The worked example of the state machine: frozen, restated, and why they differ."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from revdash.terms import LeadStage

G19 = json.loads(
    (Path(__file__).parents[1] / "golden" / "G19_state_machine_asof.json").read_text("utf-8")
)
EXPECTED = G19["expected"]
FREEZE, LATER = (
    datetime.fromisoformat(G19["inputs"]["knowledge_times"][name]).replace(tzinfo=None)
    for name in ("freeze", "later")
)
FIRST, LAST = (date.fromisoformat(day) for day in G19["inputs"]["week"])
COUNTED = {"sal": "sal_on", "sql": "sql_on", "opp": "opp_on"}


def moment(text):
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def load_what_is_known(given, since, until):
    """Load the events that became known after *since*, up to *until*, as one import."""
    for event in G19["inputs"]["events"]:
        is_retraction = event["type"] == "RETRACT"
        if since < moment(event["loaded_at"]) <= until:
            given.stage(
                event["person"],
                "MQL" if is_retraction else event["type"],
                moment(event["event_at"]),
                event_key=event["event_key"],
                reason_code=event["reason"],
                merged_into=event["merged_into"],
                retracted=is_retraction,
            )
    given.load(at=until, as_of=until)


def week_of(episodes):
    in_week = [e for e in episodes if FIRST <= e["mql_on"] <= LAST]
    told = {
        "new_mql": sum(e["kind"] == "new" for e in in_week),
        "re_mql": sum(e["kind"] == "re" for e in in_week),
    }
    for name, column in COUNTED.items():
        told[name] = sum(e[column] is not None and FIRST <= e[column] <= LAST for e in episodes)
    return told


def told_of(episode):
    reached = {stage: episode.get(f"{stage.lower()}_at") for stage in LeadStage}
    steps = [stage for stage in ("SAL", "SQL", "OPP") if episode[f"is_{stage.lower()}_implied"]]
    return {
        "person": episode["person_id"],
        "episode_no": episode["episode_no"],
        "stage": episode["stage"],
        "open": episode["is_open"],
        "reached": {
            stage.value: f"{at:%Y-%m-%dT%H:%M:%SZ}"
            for stage, at in reached.items()
            if at is not None and stage is not LeadStage.LEAD
        },
        "implied": steps,
    }


@pytest.fixture
def frozen(given):
    load_what_is_known(given, datetime.min, FREEZE)
    return given


@pytest.fixture
def restated(frozen):
    load_what_is_known(frozen, FREEZE, LATER)
    return frozen


def test_the_week_is_counted_as_it_was_known_at_the_freeze(frozen):
    assert week_of(frozen.episodes()) == EXPECTED["frozen"]


def test_the_week_is_restated_by_what_became_known_later(restated):
    assert week_of(restated.episodes()) == EXPECTED["restated"]


def test_oddities_at_the_freeze_are_listed(frozen):
    odd = [(told["event"], told["issue"]) for told in EXPECTED["quality_events_frozen"]]

    assert frozen.issues() == odd


def test_oddities_are_listed_anew_after_the_merge(restated):
    odd = [(told["event"], told["issue"]) for told in EXPECTED["quality_events_restated"]]

    assert restated.issues() == odd


def test_every_episode_is_as_the_example_says(restated):
    assert [told_of(episode) for episode in restated.episodes()] == EXPECTED["episodes_restated"]


def test_deriving_all_anew_gives_what_the_imports_gave(restated):
    before = restated.episodes(), restated.issues()

    restated.derive()

    assert (restated.episodes(), restated.issues()) == before
