"""What kind of line the terminal is at the other end of: told by the environment, or by who starts the program.

Nothing here imports Textual.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

FULL: Final = "talks"
"""The theme for terminals with many colours."""
FEW: Final = "talks-16"
"""The one for those with sixteen, of the terminal's own choosing: it takes the fewest bytes too."""

_SSH: Final = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_MANY: Final = ("-256color", "-kitty", "-direct")


@dataclass(frozen=True, slots=True)
class Link:
    """The line, and what is done about it.

    Attributes:
        slow: Whether each byte counts, as it may over SSH.
        asked: Whether the mouse was asked for, or away; None leaves it to the line.
        colours: What the terminal is known to show: 16, 256 or 2**24.
        plain: Whether no colour is wanted at all.
    """

    slow: bool = False
    asked: bool | None = None
    colours: int = 2**24
    plain: bool = False

    @property
    def mouse(self) -> bool:
        """Whether the terminal is to report the mouse: over a slow line only if asked, as it reports every motion."""
        return not self.slow if self.asked is None else self.asked

    @property
    def theme(self) -> str:
        """The name of the theme that suits it.

        SSH doesn't hand COLORTERM on, and of a far terminal nothing is known but a name: sixteen colours are safe.
        Nearby the name is to be trusted, and of 256 colours those that are near the theme's will do.
        """
        few = self.plain or self.colours == 16 or (self.slow and self.colours == 256)
        return FEW if few else FULL

    @property
    def switched(self) -> Link:
        """The same line, taken for a fast one if it was a slow one, or the reverse."""
        return replace(self, slow=not self.slow)


def link(environment: Mapping[str, str], slow: bool | None = None, mouse: bool | None = None) -> Link:
    """Tell what line the program is at.

    Args:
        environment: As in `os.environ`.
        slow: What was said of it on the command line, None for nothing.
        mouse: What was said of the mouse.
    """
    far = any(environment.get(name) for name in _SSH)
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        colours = 2**24
    else:
        colours = 256 if environment.get("TERM", "").endswith(_MANY) else 16
    return Link(far if slow is None else slow, mouse, colours, "NO_COLOR" in environment)
