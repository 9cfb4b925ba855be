"""The violation ledger: each alleged breach, who alleges and who denies it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from db.ledger import Ledger, ledger
from tui.draw import ledger as draw
from tui.draw.header import as_of, many
from tui.draw.spans import Line, Row
from tui.screens.page import Ask, Page, PageRows

if TYPE_CHECKING:
    from db.reader import Question
    from db.scope import Scope


class LedgerPage(Page[Ledger, PageRows]):
    """The alleged breaches of one negotiation; Enter opens the accusation.

    Args:
        ask: Puts its question to the reader.
        process: Id of the negotiation.
        scope: What is looked at.
    """

    def __init__(self, ask: Ask, process: int, scope: Scope) -> None:
        super().__init__(ask, PageRows())
        self._process = process
        self._scope = scope

    def question(self) -> Question[Ledger]:
        """Ask for the ledger."""
        return partial(ledger, process=self._process, as_of=self._scope.as_of)

    def keys(self) -> list[tuple[str, str]]:
        """Say where Enter leads."""
        return [("Enter", "the accusation")]

    def show(self, found: Ledger) -> None:
        """Show it."""
        self.rows.draw(partial(_drawn, found), keep=bool(self.rows.rows))
        denied = sum(1 for breach in found.breaches if breach.denials)
        self.rows.say(f"Violation ledger{as_of(self._scope)}", f"{many(found.total, 'accusation')} · {denied} denied")


def _drawn(found: Ledger, width: int) -> tuple[Sequence[Line], Sequence[Row]]:
    rows = draw.rows(found, width)
    return ((rows[0].line,), rows[1:]) if found.breaches and width >= draw.TABLE else ((), rows)
