"""The board in a kiosk: what Textual offers beside it is not there, whoever asks for it."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any, Final, NoReturn

from rich.text import Text
from textual.app import SuspendNotSupported

from tui import limits
from tui.app import TalksApp
from tui.terminal import EXHAUSTED, crash_note

if TYPE_CHECKING:
    from types import FrameType

USED_UP: Final = 128 + signal.SIGXCPU
"""Exit status after as much processor time as a kiosk may take."""
WEIGHED: Final = 1.0
"""Seconds between two looks at how much memory it has."""


class KioskApp(TalksApp):
    """The dashboard for people who may only look."""

    SPILLS = False
    DEBUGS = False

    def on_ready(self) -> None:
        """Stay in the foreground, and leave before memory or processor time ends; what is inherited is called too."""
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # the driver has taken it meanwhile
        signal.signal(signal.SIGXCPU, self._used_up)
        self._scales = self.set_interval(WEIGHED, self._weigh)

    def _weigh(self) -> None:
        if limits.taken() > limits.ENOUGH:
            self._scales.stop()
            self.exit(return_code=EXHAUSTED, message=Text(crash_note(MemoryError(), debug=None)))

    def _used_up(self, _signum: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGXCPU, signal.SIG_IGN)
        said = f"talks-tui ended: this session has used its {limits.PROCESSOR // 60} minutes of processor time."
        asyncio.get_running_loop().call_soon_threadsafe(lambda: self.exit(return_code=USED_UP, message=Text(said)))

    # What writes, starts or stops something

    def _decline(self) -> None:
        self.notify("That can't be done here.", markup=False)

    def suspend(self) -> NoReturn:
        """Refuse to make way for another program.

        Raises:
            SuspendNotSupported: Always.
        """
        raise SuspendNotSupported("a kiosk makes way for no other program")

    def action_suspend_process(self) -> None:
        """Stay."""
        self._decline()

    def open_url(self, url: str, *, new_tab: bool = True) -> None:  # noqa: ARG002
        """Open nothing: a browser would run on the server."""
        self._decline()

    def deliver_text(self, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Save nothing."""
        self._decline()

    def deliver_binary(self, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Save nothing."""
        self._decline()

    def deliver_screenshot(self, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Save no picture of the screen."""
        self._decline()

    def save_screenshot(self, *_: Any, **__: Any) -> str:  # noqa: ANN401
        """Save no picture of the screen."""
        self._decline()
        return ""

    def action_screenshot(self, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Save no picture of the screen."""
        self._decline()
