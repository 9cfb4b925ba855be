"""The boxes and pages that open over the board, and what it does with their answers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from db.board import Look
from db.timeline import at_day
from db.voices import voices
from tui.screens.following import Following

if TYPE_CHECKING:
    from db.document import Wanted
    from db.voices import Voice


class Doors(Following):
    """What is loaded only when it is opened."""

    def action_versus(self) -> None:
        """Put the accounts of what the detail shows side by side."""
        from tui.screens.versus import VersusPage  # noqa: PLC0415  (pages are loaded when they are opened)

        self._follow()
        if self._subject is not None:
            self.app.push_screen(VersusPage(self.ask, self._subject.record, self.scope), self._visit)

    def action_source(self) -> None:
        """Read the text that the claim under the cursor is from, or else the first claim on what the detail shows."""
        from db.document import wanted  # noqa: PLC0415

        def read(text: Wanted | None) -> None:
            if not self.is_current:
                return
            if text is None:
                self.notify("No source speaks of this itself.", markup=False, timeout=3)
            elif not text.kept:
                adds = f"; talks-tui attach {self._reader.path} {text.slug} FILE.txt adds it"
                how = "" if self._read_only else adds
                self.notify(f"The text of {text.publisher} isn't kept{how}.", markup=False, timeout=8)
            else:
                from tui.screens.text import TextPage  # noqa: PLC0415

                self.app.push_screen(TextPage(self.ask, text.source, text.claim), self._visit)

        self._follow()
        if self._subject is not None:
            pane = self.detail
            shown = pane.claims if pane.record == self._subject.record else ()
            self.ask(partial(wanted, record=self._subject.record, claim=pane.claim, shown=shown), read)

    def action_ledger(self) -> None:
        """List the alleged breaches."""
        from tui.screens.ledger import LedgerPage  # noqa: PLC0415

        process = self._board.overview.process
        if process is not None:
            self.app.push_screen(LedgerPage(self.ask, process.id, self.scope), self._visit)

    def action_briefing(self) -> None:
        """Brief an editor: one page, as of the day and on the word in scope."""
        from tui.screens.brief import BriefPage  # noqa: PLC0415

        process = self._board.overview.process
        if process is not None:
            self.app.push_screen(BriefPage(self.ask, process, self.scope), self._visit)

    def action_word(self) -> None:
        """Choose on whose word the board is read."""

        def choose(known: tuple[Voice, ...]) -> None:
            from tui.screens.word import Word  # noqa: PLC0415

            if self.is_current:  # no other box or page was opened meanwhile
                self.app.push_screen(Word(known, self.scope.word), self._hear)

        self.ask(voices, choose)

    def _hear(self, key: str | None) -> None:
        if key is not None:
            self._look_at(replace(self.scope, word=key or None, hide_silent=self.scope.hide_silent and bool(key)))

    def action_processes(self) -> None:
        """Choose another negotiation."""
        from tui.screens.processes import Processes  # noqa: PLC0415

        here = self._board.overview.process
        self.app.push_screen(Processes(self._board.processes, here.slug if here else ""), self._choose)

    def _choose(self, slug: str | None) -> None:
        if slug is not None:
            self.leave()
            self._jump = None
            self._subject = None
            self.scope = replace(self.scope, process=slug, round=None)
            self._trail.clear()
            self._reader.look(Look(self.scope, unit=self.timeline.unit))

    def action_go_to_day(self) -> None:
        """Ask for a day, and move the timeline there."""
        from tui.screens.go_to_day import GoToDay  # noqa: PLC0415  (boxes are loaded when they are opened)

        self.app.push_screen(GoToDay(self._today()), self._go_to_day)

    def _go_to_day(self, day: int | None) -> None:
        if day is None:
            return
        self.leave()
        self._trail.clear()
        self.activate("timeline")
        self._jump = at_day(day, self.scope.newest_first)
        self._reader.scroll(self._jump, self.timeline.unit)

    def action_help(self) -> None:
        """List the keys."""
        from tui.screens.help import Help  # noqa: PLC0415

        self.app.push_screen(Help())

    def action_palette(self) -> None:
        """Find a command by its name."""
        self.app.action_command_palette()
