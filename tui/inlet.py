"""What is typed, on its way to the app: however much comes at once, little of it waits, and keys are soon heeded again.

What is typed faster than it can be answered waits its turn. More than a person could have meant is no typing but a
flood, such as a file that was pasted into a terminal that doesn't mark pastes: what waits is dropped, and nothing is
heard until it pauses. Of a marked paste the beginning is kept: no box takes more.
"""

from __future__ import annotations

from typing import Final

PASTE: Final = 1200
"""Bytes of a paste that are handed on: the longest box takes 300 characters, of up to four bytes."""
WAITING: Final = 2000
"""Bytes that wait at most; what exceeds that is a flood. A key held through a stall of ten seconds sends 1000."""
AHEAD: Final = 64
"""Bytes that are handed on before the app has to say that it has caught up."""
PAUSE: Final = 0.1
"""Seconds of silence that end a flood: what comes next begins with a whole key."""
TIRED: Final = 1.0
"""Seconds after which the app is taken to have caught up: a box that was closed meanwhile doesn't say so."""

_BEGIN: Final = b"\x1b[200~"
_END: Final = b"\x1b[201~"
_MARK: Final = len(_END) - 1  # bytes of a mark that may have come with what was read before


class Inlet:
    """Takes in bytes as they come, and hands them on as the app can take them."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._handed = 0  # since the app last caught up
        self._paste: bytearray | None = None  # what has come of one whose end hasn't
        self._deaf = False  # whether it is part of a flood
        self._tail = b""  # the last bytes of what came, which a mark may begin in
        self.flooded = False
        """Whether nothing is heard at present."""

    @property
    def full(self) -> bool:
        """Whether the app has to catch up before more is handed on."""
        return self._handed >= AHEAD

    @property
    def waits(self) -> bool:
        """Whether there is something that hasn't been handed on."""
        return bool(self._waiting)

    def put(self, data: bytes) -> bool:
        """Take in what was read.

        Returns:
            Whether a flood began with it, so that what was half handed on has to be forgotten.
        """
        while data:
            data = self._begun(data) if self._paste is None else self._pasted(data)
        if not self.flooded and len(self._waiting) > WAITING:
            self.flooded = True
            self._deaf = self._paste is not None  # its beginning is dropped too
            self._waiting.clear()
            return True
        return False

    def take(self) -> bytes:
        """Return what can be handed on now."""
        if self.full:
            return b""
        data = bytes(self._waiting[:AHEAD])
        del self._waiting[:AHEAD]
        self._handed += len(data)
        return data

    def caught_up(self) -> None:
        """Note that the app has answered all that was handed on."""
        self._handed = 0

    @property
    def patience(self) -> float | None:
        """Seconds of silence after which `rest` wants to be told; None for ever."""
        if self.flooded:
            return PAUSE
        if self.full:
            return TIRED
        return 0 if self._waiting else None

    def rest(self) -> None:
        """Note that nothing has come for as long as its patience is."""
        if self.flooded:
            self.flooded = False
        else:
            self._handed = 0

    def _begun(self, data: bytes) -> bytes:
        """Take in what was typed up to the beginning of a paste; return the rest."""
        known = self._tail + data
        at = known.find(_BEGIN)
        if at < 0:
            self._tail = known[-_MARK:]
            self._wait(data)
            return b""
        end = at + len(_BEGIN) - len(self._tail)
        self._wait(data[:end])
        self._paste, self._deaf, self._tail = bytearray(), self.flooded, b""
        return data[end:]

    def _pasted(self, data: bytes) -> bytes:
        """Take in a paste up to its end; return the rest."""
        assert self._paste is not None
        known = self._tail + data
        at = known.find(_END)
        room = PASTE + len(_END) - len(self._paste)
        if at < 0:
            self._tail = known[-_MARK:]
            self._paste += data[:room]
            return b""
        end = at + len(_END) - len(self._tail)
        self._paste += data[:end][:room]
        if not self._deaf:
            text = bytes(self._paste).removesuffix(_END)[:PASTE].replace(b"\x1b", b"")
            self._wait(text.decode("utf-8", "ignore").encode() + _END)  # no character is cut in two
        self._paste, self._tail = None, b""
        return data[end:]

    def _wait(self, data: bytes) -> None:
        if not self.flooded:
            self._waiting += data
