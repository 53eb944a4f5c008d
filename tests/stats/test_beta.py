"""The beta distribution agrees with scipy's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from revdash.stats.beta import beta_interval, beta_quantile, beta_share

positive = st.floats(0.05, 3_000)


@settings(max_examples=100)
@given(positive, positive, st.floats(0.0, 1.0))
def test_shares_are_scipys(a, b, x):
    assert beta_share(x, a, b) == pytest.approx(beta.cdf(x, a, b), abs=1e-9)


@settings(max_examples=100)
@given(positive, positive, st.sampled_from([0.025, 0.05, 0.5, 0.95]))
def test_quantiles_are_scipys(a, b, q):
    assert beta_quantile(q, a, b) == pytest.approx(beta.ppf(q, a, b), abs=1e-9)


def test_an_even_share_is_spread_evenly():
    assert beta_share(0.3, 1, 1) == pytest.approx(0.3)
    assert beta_interval(0.5, 1 / 12, 0.8) == pytest.approx((0.1, 0.9))


def test_what_is_sure_is_bounded_by_itself():
    assert beta_interval(0.4, 0.0, 0.9) == (0.4, 0.4)
    assert beta_interval(0.0, 0.1, 0.9) == (0.0, 0.0)


@pytest.mark.parametrize(
    "wrong", [lambda: beta_share(0.5, 0, 1), lambda: beta_quantile(2, 1, 1),
              lambda: beta_interval(1.2, 0.1, 0.9)]
)  # fmt: skip
def test_what_is_no_share_is_refused(wrong):
    with pytest.raises(ValueError, match=r"positive|between|share"):
        wrong()
