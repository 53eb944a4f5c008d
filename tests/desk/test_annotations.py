from dataclasses import replace
from datetime import date

import pytest

from revdash.desk.annotations import (
    Annotation,
    AnnotationKind,
    forget_annotation,
    read_annotations,
    save_annotation,
)
from revdash.desk.revisions import EditConflictError
from revdash.errors import InputError

DRAW = Annotation(
    kind=AnnotationKind.CAMPAIGN,
    from_on=date(2026, 2, 9),
    until_on=date(2026, 2, 15),
    words="Prize draw",
    scope={"metric": "mql_new"},
)


def test_a_remark_is_read_as_saved(desk, by):
    with desk.writing() as connection:
        key = save_annotation(connection, DRAW, by)

        assert read_annotations(connection) == (replace(DRAW, annotation_id=key, version=1),)


def test_a_remark_on_one_metric_is_not_about_the_others():
    assert DRAW.is_about("mql_new")
    assert not DRAW.is_about("won_count")
    assert replace(DRAW, scope={}).is_about("won_count")


@pytest.mark.parametrize(
    ("wrong", "said"), [({"words": " "}, "says nothing"), ({"until_on": date(2026, 1, 1)}, "Swap")]
)
def test_a_remark_that_cannot_be_is_refused(desk, by, wrong, said):
    with desk.writing() as connection, pytest.raises(InputError, match=said):
        save_annotation(connection, replace(DRAW, **wrong), by)


def test_a_remark_changed_meanwhile_is_not_taken_away(desk, by):
    with desk.writing() as connection:
        key = save_annotation(connection, DRAW, by)
        save_annotation(connection, replace(DRAW, annotation_id=key, version=1, words="x"), by)

        with pytest.raises(EditConflictError):
            forget_annotation(connection, replace(DRAW, annotation_id=key, version=1), by)
