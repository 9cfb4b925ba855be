"""Opening a file that is to be imported: what no file is, or is too large, is refused before anything waits for it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final, NoReturn

from db.errors import TalksFileError
from db.textfile import encoding_in
from db.values import dataclass

LARGEST: Final = 128 * 1024 * 1024
"""Bytes of the largest document that is read as a whole: a store of about 100,000 events, written as TOML."""
HEAD: Final = 64 * 1024
"""Bytes that tell what a file is."""
DEEPEST: Final = 60
"""Levels of lists and tables within each other that a document may have."""

_SAMPLE: Final = 1024 * 1024
_KINDS: Final = (
    (stat.S_ISDIR, "is a directory: name a file in it"),
    (stat.S_ISFIFO, "is a pipe: save what comes out of it to a file"),
    (stat.S_ISSOCK, "is a socket: name a file"),
    (stat.S_ISCHR, "is a device: name a file"),
    (stat.S_ISBLK, "is a device: name a file"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file.

    Attributes:
        text: As it stands there, without a byte order mark.
        notes: Which encoding it was taken for, if that was found out from its bytes and so may be wrong.
    """

    text: str
    notes: tuple[str, ...]


def head(path: Path) -> bytes:
    """Return the first bytes of a file, `HEAD` at the most.

    Raises:
        TalksFileError: It is no file, can't be read, or is empty.
    """
    return _read(path, HEAD)


def tail(path: Path) -> bytes:
    """Return the last bytes of a file, `HEAD` at the most.

    Raises:
        TalksFileError: As `head`.
    """
    return _read(path, HEAD, at_end=True)


def whole(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        TalksFileError: It is no file, can't be read, is empty, or is larger than `LARGEST`.
    """
    data = _read(path, LARGEST + 1)
    if len(data) > LARGEST:
        raise TalksFileError([f"{path} is larger than {LARGEST // 1024**2} MB: split it, and import its parts."])
    return data


def text(path: Path) -> Text:
    """Return the text of a file: in UTF-8, in what its byte order mark says, or in what its bytes look like.

    Raises:
        TalksFileError: It is no file, can't be read, is empty or too large, or is no text.
    """
    data = whole(path)
    # Cut after an ASCII character, so that none is cut in two.
    sample = data if len(data) <= _SAMPLE else data[:_SAMPLE].rstrip(bytes(range(0x80, 0x100)))
    found = encoding_in(sample)
    if found is not None and found[1]:  # a guess is better where the names of fields don't water it down
        found = encoding_in(b"\n".join(line for line in sample.splitlines() if not line.isascii())) or found
    if found is None:
        raise TalksFileError([f"{path} is no text in any encoding that can be told: save it as UTF-8."])
    encoding, likely = found
    try:
        decoded = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TalksFileError([f"{path} is not {encoding} text (byte {error.start + 1}): save it as UTF-8."]) from error
    note = f"It is read as {encoding}, which its bytes look like: save it as UTF-8 if letters come out wrong."
    return Text(decoded, (note,) if likely else ())


def too_deep(document: object) -> bool:
    """Say whether lists and tables stand in each other deeper than `DEEPEST`: what walks through them would fall."""
    level = [document]
    for _ in range(DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return any(isinstance(value, dict | list) for value in level)


def _read(path: Path, most: int, at_end: bool = False) -> bytes:
    """Read up to `most` bytes of a file; a pipe isn't opened, which would keep us waiting for whoever writes to it."""
    try:
        mode = path.stat().st_mode
        for is_kind, what in _KINDS:
            if is_kind(mode):
                raise TalksFileError([f"{path} {what}."])
        with path.open("rb") as file:
            if at_end:
                file.seek(max(0, os.fstat(file.fileno()).st_size - most))
            data = file.read(most)
    except (OSError, ValueError) as error:
        _unreadable(path, error)
    if not data:
        raise TalksFileError([f"{path} is empty: there is nothing to import."])
    return data


def _unreadable(path: Path, error: OSError | ValueError) -> NoReturn:
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    raise TalksFileError([f"{path} can't be read: {reason}."]) from error
