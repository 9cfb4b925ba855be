"""`talks-tui import`: add what talks files hold to a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.importing import import_file
from db.text import shown
from tui.cli.arguments import Parser, make

if TYPE_CHECKING:
    from tui.cli.options import Options

_HELP: Final = """\
examples:
  talks-tui import talks.db round-3.toml
  talks-tui import talks.db *.toml

A file is taken whole or not at all. Records that the store has already are compared by their slugs: what differs
is changed, what is the same is left alone, nothing is ever removed.
"""


def parser() -> Parser:
    """Return what reads its arguments."""
    reads = make("talks-tui import", "Add what talks files hold to a store.", _HELP)
    reads.add_argument("store", type=Path, metavar="STORE", help="the store to add to")
    reads.add_argument("files", type=Path, nargs="+", metavar="FILE.toml", help="talks files")
    reads.set_defaults(run=run)
    return reads


def run(options: Options) -> int:
    """Import each file, and say what it did.

    Raises:
        StoreError: The store can't be opened or written.
        TalksFileError: A file has faults; it was left out whole, those before it are in.
    """
    assert options.store is not None
    for file in options.files:
        done = import_file(options.store, file).summary
        print(f"{shown(str(file))}: {done.added} added, {done.changed} changed, {done.same} there already.")
    return 0
