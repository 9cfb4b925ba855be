"""`talks-tui [STORE]`: open the board, or print it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from db import store, watching
from db.board import Look, board
from db.errors import UsageError
from db.scope import Scope
from db.steps import typed
from db.text import shown
from db.voices import find
from tui.link import Link, link
from tui.terminal import why_not

if TYPE_CHECKING:
    from db.views import View
    from db.watching import Connection
    from tui.cli.options import Options
    from tui.own.folders import Own


def run(options: Options) -> int:
    """Open the board in the terminal; print it where standard output is none.

    Raises:
        StoreError: The store can't be opened, or doesn't hold what is looked for.
        UsageError: The board can't be drawn in this terminal, or no voice is called as typed.
    """
    if options.kiosk:
        _lock(options)
    printing = options.print or not sys.stdout.isatty()
    if not printing:
        why = why_not(sys.stdin.isatty(), sys.stderr.isatty(), os.environ.get("TERM"))
        if why:
            raise UsageError(f"{why}.")
    path = _store(options)
    if printing:
        scope, said = _scope(path, options, _own_files() if options.view else None)
        for sentence in said:
            print(f"talks-tui: {shown(sentence)}", file=sys.stderr)
        return _print(path, Look(scope))
    own = _own_files(options.kiosk)
    scope, said = _scope(path, options, own)
    line = link(os.environ, options.low_bandwidth, options.mouse)
    return _show(path, Look(scope), options, own, said, line)


def _lock(options: Options) -> None:
    """Have the process change nothing from here on, and take no more of the machine than it needs."""
    from tui.kiosk.lock import lock  # noqa: PLC0415
    from tui.limits import limit  # noqa: PLC0415

    options.read_only = True
    limit()
    lock()


def _own_files(kiosk: bool = False) -> Own:
    from tui.own.folders import own  # noqa: PLC0415  (what prints the board needs none)

    return own(noted=not kiosk)


def _scope(path: Path, options: Options, own: Own | None) -> tuple[Scope, tuple[str, ...]]:
    """Return what is looked at first, and sentences about what of a saved view isn't there.

    Raises:
        StoreError: The store can't be read.
        UsageError: No voice or saved view is called as typed.
        OwnError: The saved views can't be read, and one is asked for.
    """
    asked = _asked(path, options)
    view, said = (None, ()) if own is None else _view(options, own)
    if view is None:
        return asked, said
    from db.views import recalled  # noqa: PLC0415

    found = watching.read(path, lambda conn: recalled(conn, view))
    scope = found.scope
    if options.process is not None:
        scope = replace(scope, process=asked.process, round=None)
    if options.word is not None:
        scope = replace(scope, word=asked.word, hide_silent=scope.hide_silent and asked.word is not None)
    if options.as_of is not None:
        scope = replace(scope, as_of=asked.as_of)
    return scope, (*said, *found.gone)


def _view(options: Options, own: Own) -> tuple[View | None, tuple[str, ...]]:
    """Return the saved view to begin with: the one that was typed, else the default where no scope was typed."""
    from tui.own.file import OwnError  # noqa: PLC0415
    from tui.own.views import NO_VIEW, pick  # noqa: PLC0415

    if options.view is not None:
        return (None if options.view.casefold() == NO_VIEW else pick(own.views, options.view)), ()
    if (options.process, options.word, options.as_of) != (None, None, None):
        return None, ()
    try:
        views = own.views.load()
    except OwnError as error:
        return None, (str(error),)
    return (views.known[views.default] if views.default else None), ()


def named(options: Options) -> Path:
    """Return the store that is meant: the one that was typed, or else $TALKS_STORE, or else the user's own."""
    return _typed(options) or _own()


def _typed(options: Options) -> Path | None:
    return options.store or (Path(os.environ["TALKS_STORE"]) if os.environ.get("TALKS_STORE") else None)


def _store(options: Options) -> Path:
    """Return the store to open, made if it is the user's own and isn't there; an older one is upgraded."""
    path = named(options)
    if options.read_only:
        return path
    if _typed(options) is None and not path.exists():
        from db.bundled import new_store  # noqa: PLC0415  (writing is for the first time only)

        new_store(path)
        print(shown(f"Made {path} with the bundled talks."), file=sys.stderr)
    elif watching.outdated(path):
        store.writable(path).close()
    return path


def _asked(path: Path, options: Options) -> Scope:
    """Return what was asked for, as the store knows it."""
    scope = Scope(process=options.process)
    if options.word is None and options.as_of is None:
        return scope

    def known(conn: Connection) -> Scope:
        word = None if options.word is None else find(conn, options.word)
        return replace(scope, word=word, as_of=None if options.as_of is None else typed(conn, scope, options.as_of))

    return watching.read(path, known)


def _own() -> Path:
    from tui.own.folders import folder  # noqa: PLC0415

    return folder("data") / "talks.db"


def _print(path: Path, look: Look) -> int:
    from db.counts import STALE, add_up  # noqa: PLC0415
    from tui.draw.printed import printed  # noqa: PLC0415

    found, right = watching.read(path, lambda conn: (board(conn, look, whole=True), add_up(conn)))
    print("\n".join(printed(found, shutil.get_terminal_size((100, 24)).columns, store.follows(path))))
    if not right:
        print(shown(f"talks-tui: {path}: {STALE}"), file=sys.stderr)
    return 0


def _show(path: Path, look: Look, options: Options, own: Own, said: tuple[str, ...], line: Link) -> int:
    from tui import lean  # noqa: PLC0415

    lean.load()
    from tui.app import TalksApp  # noqa: PLC0415  (Textual takes a quarter of a second to import)
    from tui.terminal import install_guards  # noqa: PLC0415

    kind = TalksApp
    if options.kiosk:
        from tui.kiosk.app import KioskApp as kind  # noqa: N813, PLC0415

    idle = None if options.idle_timeout is None else options.idle_timeout * 60
    app = kind(path, look, options.read_only, own, said, line, idle)
    take_off = install_guards(app, app.reader.abandon)
    try:
        app.run(mouse=line.mouse)
    finally:
        take_off()
        app.reader.close()
    return app.return_code or 0
