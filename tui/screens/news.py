"""The page that lists what has changed since its reader last looked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from db.news import News, news
from tui.draw import news as draw
from tui.screens.page import Ask, Page, PageRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.reader import Question
    from db.seen import Seen
    from tui.draw.spans import Line, Row


class NewsPage(Page[News, PageRows]):
    """What has changed, by change; Enter opens the record.

    Args:
        ask: Puts its question to the reader.
        seen: What was seen last.

    Attributes:
        newest: All that there was to be seen when it was read; None before that.
    """

    def __init__(self, ask: Ask, seen: Seen) -> None:
        super().__init__(ask, PageRows())
        self._seen = seen
        self.newest: Seen | None = None

    def question(self) -> Question[News]:
        """Ask what has changed."""
        return partial(news, seen=self._seen)

    def keys(self) -> list[tuple[str, str]]:
        """Say where Enter leads."""
        return [("Enter", "the record")]

    def show(self, found: News) -> None:
        """Show it."""
        self.newest = found.newest
        self.rows.draw(partial(_drawn, found), keep=bool(self.rows.rows))
        self.rows.say("Since you last looked", draw.caption(found))


def _drawn(found: News, width: int) -> tuple[Sequence[Line], Sequence[Row]]:
    return (), draw.rows(found, width)
