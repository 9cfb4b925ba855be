"""The box that asks for a party to go to."""

from __future__ import annotations

from db.parties import Party
from db.text import NO_MATCH, closeness, folded
from tui.draw.spans import Row, Span, filled, fit
from tui.panes.rows import Rows
from tui.screens.box import Search


class PartyRows(Rows):
    """The parties that are called as is typed, a row each."""

    FRAME = 0

    def __init__(self, parties: tuple[Party, ...]) -> None:
        super().__init__("party-rows")
        self._parties = parties
        self._names = [folded(party.name) for party in parties]
        self._filter = ""

    def filter(self, text: str) -> None:
        """Show only the parties that are called so, what is nearest first."""
        self._filter = folded(text)
        self.redraw(keep=False)

    @property
    def chosen(self) -> Party | None:
        """The party under the cursor."""
        record = self.row.record if self.row is not None else None
        return next((party for party in self._parties if party.id == record), None)

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size."""
        width = self.view.width
        rows = [self._drawn(party, width) for party in self._found()]
        self.show_rows(rows or [Row(filled([Span(" Nobody is called so.", "dim")], width))], keep)

    def _found(self) -> list[Party]:
        if not self._filter:
            return [*self._parties]
        fits = [
            (0 if folded(party.short) == self._filter else closeness(name, self._filter), place)
            for place, (party, name) in enumerate(zip(self._parties, self._names, strict=True))
        ]
        return [self._parties[place] for fit, place in sorted(fits) if fit < NO_MATCH]

    def _drawn(self, party: Party, width: int) -> Row:
        return Row(filled([Span(f" {fit(party.name, width - 7)} "), Span(fit(party.short, 5), "dim")], width), party.id)


class GoToParty(Search[Party, PartyRows]):
    """Lists the parties; answers with the one that was chosen."""

    TITLE = "Go to a party"
    HINT = "type to filter · ↑ ↓ move · Enter goes there · Esc closes"

    def __init__(self, parties: tuple[Party, ...]) -> None:
        super().__init__(PartyRows(parties))

    def typed(self, text: str) -> None:
        """Filter the list."""
        self.rows.filter(text)

    def chosen(self) -> None:
        """Answer with the party under the cursor."""
        if self.rows.chosen is not None:
            self.dismiss(self.rows.chosen)
