"""`talks-tui new`: make a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.bundled import new_store
from db.text import shown

if TYPE_CHECKING:
    from tui.cli.options import Options


def run(options: Options) -> int:
    """Make a store, and say so.

    Raises:
        StoreError: Something is there already, or it can't be written.
    """
    assert options.store is not None
    new_store(options.store, empty=options.empty)
    print(shown(f"Made {options.store}{'' if options.empty else ' with the bundled talks'}."))
    return 0
