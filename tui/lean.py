"""Textual without what the program never uses of it: a start is imports, and these are a twelfth of them.

`ssl` comes with asyncio, which does without; `textual.types` only names things for annotations, and loads a directory
tree, a select box and others to do so. Whatever asks for either later is given the real one.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from types import ModuleType
from typing import Any


class _Names(ModuleType):
    """Has every name, for annotations that nobody evaluates."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return Any


def load() -> None:
    """Import what the app needs of Textual; all of it where this version can't do without the rest."""
    before = set(sys.modules)
    held: dict[str, Any] = {"ssl": None, "textual.types": _Names("textual.types")}
    out = {name: instead for name, instead in held.items() if name not in before}
    sys.modules.update(out)
    try:
        with suppress(ImportError, AttributeError, TypeError):
            _import()
            return
        for name in set(sys.modules) - before:
            del sys.modules[name]
    finally:
        for name, instead in out.items():
            if sys.modules.get(name, out) is instead:
                del sys.modules[name]
    _import()


def _import() -> None:
    import textual.app  # noqa: PLC0415
    import textual.drivers.linux_driver  # noqa: F401, PLC0415
