"""Accounts side by side: what each voice says of one record, property by property."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from db.versus import By, Versus, versus
from tui.commands import bindings
from tui.draw import versus as draw
from tui.draw.header import as_of
from tui.draw.spans import Line, Row
from tui.screens.page import Ask, Page, PageRows

if TYPE_CHECKING:
    from textual.binding import BindingType

    from db.reader import Question
    from db.scope import Scope


class VersusPage(Page[Versus | None, PageRows]):
    """The accounts of one record, a column for each side and outlet that speaks, or for each outlet that reports.

    Args:
        ask: Puts its question to the reader.
        record: The record's id.
        scope: What is looked at.
    """

    BINDINGS: ClassVar[list[BindingType]] = [binding for binding in bindings("board") if binding.id == "versus"]

    def __init__(self, ask: Ask, record: int, scope: Scope) -> None:
        super().__init__(ask, PageRows())
        self._record = record
        self._scope = scope
        self._by: By = "voice"

    def question(self) -> Question[Versus | None]:
        """Ask for the accounts."""
        return partial(versus, record=self._record, by=self._by, as_of=self._scope.as_of)

    def show(self, found: Versus | None) -> None:
        """Show them."""
        self.rows.draw(partial(_drawn, found), keep=bool(self.rows.rows))
        by = "by whose word it is" if self._by == "voice" else "by the outlet that reports it"
        self.rows.say(f"Side by side · {found.title if found else 'gone'}{as_of(self._scope)}", by)

    def keys(self) -> list[tuple[str, str]]:
        """Say what the key of the columns does next."""
        return [("v", "by outlet" if self._by == "voice" else "by whose word")]

    def action_versus(self) -> None:
        """Put the columns in the other way."""
        self._by = "outlet" if self._by == "voice" else "voice"
        self.draw_footer()
        self.renew()


def _drawn(found: Versus | None, width: int) -> tuple[Sequence[Line], Sequence[Row]]:
    rows = draw.rows(found, width)
    if found is None or not found.aspects or not draw.beside(found, width):
        return (), rows
    return (draw.head(found, width),), rows[1:]
