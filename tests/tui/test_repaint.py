"""Only what changed is painted: what a terminal ends up with is still what a whole repaint would show.

Panes repaint single lines, and parts of lines. Here every update goes to an emulated terminal, as it would over a
wire, and after each key its cells are compared with a screen that is painted anew.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, Final

import pyte
import pytest
from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from db.importing import import_file
from tests.pilot import SIZES, Driven, opened, until
from tests.tui.conftest import BUNDLED
from tests.tui.test_board import NEWS
from tui.panes.rows import Rows
from tui.wire import Wire as Pens

KEYS: Final = (
    *"jjjjkkhhlllgG1234fd[]", "ctrl+d", "ctrl+u", "pagedown", "pageup", "tab", "shift+tab", "enter", "enter", "escape",
    "escape", "space", "?", "p", "ctrl+g", "v", "b", "w", "/", "escape",
)  # fmt: skip


class Wire:
    """A terminal that is sent what the app paints."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(1, 1)
        self.stream = pyte.Stream(self.screen)

    def send(self, app: App[Any], update: CompositorUpdate) -> None:
        width, height = app.size
        if (self.screen.columns, self.screen.lines) != (width, height):
            self.screen.resize(height, width)
        self.stream.feed(update.render_segments(app.console))


def cells(screen: pyte.Screen) -> list[list[Any]]:
    return [[seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


def seen(cell: Any) -> Any:  # noqa: ANN401 - pyte has no types
    """What can be seen of a cell: where nothing stands, its ground."""
    if cell.data != " ":
        return cell
    lined = cell.reverse or cell.underscore or cell.strikethrough
    return cell._replace(fg=cell.fg if lined else "default", bold=False, italics=False)


def differences(talks: Driven, wire: Wire) -> list[str]:
    """The lines of the terminal that would change if everything were drawn and painted anew."""
    for node in talks.app.screen.walk_children():
        assert isinstance(node, Widget)
        node._styles_cache.clear()
        if isinstance(node, Rows):
            node._strips.clear()
    whole = Wire()
    update = talks.app.screen._compositor.render_update(full=True)
    assert isinstance(update, CompositorUpdate)
    # By the same pen: Rich keeps what it wrote of a style for another terminal, as for a picture.
    whole.send(talks.app, Pens().changes(update, talks.app.size, talks.app.console))
    return [
        f"line {y}: {''.join(cell.data for cell in is_)!r} for {''.join(cell.data for cell in should)!r}"
        for y, (is_, should) in enumerate(zip(cells(wire.screen), cells(whole.screen), strict=True))
        if is_ != should
    ]


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """What every app of this test paints."""
    made = Wire()
    display = App._display

    def noted(app: App[Any], screen: Screen[Any], update: RenderableType | None) -> None:
        if isinstance(update, CompositorUpdate) and not app._batch_count:
            made.send(app, update)
        display(app, screen, update)

    monkeypatch.setattr(App, "_display", noted)
    return made


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_after_every_key_the_terminal_shows_what_the_app_means(
    size: tuple[int, int], store_path: Path, wire: Wire
) -> None:
    choose = random.Random(size[0])
    pressed: list[str] = []
    async with opened(store_path, size) as talks:
        assert differences(talks, wire) == []
        for key in choose.choices(KEYS, k=25 if size == SIZES[-1] else 50):
            pressed.append(key)
            await talks.press(key)
            assert differences(talks, wire) == [], pressed


@pytest.mark.parametrize("pane", "1234")
async def test_a_held_key_leaves_nothing_behind(pane: str, store_path: Path, wire: Wire) -> None:
    async with opened(store_path) as talks:
        await talks.press(pane)
        for key in "jkljhG":
            talks.send(*[key] * 15)
            await talks.rest()
            assert differences(talks, wire) == []


async def test_the_mouse_leaves_nothing_behind(store_path: Path, wire: Wire) -> None:
    async with opened(store_path) as talks:
        for pane in map(talks.pane, ("positions", "timeline", "roster", "timeline")):
            for step in range(3):
                await talks.click(pane, 30, 2 + step)
                await talks.wheel(pane, down=step != 1)
                assert differences(talks, wire) == []


async def test_sizes_and_themes_leave_nothing_behind(store_path: Path, wire: Wire) -> None:
    async with opened(store_path) as talks:
        for size in ((80, 24), (59, 15), (200, 60), (120, 36)):
            await talks.resize(*size)
            assert differences(talks, wire) == []
        for theme in ("textual-light", "ansi-dark", "talks"):
            talks.app.theme = theme
            await talks.rest()
            assert differences(talks, wire) == []


async def test_the_news_leave_nothing_behind(store_path: Path, tmp_path: Path, wire: Wire) -> None:
    async with opened(store_path) as talks:
        await talks.press("3", "j", "j")
        file = tmp_path / "news.toml"
        file.write_text(BUNDLED + NEWS, encoding="utf-8")
        import_file(store_path, file)
        await until(lambda: "51 events" in talks.text(), "the commit isn't noticed")
        await talks.rest()
        assert differences(talks, wire) == []
