"""The kiosk's board: Textual's own doors are shut, whoever knocks."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.app import App, SuspendNotSupported

from db.board import Look
from db.scope import Scope
from tests.pilot import Driven, settled, until
from tui import limits
from tui.commands import offered
from tui.kiosk.app import KioskApp
from tui.terminal import CRASHED, EXHAUSTED


@asynccontextmanager
async def kiosk(store: Path) -> AsyncIterator[Driven]:
    app = KioskApp(store, Look(Scope()), read_only=True)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await settled(pilot)
        yield Driven(app, pilot)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the process is in, and that it would write to."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.mark.parametrize(
    "action",
    ["suspend_process", "screenshot", "screenshot('a.svg', '.')", "app.screenshot", "app.suspend_process"],
)
async def test_an_action_of_textual_s_does_nothing(store_path: Path, here: Path, action: str) -> None:
    async with kiosk(store_path) as talks:
        for node in (talks.app, talks.board, talks.pane("timeline")):
            await node.run_action(action)
        await talks.rest()
        assert "That can't be done here." in talks.text()
    assert list(here.iterdir()) == []


async def test_what_delivers_opens_or_suspends_does_nothing(store_path: Path, here: Path) -> None:
    async with kiosk(store_path) as talks:
        app: App[None] = talks.app
        app.open_url("https://example.org")
        app.deliver_text(io.StringIO("x"), save_directory=here, save_filename="a.txt")
        app.deliver_binary(io.BytesIO(b"x"), save_directory=here, save_filename="a.bin")
        app.deliver_screenshot("a.svg", str(here))
        assert app.save_screenshot("a.svg", str(here)) == ""
        with pytest.raises(SuspendNotSupported), app.suspend():
            pass
        await talks.rest()
    assert list(here.iterdir()) == []


async def test_the_palette_has_the_commands_of_the_table_and_none_of_textual_s(store_path: Path) -> None:
    async with kiosk(store_path) as talks:
        titles = [command.title for command in talks.app.get_system_commands(talks.app.screen)]
        table = [f"{one.help.rstrip('.')}  ({one.shown})" for one in offered(read_only=True) if one.palette]
        assert titles[: len(table)] == table
        assert [title.split(":")[0].split(" the ")[0] for title in titles[len(table) :]] == [
            *("Timeline", "As of a day…", "Play", "Low bandwidth", "Change")
        ]


async def test_where_it_has_taken_enough_memory_it_ends(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ENOUGH", 1)
    monkeypatch.setattr("tui.kiosk.app.WEIGHED", 0.01)
    app = KioskApp(store_path, Look(Scope()), read_only=True)
    async with app.run_test() as pilot:
        while app.is_running:
            await pilot.pause()
    assert app.return_code == EXHAUSTED


@pytest.mark.parametrize(("error", "status"), [(MemoryError(), EXHAUSTED), (LookupError(), CRASHED)])
async def test_a_fault_for_want_of_memory_has_a_status_of_its_own(
    store_path: Path, error: Exception, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent: list[bool] = []
    monkeypatch.setattr(limits, "spend_spare", lambda: spent.append(True))
    app = KioskApp(store_path, Look(Scope()), read_only=True)
    async with app.run_test() as pilot:
        app._handle_exception(error)
        while app.is_running:
            await pilot.pause()
        app._exception = None  # or the pilot would raise it
        (note,) = app._exit_renderables
    assert app.return_code == status
    assert "TALKS_DEBUG" not in str(note)  # which a kiosk doesn't heed
    assert bool(spent) == (status == EXHAUSTED)


async def test_sqlite_keeps_what_it_sorts_in_memory(store_path: Path) -> None:
    async with kiosk(store_path) as talks:
        kept: list[int] = []
        talks.app.reader.ask(lambda conn: kept.append(conn.execute("PRAGMA temp_store").fetchone()[0]))
        await until(lambda: bool(kept), "an answer")
    assert kept == [2]
