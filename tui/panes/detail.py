"""The detail: one record in full, who says what of it, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from tui.draw import detail as draw
from tui.panes.rows import Rows

if TYPE_CHECKING:
    from db.detail import Detail


class DetailPane(Rows):
    """The record under another pane's cursor, or one that a link led to."""

    TITLE = "4 Detail"

    def __init__(self) -> None:
        super().__init__("detail")
        self._detail: Detail | None = None
        self._depth = 0
        self._set_aside = False
        self._wanted: tuple[int, int] | None = None

    def want(self, record: int, claim: int) -> None:
        """Put the cursor on a claim, now or as soon as the record is shown under which it stands."""
        self._wanted = record, claim
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        if self._wanted is None or self.record != self._wanted[0]:
            return
        claim, self._wanted = self._wanted[1], None
        if not any(row.key == (claim,) for row in self.rows) and not self._set_aside:
            self.action_fold()  # it may be one of those that were set aside
        place = next((index for index, row in enumerate(self.rows) if row.key == (claim,)), None)
        if place is not None:
            self.move_to(place)

    def show(self, detail: Detail | None, depth: int) -> None:
        """Show a record; another one is shown from its top.

        Args:
            detail: The record, None for none.
            depth: How many links led here.
        """
        if detail == self._detail and depth == self._depth and self.rows:
            self._go_to_wanted()
            return
        same = detail is not None and self._detail is not None and detail.subject == self._detail.subject
        self._detail, self._depth = detail, depth
        self.redraw(keep=same)
        self._go_to_wanted()

    @property
    def claim(self) -> int | None:
        """The claim under the cursor, if it is on one."""
        key = self.row.key if self.row is not None else None
        return key[0] if key and key[0] > 0 and self.has_focus else None

    @property
    def record(self) -> int | None:
        """The record that is shown."""
        return self._detail.subject.record if self._detail is not None else None

    @property
    def claims(self) -> tuple[int, ...]:
        """The claims that are shown, in their order."""
        sections = self._detail.sections if self._detail is not None else ()
        return tuple(account.id for section in sections for account in section.accounts)

    def cursor_style(self, name: str) -> Style:
        """Show no cursor at rest: what is read here belongs to the cursor of another pane."""
        return super().cursor_style(name) if self.has_focus else Style()

    def action_fold(self) -> None:
        """Show the claims that were set aside, or hide them again."""
        self._set_aside = not self._set_aside
        self.redraw()

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size."""
        self.show_rows(draw.rows(self._detail, self.view.width, self._set_aside), keep)
        if self._detail is None:
            self.say(self.TITLE)
            return
        way = "‹ " * self._depth
        badge = draw.badge(self._detail)
        caption = " · ".join(part for part in (badge, "Esc back" if self._depth else "") if part)
        disputed = self._detail.state in ("contested", "denied")
        self.say(f"{self.TITLE} · {way}{draw.title(self._detail)}", caption, "accent" if disputed else "dim")
