"""What the program asks of a terminal, and how it leaves when the terminal or the system says so.

Exit statuses: 128 + the signal's number after SIGTERM (143), SIGHUP (129) or SIGINT (130), with the
terminal restored; 129 when the terminal has gone; killed by SIGALRM (142 in a shell) when a program that was
told to leave was too stuck to; `EXHAUSTED` where there is no more memory; `CRASHED` after a fault of its own.

Nothing here imports Textual, so that a refusal is quick.
"""

from __future__ import annotations

import os
import signal
import termios
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db.text import UNSAFE, shown

if TYPE_CHECKING:
    from types import FrameType

    from textual.app import App

CRASHED: Final = 70
"""Exit status after a fault of the program's own (EX_SOFTWARE in sysexits.h)."""

EXHAUSTED: Final = 71
"""Exit status where the system gives it no more memory (EX_OSERR in sysexits.h)."""

DEBUG_VARIABLE: Final = "TALKS_DEBUG"
"""Set in the environment, a crash also prints where it happened."""

GRACE_SECONDS: Final = 2
"""How long a program that was told to leave may take before the system ends it."""

_KNOWN_TERMINALS: Final = (
    *("alacritty", "foot", "ghostty", "kitty", "linux", "rxvt", "screen", "tmux", "vt100", "vt220"),
    *("wezterm", "xterm"),
)


def why_not(stdin_isatty: bool, stderr_isatty: bool, term: str | None) -> str | None:
    """Say why the board can't run in this terminal, or return None when it can.

    Args:
        stdin_isatty: Whether keys can be read: `sys.stdin.isatty()`.
        stderr_isatty: Whether there is something to draw on: Textual draws on standard error.
        term: The value of `TERM`, None if it isn't set.

    Returns:
        One sentence for a person: what is missing and how to mend it.
    """
    if not stdin_isatty:
        return (
            "standard input is not a terminal, so the board could not be given a key: "
            "start it from a terminal (over SSH: ssh -t), or add --print to have it as text"
        )
    if not stderr_isatty:
        return (
            "standard error is not a terminal, and that is what the board is drawn on: "
            "start it without redirecting 2>, or add --print to have it as text"
        )
    if not term:
        return (
            "TERM is not set, so what this terminal can draw is unknown: "
            "set it (most are TERM=xterm-256color), or add --print to have the board as text"
        )
    if term in {"dumb", "unknown"} or not (term.startswith(_KNOWN_TERMINALS) or _in_terminfo(term)):
        return (
            f"TERM is {shown(term)!r}, which is no terminal that the board could be drawn on: "
            "set it to what yours is (most are TERM=xterm-256color), or add --print to have the board as text"
        )
    return None


def _in_terminfo(term: str) -> bool:
    """Return whether this system describes `term`, or describes no terminal at all and so can't tell."""
    try:
        import curses  # noqa: PLC0415 - some Pythons are built without it
    except ImportError:
        return True
    try:
        # The descriptor is only asked for a size. After one success curses says yes to every other name.
        curses.setupterm(term, 2)
    except curses.error as error:
        return "database" in str(error)
    return True


def install_guards(app: App[Any], close: Callable[[], None]) -> Callable[[], None]:
    """Make the program leave when it is told to, or when its terminal has gone, however busy it is.

    SIGTERM, SIGHUP (even if it was ignored, as under nohup) and SIGINT end `app` with the terminal restored;
    SIGALRM ends the program if that takes longer than `GRACE_SECONDS`. A terminal that has gone ends it at once,
    `close` called before: the driver tells (`tell_hung_up`), and once a second the terminal is looked at, for the
    times when no driver reads. That look is a timer signal rather than a thread or a task of the event loop: it gets
    through to a loop that waits for a terminal that reads no more, and nothing of it stays behind.

    Call it in the main thread, right before `app.run()`.

    Args:
        app: The app that is about to run.
        close: Lets go of the store. Called in the main thread, in the middle of whatever that is doing, and
            only on the way out: it must not wait for a lock that the main thread can hold. What it raises is
            lost.

    Returns:
        A function that takes the guards off again. Call it after `app.run()`: Python lets go of its handlers before
        it ends, and the next tick of the timer would kill it.

    Raises:
        ValueError: If this isn't the main thread.
    """
    import asyncio  # noqa: PLC0415 - brings ssl along; who only prints needs neither

    settings = termios.tcgetattr(0) if os.isatty(0) else None

    def leave(signum: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the system's own: works even in the midst of C code
        signal.alarm(GRACE_SECONDS)  # takes the place of the timer
        if hung_up():
            vanish(128 + signum)
        if settings is not None:
            with suppress(termios.error):  # now already: a terminal that reads no more can be told nothing else
                signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # not stopped for it either, in the background
                termios.tcsetattr(0, termios.TCSANOW, settings)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # not running yet, or not any more: nothing to restore
            raise SystemExit(128 + signum) from None
        loop.call_soon_threadsafe(partial(app.exit, return_code=128 + signum))

    def look(_signum: int, _frame: FrameType | None) -> None:
        if hung_up():
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(GRACE_SECONDS)
            vanish(128 + signal.SIGHUP)

    def vanish(status: int) -> None:
        try:
            close()
        finally:
            os._exit(status)  # the long way would wait for threads that wait for the terminal

    before = {name: signal.signal(name, leave) for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)}
    before[signal.SIGALRM] = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 1.0, 1.0)
    look(signal.SIGALRM, None)  # it may have gone while all was loaded

    def remove() -> None:
        if signal.getsignal(signal.SIGALRM) is look:  # the grace of a program that was told to leave runs on
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)

    return remove


def hung_up() -> bool:
    """Return whether the terminal on standard input has gone: no settings can be read of such a one.

    Polling would tell as well, but some systems can't poll a terminal and call a live one dead.
    """
    return not os.isatty(0)


def tell_hung_up() -> None:
    """Tell the main thread that the terminal has gone, from any other; again and again until the program has.

    The system does so by SIGHUP, but not where the terminal isn't the controlling one (setsid), or where the signal is
    ignored (nohup) before the guards are on. It is sent to that thread, as only there a handler can run, and what
    that waits for is interrupted by no other. One that comes just before the wait doesn't end it.
    """
    main = threading.main_thread().ident
    if main is not None:
        signal.pthread_kill(main, signal.SIGHUP)


def crash_note(error: BaseException, debug: bool | None) -> str:
    """Describe a fault of the program's own, without the data it was working on.

    Args:
        error: What was raised.
        debug: Whether to add the traceback: code and the error's own message, never the values of variables. None where
            nobody can ask for it, so that nobody is told how.

    Returns:
        One sentence; with `debug`, the traceback before it.
    """
    if isinstance(error, MemoryError) and not debug:
        return "talks-tui ended: there is no more memory for it. Start it again, and look at less at once."
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    sentence = f"talks-tui stopped: a fault of its own ({type(error).__name__}{where})."
    if debug is None:
        return sentence
    if not debug:
        return f"{sentence} Set {DEBUG_VARIABLE}=1 and do the same again to see more."
    lines = "".join(traceback.format_exception(error)).splitlines()
    # The message of an error can quote a record, and a record may hold anything.
    return "\n".join([*(UNSAFE.sub("\ufffd", line) for line in lines), sentence])
