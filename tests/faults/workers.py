"""The nursery with one more work: the job of dropped files, as the Data page has it done."""

import tempfile
from io import BytesIO
from pathlib import Path

import nursery

from revdash.api import set_up
from revdash.api.actors import COMMAND_LINE
from revdash.api.house import House
from revdash.api.spool import JOBS
from revdash.api.working import spool, work
from revdash.config import read_settings

FIRST = b"person_id,to_stage,event_at\np:1,MQL,2026-05-14\n"


def job(folder, _rows):
    """Do the one job of a folder: what `revdash work` does, in this process."""
    tempfile.tempdir = None  # found anew, as in a new process
    house = House(read_settings(data=folder))
    (dropped,) = (folder / JOBS).iterdir()
    work(house, COMMAND_LINE, dropped.name)
    house.close()


if __name__ == "__main__":
    nursery.WORKS["job"] = job
    with tempfile.TemporaryDirectory() as first:
        house = House(read_settings(data=Path(first)))
        set_up.init(house, COMMAND_LINE, set_up.Naming("Halden", "Europe/London", "EUR"))
        spool(house, COMMAND_LINE, [("lifecycle_event.csv", BytesIO(FIRST))])
        house.close()
        job(Path(first), 0)
    nursery.serve()
