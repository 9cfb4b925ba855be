"""Screens over the board, which may be repainted beneath them at any moment."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import Screen

Answer = TypeVar("Answer")


class Over(Screen[Answer]):
    """The base of all boxes and pages.

    Where the screen beneath repaints a part of itself, Textual has the one on top repaint that part, and forgets which
    widgets of it wait for their turn, as if all of it were: what they had to show would stay unseen.
    """

    def _on_timer_update(self) -> None:
        """Repaint what is to be, and keep in mind who waits."""
        waiting = {*self._dirty_widgets} if self._repaint_required else set()
        super()._on_timer_update()
        if waiting:
            self._dirty_widgets |= waiting
            self.check_idle()
