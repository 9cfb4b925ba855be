"""A terminal for end-to-end tests: it starts a program, types, looks at the screen, and judges what is left.

    with Terminal([sys.executable, "-m", "tui"], size=(80, 24)) as terminal:
        terminal.wait_for("Delegations")
        terminal.press("j", "enter", "ctrl+g", "2026-02-04")
        terminal.wait_for(lambda: "Abu Dhabi" in terminal.screen())
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.leftovers() == []

Nothing runs in the background: output is read while a method waits, and only then. A program that nobody
waits for meets what a stalled connection would give it.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyte

from db.text import MOST_DRAWN, UNSAFE, thinned

ROOT: Final = Path(__file__).resolve().parent.parent

# Takes the terminal as its own, then becomes the program. A process in between, since a Python with threads,
# as test runners have, should run nothing of its own between fork and exec.
_LAUNCH: Final = """
import fcntl, os, signal, sys, termios
if "controlling" in sys.argv[1]:
    fcntl.ioctl(1, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGHUP, signal.SIG_IGN if "nohup" in sys.argv[1] else signal.SIG_DFL)
os.execvp(sys.argv[2], sys.argv[2:])
"""

_KEYS: Final = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
} | {f"ctrl+{letter}": chr(ord(letter) & 0x1F) for letter in "abcdefghijklmnopqrstuvwxyz"}

_TOKEN: Final = re.compile(
    r"(?P<csi>\x1b\[(?P<prefix>[<-?]*)(?P<parameters>[0-;]*)(?P<between>[ -/]*)(?P<final>[@-~]))"
    r"|(?P<string>\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|(?P<escape>\x1b[ -/]*[0-OQ-WYZ\\`-~])"
    r"|(?P<control>\r\n|[\x00-\x1f\x7f-\x9f])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)
_UNFINISHED: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)\Z")

# What Textual has reason to send; anything else came from somewhere else.
_LEGITIMATE: Final = re.compile(
    r"\r\n"  # between the rows of a whole frame
    r"|\x1b\[[0-9;]*m"  # colours and attributes
    r"|\x1b\[[0-9;]*H"  # cursor position
    r"|\x1b\[J"  # clear what follows, on a console without a second screen
    r"|\x1b\[(?:[0-9]+;[0-9]+)?r|\x1bM"  # the lines that scroll; down by one
    r"|\x1b\[\?(?:1049|25|7|1000|1003|1015|1006|1016|1004|2004|2026|2048)[hl]"
    r"|\x1b\[\?(?:2026|2048)\$p"  # is this mode known?
    r"|\x1b\[>[0-9]+u|\x1b\[<u"  # kitty keyboard protocol: on and off
    r"|\x1b\]22;[a-z-]*\x07"  # shape of the mouse pointer
    r"|\x1b\]8;[^;]*;(?:https?://[!-~]+)?\x1b\\"  # link on and off
)
_DRAWN: Final = {"\r\n", "\b", "\t", "\n", "\r", "\x1b7", "\x1b8", "\x1bM"}
_CLIPBOARD: Final = re.compile(r"\x1b\]52;c;[A-Za-z0-9+/=]*\x07")


def stray_controls(raw: bytes, *, clipboard: bool = False) -> list[str]:
    """List what `raw` makes a terminal do that Textual had no reason to ask for, in order.

    Args:
        raw: What a program wrote to its terminal, from its first byte.
        clipboard: Whether copying to the clipboard is expected.

    Returns:
        Control sequences; control characters, C1, bidi marks and what nobody can see (as UTF-8) among them; floods
        of marks; bytes that aren't UTF-8, as lone surrogates; and the start of a sequence that never ends.
    """
    strays = []
    for token in _TOKEN.finditer(raw.decode("utf-8", "surrogateescape")):
        whole = token[0]
        if token.lastgroup == "text":
            strays += stray_characters(whole)
        elif not (_LEGITIMATE.fullmatch(whole) or (clipboard and _CLIPBOARD.fullmatch(whole))):
            strays.append(whole)
    return strays


def stray_characters(line: str) -> list[str]:
    """List what has no place in a line that is drawn or printed: what isn't to be seen, joins, or comes in floods."""
    strays = UNSAFE.findall(line) + re.findall("[\u200d\U0001f3fb-\U0001f3ff]", line)
    return [*strays, "a flood of marks"] if thinned(line, MOST_DRAWN) != line else strays


class _Screen(pyte.Screen):
    """A screen that can be read where half of a wide character has been written over, as terminals do: it is blank."""

    @property
    def display(self) -> list[str]:
        """The lines."""
        return ["".join(self._line(self.buffer[y])) for y in range(self.lines)]

    def _line(self, cells: Mapping[int, pyte.screens.Char]) -> Iterator[str]:
        wide = False
        for x in range(self.columns):
            text = cells[x].data
            if text or not wide:
                yield text or " "
            wide = bool(text) and pyte.screens.wcwidth(text[0]) > 1


class Terminal:
    """A program in a pseudo-terminal of its own, with a screen, a keyboard and an eye on the clock."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        size: tuple[int, int] = (80, 24),
        term: str | None = "xterm-256color",
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        stdin: int | None = None,
        stderr: int | None = None,
        nohup: bool = False,
        controlling: bool = True,
    ) -> None:
        """Start `command`.

        Args:
            command: The program and its arguments.
            size: Columns and rows.
            term: `TERM`; None leaves it unset.
            env: What to add to a bare environment. Nothing else is passed on: neither NO_COLOR nor a
                developer's settings change what a test sees.
            cwd: Where the program starts.
            stdin: What to read keys from instead of the terminal, as for `subprocess.Popen`.
            stderr: What to write errors to instead of the terminal.
            nohup: Start it with SIGHUP ignored, as nohup does.
            controlling: Make it the program's controlling terminal. One that isn't sends no SIGHUP when it is closed.
        """
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._raw = bytearray()
        self._pending = ""
        self._screens = (_Screen(*size), _Screen(*size))
        self._streams = tuple(pyte.Stream(screen) for screen in self._screens)
        self.modes = {7, 25}
        """Private modes that are set: 25 is a visible cursor, 1049 the full screen, 1000 the mouse."""
        self.emulate = True
        """Whether what comes is drawn; else it is only kept, as for a screen too large to draw here."""
        self.kitty = 0
        """How often the kitty keyboard protocol was asked for and not given back."""

        self._master, self._slave = os.openpty()
        os.set_blocking(self._master, False)
        self._set_size(size)
        self._attributes = termios.tcgetattr(self._slave)
        self._alive, alive = os.pipe()  # the program holds the other end: it reads as ended when the program has
        environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8"}
        environment |= {"PYTHONPATH": str(ROOT)} | ({"TERM": term} if term is not None else {}) | dict(env or {})
        self.process = subprocess.Popen(
            [sys.executable, "-ISc", _LAUNCH, "nohup " * nohup + "controlling" * controlling, *map(str, command)],
            stdin=self._slave if stdin is None else stdin,
            stdout=self._slave,
            stderr=self._slave if stderr is None else stderr,
            start_new_session=True,
            pass_fds=(alive,),
            env=environment,
            cwd=cwd,
        )
        os.close(alive)
        if hasattr(os, "pidfd_open"):  # tells it of programs too that close what they were handed, as ssh does
            os.close(self._alive)
            self._alive = os.pidfd_open(self.process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What a person does

    def press(self, *keys: str) -> None:
        """Press keys by name (`enter`, `shift+tab`, `ctrl+g`, `pagedown`), or type any other text.

        Raises:
            ValueError: If a key follows Esc directly: no program can tell that from Alt and the key. Wait for
                what Esc does before you go on.
        """
        if "escape" in keys[:-1]:
            raise ValueError("wait for what Esc does before pressing another key")
        for key in keys:
            self.send(_KEYS.get(key, key).encode())

    def send(self, data: bytes, timeout: float = 10.0) -> None:
        """Send bytes as if they were typed, reading output meanwhile.

        Raises:
            TimeoutError: If the program doesn't take them.
        """
        deadline = time.monotonic() + timeout
        while data:
            if time.monotonic() > deadline:
                raise TimeoutError(f"the program left {len(data)} typed bytes unread")
            if select.select([], [self._master], [], 0.05)[1]:
                data = data[os.write(self._master, data[:512]) :]
            self._read(0)

    def send_only(self, data: bytes) -> None:
        """Send bytes and read nothing, as a terminal that has stalled; what the program doesn't take is lost."""
        with suppress(BlockingIOError):
            os.write(self._master, data)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window."""
        for screen in self._screens:
            screen.resize(rows, columns)
        self._set_size((columns, rows))

    def send_signal(self, number: int) -> None:
        """Send a signal to the program, if it is still there."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection or a closed window does."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    # What a person sees

    def fileno(self) -> int:
        """What to wait at for output, where several terminals are attended to; -1 once it has hung up."""
        return self._master

    def take(self) -> None:
        """Read what output there is, without waiting for more."""
        self._read(0)

    @property
    def raw(self) -> bytes:
        """All that the program has written so far."""
        return bytes(self._raw)

    @property
    def emulator(self) -> Any:  # noqa: ANN401 - pyte has no types
        """The pyte screen in use, for colours and the cursor."""
        return self._screens[1049 in self.modes]

    def screen(self) -> str:
        """Return what is on the screen, without blanks at line ends."""
        return "\n".join(line.rstrip() for line in self.emulator.display)

    def wait_for(self, what: str | re.Pattern[str] | Callable[[], bool], timeout: float = 15.0) -> None:
        """Read output until a regular expression is found on the screen or a condition holds.

        Raises:
            AssertionError: If that takes longer than `timeout` seconds, or the program ends before.
        """
        deadline = time.monotonic() + timeout
        while True:
            ended = self._gone()
            while self._read(0) and ended:
                pass
            if what() if callable(what) else re.search(what, self.screen()):
                return
            if ended or time.monotonic() > deadline:
                why = "the program has ended" if ended else f"{timeout} s have passed"
                raise AssertionError(f"no {what!r}: {why}\n{self.screen()}\n{bytes(self._raw[-300:])!r}")
            self._read(0.05)

    def wait_exit(self, timeout: float = 15.0) -> int:
        """Read output until the program has ended, and return its status (minus the signal that killed it).

        Raises:
            AssertionError: If that takes longer than `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while not self._gone():
            if time.monotonic() > deadline:
                raise AssertionError(f"still running after {timeout} s\n{self.screen()}")
            self._read(0.05)
        while self._read(0):
            pass
        return self.process.wait(timeout)

    def leftovers(self) -> list[str]:
        """List what the program left changed in the terminal; empty if it was restored."""
        wrong = []
        if termios.tcgetattr(self._slave) != self._attributes:
            wrong.append("terminal attributes (echo, line editing) are not as they were")
        if self.modes != {7, 25}:
            wrong.append(f"private modes {sorted(self.modes ^ {7, 25})} are not as they were")
        if self.kitty:
            wrong.append("the kitty keyboard protocol is still on")
        return wrong

    def close(self) -> None:
        """Close the terminal, end the program if it doesn't by itself, and let go of everything."""
        self.hang_up()
        self.process.kill()
        self.process.wait()
        for descriptor in (self._slave, self._alive):
            if descriptor >= 0:
                os.close(descriptor)
        self._slave = self._alive = -1

    # What a terminal does

    def _set_size(self, size: tuple[int, int]) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def _gone(self) -> bool:
        return bool(select.select([self._alive], [], [], 0)[0])

    def _read(self, timeout: float) -> bool:
        """Take in some output, waiting for it; the end of the program cuts the wait short."""
        sources = [self._alive] if self._master < 0 else [self._alive, self._master]
        ready, _, _ = select.select(sources, [], [], timeout)
        if self._master not in ready:
            return False
        data = os.read(self._master, 16384)
        self._raw += data
        if self.emulate:
            self._take_in(self._decoder.decode(data))
        return True

    def _take_in(self, text: str) -> None:
        text = self._pending + text
        unfinished = _UNFINISHED.search(text)
        end = unfinished.start() if unfinished else len(text)
        self._pending = text[end:]
        for token in _TOKEN.finditer(text, 0, end):
            if token.lastgroup == "csi":
                self._obey(token)
            elif token.lastgroup == "text" or token[0] in _DRAWN:
                self._draw(token[0])

    def _draw(self, text: str) -> None:
        self._streams[1049 in self.modes].feed(text)

    def _obey(self, token: re.Match[str]) -> None:
        """Do what a control sequence asks for, answering as a terminal that knows no extension."""
        parameters = [int(number or 0) for number in re.split("[:;]", token["parameters"])]
        match token["prefix"], token["between"] + token["final"]:
            case "", "n" if parameters == [5]:
                self._answer("\x1b[0n")
            case "", "n" if parameters == [6]:
                cursor = self.emulator.cursor
                self._answer(f"\x1b[{cursor.y + 1};{min(cursor.x + 1, self.emulator.columns)}R")
            case "", "c":
                self._answer("\x1b[?62;22c")
            case ">", "c":
                self._answer("\x1b[>41;390;0c")
            case "?", "$p":
                self._answer(f"\x1b[?{parameters[0]};0$y")
            case ">", "u":
                self.kitty += 1
            case "<", "u":
                self.kitty = max(0, self.kitty - (parameters[0] or 1))
            case "?", "h":
                if 1049 in parameters:
                    self._screens[1].reset()
                self.modes |= set(parameters)
                self._draw(token[0] if parameters in ([7], [25]) else "")
            case "?", "l":
                self.modes -= set(parameters)
                self._draw(token[0] if parameters in ([7], [25]) else "")
            case "", final if len(final) == 1 and ":" not in token["parameters"]:
                self._draw(token[0])

    def _answer(self, text: str) -> None:
        os.write(self._master, text.encode())
