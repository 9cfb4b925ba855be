"""A file of the user's own: read whole, replaced whole, shared by the sessions that run at the same time."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from db.errors import TalksError

T = TypeVar("T")

LARGEST: Final = 1_000_000
"""Bytes that such a file may have: what is larger was written by something else."""

_TRIES: Final = 50
_PAUSE: Final = 0.02
"""How often, and with how many seconds between, another session's lock is waited for."""


class OwnError(TalksError):
    """A file of the user's own can't be read or written; the sentence says which."""


class ForeignError(Exception):
    """A file holds something else than it should; the message says what."""


class OwnFile(Generic[T]):
    """A JSON file that holds one value.

    Args:
        path: Where it is; None where the user has no folder of their own.
        what: What it holds, as a sentence names it.
        empty: The value of a file that isn't there.
        read: Makes the value of what the JSON says.
        written: Makes what the JSON says of the value.

    `read` raises `ForeignError` where it isn't such a value.
    """

    def __init__(
        self,
        path: Path | None,
        what: str,
        empty: T,
        read: Callable[[Any], T],
        written: Callable[[T], object],
    ) -> None:
        self.path = path
        self.what = what
        self._empty = empty
        self._read = read
        self._written = written

    def load(self) -> T:
        """Return the value.

        Raises:
            OwnError: The file can't be read, or holds something else.
        """
        if self.path is None:
            return self._empty
        try:
            return self._value()
        except (OSError, ForeignError) as error:
            raise OwnError(
                f"{self.path} can't be read as {self.what} ({_reason(error)}): none are known; when there is something"
                " to keep, that file is moved aside."
            ) from error

    def change(self, edit: Callable[[T], T]) -> str:
        """Replace the value by what `edit` makes of it, while no other session does the same.

        Returns:
            A sentence that says where a file that couldn't be read has been moved to; "" if there was none.

        Raises:
            OwnError: The file can't be written.
        """
        if self.path is None:
            raise OwnError(f"No folder of yours is known, so {self.what} can't be kept: set $HOME.")
        # A link, as people have who keep their settings elsewhere, stays one.
        path = Path(os.path.realpath(self.path))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with _locked(path.with_name(f".{path.name}.lock")):
                said, value = "", self._empty
                try:
                    value = self._value()
                except (OSError, ForeignError) as error:
                    aside = _aside(path)
                    path.rename(aside)
                    said = f"{path} couldn't be read as {self.what} ({_reason(error)}): it is now {aside}."
                _replace(path, json.dumps(self._written(edit(value)), indent=1, ensure_ascii=True) + "\n")
                return said
        except (OSError, TimeoutError) as error:
            raise OwnError(f"{path} can't be written ({_reason(error)}): {self.what} can't be kept.") from error

    def _value(self) -> T:
        assert self.path is not None
        try:
            if not self.path.is_file() and self.path.exists():  # a pipe would keep us waiting for ever
                raise ForeignError("it is no file")
            with self.path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except FileNotFoundError:
            return self._empty
        if len(data) > LARGEST:
            raise ForeignError("it is too large")
        try:
            return self._read(json.loads(data))
        except (ValueError, RecursionError) as error:  # ValueError: no JSON, no UTF-8
            raise ForeignError("it is damaged") from error


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep the other sessions out while the block runs.

    Raises:
        TimeoutError: Another one does for longer than it takes to write a file.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        for left in reversed(range(_TRIES)):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not left:
                    raise TimeoutError("another session keeps it locked") from None
                time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def _replace(path: Path, text: str) -> None:
    """Put a file in the place of another, whole or not at all."""
    made = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    try:
        with made.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)


def _aside(path: Path) -> Path:
    """Return a name beside a file that nothing has yet."""
    number = 1
    while os.path.lexists(path.with_name(f"{path.name}.damaged-{number}")):
        number += 1
    return path.with_name(f"{path.name}.damaged-{number}")


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
