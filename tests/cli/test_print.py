"""The board as text: for a pipe, a file or a mail."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

from db.text import UNSAFE
from tests import program
from tests.cli.conftest import Cli, Refusal
from tests.db.helpers import digest


@pytest.mark.parametrize("columns", [40, 80, 120, 200])
def test_no_line_is_wider_than_the_columns_there_are(cli: Cli, store_path: Path, columns: int) -> None:
    done = cli(store_path, "--print", COLUMNS=str(columns))
    assert (done.returncode, done.stderr) == (0, "")
    widths = [cell_len(line) for line in done.stdout.splitlines()]
    assert max(widths) <= columns
    assert widths.count(columns) >= 3  # the rules under the headings: the width is used, not only kept to


@pytest.mark.parametrize("columns", ["0", "-5", "1", "39", "many", "", "99999999999999999999"])
def test_columns_that_make_no_sense_still_give_a_board(cli: Cli, store_path: Path, columns: str) -> None:
    done = cli(store_path, "--print", COLUMNS=columns)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Umerov" in done.stdout
    assert max(map(cell_len, done.stdout.splitlines())) >= 40


@pytest.mark.parametrize("columns", ["40", "200"])
def test_every_width_names_everybody_and_everything(cli: Cli, store_path: Path, columns: str) -> None:
    text = re.sub(r"\s+", " ", cli(store_path, "--print", COLUMNS=columns).stdout)
    for name in ("Rustem Umerov", "Kyrylo Budanov", "Igor Kostyukov", "Steve Witkoff", "Jared Kushner"):
        assert name in text
    for heading in ("DELEGATIONS", "POSITIONS", "TIMELINE", "Western troops", "Energy truce", "✗ denied", "‡ reason"):
        assert heading in text
    for party in ("RU", "UA", "US", "EU", "NATO", "KP"):
        assert re.search(rf"\b{party}\b", text)


def test_it_is_plain_text(cli: Cli, store_path: Path) -> None:
    done = cli(store_path, "--print", FORCE_COLOR="1", COLORTERM="truecolor", TERM="xterm-256color")
    assert not UNSAFE.search(done.stdout.replace("\n", ""))
    assert not any(line.endswith(" ") for line in done.stdout.splitlines())
    assert done.stdout.endswith("\n")


def test_days_are_iso(cli: Cli, store_path: Path) -> None:
    timeline = cli(store_path, "--print", COLUMNS="120").stdout.partition("TIMELINE")[2]
    dated = [line for line in timeline.splitlines() if re.match(r" \S", line)]
    assert len(dated) >= 40
    assert all(re.match(r" \d{4}-\d\d-\d\d  ", line) for line in dated)
    assert " 2026-02-03  ✶ Large strike on Ukraine's energy system" in timeline


def test_a_pipe_gets_the_board_without_being_asked(cli: Cli, store_path: Path) -> None:
    assert cli(store_path).stdout == cli(store_path, "--print").stdout != ""


def test_the_store_may_be_named_by_the_environment(cli: Cli, store_path: Path, home: Path) -> None:
    done = cli(TALKS_STORE=str(store_path))
    assert "Umerov" in done.stdout
    assert not program.own_store(home).exists()


def test_the_command_line_goes_before_the_environment(cli: Cli, store_path: Path) -> None:
    assert cli(store_path, TALKS_STORE="nowhere.db").returncode == 0


def test_printing_changes_no_byte_of_the_store(cli: Cli, store_path: Path) -> None:
    before = digest(store_path)
    cli(store_path)
    assert digest(store_path) == before


def test_another_negotiation_is_chosen_by_its_slug(cli: Cli, store_path: Path) -> None:
    done = cli(store_path, "--print", "--process", "iran-talks")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Iran" in done.stdout.splitlines()[0]


def test_an_unknown_negotiation_is_answered_with_those_there_are(refusal: Refusal, store_path: Path) -> None:
    said = refusal(store_path, "--process", "iran\x1b[2J")
    assert said.startswith("There is no negotiation “iran\ufffd[2J”")
    assert said.endswith("it holds: ukraine-peace-talks, iran-talks.")


@pytest.mark.parametrize(
    "env", [{"LANG": "C", "PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_a_terminal_that_knows_only_ascii_gets_what_it_can_show(
    cli: Cli, store_path: Path, env: dict[str, str]
) -> None:
    done = cli(store_path, encoding="ascii", **env)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Rustem Umerov" in done.stdout


@pytest.mark.parametrize("words", [("--print",), ("--help",), ("--version",), ("new", "mine.db")], ids=" ".join)
def test_a_reader_who_has_seen_enough_is_no_fault(cli: Cli, store_path: Path, words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = cli(*words, stdout=write, TALKS_STORE=str(store_path))
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_only_the_first_line_may_be_wanted(store_path: Path, home: Path) -> None:
    script = 'set -o pipefail; "$@" --print | head -1'
    done = subprocess.run(
        ["bash", "-c", script, "bash", *program.COMMAND, store_path],
        env=program.environment(home),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("talks  ")
    assert done.stdout.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write to")
def test_a_full_disk_behind_the_output_is_said_in_a_sentence(cli: Cli, store_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = cli(store_path, stdout=full.fileno())
    assert (done.returncode, done.stderr) == (1, "talks-tui: the system refused: no space left on device.\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_a_stream_to_nowhere(store_path: Path, home: Path, closed: str) -> None:
    done = subprocess.run(
        ["bash", "-c", f'"$@" --print {closed}', "bash", *program.COMMAND, store_path],
        env=program.environment(home),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert ("Umerov" in done.stdout) == (">&-" not in closed.replace("2>&-", ""))


def test_as_of_a_day_it_says_so_and_shows_the_talks_as_they_stood(cli: Cli, store_path: Path) -> None:
    text = cli(store_path, "--as-of", "30 jan", "--print", COLUMNS="120").stdout
    assert "as of 2026-01-30" in text.splitlines()[0]
    assert "2026-02-01  ○ Second round of talks (planned, bilateral)" in text
    assert "Large strike" not in text
    assert "Umerov" not in text


def test_long_ago_nothing_was_known_and_it_says_how_to_see_more(cli: Cli, store_path: Path) -> None:
    done = cli(store_path, "--as-of", "1900-01-01", "--print")
    assert done.returncode == 0
    assert done.stdout.count("Nothing was known by 1900-01-01: a later day shows more.") == 2


def test_now_and_far_ahead_are_the_same(cli: Cli, store_path: Path) -> None:
    now, ahead = (cli(store_path, "--as-of", day, "--print").stdout for day in ("now", "9999-12-31"))
    assert now == cli(store_path, "--print").stdout
    assert now.splitlines()[1:] == ahead.splitlines()[1:]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("03/04", "could be"),
        ("2026-02-30", "is not a day"),
        ("yesterday-ish", "is not a day"),
        ("2026-02-04T10:00+04:00", "has a clock time"),
        ("", "is not a day"),
    ],
)
def test_a_day_that_is_none_or_could_be_two_is_refused(
    typed: str, why: str, store_path: Path, refusal: Refusal
) -> None:
    assert why in refusal(store_path, "--as-of", typed, "--print", status=2)
