"""Causes: what the demo company says its dropped handoffs came from, drop by drop."""

from zlib import crc32

# By rule, two causes of the list that both sides agreed: the usual one, and the other.
_BY_RULE = {
    "D01": ("no_rule", "wrong_owner"),
    "D02": ("nobody_stood_in", "nobody_stood_in"),
    "D03": ("wrong_owner", "no_rule"),
    "D04": ("too_many_at_once", "not_on_the_list"),
    "D06": ("not_on_the_list", "too_many_at_once"),
    "D09": ("not_on_the_list", "recorded_elsewhere"),
    "D10": ("next_step_not_set", "recorded_elsewhere"),
    "D14": ("next_step_not_set", "bad_contact_data"),
    "D20": ("no_rule", "not_told_why"),
    "D23": ("list_came_late", "list_came_late"),
}
_USUAL, _OTHER = 6, 8  # of ten drops of a rule: so many come from the first, from either


def cause_of(instance_key: str) -> str:
    """The cause that the weekly names for a drop; empty where it names none."""
    usual, other = _BY_RULE.get(instance_key.partition("|")[0], ("", ""))
    place = crc32(instance_key.encode()) % 10
    if place < _USUAL:
        return usual
    return other if place < _OTHER else ""
