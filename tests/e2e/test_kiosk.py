"""The kiosk in a real terminal: every key, every command of the palette, hostile text; and nothing has changed."""

from __future__ import annotations

import re
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests import program, watched
from tests.e2e.conftest import Launch, be_still
from tests.faults import fault
from tests.pilot import opened
from tests.terminal import _KEYS, Terminal, stray_controls
from tui.commands import COMMANDS
from tui.inlet import AHEAD

ESCAPE = "\x1b[27u"
"""Esc as terminals with the kitty keyboard protocol send it: the next key may follow at once."""
HOSTILE = "../../etc/x $(touch x) `touch x` ;touch x [@click=app.screenshot]x[/] \x1b]52;c;aGk=\x07 party:'"
NAMED = {
    "down": "\x1b[B", "up": "\x1b[A", "left": "\x1b[D", "right": "\x1b[C", "shift+left": "\x1b[1;2D",
    "shift+right": "\x1b[1;2C", "left_square_bracket": "[", "right_square_bracket": "]", "left_curly_bracket": "{",
    "right_curly_bracket": "}", "left_parenthesis": "(", "right_parenthesis": ")", "slash": "/", "comma": ",",
    "full_stop": ".", "less_than_sign": "<", "greater_than_sign": ">", "minus": "-", "plus": "+", "equals_sign": "=",
    "question_mark": "?", "escape": ESCAPE,
}  # fmt: skip
TEXTUAL_S = ["\x03", "\x1a", "\x1c", "\x13", "\x1b[57428u", "\x1bOP", "\x1b[24~", "\x1b[99;5u", "\x1b[122;5u"]
"""Keys that Textual binds, or that mean something to a terminal: Ctrl+C, Z, \\ and S, F1, F12, media keys."""
MOUSE = [f"\x1b[<{button};{x};{y}{end}" for x, y in ((5, 5), (60, 8), (70, 20), (30, 36)) for button in (0, 2)
         for end in ("M", "m")]  # fmt: skip
BOXES = {
    "/": "─ Find ─", "F": "Show in the timeline", "P": "Go to a party", "w": "On whose word",
    "p": "Negotiations in this", "V": "Saved views", "c": "Compare two days or", "\x07": "such as",
    "\x10": "Search for commands", "?": "Keys and marks", "b": "Violation ledger", "L": "Since you last looked",
    "v": "Side by side", "B": ": briefing ─",
}  # fmt: skip
"""What opens over the board, and what it says then."""
WALKED = ("/", "V", "b")
"""A box to type in, a list and a page: in these every key is pressed."""

Kiosk = Callable[..., Terminal]


def keys() -> list[str]:
    """Every key of the table but those that quit, as a terminal sends them."""
    names = [key for command in COMMANDS if command.id != "quit" for key in command.keys.split(",")]
    return [NAMED.get(name, _KEYS.get(name, name)) for name in names]


@pytest.fixture
def world(tmp_path: Path, store_path: Path) -> Path:
    """All that the program could write to: a home with saved views, a store, where it is, what is for the moment."""
    world = tmp_path / "world"
    for name in ("home/config/talks-tui", "store", "tmp", "here"):
        (world / name).mkdir(parents=True)
    shutil.move(store_path, world / "store/talks.db")
    saved = '{"format": 1, "default": null, "views": {"Disputes": {"contested_only": true}}}'
    (world / "home/config/talks-tui/views.json").write_text(saved, encoding="utf-8")
    return world


@pytest.fixture
def kiosk(world: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Kiosk:
    """Start the program in that world, watched, with an environment that would have Textual write and act."""
    if not watched.AVAILABLE:
        pytest.skip("children are watched on Linux only")

    def start(*words: str, size: tuple[int, int] = (120, 36)) -> Terminal:
        env = program.environment(world / "home", XDG_CONFIG_HOME=str(world / "home/config"), TMPDIR=str(world / "tmp"))
        env |= {"TEXTUAL_LOG": "log", "TEXTUAL_SCREENSHOT": "0", "TEXTUAL_PRESS": "q", "TEXTUAL": "debug,devtools"}
        env |= {"TEXTUAL_ALLOW_SIGNALS": "1", "PYTHONINSPECT": "1", "EDITOR": "vi", "BROWSER": "true"}
        command = watched.command(tmp_path / "told", *program.COMMAND, world / "store/talks.db", *words)
        terminal = Terminal(command, size=size, env=env, cwd=world / "here")
        request.addfinalizer(terminal.close)
        terminal.wait_for(r"q quit")
        return terminal

    return start


def open_box(terminal: Terminal, key: str, shows: str) -> None:
    """Close whatever is open, and open a box: what was asked for before may open late, and take the key."""
    terminal.send((ESCAPE * 5).encode())
    be_still(terminal, 0.05)  # or the key would go to the box that closes
    terminal.send(key.encode())
    with suppress(AssertionError):
        terminal.wait_for(shows, 2)
        return
    for _ in range(5):
        terminal.send((ESCAPE * 5).encode())
        be_still(terminal)
        terminal.send(key.encode())
        be_still(terminal)
        if re.search(shows, terminal.screen()):
            return
    raise AssertionError(f"{shows} doesn't open: {terminal.screen()}")


def found(terminal: Terminal, title: str) -> bool:
    """Whether the palette has found what stands in its line: it is there twice."""
    return terminal.screen().count(title) > 1


def leave(terminal: Terminal, key: str = "\x11") -> None:
    """Quit, and look at how it was left."""
    open_box(terminal, "?", BOXES["?"])  # all that was typed has been answered
    terminal.send(key.encode())
    assert terminal.wait_exit() == 0, terminal.screen()
    assert terminal.leftovers() == []
    assert b"Traceback" not in terminal.raw


@fault("Somebody in a kiosk presses every key, in every pane and box", "nothing is written, and no program is started")
def test_no_key_and_no_typed_text_changes_anything(kiosk: Kiosk, world: Path, tmp_path: Path) -> None:
    before = watched.snapshot(world)
    terminal = kiosk("--kiosk")
    for pane in "1234":
        everything = [*keys(), *TEXTUAL_S, *(MOUSE if pane == "1" else ())]
        for part in (everything[::2], everything[1::2]):
            terminal.send("".join(f"{pane}{key}{ESCAPE * 2}" for key in part).encode())
            open_box(terminal, "?", BOXES["?"])
    for key, shows in BOXES.items():
        open_box(terminal, f"2{key}", shows)
        every = keys() if key in WALKED else []
        for typed in (HOSTILE, "\r", f"\x1b[200~{HOSTILE}\x1b[201~", *every, "\r", *TEXTUAL_S):
            terminal.send(typed.encode())
    leave(terminal)
    assert watched.children(tmp_path / "told") == []
    assert watched.snapshot(world) == before


async def test_no_command_of_the_palette_changes_anything(
    kiosk: Kiosk, world: Path, tmp_path: Path, masters: tuple[Path, Path]
) -> None:
    async with opened(masters[0], read_only=True) as talks:
        titles = [command.title for command in talks.app.get_system_commands(talks.app.screen)]
    before = watched.snapshot(world)
    terminal = kiosk("--kiosk", size=(80, 24))
    for title in sorted(titles):
        if not title.startswith("Quit"):
            open_box(terminal, _KEYS["ctrl+p"], BOXES[_KEYS["ctrl+p"]])
            terminal.send(title.encode())
            terminal.wait_for(partial(found, terminal, title))
            terminal.send(f"{NAMED['down']}\r".encode())
            terminal.wait_for(lambda: "Search for commands" not in terminal.screen())
            terminal.send(f"\x1b[200~{HOSTILE}\x1b[201~\r".encode())
    leave(terminal)
    assert watched.children(tmp_path / "told") == []
    assert watched.snapshot(world) == before


def test_the_same_keys_do_change_something_where_it_is_no_kiosk(world: Path) -> None:
    before = watched.snapshot(world)
    env = program.environment(world / "home", XDG_CONFIG_HOME=str(world / "home/config"))
    with Terminal(
        [*program.COMMAND, world / "store/talks.db"], size=(120, 36), env=env, cwd=world / "here"
    ) as terminal:
        terminal.wait_for("q quit")
        terminal.send(b"V")
        terminal.wait_for("Saved views")
        terminal.send(b"=")
        terminal.wait_for("The board begins with")
        leave(terminal)
    after = watched.snapshot(world)
    changed = {name for name in after if after[name] != before.get(name)}
    assert {"home/config/talks-tui/views.json", "home/.local/state/talks-tui/seen.json"} <= changed


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("pass", []),
        ("import subprocess; subprocess.run(['true'])", ["one that was waited for"]),
        ("import subprocess; subprocess.Popen(['sleep', '1'])", ["one that was left behind"]),
        ("import os; os.fork() or os._exit(0)", ["one that was left behind"]),
        (
            "import os, signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN); os.fork() or os._exit(0); os.wait()",
            ["SIGCHLD ignored"],
        ),
    ],
)
def test_whoever_watches_sees_every_child(tmp_path: Path, script: str, found: list[str]) -> None:
    if not watched.AVAILABLE:
        pytest.skip("children are watched on Linux only")
    script = f"try:\n    {script}\nexcept ChildProcessError:\n    pass"
    with Terminal(watched.command(tmp_path / "told", sys.executable, "-ISc", script)) as terminal:
        terminal.wait_exit()
    assert watched.children(tmp_path / "told") == found


@fault("A terminal claims to have 4000×4000 cells", "640×200 of them are drawn, for 12 MB more")
@pytest.mark.parametrize("how", ["window", "report"])
def test_a_forged_size_costs_little(launch: Launch, store_path: Path, how: str) -> None:
    terminal = launch(store_path, size=(120, 36))
    before = resident(terminal)
    seen = len(terminal.raw)
    terminal.emulate = False
    if how == "window":
        terminal._set_size((4000, 4000))
    else:
        terminal.send(b"\x1b[48;4000;4000;8000;8000t\x1b[<35;9000;9000M\x1b[48;0;0;0;0t\x1b[<35;1;1M")
        terminal.send(b"\x1b[48;4000;4000;8000;8000t")
    terminal.wait_for(lambda: b"\x1b[200;" in terminal.raw[seen:])
    places = re.findall(rb"\x1b\[(\d+);(\d+)H", terminal.raw[seen:])
    assert max(int(y) for y, _ in places) == 200
    assert max(int(x) for _, x in places) <= 640
    assert resident(terminal) - before < 60
    terminal.press("q")
    assert terminal.wait_exit() == 0


FLOODS = {
    "typed on the board": ("", b"jk" * 1_000_000),
    "typed in a box": ("/", b"ab" * 1_000_000),
    "a paste": ("/", b"\x1b[200~" + b"word " * 2_000_000 + b"\x1b[201~"),
    "a thousand pastes": ("/", b"\x1b[200~word\x1b[201~" * 100_000),
    "half a sequence": ("", b"\x1b[<35;10;" * 100_000),
    "pastes without an end": ("/", b"\x1b[200~word" * 100_000 + b"\x1b[201~"),
}


@fault(
    "20 MB are pasted, or typed without a pause",
    "the start of a paste counts, the rest is dropped; keys work again at once",
)
@pytest.mark.parametrize("what", FLOODS)
def test_a_flood_is_soon_over_and_takes_no_room(launch: Launch, store_path: Path, what: str) -> None:
    terminal = launch(store_path)
    box, flood = FLOODS[what]
    if box:
        terminal.press(box)
        terminal.wait_for("Find")
    before = resident(terminal)
    for start in range(0, len(flood), 100_000):
        terminal.send(flood[start : start + 100_000])
    ended = time.monotonic()
    be_still(terminal)
    open_box(terminal, "?", BOXES["?"])
    assert time.monotonic() - ended < 8
    assert resident(terminal) - before < 40
    terminal.send((ESCAPE * 3).encode())
    leave(terminal)


@pytest.mark.parametrize("length", [AHEAD - 1, AHEAD, 5 * AHEAD - 1])
def test_an_escape_at_the_end_of_a_burst_is_heard(launch: Launch, store_path: Path, length: int) -> None:
    terminal = launch(store_path)
    terminal.press("/")
    terminal.wait_for("─ Find ─")
    terminal.send(b"a" * length + b"\x1b")
    terminal.wait_for(lambda: "─ Find ─" not in terminal.screen(), 5)


@fault("A session is left alone for longer than --idle-timeout", "it ends with a sentence and status 0")
def test_a_session_that_is_left_alone_ends(home: Path, store_path: Path) -> None:
    minutes = "0.015"
    with Terminal([*program.COMMAND, store_path, "--idle-timeout", minutes], env=program.environment(home)) as terminal:
        terminal.wait_for("q quit")
        acted = time.monotonic()
        for act in (b"\t", b"\x1b[<0;5;5M\x1b[<0;5;5m", b"\x1b[200~x\x1b[201~"):
            for _ in range(3):  # for longer than it may be left alone, a key, a click or a paste keeps it
                acted = time.monotonic()
                terminal.send(act)
                terminal.wait_for(partial(passed, acted + 0.35))
        assert terminal.wait_exit() == 0
        assert time.monotonic() - acted >= 0.9
        assert f"talks-tui ended: it was left alone for {minutes} minutes." in terminal.screen()
        assert terminal.leftovers() == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells of the limits")
def test_a_kiosk_takes_a_limited_share_of_the_machine(launch: Launch, store_path: Path) -> None:
    terminal = launch(store_path, "--kiosk")
    told = Path(f"/proc/{terminal.process.pid}/limits").read_text(encoding="ascii")
    limits = {line[:26].strip(): line[26:].split()[:2] for line in told.splitlines()[1:]}
    assert limits["Max core file size"] == ["0", "0"]
    assert limits["Max open files"] == ["64", "64"]
    assert limits["Max cpu time"] == ["1800", "1805"]
    assert limits["Max data size"] == [str(448 << 20), str(512 << 20)]


@fault("A kiosk has used its share of processor time", "it ends with a sentence and status 152")
def test_a_kiosk_that_has_used_its_processor_time_ends(launch: Launch, store_path: Path) -> None:
    terminal = launch(store_path, "--kiosk")
    terminal.press("j")  # it is past its first frame
    terminal.send_signal(signal.SIGXCPU)
    assert terminal.wait_exit() == 128 + signal.SIGXCPU
    assert "talks-tui ended: this session has used its 30 minutes of processor time." in terminal.screen()
    assert terminal.leftovers() == []


@fault("A kiosk comes to the end of its memory", "it ends with a sentence and status 71")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells how much it has")
def test_a_kiosk_that_has_used_its_memory_ends(home: Path, store_path: Path) -> None:
    small = "from tui import limits; limits.ENOUGH = 1 << 20; from tui.cli import main; main()"
    with Terminal([sys.executable, "-c", small, store_path, "--kiosk"], env=program.environment(home)) as terminal:
        assert terminal.wait_exit() == 71
        assert "talks-tui ended: there is no more memory for it." in terminal.screen()
        assert terminal.leftovers() == []


@pytest.mark.parametrize(
    "term", ["xterm-" + "x" * 10_000, "xterm\x1b]0;title\x07\x1b[2J", "../../../etc/passwd", "dumb"]
)
@pytest.mark.parametrize("language", ["../../x", "\x1b[2J", "tr_TR.ISO-8859-9"])
def test_no_name_of_a_terminal_or_a_language_does_harm(home: Path, store_path: Path, term: str, language: str) -> None:
    env = program.environment(home, LANG=language, LC_ALL=language, LC_CTYPE=language)
    with Terminal([*program.COMMAND, store_path, "--kiosk"], term=term, env=env) as terminal:
        terminal.wait_for("q quit|talks-tui: ")
        terminal.press("q")
        assert terminal.wait_exit() in (0, 2)
        assert terminal.leftovers() == []
        assert stray_controls(terminal.raw) == []
        assert b"Traceback" not in terminal.raw


def test_without_a_terminal_it_prints_the_board_and_writes_nothing(world: Path) -> None:
    before = watched.snapshot(world)
    env = program.environment(
        world / "home", TMPDIR=str(world / "tmp"), PYTHONINSPECT="1", COLUMNS="99999999999999999999"
    )
    done = program.run(world / "store/talks.db", "--kiosk", env=env, cwd=world / "here")
    assert (done.returncode, done.stderr) == (0, "")
    assert "DELEGATIONS" in done.stdout
    done = program.run(world / "here/none.db", "--kiosk", env=env, cwd=world / "here")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"talks-tui: There is no store at .*\n", done.stderr)
    assert watched.snapshot(world) == before


def passed(moment: float) -> bool:
    """Whether a moment has passed."""
    return time.monotonic() > moment


def resident(terminal: Terminal) -> int:
    """Megabytes of memory that the program has had at most."""
    if not sys.platform.startswith("linux"):
        pytest.skip("/proc tells how much it has")
    told = Path(f"/proc/{terminal.process.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", told)
    assert found
    return int(found[1]) // 1024
