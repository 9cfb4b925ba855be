"""Visits: what is new since the last one, marked until it is seen; and saved views to come back to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from db.board import Board
from tui.draw.news import badge
from tui.own.file import OwnError
from tui.screens.following import Following

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from db.detail import Detail
    from db.reader import Reader, Scrolled, Turned
    from db.seen import Seen
    from db.views import Recalled, View
    from tui.own.folders import Own
    from tui.own.views import Views
    from tui.screens.views import Chosen

NOTED: Final = 30.0
"""Seconds after which what was seen is noted, so that a session that is killed doesn't show all of it again."""

_PATIENCE: Final = 10.0
"""Seconds that a sentence about the user's own files stands."""


class Visits(Following):
    """Knows what its user has seen of the store."""

    def __init__(self, reader: Reader, first: Board, read_only: bool) -> None:
        super().__init__(reader, first, read_only)
        self._own: Own | None = None
        self._said: Sequence[str] = ()
        self._seen: Seen | None = first.look.seen
        self._noted: Seen | None = first.look.seen
        self._marks: dict[int, int] = {}
        self._looked: dict[int, int] = {}  # records, and their newest change when their detail was shown
        self._told: list[str] = []

    def begin(self, own: Own | None, said: Sequence[str]) -> None:
        """Begin a visit.

        Args:
            own: The files that outlast it; None keeps nothing.
            said: Sentences to begin with.
        """
        self._own, self._said = own, said

    def on_mount(self) -> None:
        """Say what there is to say once the board stands, and note what was seen every now and then."""
        for sentence in self._said:
            self.call_after_refresh(self._tell, sentence)
        if self._own is not None and self._own.noted:
            self.set_interval(NOTED, self._note)

    def on_unmount(self) -> None:
        """Note what was seen."""
        self._note()

    # What is new

    def _show(self, board: Board) -> None:
        """Show a board, and mark what is new on it."""
        super()._show(board)
        tally = board.tally
        if self._seen is None or tally.other:
            self._caught_up(tally.newest)
            self.call_later(self._note)
            if tally.other:
                self._tell("This isn't the store that you last looked at here: nothing in it counts as new.")
        self._mark(tally.marks)
        if board.detail is not None and board.look.subject == self._subject:
            self._look(board.detail.subject.record)

    def _scrolled(self, answer: Scrolled) -> None:
        """Mark what is new in another stretch of the timeline."""
        self._mark(self._marks | dict(answer.marks))

    def _turned(self, answer: Turned) -> None:
        """Mark what is new in another part of the room or of the matrix."""
        super()._turned(answer)
        self._mark(self._marks | dict(answer.marks))

    def _show_detail(self, detail: Detail | None) -> None:
        """Show a record in full: it is new no more."""
        super()._show_detail(detail)
        if detail is not None:
            self._look(detail.subject.record)

    def _look(self, record: int) -> None:
        if record in self._unseen():
            self._looked[record] = self._marks[record]
            self._mark(self._marks)

    def _mark(self, marks: Mapping[int, int]) -> None:
        """Mark what is new, and say how much there is."""
        self._marks = dict(marks)
        for record in self._unseen() & self._looked.keys():  # changed again
            del self._looked[record]
        unseen = self._unseen()
        for pane in (self.roster, self.positions, self.timeline):
            pane.mark_new(unseen)
        self.draw_header()

    def _unseen(self) -> frozenset[int]:
        seen = self._seen.change if self._seen is not None else 0
        return frozenset(
            record for record, change in self._marks.items() if change > max(seen, self._looked.get(record, 0))
        )

    @property
    def news(self) -> str:
        """How much is new."""
        tally = self._board.tally
        caught_up = self._seen is None or self._seen.change >= tally.newest.change
        return "" if caught_up else badge(tally, len(self._looked))

    def _caught_up(self, seen: Seen) -> None:
        """Count as new only what comes after."""
        self._seen = seen
        self._looked.clear()
        self._reader.since(seen)
        self._mark(self._marks)

    def _note(self) -> None:
        """Keep what was on the board as seen."""
        newest = self._board.tally.newest
        if self._own is not None and self._own.noted and newest != self._noted:
            self._noted = newest
            self._try(partial(self._own.seen.saw, self._reader.path, newest))

    def action_news(self) -> None:
        """List what has changed since the last visit."""
        from tui.screens.news import NewsPage  # noqa: PLC0415  (pages are loaded when they are opened)

        if self._seen is None:
            return
        page = NewsPage(self.ask, self._seen)

        def closed(record: int | None) -> None:
            if page.newest is not None:
                self._caught_up(page.newest)
            self._visit(record)

        self.app.push_screen(page, closed)

    # Saved views

    def action_views(self) -> None:
        """List the saved views."""
        self._list("", "")

    def _list(self, at: str, said: str) -> None:
        """List the saved views, with the cursor at one of them and a sentence below."""
        views = self._views()
        if views is None:
            return

        from db.views import all_recalled  # noqa: PLC0415

        def show(here: tuple[Recalled, ...]) -> None:
            from tui.screens.views import ViewsBox  # noqa: PLC0415

            if self.is_current:
                self.app.push_screen(ViewsBox(views, here, at, said), partial(self._do, views))

        self.ask(partial(all_recalled, views=tuple(views.known.values())), show)

    def _views(self) -> Views | None:
        from tui.own.views import NONE  # noqa: PLC0415

        if self._own is None:
            self._tell("Nothing is kept here, so there are no saved views.")
            return None
        try:
            return self._own.views.load()
        except OwnError as error:
            self._tell(str(error))
            return NONE

    def _do(self, views: Views, chosen: Chosen | None) -> None:
        """Do what was chosen in the list of views."""
        if chosen is None or self._own is None:
            return
        file, name = self._own.views, chosen.name
        if chosen.do == "recall":
            self._recall(views.known[name])
        elif chosen.do == "name":
            self._ask_name(views)
        elif chosen.do == "remove":
            done = self._try(partial(file.remove, name))
            self._list("", f"Removed “{name}”." if done else "")
        else:
            default = None if views.default == name else name
            done = self._try(partial(file.begin_with, default))
            says = f"The board begins with “{name}”." if default else "The board begins with no view."
            self._list(name, says if done else "")

    def _recall(self, view: View) -> None:
        from db.views import recalled  # noqa: PLC0415

        def show(found: Recalled) -> None:
            for sentence in found.gone:
                self.notify(sentence, severity="warning", markup=False, timeout=_PATIENCE)
            self._look_at(found.scope)

        self.ask(partial(recalled, view=view), show)

    def _ask_name(self, views: Views) -> None:
        """Ask for a name, and keep under it what the board shows."""
        from db.views import kept  # noqa: PLC0415
        from tui.screens.views import NameBox  # noqa: PLC0415

        def keep(name: str | None) -> None:
            if name is None:
                self._list("", "")
            else:
                self.ask(partial(kept, scope=self.scope), partial(save, name))

        def save(name: str, view: View) -> None:
            if self._own is not None:
                done = self._try(partial(self._own.views.name, name, view))
                self._list(name, f"Kept as “{name}”." if done else "")

        self.app.push_screen(NameBox(views), keep)

    # The user's own files

    def _try(self, write: Callable[[], str]) -> bool:
        """Write to one of them; False if that can't be done, which is then said."""
        try:
            said = write()
        except OwnError as error:
            self._tell(str(error))
            return False
        if said:
            self._tell(said)
        return True

    def _tell(self, sentence: str) -> None:
        """Say something, once in a visit."""
        if sentence not in self._told:
            self._told.append(sentence)
            self.notify(sentence, severity="warning", markup=False, timeout=_PATIENCE)
