"""A box over the board: Esc closes it, and what is typed in it fires no key of the board."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Box(ModalScreen[Answer]):
    """The base of all boxes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "close", id="box.close")]

    def action_close(self) -> None:
        """Close the box without an answer."""
        self.dismiss(None)
