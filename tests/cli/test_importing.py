"""Importing: what the command reads, refuses, asks for and tells again."""

import json

LEADS = "person_id,to_stage,event_at\np1,MQL,2026-05-04 10:00:00\np2,MQL,soon\n"


def test_import_tells_what_it_read_refused_and_how_to_take_it_back(run, own_empty, tmp_path):
    (tmp_path / "lifecycle_event.csv").write_text(LEADS)

    ended = run("--data", own_empty, "import", tmp_path / "lifecycle_event.csv")

    assert "2 read = 1 loaded + 0 unchanged + 1 refused" in ended.out
    assert "line 3, event_at:" in ended.out
    assert "`revdash undo 1` takes it back" in ended.out
    assert ended.err.splitlines()[0] == "import: reading lifecycle_event.csv"
    assert ended.code == 0
    assert "was taken back" in run("--data", own_empty, "undo", 1).out
    assert "import lifecycle_event.csv" in run("--data", own_empty, "releases").out


def test_an_unknown_file_is_read_as_it_looks_only_when_asked(run, own_empty, tmp_path):
    file, mapping = tmp_path / "gym.csv", tmp_path / "gym.toml"
    file.write_text("Lead Id,E-Mail,Became MQL\n1,a@x.example,2026-05-12\n")

    plainly = run("--data", own_empty, "import", file)
    asked = run("--data", own_empty, "import", file, "--propose", "--save-mapping", mapping)

    looks = "Lead Id = Lead id, E-Mail = E-mail, Became MQL = Became MQL"
    assert (plainly.code, looks in plainly.err, "--propose" in plainly.err) == (2, True, True)
    assert looks in asked.err
    assert "1 read = 1 loaded" in asked.out
    again = run("--data", own_empty, "import", file, "--mapping", mapping)
    assert "1 read = 0 loaded + 1 unchanged" in again.out


def test_one_file_that_nobody_knows_says_that_the_others_were_not_loaded(run, own_empty, tmp_path):
    known, unknown = tmp_path / "lifecycle_event.csv", tmp_path / "gym.csv"
    known.write_text(LEADS)
    unknown.write_text("foo,bar\n1,2\n")

    ended = run("--data", own_empty, "import", known, unknown)

    assert ended.code == 2
    assert "The columns of gym.csv are not known" in ended.err
    assert "The other file was not loaded either" in ended.err
    assert "Leave 'gym.csv' out to import the rest" in ended.err
    assert "1 loaded" in run("--data", own_empty, "import", known).out


def test_a_receipt_tells_file_by_file_how_each_was_read(run, own_empty, tmp_path):
    leads, people = tmp_path / "lifecycle_event.csv", tmp_path / "person.csv"
    leads.write_text(LEADS + "p3,MQL,2026-05-12 10:00:00\n")
    people.write_text("person_id;full_name\np1;Ann\n")

    out = run("--data", own_empty, "import", leads, people).out

    first, second = out.index("lifecycle_event.csv: 3 read"), out.index("person.csv: 1 read")
    assert first < out.index("separated by commas") < second
    assert second < out.index("separated by semicolons") < out.index("In the one view:")


def test_dates_that_can_be_read_in_two_ways_are_read_as_said(run, own_empty, tmp_path):
    file = tmp_path / "lifecycle_event.csv"
    file.write_text("person_id,to_stage,event_at\np1,MQL,05/04/2026\n")

    asked = run("--data", own_empty, "import", file)
    said = run("--data", own_empty, "import", file, "--dates", "day-first")

    assert (asked.code, "day or month first?" in asked.err) == (2, True)
    assert "read as day/month/year" in said.out


def test_numbers_that_can_be_read_in_two_ways_are_read_as_said(run, own_empty, tmp_path):
    file = tmp_path / "channel_day.csv"
    file.write_text("channel;day;cost\nAds;2026-05-04;1.234\n")

    asked = run("--data", own_empty, "import", file)
    said = run("--data", own_empty, "import", file, "--decimal", "comma")

    assert (asked.code, "a thousand times more?" in asked.err) == (2, True)
    assert "read with a comma before decimals" in said.out


def test_a_receipt_is_opened_again_with_every_refusal(run, own_empty, tmp_path):
    (tmp_path / "lifecycle_event.csv").write_text(LEADS)
    run("--data", own_empty, "import", tmp_path / "lifecycle_event.csv")

    told = run("--data", own_empty, "receipt", 1)
    rows = run("--data", own_empty, "receipt", 1, "--csv").out.splitlines()

    assert "2 read = 1 loaded + 0 unchanged + 1 refused" in told.out
    assert rows[-2].startswith("File,Line,Column,Value")
    assert rows[-1].startswith("lifecycle_event.csv,3,event_at,soon,")


def test_a_dry_run_changes_nothing(run, own_empty, tmp_path):
    (tmp_path / "lifecycle_event.csv").write_text(LEADS)

    ended = run("--data", own_empty, "import", "--dry-run", tmp_path / "lifecycle_event.csv")

    assert "this was a dry run" in ended.out
    assert json.loads(run("--data", own_empty, "releases", "--json").out) == []


def test_a_day_that_has_not_come_is_kept_and_pointed_at(run, own_empty, tmp_path):
    people = tmp_path / "person.csv"
    people.write_text("person_id,created_at\np1,2026-05-04 10:00:00\np2,2099-12-31 10:00:00\n")

    ended = run("--data", own_empty, "import", people)

    assert "2 read = 2 loaded" in ended.out
    said = "1 row of person lies in the future by created_at, the first in line 3: 2099-12-31"
    assert f"Look at this: {said} 10:00:00. Kept as recorded" in ended.out


def test_dates_that_can_be_read_two_ways_say_what_to_pass(run, own_empty, tmp_path):
    people = tmp_path / "person.csv"
    mapping = tmp_path / "people.toml"
    people.write_text("id,day\n1,03/04/2026\n2,04/05/2026\n")
    mapping.write_text(
        'source = "crm"\nobject = "lead"\n[[into]]\ntable = "person"\nkey = "{id}"\n'
        '[into.fields]\ncreated_at = "day"\n'
    )

    asked = run("--data", own_empty, "import", people, "--mapping", mapping)

    assert "is '03/04/2026' day or month first?" in asked.err
    assert "or pass --dates day-first or month-first." in asked.err
    told = run("--data", own_empty, "import", people, "--mapping", mapping, "--dates", "day-first")
    assert "2 loaded" in told.out
