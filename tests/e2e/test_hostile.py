"""A store that somebody else filled can hold anything: on every screen and in every print it is text."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rich.cells import cell_len

from db.documents import attach
from db.errors import StoreError
from db.text import shown
from tests import everything, program, traps
from tests.db.helpers import CAST, is_one_sentence
from tests.e2e.conftest import SIZES, Launch, be_still, has_keys
from tests.terminal import Terminal, stray_characters, stray_controls

ARTICLE = "The second round opened in Abu Dhabi.\n\nThe truce lasts 7 days, he said.\n"


@pytest.fixture
def with_texts(store_path: Path, tmp_path: Path) -> Path:
    """The bundled talks, with a text for each source, and for the last change of each kind some traces."""
    for number, source in enumerate(("rt-2026-02-04", "kyiv-independent-2026-02-04")):
        article = tmp_path / f"{number}.txt"
        article.write_text(ARTICLE + "A paragraph.\n\n" * 30)
        attach(store_path, source, article)
    return store_path


@pytest.fixture
def hostile(with_texts: Path, request: pytest.FixtureRequest) -> Path:
    """The bundled talks and texts, with a trap before every text in them that people write."""
    traps.trap(with_texts, shift=getattr(request, "param", 0))
    return with_texts


def test_every_column_of_text_has_a_trap_in_one_of_these_stores(with_texts: Path) -> None:
    def texts(table: str, column: str) -> set[str]:
        with closing(sqlite3.connect(with_texts)) as conn:
            rows = conn.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} NOTNULL")
            return {text for (text,) in rows}

    with closing(sqlite3.connect(with_texts)) as conn:
        every = {*traps.columns(conn)}
        prose = {*traps.prose(conn)}
    listed = {(table, column) for table, names in traps.LISTED.items() for column in names}
    assert listed | prose == every
    assert not listed & prose
    before = {place: texts(*place) for place in every}
    traps.trap(with_texts, every)
    for place, plain in before.items():
        assert len(texts(*place) - plain) > 0 or not plain, place
        assert not texts(*place) & plain, place


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
    quit_(terminal)


def quit_(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.wait_exit() == 0, terminal.screen()
    assert terminal.leftovers() == []


BOXES = {
    "p": "Enter chooses",
    "?": "Move one row down",
    "ctrl+p": "Search for commands",
    "w": "On whose word",
    "P": "Go to a party",
    "V": "Saved views",
    "ctrl+g": "Go to a day",
    "F": "Show in the timeline only",
}
"""What opens over the board."""

PAGES = {
    "v": "Side by side",
    "b": "Violation ledger",
    "s": "paragraphs cited",
    "H": "Enter the position",
    "L": "Since you last looked",
}
"""What opens in its place."""


def aligned(terminal: Terminal) -> None:
    """The frames of the panes reach from edge to edge, whatever is in them."""
    buffer, size = terminal.emulator.buffer, terminal.emulator
    rows = [y for y in range(size.lines) if buffer[y][0].data in "╭│╰"]
    assert len(rows) >= size.lines - 2, terminal.screen()
    wrong = [y for y in rows if buffer[y][size.columns - 1].data not in "╮│╯"]
    assert not wrong, "\n".join([terminal.screen(), str(wrong)])


def changed_by_another(store: Path) -> None:
    """Another program changes every record, and says so in its own words."""
    with closing(sqlite3.connect(store)) as conn, conn:
        (change,) = conn.execute(
            "INSERT INTO changes (made_at, made_by, command, before)"
            " SELECT '2026-12-01T00:00:00Z', made_by, command, '[]' FROM changes LIMIT 1 RETURNING id"
        ).fetchone()
        conn.execute("UPDATE records SET change = ?", (change,))
        conn.execute("UPDATE claims SET change = ?", (change,))


@pytest.mark.parametrize("hostile", (0, 10), indirect=True)
def test_no_text_in_a_store_can_command_the_terminal_from_any_screen(launch: Launch, hostile: Path) -> None:
    terminal = launch(hostile, size=(120, 36))
    be_still(terminal)
    aligned(terminal)
    terminal.press("3", "g")
    for keys, says in PAGES.items():
        if keys == "H":
            terminal.press("2", "j", "j")
        if keys == "L":
            changed_by_another(hostile)
        be_still(terminal, 0.1)
        terminal.press(keys)
        terminal.wait_for(says)
        terminal.press(*"jjjG")
        be_still(terminal, 0.1)
        aligned(terminal)
        terminal.press("escape")
        terminal.wait_for("1 Delegations")
    terminal.press("c")
    terminal.wait_for("Compare two days or rounds")
    terminal.press("enter")
    terminal.wait_for("Compare ·")
    be_still(terminal, 0.1)
    aligned(terminal)
    terminal.press("escape")
    terminal.wait_for("1 Delegations")
    for keys, says in BOXES.items():
        terminal.press(keys)
        terminal.wait_for(says)
        terminal.press("escape")
        terminal.wait_for(rf"(?s)\A(?!.*{says})")
    terminal.press("/")
    terminal.wait_for("Find")
    for text in "tru":
        terminal.press(text)
        be_still(terminal, 0.1)
    terminal.wait_for(r"─ Find · .*\d")
    terminal.press("enter")
    terminal.wait_for(lambda: "─ Find" not in terminal.screen())
    for keys in ("n", ",", "-", "+", "<", "T"):
        terminal.press(keys)
        be_still(terminal, 0.1)
    aligned(terminal)
    quit_(terminal)
    assert stray_controls(terminal.raw) == []


@pytest.mark.parametrize(("hostile", "size"), [*zip((0, 5, 10), SIZES, strict=True)], indirect=["hostile"])
def test_no_text_in_a_store_can_command_the_terminal_in_any_layout(
    launch: Launch, hostile: Path, size: tuple[int, int]
) -> None:
    terminal = launch(hostile, size=size)
    walk(terminal)
    assert stray_controls(terminal.raw) == []
    assert b"[/b]" in terminal.raw  # shown as what it is


def test_a_row_that_is_copied_carries_no_commands(launch: Launch, hostile: Path) -> None:
    terminal = launch(hostile)
    terminal.press("3", "g", "y")
    terminal.wait_for("Copied the row")
    assert stray_controls(terminal.raw, clipboard=True) == []


def printed(home: Path, *words: str, **env: str) -> str:
    """Run a command, which may find nothing or refuse in a sentence: return all that it prints, checked."""
    done = program.run(*words, env=program.environment(home, **env), cwd=home)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    for line in (done.stdout + done.stderr).split("\n"):
        assert not stray_characters(line), line
    return done.stdout


def test_no_text_in_a_store_can_command_who_reads_what_is_printed(hostile: Path, home: Path) -> None:
    for columns in (40, 120):
        lines = printed(home, str(hostile), "--print", COLUMNS=str(columns)).split("\n")
        assert len(lines) > 100
        assert max(map(cell_len, lines)) <= columns
    finds = ["find", "the"], ["find", "kind:claim", "--limit", "500"]
    for words in (*finds, ["compare", "r1", "now"], ["check"], ["brief", "--since", "r1"]):
        command, *rest = words
        assert printed(home, command, str(hostile), *rest)
        assert json.loads(printed(home, command, str(hostile), *rest, "--json"))


@pytest.mark.parametrize("line", ["name = {}", 'name = "x"\ntype = {}', 'name = "x"\n{} = "x"'])
def test_no_file_can_command_who_imports_it(line: str, empty_store: Path, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "file.toml"
    written = [json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f") for text in traps.TRAPS.values()]
    parties = [f'[parties.trap-{at}]\nshort = "T"\n{line.format(text)}\n' for at, text in enumerate(written)]
    file.write_text(CAST + "\n".join(parties), encoding="utf-8")
    printed(home, "import", str(empty_store), str(file))


ODD = {
    "a day of the timeline": "UPDATE timeline SET day = 9223372036854775807 - event, earliest = 0",
    "numbers beyond counting": "UPDATE events SET number = 9223372036854775807, earliest = -9223372036854775808",
    "text that is not UTF-8": "UPDATE events SET title = CAST(x'41ff42' || title AS TEXT)",
    "texts that aren't there": "UPDATE search SET title = NULL, names = NULL, body = NULL, quote = NULL, kind = NULL",
    "numbers and bytes for texts": "UPDATE search SET title = 7, names = x'ff', body = 0.5, quote = -1, kind = x''",
    "loops": "UPDATE issues SET parent = coalesce((SELECT min(id) FROM issues AS i WHERE i.id > issues.id), id)",
}
"""What no column of text can have."""


@pytest.fixture(params=[*traps.LISTED, *ODD])
def odd(with_texts: Path, request: pytest.FixtureRequest) -> Path:
    """A store with rubbish in one table's columns that have the words of lists, or otherwise odd."""
    if request.param in ODD:
        with closing(sqlite3.connect(with_texts)) as conn, conn:
            conn.execute(ODD[request.param])
    else:
        traps.trap(with_texts, [(request.param, column) for column in traps.LISTED[request.param]])
    return with_texts


def test_words_that_no_list_has_are_shown_or_refused(odd: Path, home: Path) -> None:
    for read in (*everything.READINGS.values(), None):
        try:
            if read is None:
                lines = everything.checked(odd)
            else:
                with everything.reading_of(odd) as conn:
                    lines = [*read(conn)]
        except StoreError as error:
            lines = [str(error)]
            assert is_one_sentence(lines[0])
        assert not [line for line in lines if stray_characters(shown(line))]
    with Terminal([*program.COMMAND, odd], env=program.environment(home), size=(120, 36)) as terminal:
        terminal.wait_for("q quit|^talks-tui: ")
        if "q quit" in terminal.screen():
            terminal.press(*"jj2jjl3gjjjG", "enter", "G", "enter", "d", "q")
        assert terminal.wait_exit() in (0, 1), terminal.screen()
        assert terminal.leftovers() == []
        assert stray_controls(terminal.raw) == []


def test_no_text_of_a_source_can_command_who_attaches_it(with_texts: Path, home: Path, tmp_path: Path) -> None:
    article = tmp_path / "odd\x1b[2J\u202e.txt"
    article.write_text("\n\n".join(text.replace("\0", "") for text in traps.TRAPS.values()), encoding="utf-8")
    traps.trap(with_texts)
    for words in (("--anew",), ("--anew", "--json")):
        said = printed(home, "attach", str(with_texts), "rt-2026-02-04", str(article), *words)
        assert said
    with everything.reading_of(with_texts) as conn:
        assert not [line for line in everything.READINGS["texts"](conn) if stray_characters(line)]
