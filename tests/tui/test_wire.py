"""What is sent over the line: whatever is drawn, the terminal ends up with it; and it is sent no more than it lacks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from tests.tui.test_repaint import cells
from tui.wire import Wire

WIDTH: Final = 24
HEIGHT: Final = 12
SIZE: Final = Size(WIDTH, HEIGHT)
CONSOLE: Final = Console(color_system="truecolor", force_terminal=True)

Drawing = list[Strip]


class Terminal:
    """A terminal at the other end of a wire."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)

    def take(self, update: CompositorUpdate) -> str:
        """Send an update, and return what of it went over the line."""
        text = self.wire.changes(update, SIZE, CONSOLE).render_segments(CONSOLE)
        self.stream.feed(text)
        return text


def whole(drawing: Drawing) -> LayoutUpdate:
    return LayoutUpdate([[strip] for strip in drawing], Region(0, 0, WIDTH, HEIGHT))


def part(drawing: Drawing, cut: int, spans: list[tuple[int, int, int]]) -> ChopsUpdate:
    """An update of parts of lines, drawn by two widgets beside each other."""
    asked = {y for y, _, _ in spans}
    chops = [
        dict(zip((0, cut), strip.divide([cut, WIDTH]), strict=True)) if y in asked else {0: None, cut: None}
        for y, strip in enumerate(drawing)
    ]
    return ChopsUpdate(chops, spans, [[cut, WIDTH]] * HEIGHT)


def shown(drawing: Drawing) -> list[list[Any]]:
    """What a terminal shows that never saw anything else."""
    fresh = Terminal()
    fresh.take(whole(drawing))
    return cells(fresh.screen)


def line(*words: tuple[str, str]) -> Strip:
    """A line of words, each with a style."""
    strip = Strip([Segment(text, Style.parse(style)) for text, style in words])
    return strip.adjust_cell_length(WIDTH, Style.parse("on #101010"))


def numbered(first: int = 0) -> Drawing:
    return [line((f"row {number} of many rows", "#c0c0c0 on #101010")) for number in range(first, first + HEIGHT)]


STYLES: Final = (
    "", "bold", "dim", "bold dim", "italic", "underline", "reverse", "bold underline red", "#5fb3d9 on #11151c",
    "white on blue", "dim on #11151c", "strike",
)  # fmt: skip
TEXTS: Final = st.text(alphabet=" ab─★é한", min_size=1, max_size=9)
LINES: Final = st.lists(st.tuples(TEXTS, st.sampled_from(STYLES)), max_size=4).map(lambda words: line(*words))
DRAWINGS: Final = st.lists(LINES, min_size=HEIGHT, max_size=HEIGHT)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Drawing, CompositorUpdate]]:
    """Drawings that follow one another, by repainting, by scrolling a part, or both; each with its update."""
    now = draw(DRAWINGS)
    story: list[tuple[Drawing, CompositorUpdate]] = [(now, whole(now))]
    for _ in range(draw(st.integers(1, 5))):
        now = [*now]
        top, bottom = sorted((draw(st.integers(0, HEIGHT)), draw(st.integers(0, HEIGHT))))
        step = draw(st.integers(-3, 3))
        kept = now[top:bottom]
        now[top:bottom] = kept[step:] + kept[:step] if step and len(kept) > abs(step) else kept
        for y in draw(st.lists(st.integers(0, HEIGHT - 1), max_size=4)):
            now[y] = draw(LINES)
        if draw(st.booleans()):
            cut = draw(st.integers(1, WIDTH - 1))
            now = [Strip.join(strip.divide([cut, WIDTH])) for strip in now]  # a wide character is cut in halves
            story.append((now, part(now, cut, [(y, 0, WIDTH) for y in range(HEIGHT)])))
        else:
            story.append((now, whole(now)))
    return story


@settings(max_examples=150, deadline=None)
@given(histories())
def test_the_terminal_shows_what_is_drawn_whatever_stood_there(story: list[tuple[Drawing, CompositorUpdate]]) -> None:
    terminal = Terminal()
    for drawing, update in story:
        terminal.take(update)
        assert cells(terminal.screen) == shown(drawing)


def test_what_stands_there_already_is_not_sent() -> None:
    terminal = Terminal()
    assert terminal.take(whole(numbered()))
    assert terminal.take(whole(numbered())) == ""


def test_one_cell_that_differs_is_one_that_is_sent() -> None:
    terminal = Terminal()
    terminal.take(whole(numbered()))
    drawing = numbered()
    drawing[3] = line(("row 3 of manY rows", "#c0c0c0 on #101010"))
    assert terminal.take(whole(drawing)) == "\x1b[4;13H\x1b[38;2;192;192;192;48;2;16;16;16mY\x1b[m"


def test_only_the_part_of_a_line_that_was_to_be_repainted_is_sent() -> None:
    terminal = Terminal()
    terminal.take(whole(numbered()))
    terminal.take(part(numbered(10), 8, [(0, 0, 5), (1, 4, 6)]))
    assert [row.rstrip() for row in terminal.screen.display[:3]] == [
        "row 1 of many rows",
        "row 11of many rows",
        "row 2 of many rows",
    ]


def test_a_narrow_widget_far_beside_what_changed_changes_nothing() -> None:
    terminal = Terminal()
    terminal.take(whole(numbered()))
    narrow = WIDTH - 2
    sent = terminal.take(part(numbered(10), narrow, [(0, 0, 5), (1, 4, 6)]))
    assert len(sent) < 60  # what isn't understood would be sent whole
    assert [row.rstrip() for row in terminal.screen.display[:2]] == ["row 1 of many rows", "row 11of many rows"]


def test_the_colour_of_letters_is_no_difference_where_there_are_none() -> None:
    terminal = Terminal()
    terminal.take(whole([line((" " * WIDTH, "red on #101010"))] * HEIGHT))
    assert terminal.take(whole([line((" " * WIDTH, "bold blue on #101010"))] * HEIGHT)) == ""
    assert terminal.take(whole([line((" " * WIDTH, "underline blue on #101010"))] * HEIGHT)) != ""


@pytest.mark.parametrize("step", [1, -1, 5])
def test_rows_that_moved_are_moved_by_the_terminal(step: int) -> None:
    terminal = Terminal()
    terminal.take(whole(numbered(10)))
    sent = terminal.take(whole(numbered(10 + step)))
    assert cells(terminal.screen) == shown(numbered(10 + step))
    assert len(sent) < 70 + 40 * abs(step)
    assert sent.endswith("\x1b[m")
    assert "\x1b[r" in sent


def test_only_the_lines_between_those_that_stay_scroll() -> None:
    terminal = Terminal()
    frame = line(("─" * WIDTH, "#404040 on #101010"))
    terminal.take(whole([frame, *numbered(10)[2:], frame]))
    sent = terminal.take(whole([frame, *numbered(11)[2:], frame]))
    assert sent.startswith(f"\x1b[2;{HEIGHT - 1}r")
    assert cells(terminal.screen) == shown([frame, *numbered(11)[2:], frame])


def test_two_panes_beside_each_other_never_scroll() -> None:
    terminal = Terminal()
    terminal.take(whole([line((f"left {y}", "red"), (f" right {y}", "")) for y in range(HEIGHT)]))
    sent = terminal.take(whole([line((f"left {y}", "red"), (f" right {y + 1}", "")) for y in range(HEIGHT)]))
    assert "r" not in re.sub(r"right", "", sent)


@pytest.mark.parametrize("text", ["한", "e\u0301", "👩\u200d🚀"])
def test_what_terminals_do_not_agree_on_the_width_of_is_followed_by_a_place(text: str) -> None:
    terminal = Terminal()
    sent = terminal.take(whole([line((f"{text}a", ""))] * HEIGHT))
    assert re.search(rf"{text}\x1b\[1;[23]Ha", sent)


class Other(CompositorUpdate):
    """An update of a kind that isn't known."""

    def render_segments(self, console: Console) -> str:  # noqa: ARG002
        return "\x1b[1;1Hsomething else"


class Broken(LayoutUpdate):
    """A kind that is known, with another inside."""

    def __init__(self) -> None:
        super().__init__([], Region(0, 0, WIDTH, HEIGHT))
        del self.strips

    def render_segments(self, console: Console) -> str:  # noqa: ARG002
        return "\x1b[1;1Hsomething else"


def linked() -> LayoutUpdate:
    return whole([Strip([Segment("x" * WIDTH, Style(link="https://example.org"))])] * HEIGHT)


@pytest.mark.parametrize("make", [Other, Broken, linked])
def test_what_is_not_understood_is_sent_as_it_is_and_all_is_painted_after_it(
    make: Callable[[], CompositorUpdate],
) -> None:
    terminal = Terminal()
    terminal.take(whole(numbered()))
    update = make()
    assert terminal.wire.changes(update, SIZE, CONSOLE) is update
    terminal.stream.feed("\x1b[1;1Hsomething else")
    terminal.take(whole(numbered()))
    assert cells(terminal.screen) == shown(numbered())


@pytest.mark.parametrize("how", ["told", "another size", "other colours"])
def test_what_is_forgotten_is_sent_again(how: str) -> None:
    terminal = Terminal()
    first = terminal.take(whole(numbered()))
    size, console = SIZE, CONSOLE
    if how == "told":
        terminal.wire.forget()
    elif how == "another size":
        terminal.wire.changes(whole(numbered()), Size(WIDTH - 1, HEIGHT), CONSOLE)
    else:
        console = Console(color_system="256", force_terminal=True)
    again = terminal.wire.changes(whole(numbered()), size, console).render_segments(console)
    assert len(again) == len(first) if how != "other colours" else "38;5;" in again


def test_every_change_of_attributes_is_made() -> None:
    for before in STYLES:
        for after in STYLES:
            drawing = [line(("one", before), ("two", after), ("  ", before), ("x", after))] * HEIGHT
            terminal = Terminal()
            terminal.take(whole(drawing))
            for x, style in ((1, before), (4, after), (8, after)):
                cell = terminal.screen.buffer[0][x]
                wanted = Style.parse(style)
                assert (cell.bold, cell.italics, cell.reverse) == (
                    bool(wanted.bold),
                    bool(wanted.italic),
                    bool(wanted.reverse),
                ), (before, after, x)


@pytest.mark.parametrize(
    ("text", "width"),
    [("🇺🇦", 2), ("🇺", 1), ("🇺🇦🇺🇦", 4), ("❤\ufe0f", 2), ("का", 1), ("e\u0301\u0301", 1), ("👍", 2)],
)
def test_what_a_terminal_draws_wider_or_narrower_spoils_nothing_beside_it(text: str, width: int) -> None:
    before, after = "│" + "x" * (width + 12) + "│", f"│{text}" + "x" * 12 + "│"
    terminal = Terminal()
    terminal.take(whole([line((before, "red"))] * HEIGHT))
    terminal.take(whole([line((after, "red"))] * HEIGHT))
    cells = [terminal.screen.buffer[0][x].data for x in range(width + 14)]
    assert cells[0] == "│"
    assert cells[width + 1 :] == [*"x" * 12, "│"]
