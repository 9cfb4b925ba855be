"""`talks-tui new`: make a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.bundled import new_store
from db.text import shown
from tui.cli.arguments import Parser, make

if TYPE_CHECKING:
    from tui.cli.options import Options

_HELP: Final = """\
examples:
  talks-tui new talks.db          a store with the bundled talks
  talks-tui new mine.db --empty   a store with nothing in it yet
"""


def parser() -> Parser:
    """Return what reads its arguments."""
    reads = make("talks-tui new", "Make a store.", _HELP)
    reads.add_argument("store", type=Path, metavar="STORE", help="where; nothing may be there yet")
    reads.add_argument("--empty", action="store_true", help="leave out the bundled talks")
    reads.set_defaults(run=run)
    return reads


def run(options: Options) -> int:
    """Make a store, and say so.

    Raises:
        StoreError: Something is there already, or it can't be written.
    """
    assert options.store is not None
    new_store(options.store, empty=options.empty)
    print(shown(f"Made {options.store}{'' if options.empty else ' with the bundled talks'}."))
    return 0
