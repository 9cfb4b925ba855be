"""Finding on the board: the box, the way to what it found and on to the next hit, and the filter that stays."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from db.scope import Subject
from tui.screens.following import Following

if TYPE_CHECKING:
    from db.search import Hit
    from db.whereabouts import Whereabouts
    from tui.screens.find import Chosen


class Finding(Following):
    """Goes to what is found, wherever on the board it stands."""

    _hits: tuple[Hit, ...] = ()
    _hit = 0
    _shown: Subject | None = None  # the hit that was opened in the detail

    def action_find(self) -> None:
        """Find anything, by words and filters."""
        from tui.screens.find import Find  # noqa: PLC0415  (boxes are loaded when they are opened)

        self.app.push_screen(Find(self.ask, self.scope), self._found)

    def _found(self, chosen: Chosen | None) -> None:
        if chosen is not None:
            self._hits, self._hit = chosen
            self._go_to(self._hits[self._hit])

    def action_hit(self, step: int) -> None:
        """Go to the next hit of the last search, or to the one before; from the last on to the first."""
        if not self._hits:
            self.notify("Nothing was looked for yet; / finds.", markup=False, timeout=3)
            return
        self._hit += step
        if not 0 <= self._hit < len(self._hits):
            self._hit %= len(self._hits)
            text = "That was the last hit: on from the first." if step > 0 else "That was the first: on from the last."
            self.notify(text, markup=False, timeout=2)
        self._go_to(self._hits[self._hit])

    def action_filter(self) -> None:
        """Ask for the filter that stays."""
        from tui.screens.find import Filter  # noqa: PLC0415

        self.app.push_screen(Filter(self.ask, self.scope, self.scope.query), self._filter)

    def _filter(self, query: str | None) -> None:
        if query is not None and query != self.scope.query:
            self._look_at(replace(self.scope, query=query))

    # Going there

    def _go_to(self, hit: Hit) -> None:
        """Put the cursor of the pane that shows a hit on it; what no pane shows stands in the detail."""
        process = self._board.overview.process
        if hit.claim is not None:
            self.detail.want(hit.record, hit.claim)
            self._show_hit(hit.record)
        elif hit.kind == "position" and self.positions.shows(hit.record):
            self.leave()
            self.positions.go_to(hit.record)
            self.activate("positions")
        elif hit.kind == "position" and self.positions.partial and process is not None:
            from db.cells import place  # noqa: PLC0415

            there = partial(place, process=process.id, scope=self.scope, position=hit.record)
            self.ask(there, partial(self._arrive_at_cell, hit))
        elif hit.kind in ("event", "person", "delegate", "document") and process is not None:
            from db.whereabouts import whereabouts  # noqa: PLC0415

            where = partial(whereabouts, record=hit.record, process=process.id, scope=self.scope)
            self.ask(where, partial(self._arrive, hit))
        else:
            self._show_hit(hit.record)

    def _show_hit(self, record: int) -> None:
        """Open a hit in the detail, in the place of the one before."""
        self._visit(record, instead=self._shown is not None and self._subject == self._shown)
        self._shown = Subject(record)

    def _arrive(self, hit: Hit, there: Whereabouts) -> None:
        if not self.is_current:  # a box or a page was opened meanwhile
            return
        if there.key is not None:
            self.leave()
            self.activate("timeline")
            self._jump = there.key
            self._reader.scroll(there.key)
        elif there.source is not None:
            from tui.screens.text import TextPage  # noqa: PLC0415

            self.app.push_screen(TextPage(self.ask, there.source, None, hit.place), self._visit)
        elif any(row.record in there.seats for row in self.roster.rows):
            self.leave()
            self.roster.go_to(there.seats)
            self.activate("roster")
        elif self.roster.partial and there.seats and self._board.roster.round is not None:
            from db.seats import seated  # noqa: PLC0415

            at = partial(seated, event=self._board.roster.round.id, seats=there.seats)
            self.ask(at, partial(self._arrive_at_seat, hit))
        else:
            self._show_hit(hit.record)

    def _arrive_at_cell(self, hit: Hit, there: tuple[int, int] | None) -> None:
        if there is None:
            self._show_hit(hit.record)
        elif self.is_current:
            self.leave()
            self.positions.go_to_cell(*there)
            self.activate("positions")

    def _arrive_at_seat(self, hit: Hit, there: tuple[int, int] | None) -> None:
        if there is None:
            self._show_hit(hit.record)
        elif self.is_current:
            self.leave()
            self.roster.reveal(*there, unfold=True)
            self.activate("roster")
