"""What the kiosk's process can't do, whatever asks it to: Python itself asks here before each of these things.

An audit hook (PEP 578) can't be taken off again. It stands before what this program, Textual and Python's library do;
it is no wall against machine code, for which an account without rights is the wall. `mkfifo` and `mknod` tell it
nothing; nobody here calls them.
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
import threading
from types import TracebackType
from typing import Any, Final

from tui.terminal import CRASHED, crash_note

KEPT: Final = frozenset(
    (
        *("COLORTERM", "COLUMNS", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LC_TERMINAL", "LINES", "LOGNAME", "NO_COLOR"),
        *("SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY", "TALKS_STORE", "TERM", "TERM_PROGRAM", "TZ", "USER"),
        *("XDG_CONFIG_HOME", "XDG_DATA_HOME"),
    )
)
"""What the environment says that is heeded: none of it makes anything act or write, as TEXTUAL_LOG and others would."""

_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FAMILIES: Final = frozenset(
    (
        *("cpython", "ctypes", "ftplib", "http", "imaplib", "nntplib", "os", "poplib", "pty", "shutil", "smtplib"),
        *("socket", "subprocess", "syslog", "telnetlib", "tempfile", "urllib", "webbrowser"),
    )
)
"""Events that begin so are refused, those of later Pythons too: https://docs.python.org/3/library/audit_events.html"""
_HARMLESS: Final = frozenset(
    (
        *("os.fwalk", "os.getxattr", "os.listdir", "os.listxattr", "os.scandir", "os.walk"),
        *("socket.__new__", "socket.gethostname"),  # asyncio wakes itself through a pair of sockets
    )
)
_REFUSED: Final = frozenset(("builtins.breakpoint", "sqlite3.enable_load_extension", "sqlite3.load_extension"))
_MODULES: Final = frozenset(("_ctypes", "ctypes", "multiprocessing", "pdb", "pty", "webbrowser"))
"""Modules that are of no use but for what is refused."""


class RefusedError(PermissionError):
    """Something was asked for that a kiosk doesn't do; the system's own refusals are handled the same way."""

    def __init__(self) -> None:
        super().__init__(errno.EPERM, "a kiosk doesn't do that")


def lock() -> None:
    """Let this process change nothing any more; there is no way back.

    Call it as soon as it is known that it is a kiosk, in the main thread.
    """
    sys.dont_write_bytecode = True
    for name in set(os.environ) - KEPT:
        del os.environ[name]
    for number in (signal.SIGTSTP, signal.SIGQUIT):  # until the terminal hands them on as keys
        signal.signal(number, signal.SIG_IGN)
    logging.disable()  # asyncio would print what it can't handle, over the board
    sys.excepthook, sys.unraisablehook = _end, _pass_over
    threading.excepthook = _pass_over
    sys.addaudithook(_refuse)


def _refuse(event: str, details: tuple[Any, ...]) -> None:
    """Refuse what changes, starts or reaches anything; called by Python with an event's name and what it is about.

    Raises:
        RefusedError: It does.
        ImportError: It is a module for that; who could do without it, does.
    """
    if event == "import":
        if details[0] in _MODULES:
            raise ImportError(f"a kiosk has no {details[0]}", name=details[0])
        return
    if event == "open":
        path, _, flags = details
        refused = not isinstance(path, int) and bool(flags & _WRITES)
    elif event == "sqlite3.connect":
        refused = not _only_reads(details[0])
    else:
        refused = event in _REFUSED or (event.partition(".")[0] in _FAMILIES and event not in _HARMLESS)
    if refused:
        raise RefusedError


def _only_reads(database: object) -> bool:
    """Say whether SQLite is asked to open a file, and only for reading (https://sqlite.org/uri.html)."""
    if not isinstance(database, str) or not database.startswith("file:"):
        return False
    asked = database.partition("#")[0].partition("?")[2].split("&")
    return [word for word in asked if word.startswith("mode=")] == ["mode=ro"]


def _end(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """End the program here: where PYTHONINSPECT is set, Python would now offer an interpreter."""
    status = CRASHED
    if isinstance(error, SystemExit):
        status = error.code if isinstance(error.code, int) else 0
    else:
        print(crash_note(error, debug=None), file=sys.__stderr__, flush=True)
    os._exit(status)


def _pass_over(_failure: object) -> None:
    """Say nothing of a fault that ends nothing: Python would print where it was, over the board."""
