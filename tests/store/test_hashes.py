"""Hashes: equal for equal content, and else not."""

from sqlalchemy import delete

from revdash.store.hashes import contents
from revdash.store.schema.lifecycle import lifecycle_event


def test_equal_content_has_equal_hashes_whatever_the_order(memory, import_into):
    import_into(memory, [("a", "x"), ("b", "y")])
    one = contents(memory)["lifecycle_event"]
    memory.execute(delete(lifecycle_event))
    assert contents(memory)["lifecycle_event"] != one

    memory.rollback()
    import_into(memory, [("b", "y"), ("a", "x")])

    assert contents(memory)["lifecycle_event"] == one
