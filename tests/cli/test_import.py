"""`talks-tui import`: a file is taken whole or not at all."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from db.bundled import FILE
from db.schema import VERSION
from tests.cli.conftest import Cli, Refusal
from tests.db.helpers import CAST, ask, digest, whole, writing

BUNDLED = Path(__file__).resolve().parent.parent.parent / "db" / "talks" / FILE

FAULTY = """
format = 1
process = "talks"

[processes.talks]
name = "The talks"

[events.one]
type = "PARTY"
status = "perhaps"
title = "One"
starts = "the day after"
"""


@pytest.fixture
def talks_file(tmp_path: Path) -> Path:
    path = tmp_path / "cast.toml"
    path.write_text(CAST, encoding="utf-8")
    return path


def test_a_file_says_what_it_brought(cli: Cli, store_path: Path, talks_file: Path) -> None:
    done = cli("import", store_path, talks_file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{talks_file}: 11 added, 0 changed, 0 there already.\n"
    assert ask(store_path, "SELECT name FROM people WHERE name = 'Ann'") == [("Ann",)]


def test_the_same_file_again_adds_nothing(cli: Cli, store_path: Path, talks_file: Path) -> None:
    cli("import", store_path, talks_file)
    before = whole(store_path)
    done = cli("import", store_path, talks_file)
    assert (done.returncode, done.stdout) == (0, f"{talks_file}: 0 added, 0 changed, 11 there already.\n")
    assert whole(store_path) == before


def test_the_bundled_talks_are_a_file_like_any_other(cli: Cli, store_path: Path) -> None:
    before = whole(store_path)
    done = cli("import", store_path, BUNDLED)
    assert re.search(r": 0 added, 0 changed, \d{3,} there already\.$", done.stdout)
    assert whole(store_path) == before


def test_only_what_differs_is_changed(cli: Cli, store_path: Path, talks_file: Path) -> None:
    cli("import", store_path, talks_file)
    talks_file.write_text(CAST.replace('name = "Bob"', 'name = "Robert"'), encoding="utf-8")
    assert cli("import", store_path, talks_file).stdout == f"{talks_file}: 0 added, 1 changed, 10 there already.\n"


def test_each_fault_of_a_file_is_a_line_of_its_own(cli: Cli, store_path: Path, talks_file: Path) -> None:
    talks_file.write_text(FAULTY, encoding="utf-8")
    before = digest(store_path), whole(store_path)
    done = cli("import", store_path, talks_file)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.removeprefix("talks-tui: ").splitlines()
    assert [re.search(r"events\.one\.(\w+)", line)[1] for line in lines] == ["type", "status", "starts"]  # type: ignore[index]
    assert all(line.startswith(f"{talks_file}: ") and line.endswith(".") for line in lines)
    assert "Traceback" not in done.stderr
    assert (digest(store_path), whole(store_path)) == before


def test_of_several_files_those_before_a_faulty_one_are_in(cli: Cli, store_path: Path, talks_file: Path) -> None:
    faulty = talks_file.with_name("faulty.toml")
    faulty.write_text(FAULTY, encoding="utf-8")
    done = cli("import", store_path, talks_file, faulty)
    assert done.returncode == 1
    assert done.stdout == f"{talks_file}: 11 added, 0 changed, 0 there already.\n"
    assert str(faulty) in done.stderr
    assert ask(store_path, "SELECT count(*) FROM people WHERE name = 'Ann'") == [(1,)]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b"format = ", "is not TOML"),
        (b"format = 1\n[events.a]\nx = \xff\n", "is not UTF-8"),
        (b"SQLite format 3\x00", "is an SQLite database"),
        (b'format = 1\n["\\u001b]0;x\\u0007"]\n', "there is no table"),
        (b"format = 1\nx = " + b"[" * 5000, "nested too deeply"),
        (b"format = " + b"9" * 6000, "too long"),
    ],
    ids=["empty", "half a line", "latin 1", "a store", "control characters", "deep", "long"],
)
def test_what_is_no_talks_file_is_refused_in_a_sentence(
    refusal: Refusal, store_path: Path, talks_file: Path, content: bytes, complaint: str
) -> None:
    talks_file.write_bytes(content)
    before = digest(store_path)
    assert complaint in refusal("import", store_path, talks_file)
    assert digest(store_path) == before


@pytest.mark.parametrize("name", ["nowhere.toml", "new\nline.toml", "\x1b[2J.toml", b"\xff.toml"])
def test_a_file_that_is_not_there_is_named(refusal: Refusal, store_path: Path, name: str | bytes) -> None:
    assert "can't be read" in refusal("import", store_path, name)


def test_a_file_may_have_any_name(cli: Cli, store_path: Path, talks_file: Path) -> None:
    odd = talks_file.rename(talks_file.with_name("odd\x1b[2J\n\u202e.toml"))
    done = cli("import", store_path, odd)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("odd\ufffd[2J\ufffd\ufffd.toml: 11 added, 0 changed, 0 there already.\n")


def test_a_store_has_to_be_there(refusal: Refusal, talks_file: Path, tmp_path: Path) -> None:
    assert "make one with “talks-tui new mine.db”" in refusal("import", "mine.db", talks_file)
    assert list((tmp_path / "here").iterdir()) == []


EVENTS = """\
id,day,what,who,killed
1,2026-02-04,A meeting,Alpha,
2,32 March,A strike,Beta,3
3,2026-02-05,A strike,Wagner,71
"""
MAPPING = """
format = 1
name = "Our log"
[events]
slug = "log-{id}"
type = "CONSULT"
status = "held"
title = "{what}"
starts = "{day}"
[[events.parties]]
party = { from = "{who}", make = { type = "group" } }
role = "actor"
"""


@pytest.fixture
def table(cli: Cli, empty_store: Path, talks_file: Path) -> Path:
    """A table with a faulty row and its mapping, beside a store that has the cast."""
    assert cli("import", empty_store, talks_file).returncode == 0
    path = talks_file.with_name("log.csv")
    path.write_text(EVENTS, encoding="utf-8")
    path.with_name("log.csv.mapping.toml").write_text(MAPPING, encoding="utf-8")
    return path


def test_a_table_with_a_faulty_row_is_refused_by_line_and_column(
    refusal: Refusal, empty_store: Path, table: Path
) -> None:
    before = whole(empty_store)
    said = refusal("import", empty_store, table, "--source", "Our log")
    assert said.startswith(f"{table}: line 3, column day: “32 March” is not a date")
    assert whole(empty_store) == before


def test_what_is_left_out_is_named_and_put_beside_the_file(cli: Cli, empty_store: Path, table: Path) -> None:
    done = cli("import", empty_store, table, "--source", "Our log", "--skip-bad")
    assert done.returncode == 1
    first, *others = done.stdout.splitlines()
    assert first == f"{table}: 8 added, 0 changed, 0 there already, 1 left out."
    assert "  new, since nothing was called so: 1 source, 1 party" in others
    aside = table.with_name("log.bad.csv")
    assert done.stderr.splitlines()[-1] == f"What was left out of {table} is in {aside}: mend it, and import that."
    assert aside.read_text() == "id,day,what,who,killed\n2,32 March,A strike,Beta,3\n"
    aside.write_text(aside.read_text().replace("32 March", "2026-03-04"))
    again = cli("import", empty_store, aside, "--source", "Our log")
    assert (again.returncode, again.stderr) == (0, "")
    assert len(ask(empty_store, "SELECT id FROM events")) == 3


def test_a_dry_run_shows_what_would_be_done_and_why(cli: Cli, empty_store: Path, table: Path) -> None:
    table.write_text(EVENTS.replace("32 March", "2026-03-04"))
    cli("import", empty_store, table, "--source", "Our log")
    table.write_text(EVENTS.replace("A meeting", "Another") + "4,2026-02-06,More,Betta,\n")
    before = digest(empty_store), whole(empty_store)
    done = cli("import", empty_store, table, "--source", "Our log", "--dry-run", "--skip-bad")
    assert done.returncode == 1
    assert (digest(empty_store), whole(empty_store)) == before
    text = done.stdout
    assert text.startswith(f"{table}: nothing is written; it would be 4 added, 1 changed, 5 there already, 1 left out.")
    assert re.search(r"\n +added  changed  there already  left out\n  parties +1 +0 +0 +0\n", text)
    assert "would be changed:\n  event log-1, title: “A meeting” → “Another”\n" in text
    assert "left out:\n  line 3, column day: “32 March” is not a date" in text
    assert "uncertain: “Betta” is taken as a new party; it is like “Beta” (beta)" in text
    assert not table.with_name("log.bad.csv").exists()


def test_a_program_reads_what_was_done_as_json(cli: Cli, empty_store: Path, table: Path, talks_file: Path) -> None:
    done = cli("import", empty_store, talks_file, table, "--source", "Łog", "--json")
    assert done.returncode == 1
    assert done.stdout.isascii()
    told = json.loads(done.stdout)
    assert [(file["file"], file["taken"]) for file in told["files"]] == [(str(talks_file), True), (str(table), False)]
    [bad] = told["files"][1]["bad"]
    assert (bad["where"], bad["faults"][0]["column"]) == ("line 3", "day")
    assert told["errors"] == done.stderr.removeprefix("talks-tui: ").splitlines()[:1]
    assert done.stderr.splitlines()[-1] == f"The file before it is in {empty_store}."


def test_a_file_without_a_source_says_what_to_add(refusal: Refusal, empty_store: Path, table: Path) -> None:
    said = refusal("import", empty_store, table)
    assert said == f"{table} says nothing of its source: add --source NAME."


def test_a_folder_a_pipe_and_nothing_are_refused(refusal: Refusal, empty_store: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "empty.csv").touch()
    assert "is a directory" in refusal("import", empty_store, tmp_path)
    assert "is a pipe" in refusal("import", empty_store, tmp_path / "pipe.csv")
    assert "is empty" in refusal("import", empty_store, tmp_path / "empty.csv")


def test_a_store_that_is_only_read_is_not_upgraded_by_a_dry_run(
    refusal: Refusal, empty_store: Path, talks_file: Path
) -> None:
    with writing(empty_store) as conn:
        conn.execute(f"PRAGMA user_version = {VERSION - 1}")
    before = digest(empty_store)
    assert "was made by an older version" in refusal("import", empty_store, talks_file, "--dry-run")
    assert digest(empty_store) == before
