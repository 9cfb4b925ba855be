"""Textual, made fit for terminals that send rubbish, go away, or show what shouldn't be shown."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterable, Sequence
from functools import partial
from select import select
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from rich.text import Text
from textual import constants
from textual._compositor import CompositorUpdate
from textual._context import active_message_pump
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, MouseDown, MouseScrollDown, MouseScrollUp, Paste, Resize
from textual.filter import Monochrome, NoColor
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.worker import WorkerFailed

from tui import letters
from tui.hygiene import ControlFilter
from tui.inlet import Inlet
from tui.layout import clamped
from tui.terminal import CRASHED, DEBUG_VARIABLE, EXHAUSTED, crash_note, hung_up, tell_hung_up
from tui.wire import Sent, Wire

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver
    from textual.filter import LineFilter
    from textual.message_pump import MessagePump

Result = TypeVar("Result")

_NET: Final = ControlFilter()
_AGAIN: Final = 0.05
"""Seconds after which the main thread is told once more that the terminal has gone."""
_NEWER: Final = re.compile(r"\x1b(?:\[[<>]|\]|\[\?(?!7[hl]|25[hl]))")
"""Requests that came after consoles: private modes but two, the kitty keyboard, operating system commands. Those have
one screen, and may print part of what they don't know: of `CSI > 25 u` the 25u, of `CSI ? 2026 $ p` the p.
"""
_CLEAR: Final = "\x1b[m\x1b[H\x1b[J"

_DONE: Final = b"."
"""What ends the reader of keys."""
_CAUGHT_UP: Final = b"+"
"""What tells it that all that it handed on has been answered."""
_ACTS: Final = (Key, MouseDown, MouseScrollDown, MouseScrollUp, Paste)
"""What somebody does; a mouse that is only moved may have been pushed aside."""


class Pace(Message):
    """Goes the way of every key, behind the keys that are to be answered: down to who has the keys, and up again."""

    def __init__(self, down: bool = True) -> None:
        super().__init__()
        self.down = down


class Flooded(Message, bubble=False):
    """More was typed at once than anybody can mean; it was dropped."""


class GuardedDriver(LinuxDriver):
    """Reads the keyboard so that no byte can crash the app, no silence costs anything and no flood drowns it.

    Textual's own reader dies of a byte that isn't UTF-8, spins when the terminal hangs up, wakes ten times a
    second and keeps the program waiting when it ends. This one sleeps until there is something to read.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.acted = monotonic()
        """When somebody last pressed a key, clicked or pasted; seconds on the clock that only runs forward."""
        self._woken, self._waker = os.pipe()  # a byte in it ends the reader; it lives as long as the program
        self._console = os.environ.get("TERM", "").startswith(letters.CONSOLES)
        few = letters.which(os.environ, sys.__stderr__.encoding if sys.__stderr__ else "utf-8")
        self._letters = letters.table(few) if few else None

    def write(self, data: str) -> None:
        """Write to the terminal, but ask no more of a plain console than it knows, and send only what it can show.

        Such a one has no other screen to go to and to come back from: it is cleared instead.
        """
        if self._console and _NEWER.match(data):
            data = _CLEAR if data.startswith("\x1b[?1049") else ""
        if data:
            super().write(data if self._letters is None else data.translate(self._letters))

    def track_mouse(self, tracked: bool) -> None:
        """Have the terminal report the mouse from now on, or not."""
        if tracked != self._mouse:
            self._disable_mouse_support()  # which does nothing where it is off, as the other where it isn't on
            self._mouse = tracked
            self._enable_mouse_support()

    def _get_terminal_size(self) -> tuple[int, int]:
        return clamped(*super()._get_terminal_size())

    def process_message(self, message: Message) -> None:
        """Hand on what the terminal sends: no size that costs more than there is to see, and when somebody acted."""
        if isinstance(message, Resize):
            size = Size(*clamped(*message.size))
            message = Resize(size, size, pixel_size=message.pixel_size)
        elif isinstance(message, _ACTS):
            self.acted = monotonic()
        super().process_message(message)

    def caught_up(self) -> None:
        """Hand on more of what is typed: called when what was handed on has been answered."""
        os.write(self._waker, _CAUGHT_UP)

    def disable_input(self) -> None:
        """Stop reading keys, without waiting for one."""
        if self._key_thread is not None and self._key_thread.is_alive():
            os.write(self._waker, _DONE)
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys and hand them on until input is disabled."""
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        parser = XTermParser(self._debug)
        inlet = Inlet()
        patience: float | None = None
        sources = [self.fileno, self._woken]
        while True:
            ready, _, _ = select(sources, [], [], patience)
            if self._woken in ready:
                if os.read(self._woken, 1) == _DONE:
                    return
                inlet.caught_up()
            heard = self.fileno in ready
            data = self._read() if heard else b""
            if heard and not data:
                patience, sources = 1.0, [self._woken]  # it only looks so: try again in a second
                if hung_up():
                    tell_hung_up()
                    patience = _AGAIN
                continue
            sources = [self.fileno, self._woken]
            if not ready:
                inlet.rest()
            if inlet.put(data):
                parser = XTermParser(self._debug)
                self.process_message(Flooded())
            typed = inlet.take()
            try:
                if text := decode(typed):  # an empty text, from half a character, would end the parser
                    self._deliver(parser.feed(text))
                if not inlet.waits:
                    self._deliver(parser.tick())
            except (ValueError, ArithmeticError):
                # A key code beyond Unicode, a number that is none: the parser is dead, the terminal isn't.
                parser = XTermParser(self._debug)
            if typed and inlet.full:
                self.process_message(Pace())
            patience = inlet.patience
            if patience is None and ready:  # a lone Esc is known by what doesn't follow it
                patience = constants.ESCAPE_DELAY + 0.01

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _deliver(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)


def only_read(node: MessagePump) -> bool:
    """Say whether nothing that is kept may be changed in the app of a widget."""
    return isinstance(node.app, GuardedApp) and node.app.read_only


class GuardedApp(App[Result]):
    """An app that draws only safe text, sends what changed, and is ended by a fault with one sentence and `CRASHED`.

    Textual's own last words print every local variable, here other people's data, and report success.

    Attributes:
        read_only: Whether nothing that is kept may be changed.
    """

    DEBUGS: ClassVar[bool] = True
    """Whether whoever runs it can ask for more to be said of a crash."""

    def __init__(self, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.read_only = False
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

    def pop_screen(self) -> AwaitComplete:
        """Take off the screen on top, unless whoever asks is off already: Enter may be pressed twice in a box."""
        asks = active_message_pump.get(None)
        if isinstance(asks, Screen) and asks not in self.screen_stack:
            return AwaitComplete(asyncio.sleep(0))
        return super().pop_screen()

    def on_pace(self, message: Pace) -> None:
        """Let more be typed once the keys before it have been answered: it goes the way that they go."""
        if message.down:
            target = self.focused or self.screen
            target.post_message(Pace(down=False).set_sender(target))
        elif isinstance(self._driver, GuardedDriver):
            self._driver.caught_up()

    def on_flooded(self) -> None:
        """Say that not all that was typed was heard."""
        self.notify("Too much was typed at once: the rest of it was left out.", markup=False)

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

    def end_when_idle(self, seconds: float) -> None:
        """End the app once nobody has pressed a key, clicked or pasted for as long."""
        assert isinstance(self._driver, GuardedDriver)
        left = self._driver.acted + seconds - monotonic()
        if left > 0:
            self.set_timer(left, partial(self.end_when_idle, seconds))
        else:
            minutes = f"{seconds / 60:g} minute{'' if seconds == 60 else 's'}"
            self.exit(message=Text(f"talks-tui ended: it was left alone for {minutes}."))

    def panic(self, *renderables: RenderableType) -> None:  # noqa: ARG002 - these would print locals
        """End the app after a fault: called for errors that draw themselves, and by Textual's threads."""
        self._fatal_error()

    def excuse(self, error: BaseException) -> str | None:  # noqa: ARG002
        """Return the sentence to end with where it isn't the program that is at fault; None where it is."""
        return None

    def _fatal_error(self) -> None:
        # The first fault is the one to tell: others follow from it.
        error: BaseException = self._exception or RuntimeError("a thread of the terminal driver failed")
        if isinstance(error, WorkerFailed):
            error = error.error
        if isinstance(error, MemoryError):
            from tui.limits import spend_spare  # noqa: PLC0415

            spend_spare()
        excuse = self.excuse(error)
        if excuse is not None:
            self._return_code = 1
        else:
            self._return_code = EXHAUSTED if isinstance(error, MemoryError) else CRASHED
        debug = bool(os.environ.get(DEBUG_VARIABLE)) if self.DEBUGS else None
        note = excuse or crash_note(error, debug)
        self._exit_renderables[:] = [Text(note)]
        self._close_messages_no_wait()
