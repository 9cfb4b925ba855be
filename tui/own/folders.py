"""Where the user's own files are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from db.values import dataclass
from tui.own.seen import SeenFile
from tui.own.views import ViewsFile

_NAME: Final = "talks-tui"


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
    from platformdirs import user_config_path, user_state_path  # noqa: PLC0415

    found = at(user_state_path(_NAME, appauthor=False), user_config_path(_NAME, appauthor=False))
    return replace(found, noted=noted)


def at(state: Path, config: Path) -> Own:
    """Return the files in two folders; one that isn't absolute, as without a home, holds nothing."""
    return Own(
        SeenFile(state / "seen.json" if state.is_absolute() else None),
        ViewsFile(config / "views.json" if config.is_absolute() else None),
    )
