"""Ahead: a process beside stages what this one would, in the order asked for."""

import pytest

from revdash.api.ahead import ahead, stage_files
from revdash.errors import InputError

TEAM = "event_key,team_id,name,side\n{0},{0},Team {0},sales\n"


@pytest.fixture
def exports(tmp_path):
    paths = [tmp_path / f"team-{number}.csv" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_text(TEAM.format(f"t{number}"), "utf-8")
    return [[path] for path in paths]


def test_many_exports_are_staged_beside_as_they_would_be_here(demo, exports):
    with ahead(demo, is_beside=True) as staged:
        coming = [staged(paths) for paths in exports]
        beside = [(one.file, one.frames) for files in coming for one in files()]

    assert beside == [
        (one.file, one.frames) for paths in exports for one in stage_files(demo, paths)
    ]


def test_what_is_wrong_with_a_file_is_said_as_it_would_be_here(demo, exports):
    exports[1][0].write_text("what,is,this\n1,2,3\n", "utf-8")

    with ahead(demo, is_beside=True) as staged:
        coming = [staged(paths) for paths in exports]

        with pytest.raises(InputError, match="not known"):
            coming[1]()
