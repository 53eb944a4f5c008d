"""What became of marketing's leads, in words: sums that hold, small numbers, who took a file."""

from dataclasses import replace
from datetime import date

import pytest

from revdash.api.actors import COMMAND_LINE
from revdash.api.outcome_views import Pick
from revdash.api.outcome_words import STATES, line_of, states_of
from revdash.api.outcomes import (
    outcomes_csv,
    outcomes_of,
    picked,
    picked_csv,
    reasons_csv,
    second_life_csv,
)
from revdash.api.questions import PeriodKey, Question
from revdash.handoffs.outcomes import Outcome, Reason, State
from revdash.metrics.catalog import CATALOG
from revdash.metrics.quality import ACCEPTANCE_RATE
from revdash.metrics.shapes import Reading
from revdash.period import Period
from revdash.stats.shrinkage import shrink

QUARTER = Question(period=PeriodKey.LAST_13_WEEKS)
DAYS = Period(date(2026, 5, 1), date(2026, 6, 1))


def said(view):
    return "".join(part.text for part in view.sentence)


def outcome(quality, *, value="Fair", tries=4, hits=2, reasons=()):
    """What became of some leads, two of four accepted unless said otherwise."""
    accepted = Reading(metric=ACCEPTANCE_RATE, period=DAYS, as_of=None, value=hits / tries)
    accepted = replace(accepted, sample=tries, hits=hits, low=0.1, high=0.9)
    states = dict.fromkeys(State, 1)
    whole = {"leads": len(states), "states": states, "untold": 0, "reasons": reasons}
    return Outcome(value=value, acceptance=accepted, quality=quality, young=0, **whole)


def test_the_sentence_and_the_table_tell_the_same_counts(demo):
    view = outcomes_of(COMMAND_LINE, QUARTER)
    back = [state.key for state in view.states].index(State.GIVEN_BACK)

    assert said(view).startswith(f"Of {view.whole.leads} leads handed over (")
    assert f"{view.whole.counts[back]} were given back" in said(view)
    for line in (view.whole, *view.lines):
        assert sum(line.counts) == line.leads
    assert sum(line.leads for line in view.lines) == view.whole.leads


def test_rows_by_content_are_not_summed_and_the_page_says_so(demo):
    view = outcomes_of(COMMAND_LINE, QUARTER, "content")

    added = sum(line.leads for line in view.lines)
    assert added > view.whole.leads
    says = f"the rows add up to {added:,}, all leads are {view.whole.leads:,}"
    assert says in " ".join(view.notes)


def test_an_unknown_cut_of_an_address_is_answered_by_campaign(demo):
    assert outcomes_of(COMMAND_LINE, QUARTER, "weather").by == "campaign"


def test_young_leads_have_no_index_and_the_page_says_where_to_look(demo):
    view = outcomes_of(COMMAND_LINE, Question(period=PeriodKey.THIS_WEEK))

    assert not view.has_quality
    assert "Look at the last 13 weeks" in " ".join(view.notes)


def test_where_no_activity_is_loaded_nobody_is_called_not_contacted():
    states = states_of(is_worked=False)

    assert states[0].label == "Undecided"
    assert [state.key for state in states] == [state.key for state in STATES]


def test_too_few_have_no_rate_and_no_index():
    quality = shrink([(2, 4), (10, 100)]).groups[0]

    line = line_of(outcome(quality), "campaign")

    assert (line.acceptance.text, line.quality.text) == ("2 of 4", "2 of 4")
    assert line.acceptance.note == line.quality.note == ""


@pytest.mark.parametrize(
    ("counts", "text", "is_strong"),
    [((6, 120), " worse ", True), ((1, 8), " not distinguishable", False)],
)
def test_an_index_has_a_label_only_where_it_is_apart(counts, text, is_strong):
    quality = shrink([counts, (45, 150), (20, 60)]).groups[0]

    words = line_of(outcome(quality, tries=30, hits=12), "campaign").quality

    assert text in f"{words.text} {words.note}"
    assert (words.is_strong, words.is_quiet) == (is_strong, not is_strong)


def test_few_data_are_quiet_and_say_so():
    words = line_of(outcome(None, tries=12, hits=6), "campaign").acceptance

    assert (words.text, words.note, words.is_quiet) == ("50 %", "10–90 % · few data", True)


def test_the_reason_most_given_stands_in_the_row_even_if_nobody_gave_one():
    reasons = (Reason(None, None, 3, 3), Reason("Spam", "junk", 1, 0))

    line = line_of(outcome(None, reasons=reasons), "campaign")

    assert (line.reason, line.reason_leads) == ("No reason given", 3)


def test_reasons_add_up_to_all_of_them(demo):
    view = outcomes_of(COMMAND_LINE, QUARTER)
    back = [state.key for state in view.states].index(State.GIVEN_BACK)

    assert sum(int(row[2]) for row in view.reasons.rows) == view.whole.counts[back]
    assert view.reasons.rows[-1][4] == "100 %"


def test_every_measure_of_the_second_life_is_one_to_explore(demo):
    measures = outcomes_of(COMMAND_LINE, QUARTER).life.measures

    assert len(measures.ids) == len(measures.rows) > 3
    assert {*measures.ids} <= {*CATALOG}


def test_a_row_opens_as_many_leads_as_it_counts(demo):
    line = outcomes_of(COMMAND_LINE, QUARTER).lines[0]

    found = picked(COMMAND_LINE, QUARTER, Pick(by="campaign", value=line.value))

    assert found.grid.total == len(found.grid.rows) == line.leads
    assert found.states[0] == ("", f"All {line.leads}")


def test_each_file_leaves_an_audit_row(own_demo, logged):
    outcomes_csv(COMMAND_LINE, QUARTER, "region")
    reasons_csv(COMMAND_LINE, QUARTER)
    second_life_csv(COMMAND_LINE, QUARTER)
    text = picked_csv(COMMAND_LINE, QUARTER, Pick(by="region", value="UK")).decode()

    assert "episode_id,person_id,name" in text
    assert {subject.split(",")[0] for _, _, subject in logged(own_demo, 4)} == {
        *("outcomes by region", "reasons given", "second life", "UK")
    }
