"""Quick: what is read at once is what would be read one by one."""

from datetime import datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from revdash.ingest import quick
from revdash.ingest.dates import Zones, day_of, instant_of, is_day
from revdash.ingest.numbers import number_reader, whole_reader
from revdash.ingest.parsing import Form, Kind, parse
from revdash.ingest.unreadable import Unreadable

ZONES = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"]
MOMENTS = st.datetimes().filter(lambda moment: moment.year > 1000)
NEAR = st.one_of(
    MOMENTS.map(lambda moment: moment.replace(year=1949 + moment.year % 153, day=1)),
    st.sampled_from(range(180)).map(lambda step: datetime(2026, 3, 29) + timedelta(minutes=step)),
)
SHAPES = ["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f"]
OFFSETS = ["", "Z", " UTC", "+00:00", "+0530", "-03", "+1:00"]
ISO = st.builds(
    lambda moment, shape, offset: moment.strftime(shape) + offset,
    NEAR,
    st.sampled_from(SHAPES),
    st.sampled_from(OFFSETS),
)
TEXTS = st.lists(
    st.one_of(ISO, ISO, st.none(), st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-3][0-9]", fullmatch=True)),
    min_size=1,
    max_size=6,
)
NUMBERS = st.lists(
    st.one_of(
        st.none(),
        st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
        st.from_regex(r"-?[0-9]{1,17}([.,][0-9]{1,6})?", fullmatch=True),
    ),
    min_size=1,
    max_size=6,
)


def one_by_one(values, read):
    """What a reader of single values makes of them, and which it cannot read."""
    found, faults = [], []
    for row, value in enumerate(values):
        try:
            found.append(None if value is None else read(value))
        except Unreadable:
            found.append(None)
            faults.append(row)
    return found, faults


def at_once(values, form):
    parsed = parse("x", pa.array(values, pa.string()), form)
    return parsed, (parsed.values.to_pylist(), sorted(fault.row for fault in parsed.faults))


@settings(deadline=None)
@given(values=TEXTS, zone=st.sampled_from(ZONES))
@example(values=["2026-03-29 02:30", "2026-10-25 02:30"], zone="Europe/Berlin")
@example(values=["2018-11-04 00:30", "2026-02-30", None], zone="America/Sao_Paulo")
def test_instants_read_at_once_are_those_read_one_by_one(values, zone):
    zones = Zones(source=zone, company="Europe/Berlin")
    form = Form(kind=Kind.INSTANT, zones=zones, date_format="Y-m-d")

    parsed, found = at_once(values, form)

    assert found == one_by_one(values, lambda value: instant_of(value, "Y-m-d", zones))
    assert parsed.days.to_pylist() == [v if v is None else is_day(v, "Y-m-d") for v in values]


@settings(deadline=None)
@given(values=TEXTS, zone=st.sampled_from(ZONES))
def test_days_read_at_once_are_those_read_one_by_one(values, zone):
    zones = Zones(source="UTC", company=zone)
    form = Form(kind=Kind.DAY, zones=zones, date_format="Y-m-d")

    _, found = at_once(values, form)

    assert found == one_by_one(values, lambda value: day_of(value, "Y-m-d", zones))


@pytest.mark.parametrize(("kind", "maker"), [("number", number_reader), ("whole", whole_reader)])
@settings(deadline=None)
@given(values=NUMBERS, decimal=st.sampled_from(".,"))
def test_numbers_read_at_once_are_those_read_one_by_one(kind, maker, values, decimal):
    form = Form(kind=Kind(kind), zones=Zones(source="UTC", company="UTC"), decimal=decimal)

    _, found = at_once(values, form)

    assert found == one_by_one(values, maker(decimal, 1))


def test_plain_times_are_indeed_read_at_once():
    zones = Zones(source="Europe/Berlin", company="UTC")
    found = quick.instants(pa.array(["2026-03-01", "2026-03-01 10:00", "2026-03-01T10:00Z"]), zones)

    assert found.is_read.to_pylist() == [True, True, True]
