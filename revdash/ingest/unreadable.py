"""Unreadable: one value that is not what its column should hold."""


class Unreadable(ValueError):  # noqa: N818  it is a finding about data, turned into a refusal
    """A value that cannot be read: what is wrong with it, and what would be right."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
