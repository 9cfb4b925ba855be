"""A store that somebody else filled can hold anything: on the board it is text, whatever it says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rich.cells import cell_len

from db.text import UNSAFE
from tests import program
from tests.e2e.conftest import SIZES, Launch, be_still, has_keys, size_id
from tests.terminal import Terminal, stray_controls

HOSTILE = (
    "[/b][@click=app.quit]x[/]"  # markup
    "\x1b[2J\x1b[?1049l\x1b]0;title\x07\x1bc"  # clear, leave the screen, rename the window, reset
    "\x1b]52;c;aGk=\x07\x1bP+q544e\x1b\\"  # the clipboard, a question to the terminal
    "\x9b5n\x85\x9d0;t\x9c"  # the same with C1
    "\u202egnp\u2066\u200f"  # what is read backwards
    "\x00\x08\x7f\r\n\t{}%s$(id)`id`'\";--"
)

# Whatever people read. Slugs, kinds and dates have tests of their own below.
COLUMNS = {
    "processes": ("name", "summary"),
    "parties": ("name", "short"),
    "people": ("name",),
    "places": ("name",),
    "offices": ("title",),
    "issues": ("name", "proposition"),
    "events": ("title", "summary"),
    "delegates": ("description",),
    "positions": ("summary", "condition"),
    "sources": ("publisher", "short", "title", "author", "url"),
    "claims": ("value", "note", "locator", "quote", "hedge"),
    "names": ("text",),
}


@pytest.fixture
def hostile(store_path: Path) -> Path:
    """The bundled talks, with a trap before and after every text in them."""
    with closing(sqlite3.connect(store_path)) as conn, conn:
        for table, columns in COLUMNS.items():
            for column in columns:
                conn.execute(f"UPDATE {table} SET {column} = substr({column}, 1, 1) || ? || {column}", (HOSTILE,))
    return store_path


def walk(terminal: Terminal) -> None:
    """Go through every pane, into everything that opens, and out."""
    for keys in ("jjj", "2jjlljjj", "3gjjjj", "4G", "1f", "f"):
        terminal.press(*keys)
    for mark in ("contested only", "events"):
        terminal.press("d", "3")
        terminal.wait_for(mark)
    terminal.press("enter")
    terminal.wait_for(lambda: has_keys(terminal, "4 Detail"))
    terminal.press("G", "enter")
    terminal.wait_for("4 Detail · ‹")
    for opens, shown in (("p", "Enter chooses"), ("?", "Move one row down"), ("ctrl+p", "Search for commands")):
        terminal.press(opens)
        terminal.wait_for(shown)
        terminal.press("escape")
        be_still(terminal)
    terminal.press("q")
    assert terminal.wait_exit() == 0, terminal.screen()
    assert terminal.leftovers() == []


@pytest.mark.parametrize("size", SIZES, ids=size_id)
def test_no_text_in_a_store_can_command_the_terminal(launch: Launch, hostile: Path, size: tuple[int, int]) -> None:
    terminal = launch(hostile, size=size)
    walk(terminal)
    assert stray_controls(terminal.raw) == []
    assert b"[/b]" in terminal.raw  # shown as what it is


def test_a_row_that_is_copied_carries_no_commands(launch: Launch, hostile: Path) -> None:
    terminal = launch(hostile)
    terminal.press("3", "g", "y")
    terminal.wait_for("Copied the row")
    assert stray_controls(terminal.raw, clipboard=True) == []


@pytest.mark.parametrize("columns", [40, 120])
def test_no_text_in_a_store_can_command_who_reads_the_printed_board(hostile: Path, home: Path, columns: int) -> None:
    env = program.environment(home, COLUMNS=str(columns))
    done = program.run(hostile, "--print", env=env, cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.split("\n")
    assert not any(UNSAFE.search(line) for line in lines)
    assert max(map(cell_len, lines)) <= columns


CLOSED = {
    "a type": "UPDATE events SET type = ?",
    "a status": "UPDATE events SET status = ?",
    "a role": "UPDATE delegates SET role = ?",
    "a property": "UPDATE claims SET property = ? WHERE property IS NOT NULL",
    "a date": "UPDATE events SET starts = ?, ends = ?1",
    "a day": "UPDATE events SET day = ?",
    "the day of a position": "UPDATE positions SET day = ?, date = ?1",
    "a kind": "UPDATE records SET kind = ? || id",
    "a slug": "UPDATE records SET slug = ? || id",
    "a state": "UPDATE record_state SET state = ?, contested_on = ?1",
    "a roster": "UPDATE event_parties SET roster = ?",
    "a kind of link": "UPDATE links SET kind = ?",
    "a number": "UPDATE events SET number = 9223372036854775807, earliest = -9223372036854775808, title = ?",
    "a day of the timeline": "UPDATE timeline SET day = 9223372036854775807 - rowid, earliest = ? IS NULL",
    "text that is not UTF-8": "UPDATE events SET title = CAST(x'41ff42' || ? AS TEXT)",
}


@pytest.mark.parametrize("what", CLOSED)
def test_words_that_no_list_has_are_shown_or_refused(home: Path, store_path: Path, what: str) -> None:
    statement = CLOSED[what].replace("- rowid", "- event")
    with closing(sqlite3.connect(store_path)) as conn, conn:
        conn.execute(statement, (HOSTILE,))
    done = program.run(store_path, env=program.environment(home), cwd=home)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if "its counts are not what its rows say" not in line]
    assert len(said) == done.returncode
    assert not UNSAFE.search((done.stdout + done.stderr).replace("\n", ""))


@pytest.mark.parametrize("what", CLOSED)
def test_words_that_no_list_has_never_crash_the_board(home: Path, store_path: Path, what: str) -> None:
    statement = CLOSED[what].replace("- rowid", "- event")
    with closing(sqlite3.connect(store_path)) as conn, conn:
        conn.execute(statement, (HOSTILE,))
    with Terminal([*program.COMMAND, store_path], env=program.environment(home), size=(120, 36)) as terminal:
        terminal.wait_for("q quit|^talks-tui: ")
        if "q quit" in terminal.screen():
            terminal.press(*"jj2jjl3gjjjG", "enter", "G", "enter", "d", "q")
        assert terminal.wait_exit() in (0, 1), terminal.screen()
        assert terminal.leftovers() == []
        assert stray_controls(terminal.raw) == []
