"""What the program does when its terminal misbehaves, when it is told to leave, and when it fails."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color

from db.text import UNSAFE
from tests.terminal import Terminal, stray_controls
from tui.hygiene import ControlFilter
from tui.terminal import CRASHED, crash_note, why_not

# A small app behind all the guards, with a key for each way to go wrong.
APP = r"""
import os, signal, sys
from textual.widgets import Input, Static
from tui.driver import GuardedApp
from tui.terminal import install_guards, why_not

LOG = sys.argv[1]
HOSTILE = os.environ.get("HOSTILE", "").encode("ascii").decode("unicode_escape")

def fail():
    word = "in-a-" + "local"
    raise LookupError("in-a-" + "message\x1b]0;title\x07")

class Small(GuardedApp[None]):
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        ("ctrl+t", "fail"), ("ctrl+n", "worker"), ("ctrl+o", "panic"), ("ctrl+l", "flood"), ("ctrl+s", "stick"),
        ("ctrl+g", "unwatch"),
    ]

    def compose(self):
        if "compose" in sys.argv:
            fail()
        yield Static(HOSTILE, markup=False)
        yield Input(HOSTILE)
        yield Static("ready", markup=False, id="echo")

    def on_input_changed(self, event):
        self.query_one("#echo").update(f"typed <{event.value}>")

    def action_fail(self):
        fail()

    def action_worker(self):
        self.run_worker(fail, thread=True)

    def action_panic(self):
        self.panic("in-a-" + "message")

    def action_flood(self):
        while True:
            self._driver.write("flood " * 1000)

    def action_stick(self):
        self._driver.write("stuck")
        while True:
            signal.pause()

    def action_unwatch(self):
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.query_one("#echo").update("unwatched")

def close():
    with open(LOG, "a") as log:
        log.write("closed")
    raise RuntimeError("a store that can't be closed keeps nobody here")

reason = why_not(sys.stdin.isatty(), sys.stderr.isatty(), os.environ.get("TERM"))
if reason:
    print("small:", reason)
    sys.exit(2)
app = Small(ansi_color=True)
remove = install_guards(app, close)
app.run()
remove()
sys.exit(app.return_code or 0)
"""

# What a data file could hold to take over a terminal, and what is left to read of it.
HOSTILE = "a\x1b]52;c;aGk=\x07b\x1b[2Jc\x9b5nd\x1bcE\x1bP+q544e\x1b\\f\u202eg\u2066h\x85i\ud800\x1b]0;title\x1b\\j\x00k"
HARMLESS = "a]52;c;aGk=b[2Jc5ndcEP+q544e\\fghi\ufffd]0;title\\jk"

Start = Callable[..., Terminal]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def start(tmp_path: Path, log: Path, request: pytest.FixtureRequest) -> Start:
    """Start the small app in a terminal that is closed after the test."""

    def start(*arguments: str, **settings: object) -> Terminal:
        script = tmp_path / "small.py"
        script.write_text(APP)
        terminal = Terminal([sys.executable, script, log, *arguments], **settings)  # type: ignore[arg-type]
        request.addfinalizer(terminal.close)
        return terminal

    return start


# Told to leave


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("nohup", [False, True])
def test_a_signal_ends_it_soon_and_the_terminal_is_as_before(start: Start, number: signal.Signals, nohup: bool) -> None:
    terminal = start(nohup=nohup)
    terminal.wait_for("ready")
    terminal.wait_for(lambda: {1049, 1000, 2004} <= terminal.modes and 25 not in terminal.modes)
    told = time.monotonic()
    terminal.send_signal(number)
    assert terminal.wait_exit() == 128 + number
    assert time.monotonic() - told < 3
    assert terminal.leftovers() == []
    assert stray_controls(terminal.raw) == []


def test_a_signal_ends_it_even_when_it_is_stuck(start: Start) -> None:
    terminal = start()
    terminal.wait_for("ready")
    terminal.press("ctrl+s")
    terminal.wait_for("stuck")
    told = time.monotonic()
    terminal.send_signal(signal.SIGTERM)
    assert terminal.wait_exit() == -signal.SIGALRM
    assert 1 < time.monotonic() - told < 3


# Left alone


@pytest.mark.parametrize(
    "how",
    [{}, {"nohup": True}, {"controlling": False}],
    ids=["told so", "told so although it ignored that", "not told"],
)
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_it_goes_when_its_terminal_has_gone(start: Start, log: Path, how: dict[str, bool], busy: bool) -> None:
    terminal = start(**how)
    terminal.wait_for("ready")
    if busy:  # the event loop waits for a terminal that reads no more
        terminal.press("ctrl+l")
        terminal.wait_for("flood flood")
    terminal.hang_up()
    assert terminal.wait_exit(timeout=3) == 128 + signal.SIGHUP
    assert log.read_text() == "closed"


def test_who_reads_the_keys_tells_that_the_terminal_has_gone(start: Start, log: Path) -> None:
    terminal = start(controlling=False)
    terminal.wait_for("ready")
    terminal.press("ctrl+g")
    terminal.wait_for("unwatched")
    terminal.hang_up()
    assert terminal.wait_exit(timeout=3) == 128 + signal.SIGHUP
    assert log.read_text() == "closed"


# Not started


def test_it_refuses_to_run_without_a_keyboard(start: Start) -> None:
    terminal = start(stdin=subprocess.DEVNULL)
    assert terminal.wait_exit() == 2
    terminal.wait_for("small: standard input is not a terminal")
    assert terminal.modes == {7, 25}


def test_it_refuses_to_run_without_anything_to_draw_on(start: Start) -> None:
    terminal = start(stderr=subprocess.DEVNULL)
    assert terminal.wait_exit() == 2
    assert "standard error is not a terminal" in terminal.screen()


@pytest.mark.parametrize(
    "term",
    [
        "xterm",
        "xterm-256color",
        "xterm-kitty",
        "xterm-ghostty",
        "screen.xterm-256color",
        "tmux-256color",
        "linux",
        "vt100",
        "vt220",
        "rxvt-unicode-256color",
        "alacritty",
        "foot-extra",
        "wezterm",
    ],
)
def test_known_terminals_need_no_description(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "curses", None)  # asking would be an ImportError
    monkeypatch.setattr("tui.terminal._in_terminfo", lambda _: False)
    assert why_not(True, True, term) is None


@pytest.mark.parametrize("term", [None, "", "dumb", "unknown", "no-such-terminal", "x\x1b[2J"])
def test_terminals_that_nobody_can_draw_on_are_refused_in_one_line(term: str | None) -> None:
    pytest.importorskip("curses")
    reason = why_not(True, True, term)
    assert reason is not None
    assert reason.startswith("TERM is ")
    assert "TERM=xterm-256color" in reason
    assert not UNSAFE.search(reason)


def test_the_keyboard_comes_first() -> None:
    assert str(why_not(False, False, None)).startswith("standard input")
    assert str(why_not(True, False, None)).startswith("standard error")


@pytest.mark.parametrize(
    ("complaint", "runs"),
    [("setupterm: could not find terminfo database", True), ("setupterm: could not find terminal", False)],
)
def test_a_system_that_describes_no_terminal_says_nothing_against_one(
    complaint: str, runs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def setupterm(_term: str, _descriptor: int) -> None:
        raise OSError(complaint)

    fake = types.ModuleType("curses")
    vars(fake).update(error=OSError, setupterm=setupterm)
    monkeypatch.setitem(sys.modules, "curses", fake)
    assert (why_not(True, True, "rare") is None) == runs


def test_a_python_without_curses_says_nothing_against_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "curses", None)
    assert why_not(True, True, "rare") is None


# Rubbish typed


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\xff\xfe\xc3(",  # not UTF-8
        b"\x1b[99999999999999u",  # a key beyond Unicode
        b"\x1b[1114112u",
        b"\x1b[1:2:R",  # a number that is none
    ],
)
def test_no_typed_byte_crashes_it(start: Start, rubbish: bytes) -> None:
    terminal = start()
    terminal.wait_for("ready")
    terminal.send(rubbish)

    def reads_on() -> bool:
        terminal.press("o")  # what came in one piece with the rubbish may be lost with it
        return re.search("typed <.*o>", terminal.screen()) is not None

    terminal.wait_for(reads_on)


def test_a_character_that_comes_in_pieces_is_one(start: Start) -> None:
    terminal = start()
    terminal.wait_for("ready")
    for byte in "é€x".encode():
        terminal.send(bytes([byte]))
    terminal.wait_for("typed <é€x>")


def test_bytes_that_are_not_utf_8_take_nothing_else_with_them(start: Start) -> None:
    terminal = start()
    terminal.wait_for("ready")
    terminal.send(b"a\xffb\xc3(c")
    terminal.wait_for("typed <a.b.[(]c>")


# Rubbish shown


def test_hostile_text_only_ever_is_text(start: Start) -> None:
    terminal = start(env={"HOSTILE": HOSTILE.encode("unicode_escape").decode()}, size=(100, 20))
    terminal.wait_for("typed|ready")
    assert HARMLESS in terminal.screen()
    terminal.send_signal(signal.SIGTERM)
    terminal.wait_exit()
    assert stray_controls(terminal.raw) == []


UNSAFE_CHARACTERS = [chr(code) for code in range(0x10000) if UNSAFE.match(chr(code))]
# With what makes widths hard: joiners, variation selectors, pictures, wide and combining characters.
texts = st.text(st.sampled_from([*UNSAFE_CHARACTERS[:78], "\ud800", *"ab 한\u200d\ufe0f👩🚀❤\u0301"]), max_size=12)


@given(st.lists(st.builds(Segment, texts, st.sampled_from([None, Style(bold=True)]), st.none()), max_size=4))
def test_the_net_lets_nothing_unsafe_through_and_moves_nothing(segments: list[Segment]) -> None:
    safe = ControlFilter().apply(segments, Color(0, 0, 0))
    assert not UNSAFE.search("".join(segment.text for segment in safe))
    assert [cell_len(segment.text) for segment in safe] == [cell_len(segment.text) for segment in segments]
    assert [segment.style for segment in safe] == [segment.style for segment in segments]


def test_the_net_leaves_clean_lines_and_control_segments_alone() -> None:
    control = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    clean = [Segment("clean"), control]
    assert ControlFilter().apply(clean, Color(0, 0, 0)) is clean
    assert ControlFilter().apply([Segment("a\x07b\ud800"), control], Color(0, 0, 0)) == [Segment("ab\ufffd"), control]


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("https://example.org/\x1b\\\x1b]52;c;aGk=\x07", False),
        ("https://example.org/a b", False),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
    ],
)
def test_the_net_keeps_only_clean_web_links(target: str, kept: bool) -> None:
    (segment,) = ControlFilter().apply([Segment("x", Style(bold=True, link=target))], Color(0, 0, 0))
    assert segment.style is not None
    assert segment.style.link == (target if kept else None)
    assert segment.style.bold


# Faults of its own


@pytest.mark.parametrize(
    ("arguments", "key", "name"),
    [
        (["compose"], None, "LookupError"),
        ([], "ctrl+t", "LookupError"),
        ([], "ctrl+n", "LookupError"),
        ([], "ctrl+o", "RuntimeError"),
    ],
    ids=["compose", "key", "worker", "panic"],
)
def test_a_crash_is_one_sentence_and_a_status(start: Start, arguments: list[str], key: str | None, name: str) -> None:
    terminal = start(*arguments)
    if key:
        terminal.wait_for("ready")
        terminal.press(key)
    assert terminal.wait_exit() == CRASHED
    assert f"talks-tui stopped: a fault of its own ({name}" in terminal.screen()
    assert "TALKS_DEBUG=1" in terminal.screen()
    assert b"in-a-message" not in terminal.raw
    assert b"in-a-local" not in terminal.raw
    assert b"Traceback" not in terminal.raw
    assert stray_controls(terminal.raw) == []
    assert terminal.leftovers() == []


def test_a_developer_sees_where_it_crashed_but_no_locals(start: Start) -> None:
    terminal = start(env={"TALKS_DEBUG": "1"}, size=(200, 60))
    terminal.wait_for("ready")
    terminal.press("ctrl+t")
    assert terminal.wait_exit() == CRASHED
    assert "Traceback (most recent call last)" in terminal.screen()
    assert "in-a-message\ufffd]0;title\ufffd" in terminal.screen()
    assert "in-a-local" not in terminal.screen()
    assert stray_controls(terminal.raw) == []


def test_an_error_that_was_never_raised_can_be_told_too() -> None:
    assert crash_note(KeyError("x"), debug=False).startswith("talks-tui stopped: a fault of its own (KeyError).")


def test_who_cannot_ask_for_more_is_not_told_how() -> None:
    assert crash_note(KeyError("x"), debug=None) == "talks-tui stopped: a fault of its own (KeyError)."


# The instruments of these tests


@pytest.mark.parametrize(
    ("raw", "strays"),
    [
        ("\x1b[?1049h\x1b[1;2H\x1b[38;2;1;2;3mé한\x1b[0m\x1b[?1049l\r\n", []),
        ("\x1b]8;id=1;https://example.org\x1b\\x\x1b]8;;\x1b\\", []),
        ("a\x1b[2Jb", ["\x1b[2J"]),
        ("\x1b]0;title\x07", ["\x1b]0;title\x07"]),
        ("\x1b]8;;file:///x\x1b\\", ["\x1b]8;;file:///x\x1b\\"]),
        ("\x1b]52;c;aGk=\x07", ["\x1b]52;c;aGk=\x07"]),
        ("\x1bP$q\x1b\\", ["\x1bP$q\x1b\\"]),
        ("\x9b5n", ["\x9b"]),
        ("x\u202ey\u2066\u061c", ["\u202e", "\u2066", "\u061c"]),
        ("x\u200by\U000e0041\xad", ["\u200b", "\U000e0041", "\xad"]),
        ("می\u200cخواهم 👩\u200d🚀", ["\u200d"]),
        ("e" + "\u0301" * 9, ["a flood of marks"]),
        ("\x1bc", ["\x1bc"]),
        ("\x1b[?1h\x1b[4t", ["\x1b[?1h", "\x1b[4t"]),
        ("a\nb\rc\x07", ["\n", "\r", "\x07"]),
        ("x\x1b[3", ["\x1b"]),
        ("\x1b]52;c;no end", ["\x1b"]),
    ],
)
def test_stray_controls_are_told_from_those_that_belong(raw: str, strays: list[str]) -> None:
    assert stray_controls(raw.encode()) == strays


def test_bytes_that_are_not_utf_8_are_stray() -> None:
    assert stray_controls(b"a\x9b5n") == ["\udc9b"]


def test_copying_is_no_stray_where_it_is_expected() -> None:
    assert stray_controls(b"\x1b]52;c;aGk=\x07", clipboard=True) == []


def test_the_terminal_answers_as_a_plain_one_does(tmp_path: Path) -> None:
    script = tmp_path / "ask.py"
    script.write_text(
        "import sys, tty\n"
        "tty.setraw(0)\n"
        "for question in '[5n', '[1;5H\\x1b[6n', '[c', '[>c', '[?2026$p', '[?2048$p':\n"
        "    sys.stdout.write('\\x1b' + question); sys.stdout.flush()\n"
        "    answer = ''\n"
        "    while not answer[-1:].isalpha(): answer += sys.stdin.read(1)\n"
        "    sys.stdout.write(f'{answer[1:]} ')\n"
    )
    with Terminal([sys.executable, script]) as terminal:
        assert terminal.wait_exit() == 0
        assert terminal.screen().strip() == "[0n [1;5R [?62;22c [>41;390;0c [?2026;0$y [?2048;0$y"
        assert terminal.leftovers() == ["terminal attributes (echo, line editing) are not as they were"]
