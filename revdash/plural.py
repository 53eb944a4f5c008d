"""Plural: so many of a thing, in words."""


def counted(number: int, thing: str) -> str:
    """Say how many of *thing* there are: "1 row", "1,200 rows"."""
    return f"{number:,} {thing}{'s' * (number != 1)}"
