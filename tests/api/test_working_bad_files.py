"""Bad files from the drop to the store: each refused with a sentence, or in with its receipt."""

import io
import re
import shutil
from contextlib import ExitStack, suppress
from hashlib import sha256

import pytest

from revdash import api
from revdash.api.actors import COMMAND_LINE
from revdash.api.working import work
from revdash.config import read_settings
from revdash.errors import InputError

CONTACTS = """
source = "crm"
object = "contact"
[[into]]
table = "opportunity"
key = "{id}"
[into.fields]
name = "name"
created_at = "created_at"
amount = "amount"
outcome = { column = "stage", values = { Open = "open" } }
[[into]]
table = "person"
key = "{id}"
[into.fields]
email_hash = { column = "email", kind = "email_hash" }
"""
HEADER = b"id,email,name,created_at,amount,stage\n"
EQUATION = r"(?:.*: )?(\d+) read = (\d+) loaded \+ (\d+) unchanged \+ (\d+) refused"
GOOD = HEADER + b"1,u@e.example,Ann,2026-03-01,10.50,Open\n"
# Those that give no row at all; of the others every row is accounted for.
REFUSED = {5, 6, 8, 13, 16, 27, 32, *range(34, 44), 45, 48, *range(65, 71), 72, 73, 77, 78, 80}
OWN_REFUSED = {
    "empty.csv": b"",
    "blank.csv": b" \n\t\n",
    "header.csv": HEADER,
    "nul.csv": b"\0" * 99,
    "page.csv": b"<!DOCTYPE html><html><body>Session expired</body></html>\n" * 3,
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "twice.csv": HEADER.replace(b"stage", b"id") + b"1,u,A,2026-03-01,1,2\n",
    "western.csv": GOOD.replace(b"Ann", "Zoë".encode("cp1252")),
    "dates.csv": GOOD.replace(b"2026-03-01", b"03/04/2026"),
    "quote.csv": GOOD.replace(b"Ann", b'"Ann') + GOOD[len(HEADER) :] * 3,
    "wide.csv": b",".join(b"c%d" % n for n in range(10_000)) + b"\n",
    "lacking.csv": GOOD.replace(b"email", b"mail_address_x"),
    "other.csv": b"this,that\n1,2\n",
}
OWN_TAKEN = {
    "good.csv": (GOOD, 0),
    "short.csv": (GOOD + b"2,u@e.example,Bo\n", 1),
    "formula.csv": (GOOD.replace(b"Ann", b"=cmd|' /C calc'!A0"), 0),
    "script.csv": (GOOD.replace(b"Ann", b"<script>alert(1)</script>"), 0),
    "amounts.csv": (
        GOOD + b"2,u@e.example,B,2026-03-01,NaN,Open\n3,u@e.example,C,2026-03-01,1e308,Open\n",
        2,
    ),
    "days.csv": (GOOD + b"2,u@e.example,B,2026-02-30,1,Open\n", 1),
}


@pytest.fixture(scope="module")
def house(empty_folder, tmp_path_factory):
    """One store for every bad file."""
    folder = shutil.copytree(empty_folder, tmp_path_factory.mktemp("bad") / "data")
    house = api.move_in(read_settings(data=folder))
    yield house
    house.close()


@pytest.fixture
def offered(house):
    """Drop files, look at them as the Data page does, give the mapping to what can be read."""

    def _offered(given):
        key = api.drop(COMMAND_LINE, given)
        for table in api.inspect(COMMAND_LINE, key).tables:
            with suppress(InputError):
                api.say_mapping(COMMAND_LINE, key, table.name, CONTACTS)
        return key

    return _offered


@pytest.fixture
def assert_refused(house, offered):
    """Nothing of a file comes in, one sentence says why, and no byte of the store is another."""

    def _assert_refused(name, stream):
        before = in_force(house)
        key = offered([(name, stream)])
        is_ready = api.inspect(COMMAND_LINE, key).is_ready
        work(house, COMMAND_LINE, key)
        job = dismissed(key)
        assert (in_force(house), is_ready, job.batch, job.has_files) == (before, False, "", True)
        assert job.error.endswith((".", "?"))
        assert not re.search(r"Traceback|/jobs/|\n", job.error)

    return _assert_refused


@pytest.fixture
def taken(house, offered):
    """Import files as one; gives, for each, how many rows were read and refused."""

    def _taken(given):
        key = offered(given)
        work(house, COMMAND_LINE, key)
        job = dismissed(key)
        assert job.error == ""
        told_of = api.receipt(COMMAND_LINE, job.batch).told_of
        rows = [re.match(EQUATION, each.equation.replace(",", "")).groups() for each in told_of]
        for read, *parts in rows:
            assert int(read) == sum(map(int, parts))
        return [(int(read), int(refused)) for read, _, _, refused in rows]

    return _taken


def dismissed(key):
    """What the page said of the job before it was dismissed."""
    (job,) = api.jobs(COMMAND_LINE)
    api.dismiss_job(COMMAND_LINE, key)
    return job


def in_force(house):
    """The release in force, every byte of it."""
    release = house.release
    return release.name, sha256(release.path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", OWN_REFUSED)
def test_a_file_that_cannot_be_read_changes_nothing(assert_refused, name):
    assert_refused(name, io.BytesIO(OWN_REFUSED[name]))


def test_a_file_with_some_bad_rows_comes_in_without_them(taken):
    given = [(name, io.BytesIO(content)) for name, (content, _) in OWN_TAKEN.items()]

    rows = taken(given)

    assert [refused for _, refused in rows] == [refused for _, refused in OWN_TAKEN.values()]


def test_each_of_the_83_bad_files_is_refused_or_in_with_every_row_told(
    bad_files, assert_refused, taken
):
    with ExitStack() as open_files:
        opened = [
            (path.name, open_files.enter_context(path.open("rb"))) for path in bad_files.values()
        ]
        refused = [each for each in opened if int(each[0][:2]) in REFUSED]
        others = [each for each in opened if each not in refused]
        for each in refused:
            assert_refused(*each)
        rows = taken(others)

    assert len(opened) == 83
    assert len(rows) == len(others)
