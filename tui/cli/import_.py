"""`talks-tui import`: add what talks files hold to a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.importing import import_file
from db.text import shown

if TYPE_CHECKING:
    from tui.cli.options import Options


def run(options: Options) -> int:
    """Import each file, and say what it did.

    Raises:
        StoreError: The store can't be opened or written.
        TalksFileError: A file has faults; it was left out whole, those before it are in.
    """
    assert options.store is not None
    for file in options.files:
        done = import_file(options.store, file)
        print(f"{shown(str(file))}: {done.added} added, {done.changed} changed, {done.same} there already.")
    return 0
