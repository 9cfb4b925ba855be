"""What line the terminal is at: by the environment, unless it is said; and what the board does about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import ColorType

from db.board import Look
from db.scope import Scope
from tests.pilot import Driven, settled
from tui.app import TalksApp
from tui.link import FEW, FULL, Link, link

FAR = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "TERM": "xterm-256color"}
NEAR = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"])
def test_a_line_that_ssh_speaks_of_is_slow(name: str) -> None:
    line = link({"TERM": "xterm-256color", name: "something"})
    assert (line.slow, line.mouse, line.theme) == (True, False, FEW)
    assert not link({"TERM": "xterm-256color", name: ""}).slow


def test_a_line_nearby_is_not() -> None:
    line = link(NEAR)
    assert (line.slow, line.mouse, line.theme) == (False, True, FULL)


def test_what_is_said_counts_more_than_the_environment() -> None:
    assert link(NEAR, slow=True).slow
    assert not link(FAR, slow=False).slow
    assert link(FAR, mouse=True).mouse
    assert not link(NEAR, mouse=False).mouse


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        (FAR, FEW),
        (FAR | {"COLORTERM": "truecolor"}, FULL),
        (FAR | {"COLORTERM": " 24BIT "}, FULL),
        (FAR | {"COLORTERM": "yes"}, FEW),
        ({"TERM": "xterm-256color"}, FULL),  # near enough to the theme's colours
        ({"TERM": "xterm"}, FEW),
        ({"TERM": "linux"}, FEW),
        ({}, FEW),
        (NEAR | {"NO_COLOR": ""}, FEW),  # what there is without colours shows by attributes there
    ],
)
def test_few_colours_are_for_those_who_may_have_no_more(environment: dict[str, str], theme: str) -> None:
    assert link(environment).theme == theme


def test_a_line_that_is_switched_twice_is_the_same() -> None:
    line = link(FAR, mouse=True)
    assert (line.switched.slow, line.switched.mouse, line.switched.theme) == (False, True, FULL)
    assert line.switched.switched == line


async def test_the_board_says_that_the_line_is_slow_and_is_switched_while_it_runs(store_path: Path) -> None:
    app = TalksApp(store_path, Look(Scope()), link=link(FAR))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        talks = Driven(app, pilot)
        for slow, theme in ((True, FEW), (False, FULL), (True, FEW)):
            assert ("low bandwidth" in talks.text().splitlines()[0]) == slow
            assert app.theme == theme
            app.action_low_bandwidth()
            await talks.rest()
        app.theme = "textual-light"
        app.action_low_bandwidth()
        assert app.theme == "textual-light"  # somebody chose it


async def test_with_few_colours_there_are_none_but_the_terminals_own(store_path: Path) -> None:
    app = TalksApp(store_path, Look(Scope()), link=Link(slow=True, colours=16))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        for keys in ("3j", "2j", "?"):
            await Driven(app, pilot).press(*keys)
            strips = app.screen._compositor.render_strips()
            styles = {style for strip in strips for _, style, _ in strip if style is not None}
            kinds = {colour.type for style in styles for colour in (style.color, style.bgcolor) if colour}
            assert kinds <= {ColorType.DEFAULT, ColorType.STANDARD}


async def test_without_any_colour_the_cursor_is_seen(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = TalksApp(store_path, Look(Scope()), link=link(NEAR | {"NO_COLOR": "1"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        talks = Driven(app, pilot)
        await talks.press("3", "g")
        strips = app.screen._compositor.render_strips()
        styles = {style for strip in strips for _, style, _ in strip if style is not None}
        assert {colour.type for style in styles for colour in (style.color, style.bgcolor) if colour} == {
            ColorType.DEFAULT
        }
        pane = talks.pane("timeline")
        line = strips[pane.region.y + pane.line_of(pane.cursor)]
        assert any(style is not None and style.reverse for _, style, _ in line)
