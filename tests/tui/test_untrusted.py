"""A store that isn't ours: whatever its texts say, they are only text, in every pane and every box."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest
from textual import events
from textual.app import App

from db.schema import TABLES
from db.text import UNSAFE
from tests.db.helpers import writing
from tests.pilot import PANES, SIZES, Driven, opened

HOSTILE: Final = {
    "closing markup": "[/b] [/] [b",
    "a link": "[@click=app.quit]x[/]",
    "the clipboard": "\x1b]52;c;eA==\x07",
    "the title": "\x9d0;title\x9c",
    "a clear screen": "a\x1b[2J\x9b2Jb",
    "bidi": "\u202ecod.exe\u2066x\u2069",
    "line breaks": "one\ntwo\r\nthree\u2028four\tfive",
    "nothing": "",
    "blanks": "   ",
    "wide": "漢字かな" * 30,
    "long": "x" * 1000,
    "combining": "e" + "\u0301" * 200,
    "joined": "👩\u200d👩\u200d👧\ufe0f🇺🇦",
    "format": "{0} %s ${x} $primary",
}

_KEPT: Final = ("kind", "slug", "unit", "modality", "side", "rank", "made_at", "made_by", "command", "before", "sha256")
"""Columns that SQLite checks, or that say which row is which."""


_PROSE: Final = {
    "processes": "name summary", "parties": "name short", "people": "name", "places": "name", "offices": "title",
    "issues": "name proposition", "events": "title summary", "delegates": "description",
    "positions": "summary condition", "sources": "publisher short title author url language",
    "claims": "note locator quote hedge rank_reason", "names": "text",
}  # fmt: skip
"""Where people write what they like; the other texts are words of closed lists, and dates."""


def in_prose(_conn: sqlite3.Connection) -> list[tuple[str, str]]:
    return [(table, name) for table, names in _PROSE.items() for name in names.split()]


_NUMBERED = {"record_state": "record", "stages": "event", "timeline": "event", "period_counts": "day"}
"""The column that tells the rows of a table from each other, where it isn't `id`."""


def in_everything(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    return [
        (table, name)
        for table in TABLES
        for _, name, kind, *_ in conn.execute(f"PRAGMA table_info({table})").fetchall()
        if kind == "TEXT" and name not in _KEPT
    ]


def poison(
    store: Path, texts: Sequence[str], where: Callable[[sqlite3.Connection], list[tuple[str, str]]] = in_prose
) -> None:
    """Write `texts`, by turns, into columns of every row, as a program may that doesn't use our write path."""
    with writing(store) as conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute("CREATE TEMP TABLE hostile (turn INTEGER PRIMARY KEY, text TEXT)")
        conn.executemany("INSERT INTO hostile VALUES (?, ?)", enumerate(texts))
        for shift, (table, name) in enumerate(where(conn)):
            row = _NUMBERED.get(table, "id")
            # With the row's number where a table wants its rows to differ.
            number = f" || {row}" if name == "role" else " || type" if table == "period_counts" else ""
            conn.execute(
                f"UPDATE {table} SET {name} = (SELECT text{number} FROM hostile WHERE turn = ({table}.{row} + ?) % ?)",
                (shift, len(texts)),
            )


async def look_everywhere(talks: Driven) -> None:
    """Go through every pane and every box; nothing unsafe may be on the screen at any moment."""

    def check() -> None:
        for line in talks.text().split("\n"):
            assert not UNSAFE.search(line)
        for title in (pane.title for pane in map(talks.pane, PANES)):
            assert isinstance(title, str)

    check()
    for name in PANES[:3]:
        for key in (
            str(PANES.index(name) + 1),
            "g",
            "j",
            "j",
            "l",
            "f",
            "G",
            "f",
            "y",
            "enter",
            "G",
            "enter",
            "escape",
        ):
            await talks.press(key)
            check()
        assert not UNSAFE.search(talks.app.clipboard)
        await talks.press("escape")
    for keys in (("[", "]"), ("d", "d"), ("p", "escape"), ("ctrl+g", "escape"), ("?", "escape")):
        for key in keys:
            await talks.press(key)
            check()
    assert talks.app.is_running
    assert not talks.boxed


@pytest.mark.parametrize(("where", "size"), [*((in_prose, size) for size in SIZES), (in_everything, SIZES[1])])
async def test_text_that_commands_or_marks_up_is_only_text(
    where: Callable[[sqlite3.Connection], list[tuple[str, str]]], size: tuple[int, int], store_path: Path
) -> None:
    poison(store_path, [*HOSTILE.values()], where)
    async with opened(store_path, size) as talks:
        await look_everywhere(talks)


@pytest.mark.parametrize("text", ["[/b]", "\x1b]52;c;eA==\x07", "one\ntwo\u2028three"], ids=repr)
async def test_a_store_with_nothing_else_in_it_can_be_looked_at(text: str, store_path: Path) -> None:
    poison(store_path, [text], in_everything)
    async with opened(store_path) as talks:
        await look_everywhere(talks)


async def test_markup_is_shown_as_it_is_written(store_path: Path) -> None:
    poison(store_path, ["[@click=app.quit]x[/]"])
    async with opened(store_path, (200, 60)) as talks:
        assert talks.text().count("[@click=app.quit]x[/]") > 20
        assert "[@click=app.quit]x[/]" in talks.text().split("\n")[0]
        assert talks.title() == "4 Detail · [@click=app.quit]x[/]"


LINKS: Final = (
    "[@click=app.quit]" + "x" * 40 + "[/]",
    "[@click=screen.app.quit]x[/][link=https://example.org]y[/link]",
    "\x1b]8;;https://example.org\x1b\\" + "x" * 40,
    "[@mouse.down=app.quit]x[/] [@click=app.suspend_process]" + "y" * 40,
)
"""What Textual would make a link or an action of, if it were asked to read markup."""


async def test_no_cell_of_any_screen_has_an_action_or_a_link(store_path: Path) -> None:
    poison(store_path, LINKS)
    async with opened(store_path) as talks:
        await talks.press("2", "j", "j")
        for opens in ("", "v", "b", "H", "c", "w", "P", "V", "p", "ctrl+g", "?", "/"):
            await talks.press(*([opens] if opens else []))
            styles = [segment.style for strip in talks.app.screen._compositor.render_strips() for segment in strip]
            assert len(styles) > 36
            for style in filter(None, styles):
                assert style.link is None
                assert not [name for name in style.meta if name.startswith("@")]
            await talks.press(*(["escape"] if opens else []))
            assert not talks.boxed


@pytest.mark.parametrize("opens", ["", "v"])
async def test_a_click_on_any_cell_runs_nothing_that_a_text_says(
    opens: str, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison(store_path, LINKS)
    run: list[object] = []

    async def noted(_app: App[None], action: object, *_given: object, **_named: object) -> bool:
        run.append(action)
        return True

    async with opened(store_path, (80, 24)) as talks:
        await talks.press("3", "j", *opens)
        before = talks.pane("timeline").cursor
        monkeypatch.setattr(App, "run_action", noted)
        for y in range(24):
            for x in range(80):
                for kind in (events.MouseDown, events.MouseUp, events.Click):
                    talks.app.screen._forward_event(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await talks.rest()
        assert run == []
        assert talks.app.is_running
        assert opens or talks.pane("timeline").cursor != before  # the clicks were felt


async def test_what_commands_a_terminal_is_seen_as_a_replacement(store_path: Path) -> None:
    with writing(store_path) as conn:
        conn.execute("UPDATE processes SET name = ?", ("a\x1b[2Jb",))
    async with opened(store_path) as talks:
        assert "a\ufffd[2Jb" in talks.text().split("\n")[0]


async def test_no_row_is_wider_than_its_pane_whatever_is_written(store_path: Path) -> None:
    poison(store_path, ["漢\x07字" * 40])
    async with opened(store_path) as talks:
        for strip in talks.app.screen._compositor.render_strips():
            assert strip.cell_length == 120
        assert not re.search(r"[^│╮╯─]$", "\n".join(talks.text().split("\n")[1:-1]), re.MULTILINE)
