"""A remark about all stands on every chart that has days; one about a metric on that metric's."""

import json
from datetime import date

import pytest

from revdash import api
from revdash.api import customers, enablement, health, pulse
from revdash.api import meeting as weekly
from revdash.api.meeting_sheet import Heading
from revdash.api.questions import Question
from revdash.desk.annotations import Annotation, AnnotationKind, save_annotation
from revdash.desk.audit import Stamp

WORDS = "The fair in Halden"


@pytest.fixture
def remarked(own_demo):
    """Say that something happened on all days there are."""
    said = Annotation(
        kind=AnnotationKind.CAMPAIGN,
        from_on=date(2025, 1, 1),
        until_on=date(2026, 12, 31),
        words=WORDS,
    )
    with own_demo.desk.writing() as desk:
        save_annotation(desk, said, Stamp(actor_id="mia", now=own_demo.stamp("mia").now))
    return own_demo


def charts_of(actor):
    yield "overview", api.overview(actor, Question()).charts[0].figure
    for metric in ("mql_new", "won_count", "follow_up_time", "reach_unique"):
        for place, chart in enumerate(api.detail(actor, metric, Question()).charts):
            if "since it began" not in chart.subtitle:  # that axis has hours, no days
                yield f"{metric} {place}", chart.figure
    yield "health", health.health(actor).history.figure
    yield "work mix", enablement.enablement(actor).mix.figure
    yield "mirror", customers.customers(actor).mirror.figure
    yield "pulse", pulse.pulse(actor).trend.figure


@pytest.mark.usefixtures("remarked")
def test_a_remark_about_all_stands_on_every_chart_that_has_days(revops):
    said = {name: WORDS in json.dumps(figure) for name, figure in charts_of(revops)}

    assert [name for name, is_said in said.items() if not is_said] == []


@pytest.mark.usefixtures("remarked")
def test_a_meetings_chart_tells_it_too_so_that_every_pack_does(revops):
    sheet = weekly.meeting(revops).sheet
    (part,) = (one for one in sheet.parts if one.heading is Heading.SIGNALS)

    lines = [block for block in part.blocks if block.kind == "lines"]
    assert lines
    assert all(WORDS in dict(line.marks).values() for line in lines)
