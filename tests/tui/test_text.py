"""Reading a source's text: from passage to passage, to what nothing cites, and back to the records."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from db.document import Document
from tests.tui.draw.make import document, lost, passage
from tui.app import calm
from tui.draw import look
from tui.draw.spans import plain
from tui.panes.rows import Rows
from tui.screens.text import TextRows

SENTENCE = "This is paragraph number {}, which goes on for long enough to take more than a line of the screen. "
TEXT = "\n\n".join(SENTENCE.format(number) + "And more of it." for number in range(1, 41))


def span(number: int) -> tuple[int, int]:
    """The paragraph's number, as written."""
    begin = TEXT.index(f"paragraph number {number},")
    return begin, begin + len(f"paragraph number {number}")


def long_text(*more: int) -> Document:
    """Forty paragraphs, of which a few are cited."""
    cited = sorted((3, 20, 38, *more))
    return document(
        TEXT, *(passage(*span(place), number) for number, place in enumerate(cited, 1)), lost=(lost(claim=999),)
    )


class Reader(App[None]):
    """The rows alone."""

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        self.opened: list[int | None] = []
        self.register_theme(calm())
        self.theme = "talks"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return look.colours(self.current_theme.dark)

    def compose(self) -> ComposeResult:
        yield TextRows()

    def on_rows_opened(self, message: Rows.Opened) -> None:
        self.opened.append(message.row.target)


@asynccontextmanager
async def reading(
    given: Document, claim: int | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[TextRows, Pilot[Any]]]:
    """Show a text in an app of its own."""
    app = Reader()
    async with app.run_test(size=size) as pilot:
        rows = app.query_one(TextRows)
        rows.focus()
        rows.show(given, claim)
        await pilot.pause()
        yield rows, pilot


def number_at(rows: TextRows) -> int:
    """The number of the paragraph that the cursor's row begins."""
    return int(plain(rows.rows[rows.cursor].line).split()[0])


def in_sight(rows: TextRows) -> bool:
    return rows.offset_y <= rows.cursor < rows.offset_y + rows.view.height


async def test_a_text_is_shown_from_its_top_with_whose_it_is_and_how_much_is_cited() -> None:
    async with reading(long_text()) as (rows, _):
        assert (rows.cursor, rows.offset_y) == (0, 0)
        assert rows.title == "The Post: A report"
        assert rows.caption == "3 of 40 paragraphs cited · 1 passage not found"
        assert "□ This is paragraph number 1," in "".join(rows.render_line(1).text)


async def test_a_claim_is_shown_where_it_stands() -> None:
    async with reading(long_text(), claim=103) as (rows, pilot):
        assert number_at(rows) == 38
        assert in_sight(rows)
        await pilot.press("enter")
        assert rows.app.opened == [203]  # type: ignore[attr-defined]
        rows.show(long_text(), 101)
        assert number_at(rows) == 3
        rows.show(long_text(), 999)
        assert "? A meeting" in plain(rows.rows[rows.cursor].line)
        assert in_sight(rows)
        before = rows.cursor
        rows.show(long_text(), 123456)  # not one of this text's
        assert rows.cursor == before


async def test_the_same_claim_again_brings_the_cursor_back() -> None:
    async with reading(long_text(), claim=102) as (rows, pilot):
        await pilot.press("G")
        rows.show(long_text(), 102)
        assert number_at(rows) == 20


async def test_n_goes_from_passage_to_passage_and_back() -> None:
    async with reading(long_text()) as (rows, pilot):
        seen = []
        for key in ("n", "n", "n", "n", "N", "N", "N"):
            await pilot.press(key)
            seen.append(number_at(rows))
            assert in_sight(rows)
        assert seen == [3, 20, 38, 38, 20, 3, 3]


async def test_u_goes_to_the_next_paragraph_that_nothing_cites() -> None:
    async with reading(document(TEXT, passage(*span(2)), passage(*span(3), 2))) as (rows, pilot):
        await pilot.press("u")
        assert number_at(rows) == 4
        await pilot.press("u")
        assert number_at(rows) == 5
        for _ in range(50):
            await pilot.press("u")
        assert number_at(rows) == 40
        assert in_sight(rows)


async def test_a_paragraph_is_brought_into_view_whole() -> None:
    async with reading(long_text()) as (rows, pilot):
        await pilot.press("n", "n")
        assert rows._page is not None
        assert rows._page.last_of(rows.cursor) < rows.offset_y + rows.view.height


@pytest.mark.parametrize("size", [(40, 10), (200, 60), (61, 17)])
async def test_the_cursor_stays_on_its_words_through_every_size(size: tuple[int, int]) -> None:
    async with reading(long_text(), claim=102) as (rows, pilot):
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert number_at(rows) == 20
        assert in_sight(rows)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert number_at(rows) == 20


async def test_more_claims_leave_the_cursor_where_it_is() -> None:
    async with reading(long_text(), claim=102) as (rows, _):
        line = rows.cursor - rows.offset_y
        rows.show(long_text(5, 6, 7))
        assert number_at(rows) == 20
        assert rows.cursor - rows.offset_y == line


async def test_another_text_is_shown_from_its_top() -> None:
    async with reading(long_text(), claim=102) as (rows, _):
        rows.show(replace(document("Another text."), id=302))
        assert (rows.cursor, number_at(rows)) == (0, 1)


async def test_the_words_alone_are_copied() -> None:
    async with reading(long_text(), claim=101) as (rows, _):
        assert rows.text_of_row().startswith("This is paragraph number 3, which goes on")


async def test_an_empty_text_and_none_at_all_do_no_harm() -> None:
    async with reading(document("")) as (rows, pilot):
        await pilot.press("n", "N", "u", "enter", "G", "j")
        assert rows.text_of_row() == ""
    bare = TextRows()
    bare.action_next_passage()
    bare.action_previous_passage()
    bare.action_next_uncited()
    assert bare.text_of_row() == ""


async def test_moving_about_breaks_no_lines_anew() -> None:
    async with reading(long_text()) as (rows, pilot):
        page = rows.rows
        for key in ("n", "G", "g", "ctrl+d", "u", "pagedown"):
            await pilot.press(key)
        assert rows.rows is page
