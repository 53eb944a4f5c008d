"""Meetings from the command line: with none closed, each command says what to do."""


def test_no_meeting_is_listed_before_one_closed(run, own_empty):
    ended = run("--data", own_empty, "meetings", "--json")

    assert (ended.code, ended.out) == (0, "[]\n")


def test_nothing_is_exported_before_one_closed(run, own_empty):
    ended = run("--data", own_empty, "export", "--as", "pptx")

    assert ended.code == 2
    assert "No meeting is closed yet" in ended.err
