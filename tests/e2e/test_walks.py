"""What people come for, at the keyboard: each answer is a few keys away from the start."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import SIZES, Launch, be_still, has_keys, size_id
from tests.terminal import Terminal, stray_controls


class Walker:
    """A person who counts every key that is pressed, each typed character being one.

    Args:
        terminal: Where the program runs.
    """

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys = 0

    def press(self, *keys: str, until: str) -> None:
        """Press keys, and wait until the screen shows what they lead to."""
        self.keys += len(keys)
        self.terminal.press(*keys)
        self.sees(until)

    def sees(self, *patterns: str) -> None:
        """Wait for each of the patterns."""
        for pattern in patterns:
            self.terminal.wait_for(pattern)


@pytest.fixture(params=SIZES[:2], ids=size_id)
def walker(request: pytest.FixtureRequest, launch: Launch, store_path: Path) -> Walker:
    return Walker(launch(store_path, size=request.param))


def row(*words: str) -> str:
    """A pattern for one row of the screen that has these words in this order."""
    return r"[^\n]*".join(words)


# Five questions


def test_who_leads_the_ukrainian_side(walker: Walker) -> None:
    walker.sees(r"UKRAINE\b.*\n\W*★ Rustem Umerov\b.*\n\W*★ Kyrylo Budanov\b")
    assert walker.keys == 0


def test_what_russia_holds_on_western_troops_and_who_said_so(walker: Walker) -> None:
    walker.press("2", *"jjjjjj", until="4 Detail · Russia on Western troops after a deal")
    walker.press("enter", "f", until=r"RT ¶ 29")
    walker.sees("rejects", row("(KI|The Kyiv Independent) ¶ 20", "→ (RU|Russia)"), row("RT ¶ 20", "→ (RU|Russia)"))
    assert walker.keys <= 12


def test_when_the_energy_truce_began_and_ended_and_according_to_whom(walker: Walker) -> None:
    walker.press("d", until="contested only")
    walker.press("3", "G", until="4 Detail · Energy truce")
    walker.press("enter", "f", until=row("lasts", "7 days"))
    walker.sees(
        row("starts", r"\b30 Jan", "(KI|The Kyiv Independent) ¶ 10", "Zelensky"),
        row("starts", r"\b25 Jan", "RT ¶ 24", "Trump"),
        row("ends", r"\b6 Feb", "(KI|The Kyiv Independent) ¶ 10", "Zelensky"),
        row("ends", r"\b1 Feb", "(KI|The Kyiv Independent) ¶ 13", "Trump"),
        row("ends", r"\b1 Feb", "RT ¶ 24", "Trump"),
    )
    assert walker.keys <= 12


def test_why_the_round_was_moved_by_each_account(walker: Walker) -> None:
    walker.press("d", until="contested only")
    walker.press("3", "j", until="4 Detail · Second round put off from 1 February")
    walker.press("enter", "f", until=row("scheduling", "RT ¶", "Peskov"))
    walker.sees(row("tensions with Iran", r"(KI|The Kyiv Independent) ¶ \d+\b(?! →)"))
    assert walker.keys <= 12


def test_what_happened_on_the_third_of_february(walker: Walker) -> None:
    walker.press("ctrl+g", until="Go to a day")
    walker.press(*"3 feb", "enter", until=r"(?s)\A(?!.*Go to a day).*Tue 3 Feb 2026")
    walker.press("f", until="Sun 1 Feb 2026")
    day = r"Tue 3 Feb 2026 .*│\n(?:(?!.*\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d).*\n)*?.*"
    for what in (
        "White House: Witkoff and Kushner",
        "Trump: Putin kept",
        "⚑ Kyiv: the strike broke",
        "✶ Large strike on",
    ):
        walker.sees(day + re.escape(what))
    assert walker.keys <= 12


def test_how_the_two_outlets_tell_why_the_round_was_moved(walker: Walker) -> None:
    walker.press("d", until="contested only")
    walker.press("3", "j", until="4 Detail · Second round put off from 1 February")
    walker.press("v", "v", until="by the outlet that reports it")
    walker.sees("The Kyiv Independent", r"‡ tensions with Iran", r"‡ scheduling")
    assert walker.keys <= 12


def test_what_moscow_says_and_what_it_is_silent_on(walker: Walker) -> None:
    walker.press("w", until="On whose word")
    walker.press(*"moscow", "enter", until="(Russia|RU)’s word")
    walker.press("3", until="silent|◌")
    walker.press("W", until="silence hidden")
    walker.terminal.wait_for(lambda: "silent" not in walker.terminal.screen())
    assert walker.keys <= 12


def test_who_accuses_whom_of_a_breach_and_who_denies_it(walker: Walker) -> None:
    walker.press("b", until="Violation ledger")
    walker.sees("(UA|Ukraine) → (RU|Russia)", "Energy truce", "Donald Trump", "Russia", r"\b71\b", r"\b450\b")
    walker.press("enter", until="4 Detail · ‹ Kyiv: the strike broke the energy truce")
    assert walker.keys <= 12


def test_who_it_is_that_an_outlet_spells_in_its_own_way(walker: Walker) -> None:
    walker.press("/", until="Everything is looked through")
    walker.press(*"kirill b", until="(?s)@ Kyrylo Budanov.*Kirill Budanov")
    walker.press("enter", until="4 Detail · Kyrylo Budanov")
    assert walker.keys <= 12


def test_how_the_second_round_was_planned_on_30_january(walker: Walker) -> None:
    walker.press("3", *",,,,,", until="as of 30 Jan 2026")
    walker.sees(row("Second round of talks", "bilateral"))
    assert walker.keys <= 12


def test_whether_a_side_has_moved_on_an_issue(walker: Walker) -> None:
    walker.press("2", *"jjjjjjjjjj", until="4 Detail · Russia on Energy truce")
    walker.press("H", until="Russia on Energy truce")
    walker.sees(row("accepts", "by 30 Jan 2026"), "Only until 1 February", "3 Feb|between 3")
    assert walker.keys <= 13


def test_what_has_changed_since_the_first_round(walker: Walker) -> None:
    walker.press("c", until="Compare two days or rounds")
    walker.press("enter", until="Compare · Round 1")
    walker.sees("Delegations", "only at Round 2 +Rustem Umerov")
    assert walker.keys <= 12


def test_what_was_said_about_a_word_with_a_filter(walker: Walker) -> None:
    walker.press("/", until="─ Find ─")
    walker.press(*"kind:accuse", "enter", until=r"4 Detail · (‹ )?(Kyiv: the strike|Moscow: more)")
    walker.press("n", until=r"4 Detail · (‹ )?(Kyiv: the strike|Moscow: more)")
    assert walker.keys <= 15


# The whole house


@pytest.mark.parametrize("size", SIZES, ids=size_id)
def test_one_walks_through_every_pane_and_out_again(launch: Launch, store_path: Path, size: tuple[int, int]) -> None:
    terminal = launch(store_path, size=size)

    def press(key: str, *shown: str, pane: str) -> None:
        terminal.press(key)
        terminal.wait_for(lambda: has_keys(terminal, pane))
        for pattern in shown:
            terminal.wait_for(pattern)

    assert has_keys(terminal, "1 Delegations")
    press("j", "4 Detail · Igor Kostyukov", pane="1 Delegations")
    press("2", "Western troops", r"Issue +RU +UA +US +EU +NATO", pane="2 Positions")
    press("j", "4 Detail · Russia on Withdrawal from Donbas", pane="2 Positions")
    press("l", "4 Detail · Ukraine on Withdrawal from Donbas", pane="2 Positions")
    press("3", r"4 Detail · (?!Ukraine on)\S", pane="3 Timeline")
    press("G", "4 Detail · Referendums in four regions", pane="3 Timeline")
    press("enter", "one source", pane="4 Detail")
    press("G", pane="4 Detail")
    press("enter", "4 Detail · ‹ Russia", pane="4 Detail")  # a link, followed
    press("escape", "4 Detail · Referendums", pane="4 Detail")
    press("escape", pane="3 Timeline")
    press("tab", pane="4 Detail")
    press("tab", "4 Detail · Igor Kostyukov", pane="1 Delegations")  # its cursor is where it was
    press("shift+tab", pane="4 Detail")
    press("4", pane="4 Detail")
    terminal.press("?")
    terminal.wait_for("Move one row down")
    terminal.press("escape")
    terminal.wait_for(lambda: "Move one row down" not in terminal.screen())
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.leftovers() == []
    assert stray_controls(terminal.raw) == []


@pytest.mark.parametrize("size", SIZES, ids=size_id)
def test_what_is_repainted_in_parts_is_what_a_whole_frame_shows(
    launch: Launch, store_path: Path, size: tuple[int, int]
) -> None:
    terminal = launch(store_path, size=size)
    for keys, then in (
        ("jjj", "Umerov"),
        ("2jlllllll", "position +France has none"),
        ("d", "contested only"),
        ("3j", "4 Detail · Second round put off"),
        ("d", "Large strike on|Dmitriev meets a US"),
        ("ggG", "4 Detail · Referendums"),
    ):
        terminal.press(*keys)
        terminal.wait_for(then)
    be_still(terminal)
    parts = terminal.screen()
    terminal.resize(size[0] - 1, size[1])
    terminal.wait_for(r"(?m)^╰.*╯$")  # every line has been drawn anew: the emulator had cut them off
    be_still(terminal)
    terminal.resize(*size)
    terminal.wait_for(lambda: terminal.screen() == parts)


def test_the_board_follows_the_size_of_the_window(launch: Launch, store_path: Path) -> None:
    terminal = launch(store_path, size=(80, 24))
    terminal.press("2", "j")
    terminal.wait_for("Russia on Withdrawal")
    for size, what in (
        ((120, 36), r"1 Delegations.*2 Positions"),
        ((200, 60), r"2 Positions.*4 Detail · Russia on Withdrawal"),
        ((50, 10), r"The terminal is 50×10; the board needs 60×16\."),
        ((1, 1), r"\A.\Z"),
        ((80, 24), r"2 Positions[^$]*4 Detail · Russia on Withdrawal"),
    ):
        terminal.resize(*size)
        terminal.wait_for(what)
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.leftovers() == []
    assert stray_controls(terminal.raw) == []


def test_keys_held_down_are_all_taken(launch: Launch, store_path: Path) -> None:
    terminal = launch(store_path, size=(120, 36))
    terminal.press("3", "g", *"j" * 60, *"k" * 60, *"j" * 3)
    terminal.wait_for("4 Detail · Umerov confirms that the round has begun")


def test_keys_typed_ahead_meet_the_pane_that_they_were_meant_for(launch: Launch, store_path: Path) -> None:
    terminal = launch(store_path)
    terminal.press(*"3G")
    terminal.wait_for("4 Detail · Referendums in four regions")
    terminal.press(*"2jl")
    terminal.wait_for("4 Detail · Ukraine on Withdrawal from Donbas")


def test_reading_only_is_said_on_the_board(launch: Launch, store_path: Path) -> None:
    assert "READ-ONLY" in launch(store_path, "--read-only", size=(120, 36)).screen().splitlines()[0]


def test_copying_goes_through_the_terminal(launch: Launch, store_path: Path) -> None:
    terminal = launch(store_path)
    terminal.press("j", "y")
    terminal.wait_for("Copied the row")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    (copied,) = stray_controls(terminal.raw)
    assert re.fullmatch(r"\x1b\]52;c;[A-Za-z0-9+/=]+\x07", copied)
    assert stray_controls(terminal.raw, clipboard=True) == []
