"""Textual, made fit for terminals that send rubbish, go away, or show what shouldn't be shown."""

from __future__ import annotations

import os
import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Sequence
from select import select
from typing import TYPE_CHECKING, Any, Final, TypeVar

from rich.text import Text
from textual import constants
from textual._compositor import CompositorUpdate
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import Monochrome, NoColor
from textual.worker import WorkerFailed

from tui.hygiene import ControlFilter
from tui.terminal import CRASHED, DEBUG_VARIABLE, crash_note, hung_up, tell_hung_up
from tui.wire import Sent, Wire

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver
    from textual.filter import LineFilter
    from textual.message import Message
    from textual.screen import Screen

Result = TypeVar("Result")

_NET: Final = ControlFilter()
_AGAIN: Final = 0.05
"""Seconds after which the main thread is told once more that the terminal has gone."""
_CONSOLES: Final = ("linux", "vt")
"""How the names of terminals begin that have one screen, and print part of a request that they don't know: a Linux
console before 5.x shows the 25u of `CSI > 25 u` and the p of `CSI ? 2026 $ p`."""
_NEWER: Final = re.compile(r"\x1b(?:\[[<>]|\]|\[\?(?!7[hl]|25[hl]))")
"""Requests that came after them: private modes but two, the kitty keyboard, operating system commands."""
_CLEAR: Final = "\x1b[m\x1b[H\x1b[J"


class GuardedDriver(LinuxDriver):
    """Reads the keyboard so that no byte can crash the app and no silence costs anything.

    Textual's own reader dies of a byte that isn't UTF-8, spins when the terminal hangs up, wakes ten times a
    second and keeps the program waiting when it ends. This one sleeps until there is something to read.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._woken, self._waker = os.pipe()  # a byte in it ends the reader; it lives as long as the program
        self._console = os.environ.get("TERM", "").startswith(_CONSOLES)

    def write(self, data: str) -> None:
        """Write to the terminal, but ask no more of a plain console than it knows.

        Such a one has no other screen to go to and to come back from: it is cleared instead.
        """
        if self._console and _NEWER.match(data):
            data = _CLEAR if data.startswith("\x1b[?1049") else ""
        if data:
            super().write(data)

    def track_mouse(self, tracked: bool) -> None:
        """Have the terminal report the mouse from now on, or not."""
        if tracked != self._mouse:
            self._disable_mouse_support()  # which does nothing where it is off, as the other where it isn't on
            self._mouse = tracked
            self._enable_mouse_support()

    def disable_input(self) -> None:
        """Stop reading keys, without waiting for one."""
        if self._key_thread is not None and self._key_thread.is_alive():
            os.write(self._waker, b".")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys and hand them on until input is disabled."""
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        parser = XTermParser(self._debug)
        patience: float | None = None
        sources = [self.fileno, self._woken]
        while True:
            ready, _, _ = select(sources, [], [], patience)
            if self._woken in ready:
                os.read(self._woken, 1)
                return
            data = self._read() if ready else b""
            if ready and not data:
                patience, sources = 1.0, [self._woken]  # it only looks so: try again in a second
                if hung_up():
                    tell_hung_up()
                    patience = _AGAIN
                continue
            # A lone Esc is known by what doesn't follow it.
            patience = constants.ESCAPE_DELAY + 0.01 if data else None
            sources = [self.fileno, self._woken]
            try:
                if text := decode(data):  # an empty text, from half a character, would end the parser
                    self._deliver(parser.feed(text))
                self._deliver(parser.tick())
            except (ValueError, OverflowError):
                # A key code beyond Unicode, a number that is none: the parser is dead, the terminal isn't.
                parser = XTermParser(self._debug)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _deliver(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)


class GuardedApp(App[Result]):
    """An app that draws only safe text, sends what changed, and is ended by a fault with one sentence and `CRASHED`.

    Textual's own last words print every local variable, here other people's data, and report success.
    """

    def __init__(self, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._wire = Wire()

    def get_driver_class(self) -> type[Driver]:
        """Choose the guarded driver where Textual would choose its own for this system."""
        chosen = super().get_driver_class()
        return GuardedDriver if chosen is LinuxDriver else chosen

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Put the net first: what the other filters see is safe already.

        Where no colour is wanted (NO_COLOR) Textual makes greys of them, unless it began with the terminal's own.
        """
        filters = super().get_line_filters()
        if self.no_color and self.native_ansi_color:
            filters = [NoColor() if isinstance(one, Monochrome) else one for one in filters]
        return [_NET, *filters]

    def on_resize(self) -> None:
        """Paint everything anew: a terminal that has another size, or is back from elsewhere, may show anything."""
        self._wire.forget()

    def delay_update(self, delay: float = 0.05) -> None:
        """Delay nothing: the palette would, and then ask the board to draw itself, which draws only what changed."""

    def repaint(self) -> None:
        """Paint everything anew, over whatever another program wrote."""
        self._wire.forget()
        self.screen.refresh(self.screen.region)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send what changed, and nothing at all if nothing did."""
        sends = self._running and not self._closed and not self._batch_count
        if sends and isinstance(renderable, CompositorUpdate):
            renderable = self._wire.changes(renderable, self.size, self.console)
            here = self.screen.outer_size.clamp_offset(self.cursor_position)
            if isinstance(renderable, Sent) and not renderable.text and here == self._previous_cursor_position:
                renderable = None
        super()._display(screen, renderable)

    def panic(self, *renderables: RenderableType) -> None:  # noqa: ARG002 - these would print locals
        """End the app after a fault: called for errors that draw themselves, and by Textual's threads."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        self._return_code = CRASHED
        # The first fault is the one to tell: others follow from it.
        error: BaseException = self._exception or RuntimeError("a thread of the terminal driver failed")
        if isinstance(error, WorkerFailed):
            error = error.error
        note = crash_note(error, bool(os.environ.get(DEBUG_VARIABLE)))
        self._exit_renderables[:] = [Text(note)]
        self._close_messages_no_wait()
