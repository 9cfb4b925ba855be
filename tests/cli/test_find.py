"""`talks-tui find`: the search box for programs and pipes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Refusal


def test_hits_are_lines(cli: Cli, store_path: Path) -> None:
    done = cli("find", store_path, "truce", "kind:event")
    assert (done.returncode, done.stderr) == (0, "")
    assert "event     2026-01-25  Energy truce" in done.stdout.splitlines()


def test_a_program_gets_a_list(cli: Cli, store_path: Path) -> None:
    done = cli("find", store_path, "truce", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert {"record", "kind", "title", "day", "claim", "source", "locator", "snippet"} <= found[0].keys()
    claim = next(one for one in found if one["kind"] == "claim")
    assert claim["record"].startswith("event:")
    assert claim["claim"]
    assert claim["locator"]


def test_nothing_found_is_told_by_the_status(cli: Cli, store_path: Path) -> None:
    done = cli("find", store_path, "xyzzy", "kind:event")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Nothing is found. More may be without kind:event")
    done = cli("find", store_path, "xyzzy", "--json")
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (1, [], "")


@pytest.mark.parametrize(
    "words",
    [("truce", "-energy"), ("-energy", "truce"), ("--", "-energy", "truce"), ("truce -energy",)],
    ids=repr,
)
def test_a_word_may_be_left_out_wherever_it_stands(cli: Cli, store_path: Path, words: tuple[str, ...]) -> None:
    done = cli("find", store_path, *words)
    assert done.returncode == 0
    assert "kept his word on the truce" in done.stdout
    assert "Energy truce\n" not in done.stdout.replace("on Energy truce\n", "")


def test_options_may_stand_anywhere(cli: Cli, store_path: Path) -> None:
    for words in (("--limit", "1", "truce", "-grid"), ("truce", "-grid", "--limit", "1"), ("truce", "--limit=1")):
        done = cli("find", store_path, *words)
        assert done.returncode == 0
        assert done.stdout.count("\n") <= 2
        assert ("--limit shows more" in done.stderr) == ("-energy" not in words)


def test_a_value_with_blanks_survives_the_shell(cli: Cli, store_path: Path) -> None:
    done = cli("find", store_path, "person:rustem umerov", "kind:office")
    assert done.returncode == 0
    assert "Rustem Umerov" in done.stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("colour:red",), "There is no filter “colour:”"),
        (("since:03/04",), "could be"),
        (("party:nobody",), "There is no party “nobody”"),
        (("party:",), "There is nothing to look for"),
        (("x", "--limit", "0"), "a number from 1 to 10000"),
        (("x", "--limit"), "--limit"),
        (("x", "--frob"), "--frob"),
        ((), "QUERY"),
    ],
)
def test_a_wrong_query_is_refused(refusal: Refusal, store_path: Path, words: tuple[str, ...], why: str) -> None:
    assert why in refusal("find", store_path, *words, status=2)


def test_what_is_found_cannot_command_the_terminal(cli: Cli, store_path: Path) -> None:
    done = cli("find", store_path, "\x1b]0;x\x07")
    assert "\x1b" not in done.stdout + done.stderr
