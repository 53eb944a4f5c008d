"""The prize draw of the demo stands out where one looks what became of the leads."""

from datetime import date

import pytest

from revdash.api.asking import ask
from revdash.api.outcome_words import sentence_of
from revdash.api.questions import PeriodKey, Question
from revdash.handoffs.outcomes import outcomes
from revdash.stats.shrinkage import Standing
from revdash.terms import ReasonClass

pytestmark = pytest.mark.timeout(900)  # the first test waits for the whole demo

PRIZE_DRAW = "Webinar with prize draw"
ITS_DAYS = {"period": PeriodKey.CUSTOM, "first": date(2026, 2, 9), "last": date(2026, 2, 15)}


def test_the_prize_draw_brought_the_most_and_the_weakest_leads_mostly_junk(house, facts):
    asked = ask(house, facts, Question(**ITS_DAYS))

    found = outcomes(facts, asked.scope, "campaign")

    row = found.rows[0]
    assert (row.value, row.quality.standing) == (PRIZE_DRAW, Standing.WORSE)
    assert row.quality.index == min(one.quality.index for one in found.rows)
    assert row.reasons[0].reason_class == ReasonClass.JUNK
    said = "".join(part.text for part in sentence_of(found, None, is_worked=True))
    assert f"Weaker leads than the average came from {PRIZE_DRAW} (quality index " in said
