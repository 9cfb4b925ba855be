"""What a start leaves out is there for whoever asks later, and nothing is left out where that doesn't work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import program
from tests.terminal import Terminal
from tui import lean

LEAN = """
import json, sys
{before}
from tui import lean
lean.begin()
lean.load()
left_out = sorted({{*lean.WITHOUT, *lean.LATER}} - set(sys.modules))
{after}
print(json.dumps(left_out))
"""
ALL = sorted([*lean.WITHOUT, *lean.LATER])


def left_out(home: Path, before: str = "", after: str = "") -> list[str]:
    """Load what a start needs in a fresh Python, and return what of the rest isn't there."""
    done = subprocess.run(
        [sys.executable, "-c", LEAN.format(before=before, after=after)],
        env=program.environment(home),
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def test_who_asks_later_is_given_the_real_one(home: Path) -> None:
    real = """
import ssl, textual.types, textual.widgets
from textual.command import Hit, Provider
assert ssl.SSLContext and textual.types.CSSPathError.__mro__[1] is Exception
assert textual.widgets.Input and isinstance(Provider, type) and Provider.__module__ == "textual.command"
"""
    assert left_out(home, after=real) == ALL


def test_a_class_that_stands_in_becomes_the_real_one_when_it_is_used(home: Path) -> None:
    used = """
from textual import app, theme
assert "textual.command" not in sys.modules
hit = theme.Hit(1.0, "a match", print)
from textual.command import Hit, Provider
assert type(hit) is Hit
assert issubclass(theme.ThemeProvider, Provider)
assert app.CommandPalette.is_open.__module__ == "textual.command"
"""
    assert left_out(home, after=used) == ALL


def test_what_is_loaded_already_stays(home: Path) -> None:
    assert left_out(home, before="import difflib") == [name for name in ALL if name != "difflib"]
    assert not {"ssl", "textual.command", "textual.types"} & {*left_out(home, before="import textual.command, ssl")}


def test_what_asks_a_module_that_was_held_back_is_told_what_the_real_one_has(home: Path) -> None:
    used = """
import inspect, pathlib, shutil
from textual import actions, app, suggestions
assert str(inspect.signature(object)) == "()"  # which reads a text by `ast`, and asks what it is
assert actions.parse("a.zoom(-1, 'x')") == ("a", "zoom", (-1, "x"))
assert suggestions.get_suggestion("heigth", ["height", "width"]) == "height"
assert app.uuid.uuid4() != app.uuid.uuid4()
assert app.mimetypes.guess_type("a.txt")[0] == "text/plain"
from urllib.parse import urlsplit
assert urlsplit("http://[::1]:80/").port == 80  # by `ipaddress`
import lzma, bz2, typing_extensions
assert typing_extensions.deprecated and lzma.compress and bz2.compress
"""
    assert left_out(home, after=used) == ALL


def test_what_is_called_while_it_is_held_back_is_loaded_at_once(home: Path) -> None:
    before = """
import tui.lean
real = tui.lean._import
def calling():
    import difflib
    assert difflib.get_close_matches("a", ["b", "a"]) == ["a"]
    real()
tui.lean._import = calling
"""
    assert left_out(home, before) == [name for name in ALL if name != "difflib"]


@pytest.mark.parametrize("fault", [ImportError, AttributeError, TypeError])
def test_where_textual_cannot_do_without_all_of_it_is_loaded(home: Path, fault: type[Exception]) -> None:
    before = f"""
import tui.lean
real, calls = tui.lean._import, []
def stumbling():
    calls.append(1)
    real()
    if len(calls) == 1:
        raise {fault.__name__}("it isn't as it was")
tui.lean._import = stumbling
"""
    after = "from textual.app import CommandPalette; assert CommandPalette.__class__.__name__ == '_MessagePumpMeta'"
    assert left_out(home, before, after) == ["bz2", "ipaddress", "lzma"]  # of Python's own


def test_the_palette_is_there_when_it_is_opened(home: Path, store_path: Path) -> None:
    with Terminal([*program.COMMAND, store_path], size=(120, 40), env=program.environment(home)) as terminal:
        terminal.wait_for("4 Detail · ")
        terminal.press("ctrl+p")
        terminal.wait_for("Search for commands")
        terminal.press("change the theme")
        terminal.wait_for("Colours of the whole board")
        terminal.press("enter")
        terminal.wait_for("catppuccin-mocha")
        terminal.press("nord")
        terminal.wait_for(lambda: "catppuccin-mocha" not in terminal.screen() and "nord" in terminal.screen())
        terminal.press("enter")
        terminal.wait_for(lambda: "nord" not in terminal.screen())  # until it is closed it takes what is typed
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.leftovers() == []
