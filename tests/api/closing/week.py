"""The week that the meetings of these tests look at, and stages told of it."""

from datetime import date

from revdash.period import Period

NATIVE = "lifecycle_event.csv"
HEAD = "person_id,to_stage,event_at\n"
MONDAY = date(2026, 5, 18)
WEEK = Period(date(2026, 5, 11), MONDAY)
METRICS = ("mql_new", "acceptance_rate", "mql_re")


def stages(*rows):
    """A file of stages: each row a person, a stage and a moment."""
    return (HEAD + "".join(f"{person},{stage},{at}\n" for person, stage, at in rows)).encode()


LATE = stages(*((f"late{n}", "MQL", "2026-05-13 09:00:00") for n in range(3)))
