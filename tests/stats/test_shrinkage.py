"""Small groups are drawn to the average; only what is sure is called better or worse."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revdash.stats.shrinkage import Standing, shrink

G08 = json.loads((Path(__file__).parents[1] / "golden/G08_lead_quality_index.json").read_text())
CAMPAIGNS = [(row["sql"], row["mature_mql"]) for row in G08["inputs"]["campaigns"]]
EXPECTED = G08["expected"]
CLOSE = {"abs": G08["tolerance"]}
groups = st.lists(
    st.integers(0, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=12
)


def test_the_average_and_its_weight_are_those_of_the_worked_example():
    shrunk = shrink(CAMPAIGNS)

    assert shrunk.average == pytest.approx(EXPECTED["pooled_rate"], **CLOSE)
    assert shrunk.weight == pytest.approx(EXPECTED["M"], **CLOSE)


@pytest.mark.parametrize("place", range(len(CAMPAIGNS)))
def test_each_campaign_is_that_of_the_worked_example(place):
    group, expected = shrink(CAMPAIGNS).groups[place], EXPECTED["campaigns"][place]

    assert group.rate == pytest.approx(expected["shrunk"], **CLOSE)
    assert group.interval == pytest.approx(expected["cri90"], **CLOSE)
    assert group.index == pytest.approx(expected["lqi"], abs=0.05)
    assert group.index_interval == pytest.approx(expected["lqi_cri90"], abs=0.01)
    assert group.standing == expected["flag"]
    assert group.raw == pytest.approx(expected["raw"], abs=1e-6)


def test_two_thirds_of_six_is_not_twice_the_best():
    partner = shrink(CAMPAIGNS).groups[4]

    assert partner.rate < 0.6 * partner.raw


def test_none_of_four_is_not_called_worse():
    podcast = shrink(CAMPAIGNS).groups[-1]

    assert (podcast.hits, podcast.standing) == (0, Standing.SAME)


def test_a_group_without_tries_is_the_average():
    empty = shrink([*CAMPAIGNS, (0, 0)]).groups[-1]

    assert (empty.raw, empty.index, empty.standing) == (None, pytest.approx(100), Standing.SAME)


def test_much_of_what_is_bad_is_worse():
    junk = shrink([(90, 100), (10, 100), (12, 100)], is_high_good=False).groups

    assert [group.standing for group in junk] == [Standing.WORSE, Standing.BETTER, Standing.BETTER]


def test_groups_that_do_not_differ_all_count_as_the_average():
    shrunk = shrink([(10, 50)] * 6)

    assert shrunk.weight == pytest.approx(2_000, rel=1e-3)
    assert {group.standing for group in shrunk.groups} == {Standing.SAME}


@pytest.mark.parametrize("counts", [[], [(0, 0)], [(0, 9)], [(9, 9)]])
def test_without_an_average_nothing_is_compared(counts):
    assert shrink(counts) is None


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="hits must lie in"):
        shrink([(3, 2)])


@settings(max_examples=30)
@given(groups, st.randoms())
def test_groups_are_shrunk_between_raw_and_average_in_any_order(counts, order):
    shrunk = shrink(counts)
    if shrunk is None:
        return

    for group in shrunk.groups:
        ends = sorted((shrunk.average, shrunk.average if group.raw is None else group.raw))
        assert ends[0] - 1e-12 <= group.rate <= ends[1] + 1e-12
        assert group.interval.low <= group.rate <= group.interval.high
    mixed = shrink(order.sample(counts, len(counts)))
    assert mixed.weight == pytest.approx(shrunk.weight, rel=1e-4)
