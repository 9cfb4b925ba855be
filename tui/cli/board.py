"""`talks-tui [STORE]`: open the board, or print it."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from db import store
from db.board import Look, board
from db.errors import UsageError
from db.overview import pick, processes
from db.scope import Scope
from db.steps import day_before
from db.text import shown
from db.voices import find
from tui.terminal import why_not

if TYPE_CHECKING:
    import sqlite3

    from tui.cli.parser import Options


def run(options: Options) -> int:
    """Open the board in the terminal; print it where standard output is none.

    Raises:
        StoreError: The store can't be opened, or doesn't hold what is looked for.
        UsageError: The board can't be drawn in this terminal, or no voice is called as typed.
    """
    printing = options.print or not sys.stdout.isatty()
    if not printing:
        why = why_not(sys.stdin.isatty(), sys.stderr.isatty(), os.environ.get("TERM"))
        if why:
            raise UsageError(f"{why}.")
    path = _store(options)
    look = Look(_scope(path, options))
    return _print(path, look) if printing else _show(path, look, options.read_only)


def _store(options: Options) -> Path:
    """Return the store to open, made if it is the user's own and isn't there; an older one is upgraded."""
    named = options.store or (Path(os.environ["TALKS_STORE"]) if os.environ.get("TALKS_STORE") else None)
    path = named or _own()
    if options.read_only:
        return path
    if named is None and not path.exists():
        from db.bundled import new_store  # noqa: PLC0415  (writing is for the first time only)

        new_store(path)
        print(shown(f"Made {path} with the bundled talks."), file=sys.stderr)
    elif store.outdated(path):
        store.writable(path).close()
    return path


def _scope(path: Path, options: Options) -> Scope:
    """Return what was asked for, as the store knows it."""
    scope = Scope(process=options.process)
    if options.word is None and options.as_of is None:
        return scope
    with closing(store.read_only(path)) as conn, store.explained(path):
        word = None if options.word is None else find(conn, options.word)
        return replace(scope, word=word, as_of=_day(conn, scope, options.as_of))


def _day(conn: sqlite3.Connection, scope: Scope, typed: str | None) -> int | None:
    """Return the day that was typed; a year that is left out is the one nearest to the last day of the talks."""
    from db.dates import today, typed_day  # noqa: PLC0415  (only when a day is typed)

    if typed is None or typed.strip().lower() == "now":
        return None
    process = pick(processes(conn), scope)
    return typed_day(typed, day_before(conn, process.id, today()) or today() if process else today())


def _own() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("talks-tui", appauthor=False) / "talks.db"


def _print(path: Path, look: Look) -> int:
    from tui.draw.printed import printed  # noqa: PLC0415

    with closing(store.read_only(path)) as conn, store.explained(path):
        lines = list(printed(board(conn, look), shutil.get_terminal_size((100, 24)).columns))
    print("\n".join(lines))
    return 0


def _show(path: Path, look: Look, read_only: bool) -> int:
    from tui.app import TalksApp  # noqa: PLC0415  (Textual takes a quarter of a second to import)
    from tui.terminal import install_guards  # noqa: PLC0415

    app = TalksApp(path, look, read_only)
    take_off = install_guards(app, app.reader.abandon)
    try:
        app.run()
    finally:
        take_off()
        app.reader.close()
    return app.return_code or 0
