"""Terms: a code of the sources is read in words, and what people wrote stays."""

import pytest

from revdash.terms import in_words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("demo_request", "demo request"),
        ("email_1to1", "email 1to1"),
        ("webinar", "webinar"),
        ("Spring_2026", "Spring_2026"),
        ("(blank)", "(blank)"),
    ],
)
def test_a_code_is_read_in_words_and_a_name_stays(text, read):
    assert in_words(text) == read
