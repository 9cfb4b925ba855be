"""Where the user's own files are."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from db.values import dataclass
from tui.own.seen import SeenFile
from tui.own.views import ViewsFile

Kind = Literal["config", "data", "state"]

_NAME: Final = "talks-tui"
_XDG: Final = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}
"""The variable that names each folder, and where it is in a home without: the XDG Base Directory Specification."""


@dataclass(frozen=True, slots=True)
class Own:
    """The user's own files: what was seen, and the saved views.

    Attributes:
        seen: What was seen of each store.
        views: The saved views.
        noted: Whether what is seen is noted: not where an account is everybody's.
    """

    seen: SeenFile
    views: ViewsFile
    noted: bool = True


def own(noted: bool = True) -> Own:
    """Return the files of whoever runs the program; where they have no home, nothing is kept.

    Args:
        noted: As in `Own`.
    """
    return replace(at(folder("state"), folder("config")), noted=noted)


def folder(kind: Kind) -> Path:
    """Return the program's own folder of a kind, which need not be there.

    On Linux it is a variable and a name, and the package that knows other systems would take half a megabyte of each
    session's memory.
    """
    if sys.platform == "linux":
        variable, usual = _XDG[kind]
        for base, below in ((os.environ.get(variable, ""), ""), (os.environ.get("HOME", ""), usual)):
            if base.startswith("/"):
                return Path(base, below, _NAME)
    import platformdirs  # noqa: PLC0415

    return Path(getattr(platformdirs, f"user_{kind}_dir")(_NAME, appauthor=False))


def at(state: Path, config: Path) -> Own:
    """Return the files in two folders; one that isn't absolute, as without a home, holds nothing."""
    return Own(
        SeenFile(state / "seen.json" if state.is_absolute() else None),
        ViewsFile(config / "views.json" if config.is_absolute() else None),
    )
