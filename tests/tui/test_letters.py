"""What stands for a character where a terminal can't show it."""

from __future__ import annotations

import ast
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.program import ROOT
from tui import letters

FONT = {*bytes(range(128, 256)).decode("cp437"), *"⌂•○◘☼►◄↕‼¶§▬↨↑↓→←▲▼♥♦♣♠"}
"""Beyond ASCII, what the fonts of PCs have, and so the kernel's own."""
CERTAINTY = ("conditional", "contested", "denied", "agreed", "single", "silent", "declined", "opposed", "uncited")


def drawn() -> set[str]:
    """Every character beyond ASCII in what the screens draw with."""
    found = set((ROOT / "tui/draw/look.toml").read_text(encoding="utf-8").partition("[style]")[0])
    for path in [*(ROOT / "tui").rglob("*.py")]:
        if path.name not in ("breaking.py", "hygiene.py", "wire.py"):  # which only look for them
            tree = ast.parse(path.read_text(encoding="utf-8"))
            said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                    found |= set(node.value)
    return {
        char for char in found if not char.isascii() and char.isprintable() and not char.isalpha() and cell_len(char)
    }


@pytest.mark.parametrize(
    ("term", "locale", "encoding", "which"),
    [
        ("xterm-256color", {"LANG": "C.UTF-8"}, "utf-8", None),
        ("xterm-256color", {"LANG": "C"}, "utf-8", None),
        ("xterm-256color", {}, "utf-8", None),
        ("xterm-256color", {"LANG": "de_DE"}, "iso8859-1", "ascii"),
        ("linux", {"LANG": "en_GB.utf8"}, "utf-8", "console"),
        ("linux", {"LANG": "C"}, "utf-8", "ascii"),
        ("linux", {"LANG": "C.UTF-8", "LC_ALL": "C"}, "utf-8", "ascii"),
        ("linux", {"LANG": "C", "LC_CTYPE": "de_DE.UTF-8", "LC_ALL": ""}, "utf-8", "console"),
        ("linux", {"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8", "ascii"),  # as Python makes it
        ("vt100", {}, "utf-8", "ascii"),
        ("vt220", {"LANG": "C.UTF-8"}, "utf-8", None),
    ],
)
def test_what_a_terminal_can_show(term: str, locale: dict[str, str], encoding: str, which: letters.Set | None) -> None:
    assert letters.which({"TERM": term, **locale}, encoding) == which


@pytest.mark.parametrize("which", ["console", "ascii"])
def test_everything_that_is_drawn_can_be_shown(which: letters.Set) -> None:
    table = letters.table(which)
    marks = drawn()
    assert len(marks) > 50
    shown = {char: char.translate(table) for char in marks}
    known = {chr(code) for code in range(32, 127)} | (FONT if which == "console" else set())
    assert {char: instead for char, instead in shown.items() if instead not in known} == {}
    assert [char for char, instead in shown.items() if instead == "?" and char != "\ufffd"] == []


@pytest.mark.parametrize("which", ["console", "ascii"])
def test_how_sure_something_is_can_still_be_told(which: letters.Set) -> None:
    look = tomllib.loads((ROOT / "tui/draw/look.toml").read_text(encoding="utf-8"))
    table = letters.table(which)
    marks = [look["mark"][name].translate(table) for name in CERTAINTY]
    assert len(set(marks)) == len(marks)
    stances = [glyphs.translate(table) for glyphs in look["stance"].values()]
    assert len(set(stances)) == len(stances)


@given(st.text(max_size=20))
def test_ascii_is_all_that_is_sent_and_nothing_moves(text: str) -> None:
    table = letters.table("ascii")
    for char in text:
        instead = char.translate(table)
        assert instead.isascii()
        assert len(instead) == cell_len(char) or char.isascii()


def test_names_lose_their_accents() -> None:
    assert "Öztürk, Łukasz Šefčovič; 한".translate(letters.table("ascii")) == "Ozturk, Lukasz Sefcovic; ??"


@pytest.mark.parametrize("which", ["console", "ascii"])
def test_control_sequences_stay_as_they_are(which: letters.Set) -> None:
    plain = "".join(map(chr, range(128)))
    assert plain.translate(letters.table(which)) == plain
