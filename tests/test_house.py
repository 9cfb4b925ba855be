"""The rules of the house that no linter knows: what is loaded when, and what stands where."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests import program
from tests.terminal import Terminal

ROOT = program.ROOT
PROGRAM = sorted(path for folder in ("tui", "db") for path in (ROOT / folder).rglob("*.py"))

ALL_OF = """
import importlib, pkgutil
package = importlib.import_module({package!r})
for module in pkgutil.walk_packages(package.__path__, {package!r} + "."):
    importlib.import_module(module.name)
"""
PRINTING = """
import sys
sys.argv[1:] = [{store!r}, "--print"]
import tui.cli.board
from tui.cli import main
try:
    main()
except SystemExit as done:
    assert not done.code, done
"""
READING = """
from pathlib import Path
from db.board import Look, board
from db.detail import detail
from db.scope import Scope, Subject
from db.store import read_only
conn = read_only(Path({store!r}))
for entry in board(conn, Look(Scope())).window.entries:
    assert detail(conn, Subject(entry.id))
"""
STARTING = """
import gc, json, sys

def stands():
    with open({told!r}, "w") as told:
        json.dump(sorted(sys.modules), told)

gc.freeze = stands  # called once the first frame stands
sys.argv[1:] = [{store!r}]
from tui.cli import main
main()
"""
NOT_AT_FIRST: Final = {
    *("argparse", "ast", "difflib", "email", "http", "ipaddress", "lzma", "mimetypes", "ssl", "_ssl", "urllib.request"),
    *("platformdirs", "tempfile", "uuid", "typing_extensions", "rich.panel", "rich.table", "rich.tree"),
    *("dateutil", "edtf", "pyparsing", "sqlite_utils"),
    *("textual.command", "textual.types", "textual.widgets._input", "textual.widgets._option_list"),
    *("db.bundled", "db.caches", "db.checking", "db.documents", "db.drafts", "db.importing", "db.indexing", "db.write"),
    *("db.filters", "db.matching", "db.query", "db.search", "db.suggest"),
    *("db.reading", "db.exporting", "db.briefing", "db.whole", "icalendar", "openpyxl", "tomli_w", "tui.draw.html"),
    *("db.exporting", "icalendar"),
    *("resource", "tui.kiosk"),
    *("tui.draw.compare", "tui.draw.found", "tui.draw.printed", "tui.screens.box", "tui.screens.find"),
}
"""What the reading path must not load before the first frame: writers, the network, and what is opened later."""


def loaded(script: str, home: Path) -> set[str]:
    """The modules that a fresh Python has after running a script."""
    tell = "\nimport json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script + tell],
        env=program.environment(home),
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_store_knows_nothing_of_the_screen(home: Path) -> None:
    modules = loaded(ALL_OF.format(package="db"), home)
    assert "db.store" in modules
    assert {"tui", "textual", "rich"} & modules == set()


def test_drawing_needs_no_textual(home: Path) -> None:
    modules = loaded(ALL_OF.format(package="tui.draw"), home)
    assert "tui.draw.printed" in modules
    assert "textual" not in modules


def test_printing_loads_nothing_that_it_can_do_without(home: Path, store_path: Path) -> None:
    modules = loaded(PRINTING.format(store=str(store_path)), home)
    assert "tui.draw.printed" in modules
    assert {"textual", "sqlite_utils", "edtf", "pyparsing", "dateutil", "ssl", "asyncio"} & modules == set()


def test_no_record_of_the_bundled_talks_needs_the_date_parser_to_be_read(home: Path, store_path: Path) -> None:
    modules = loaded(READING.format(store=str(store_path)), home)
    assert "db.detail" in modules
    assert {"edtf", "dateutil"} & modules == set()


def test_showing_the_board_loads_nothing_that_only_writers_need(home: Path) -> None:
    modules = loaded("import tui.cli.board, tui.app, tui.screens.board, db.reader", home)
    assert "textual" in modules
    assert {"sqlite_utils", "edtf", "dateutil"} & modules == set()


def test_the_first_frame_loads_nothing_that_it_can_do_without(home: Path, store_path: Path) -> None:
    told = home / "modules.json"
    script = STARTING.format(told=str(told), store=str(store_path))
    with Terminal([sys.executable, "-c", script], size=(120, 40), env=program.environment(home)) as terminal:
        terminal.wait_for("1 Delegations")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    modules = set(json.loads(told.read_text()))
    assert {"textual.app", "db.reader", "tui.screens.board"} <= modules
    assert modules & NOT_AT_FIRST == set()


@pytest.mark.parametrize("path", PROGRAM, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_stays_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="not a clone")
def test_nothing_else_stands_at_the_top() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    ).stdout
    names = {line.partition("/")[0] for line in listed.splitlines()}
    allowed = {"pyproject.toml", "README.md", "LICENSE", "tui", "db", "tests", "screenshots"}
    assert {name for name in names if not name.startswith(".")} == allowed


SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|JOIN|PRAGMA|ATTACH|CREATE|ALTER|DROP|BEGIN|COMMIT)\b")


def strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize(
    "path", [path for path in PROGRAM if ROOT / "tui" in path.parents], ids=lambda path: str(path.relative_to(ROOT))
)
def test_the_screen_speaks_no_sql(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [text for text in strings(tree) if SQL.search(text)] == []
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert called & {"execute", "executemany", "executescript", "fetchall", "fetchone"} == set()


@pytest.mark.parametrize("name", sorted(path.stem for path in PROGRAM if path.parent == ROOT / "db"))
def test_a_module_of_the_store_has_a_test_of_its_name(name: str) -> None:
    if name not in {"__init__", "bundled", "drafts", "errors", "shapes"}:  # these are met in everybody's tests
        assert (ROOT / "tests" / "db" / f"test_{name}.py").is_file()
