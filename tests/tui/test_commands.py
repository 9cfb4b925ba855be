"""The command table: every key once, every command done by somebody, and no key beside it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from textual.actions import parse
from textual.dom import DOMNode

from tests.pilot import PANES, opened
from tui.app import TalksApp
from tui.commands import COMMANDS, Command, bindings, key_table
from tui.panes.detail import DetailPane
from tui.panes.positions import PositionsPane
from tui.panes.roster import RosterPane
from tui.panes.rows import Rows
from tui.panes.timeline import TimelinePane
from tui.screens.board import BoardScreen
from tui.screens.brief import BriefRows
from tui.screens.text import TextRows
from tui.screens.views import ViewRows

HOLDERS: Final[dict[str, type[DOMNode]]] = {
    "board": BoardScreen,
    "rows": Rows,
    "roster": RosterPane,
    "positions": PositionsPane,
    "timeline": TimelinePane,
    "detail": DetailPane,
    "text": TextRows,
    "briefing": BriefRows,
    "views": ViewRows,
    "play": BoardScreen,
}

CHAINS: Final = (
    *(("board", "rows", pane) for pane in PANES),
    ("rows", "text"),
    ("rows", "briefing"),
    ("rows", "views"),
    ("play",),
)
"""Who holds keys at the same time: what has the focus and what is around it. Texts, briefings and views stand by
themselves; what plays the talks takes its key before all others, while they are played."""

THE_FRAMEWORK_S: Final = {"ctrl+q", "ctrl+c", "super+c"}
"""Keys that Textual binds in every app: a second way out, and copying what the mouse has selected."""


def keys_of(command: Command) -> list[str]:
    return command.keys.split(",")


@pytest.mark.parametrize("chain", CHAINS, ids="-".join)
def test_no_key_means_two_things(chain: tuple[str, ...]) -> None:
    counted = Counter(key for command in COMMANDS if command.where in chain for key in keys_of(command))
    assert [key for key, count in counted.items() if count > 1] == []


def test_every_command_is_in_some_chain() -> None:
    assert {command.where for command in COMMANDS} <= {where for chain in CHAINS for where in chain} <= {*HOLDERS}


def test_no_two_commands_have_the_same_name() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
class TestEachCommand:
    def test_it_is_done_by_the_widget_that_holds_its_key(self, command: Command) -> None:
        _, name, _ = parse(command.action)
        assert callable(getattr(HOLDERS[command.where], f"action_{name}", None))

    def test_it_is_explained_in_one_sentence(self, command: Command) -> None:
        assert re.fullmatch(r"[A-Z][^\n]+\.", command.help)
        assert len(command.label.split()) <= 2

    def test_its_keys_come_through_every_terminal(self, command: Command) -> None:
        for key in keys_of(command):
            # Ctrl+H, I, J and M are Backspace, Tab, Enter and Enter; an Alt chord is Esc and a key.
            assert key not in ("ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m")
            assert not key.startswith(("alt+", "super+", "meta+"))
            assert not re.fullmatch(r"f\d+", key)

    def test_people_read_each_of_its_keys(self, command: Command) -> None:
        assert len(command.shown.split()) == len(keys_of(command))


async def test_every_key_of_the_board_is_in_the_table(store_path: Path) -> None:
    async with opened(store_path) as talks:
        table = {(command.where, key): command.id for command in COMMANDS for key in keys_of(command)}
        for name in PANES:
            pane = talks.pane(name)
            for node in pane.ancestors_with_self:
                found = {(key, held.id) for key, kept in node._bindings.key_to_bindings.items() for held in kept}
                known = {(key, id_) for (where, key), id_ in table.items() if isinstance(node, HOLDERS[where])}
                strays = {key for key, _ in found - known}
                assert strays <= (THE_FRAMEWORK_S if isinstance(node, TalksApp | BoardScreen) else set())


async def test_every_key_does_on_the_board_what_the_table_says(store_path: Path) -> None:
    async with opened(store_path) as talks:
        for name in PANES:
            await talks.press(str(PANES.index(name) + 1))
            active = talks.app.screen.active_bindings
            holders = [where for where, kind in HOLDERS.items() if isinstance(talks.app.focused, kind)]
            for command in COMMANDS:
                if command.where in ("board", *holders):
                    for key in keys_of(command):
                        assert active[key].binding.id == command.id, (name, key)


def test_bindings_come_with_their_name_and_their_sentence() -> None:
    [before, _] = bindings("roster")
    assert (before.id, before.key, before.show) == ("round.previous", "left_square_bracket", False)
    assert before.tooltip == "Delegations: one round back."
    assert {binding.id for where in HOLDERS for binding in bindings(where)} == {command.id for command in COMMANDS}


def test_the_table_for_the_readme_has_a_row_for_each_command() -> None:
    head, rule, *rows = key_table().split("\n")
    assert (head, rule) == ("| key | does |", "|---|---|")
    assert rows == [f"| `{command.shown}` | {command.help} |" for command in COMMANDS]
