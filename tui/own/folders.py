"""Where the user's own files are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from db.values import dataclass
from tui.own.seen import SeenFile
from tui.own.views import ViewsFile

_NAME: Final = "talks-tui"


@dataclass(frozen=True, slots=True)
class Own:
    """The user's own files: what was seen, and the saved views."""

    seen: SeenFile
    views: ViewsFile


def own() -> Own:
    """Return the files of whoever runs the program; where they have no home, nothing is kept."""
    from platformdirs import user_config_path, user_state_path  # noqa: PLC0415

    return at(user_state_path(_NAME, appauthor=False), user_config_path(_NAME, appauthor=False))


def at(state: Path, config: Path) -> Own:
    """Return the files in two folders; one that isn't absolute, as without a home, holds nothing."""
    return Own(
        SeenFile(state / "seen.json" if state.is_absolute() else None),
        ViewsFile(config / "views.json" if config.is_absolute() else None),
    )
