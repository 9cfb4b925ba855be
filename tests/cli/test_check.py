"""`talks-tui check`: a line for each thing that is wrong, and a status that says whether there is any."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from db import schema
from tests.cli.conftest import Cli, Refusal
from tests.db.checks.helpers import STORY, Talks, spoil
from tests.db.helpers import digest, whole


@pytest.fixture
def sound(talks: Talks) -> Path:
    return talks(STORY)


def test_a_store_with_nothing_wrong_says_what_was_looked_at(cli: Cli, sound: Path) -> None:
    before = digest(sound)
    done = cli("check", sound)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{sound}: nothing wrong (2 events, 9 claims, 1 document).\n"
    assert digest(sound) == before


def test_the_bundled_talks_have_nothing_wrong(cli: Cli, store_path: Path) -> None:
    done = cli("check", store_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert ": nothing wrong (" in done.stdout


def test_each_fault_is_a_line_and_the_status_is_1(cli: Cli, sound: Path) -> None:
    spoil(
        sound, "UPDATE events SET day = '2026-02-09' WHERE title = 'Answer'", "UPDATE links SET to_record = from_record"
    )
    done = cli("check", sound)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "event:answer is sorted by day 2026-02-09, not 2026-02-04 as its dates say: import it again.",
        "event:answer leads back to itself by responds_to: take one of these links out.",
        "timeline is not what the rows say of 1 event (event:answer): “talks-tui check --fix” mends it.",
        "day_counts is not what the rows say of 2 days (2026-02-04 and 2026-02-09): “talks-tui check --fix” mends it.",
    ]


def test_a_program_gets_a_list(cli: Cli, sound: Path) -> None:
    done = cli("check", sound, "--json")
    assert (done.returncode, done.stderr, json.loads(done.stdout)) == (0, "", [])
    spoil(sound, "UPDATE claims SET quote = 'nothing'")
    done = cli("check", "--json", sound)
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    assert {tuple(finding) for finding in found} == {("kind", "record", "text")}
    assert {finding["kind"] for finding in found} == {"quote", "cache"}  # of quotes there is an index
    assert "event:answer" in {finding["record"] for finding in found}
    assert all(
        "“nothing” is not in the source's text" in finding["text"] for finding in found if finding["kind"] == "quote"
    )


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_what_the_store_holds_cannot_command_the_terminal(cli: Cli, sound: Path, words: tuple[str, ...]) -> None:
    spoil(
        sound,
        "UPDATE people SET name = '\x1b]0;title\x07' || char(10, 155, 8238, 127)",
        "UPDATE records SET slug = slug || '\x1b[2J' || char(10)",
    )
    done = cli("check", sound, *words)
    assert (done.returncode, done.stderr) == (1, "")
    printed = done.stdout.replace("\n", "")
    assert printed.isprintable()
    if words:
        [finding] = [finding for finding in json.loads(done.stdout) if finding["kind"] == "duplicate"]
        assert finding["record"] == "person:ann\x1b[2J\n"
    else:
        assert all("\ufffd" in line and line.endswith(".") for line in done.stdout.splitlines())


def test_a_store_may_have_any_name(cli: Cli, sound: Path) -> None:
    odd = sound.rename(sound.with_name("odd\x1b[2J\n\u202e.db"))
    done = cli("check", odd)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("odd\ufffd[2J\ufffd\ufffd.db: nothing wrong (2 events, 9 claims, 1 document).\n")


def test_a_damaged_store_is_told_without_a_traceback(cli: Cli, sound: Path) -> None:
    content = bytearray(sound.read_bytes())
    for begin in range(8 * 4096, len(content), 4096):
        content[begin : begin + 8] = b"\xff" * 8
    sound.write_bytes(content)
    done = cli("check", sound)
    assert done.returncode == 1
    said = (done.stdout + done.stderr).splitlines()
    assert said
    assert all("damaged" in line and line.endswith(".") for line in said)


def test_an_older_store_is_left_as_it_is(refusal: Refusal, sound: Path) -> None:
    spoil(sound, f"PRAGMA user_version = {schema.VERSION - 1}")
    before = digest(sound)
    assert "was made by an older version" in refusal("check", sound)
    assert digest(sound) == before


def test_who_has_read_enough_may_close_the_pipe(cli: Cli, sound: Path) -> None:
    spoil(sound, "DELETE FROM claims", "DELETE FROM record_state")
    assert cli("check", sound, stdout=subprocess.DEVNULL).returncode == 1


def test_fixing_makes_the_caches_anew_and_nothing_else(cli: Cli, sound: Path) -> None:
    before = {table: rows for table, rows in whole(sound).items() if not table.startswith("search_")}
    spoil(sound, "UPDATE day_counts SET events = events + 7", "DELETE FROM search", "DELETE FROM timeline")
    done = cli("check", "--fix", sound)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith(f"{sound}: nothing wrong (")
    assert [line for line in done.stdout.splitlines() if "counted anew" in line]
    assert {table: rows for table, rows in whole(sound).items() if table in before} == before


def test_what_no_recount_mends_is_still_told(cli: Cli, sound: Path) -> None:
    spoil(sound, "DELETE FROM day_counts", "UPDATE links SET to_record = from_record")
    done = cli("check", sound, "--fix")
    assert done.returncode == 1
    assert "day_counts" not in done.stdout.splitlines()[-1]
    assert done.stdout.splitlines()[-1].startswith("event:answer leads back to itself")


def test_a_sound_store_is_not_written_by_fixing_it(cli: Cli, sound: Path) -> None:
    before = digest(sound)
    assert cli("check", sound, "--fix").returncode == 0
    assert digest(sound) == before


def test_a_change_that_was_broken_off_is_told_and_rolled_back(cli: Cli, refusal: Refusal, sound: Path) -> None:
    with closing(sqlite3.connect(sound, isolation_level=None)) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
        before = digest(sound)
        conn.execute("PRAGMA cache_size = 1")  # so that the change is in the file before it is done
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("UPDATE claims SET note = hex(randomblob(2000))")
        left = {path: path.read_bytes() for path in sound.parent.glob(f"{sound.name}*")}
        conn.execute("ROLLBACK")
    for path, content in left.items():
        path.write_bytes(content)
    assert digest(sound) != before
    said = refusal("--print", sound)
    assert said.startswith(f"{sound} has a change that was broken off, whose journal lies beside it: ")
    assert said.endswith(f"“talks-tui check --fix {sound}” rolls it back.")
    assert cli("check", "--fix", sound).returncode == 0
    assert digest(sound) == before
