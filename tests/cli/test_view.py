"""Saved views on the command line, and what printing keeps away from."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from db.views import View
from tests import program
from tests.cli.conftest import Cli, Refusal
from tests.terminal import Terminal
from tui.own.folders import at
from tui.own.views import ViewsFile

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the folders are called otherwise")


@pytest.fixture
def views(home: Path) -> ViewsFile:
    """The saved views of the user whose home `home` is."""
    return at(home / ".local/state/talks-tui", home / ".config/talks-tui").views


def test_a_board_is_printed_as_a_view_has_it(cli: Cli, store_path: Path, views: ViewsFile) -> None:
    views.name("Disputes", View(contested_only=True, word="source:rt-2026-02-04"))
    done = cli(store_path, "--print", "--view", "disputes")
    assert (done.returncode, done.stderr) == (0, "")
    assert "contested only" in done.stdout.splitlines()[0]
    assert "RT’s word" in done.stdout.splitlines()[0]


def test_what_else_is_typed_goes_before_what_the_view_has(cli: Cli, store_path: Path, views: ViewsFile) -> None:
    views.name("v", View(contested_only=True, word="source:rt-2026-02-04", hide_silent=True, as_of="2026-01-30"))
    first = cli(store_path, "--view", "v", "--word", "washington", "--as-of", "2026-02-03").stdout.splitlines()[0]
    for said in ("United States’ word, silence hidden", "as of 2026-02-03", "contested only"):
        assert said in first
    first = cli(store_path, "--view", "v", "--word", "all", "--as-of", "now").stdout.splitlines()[0]
    assert "word" not in first
    assert "2026-02-03" not in first
    first = cli(store_path, "--view", "v", "--process", "iran-talks").stdout.splitlines()[0]
    assert "Iran" in first


def test_printing_begins_with_no_view_and_leaves_nothing_behind(
    cli: Cli, store_path: Path, views: ViewsFile, home: Path
) -> None:
    plain = cli(store_path, "--print").stdout
    assert [*home.iterdir()] == []
    views.name("v", View(contested_only=True))
    views.begin_with("v")
    before = sorted(home.rglob("*"))
    assert cli(store_path, "--print").stdout == plain
    assert cli(store_path, "--print", "--view", "none").stdout == plain
    assert sorted(home.rglob("*")) == before


def test_what_is_gone_is_said_beside_the_board(cli: Cli, store_path: Path, views: ViewsFile) -> None:
    views.name("v", View(word="party:gone", contested_only=True))
    done = cli(store_path, "--view", "v")
    assert done.returncode == 0
    assert done.stderr == ("talks-tui: The voice “gone” isn't in this store: all voices are heard instead.\n")
    assert "contested only" in done.stdout


def test_an_unknown_view_is_answered_with_those_there_are(refusal: Refusal, store_path: Path, views: ViewsFile) -> None:
    assert "there are: none" in refusal(store_path, "--view", "x", status=2)
    views.name("Morning", View())
    assert "“Morning”" in refusal(store_path, "--view", "x\x1b", status=2)


def test_damaged_views_are_a_sentence_where_one_is_asked_for(refusal: Refusal, store_path: Path, home: Path) -> None:
    file = home / ".config/talks-tui/views.json"
    file.parent.mkdir(parents=True)
    file.write_text("{")
    assert str(file) in refusal(store_path, "--view", "x")
    assert file.read_text() == "{"


def open_board(home: Path, *words: str | Path, **env: str) -> Terminal:
    terminal = Terminal([*program.COMMAND, *words], size=(120, 36), env=program.environment(home, **env), cwd=home)
    terminal.wait_for("(?s)1 Delegations.*q quit")
    return terminal


def test_the_board_begins_with_the_default_unless_a_scope_is_typed(
    store_path: Path, views: ViewsFile, home: Path
) -> None:
    views.name("v", View(contested_only=True))
    views.begin_with("v")
    for words, filtered in (((), True), (("--view", "none"), False), (("--process", "iran-talks"), False)):
        with open_board(home, store_path, *words) as terminal:
            assert ("contested only" in terminal.screen()) == filtered
            terminal.press("q")
            assert terminal.wait_exit() == 0
    assert (home / ".local/state/talks-tui/seen.json").exists()


def test_a_default_that_cannot_be_read_is_said_on_the_board(store_path: Path, home: Path) -> None:
    file = home / ".config/talks-tui/views.json"
    file.parent.mkdir(parents=True)
    file.write_text("{")
    with open_board(home, store_path) as terminal:
        terminal.wait_for("damaged|kept")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert file.read_text() == "{"


def test_a_home_that_is_not_there_keeps_nobody_from_looking(store_path: Path, tmp_path: Path, home: Path) -> None:
    (tmp_path / "file").write_text("x")
    with open_board(home, store_path, HOME=str(tmp_path / "file" / "nowhere")) as terminal:
        terminal.wait_for("damaged|kept")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert [*home.iterdir()] == []
