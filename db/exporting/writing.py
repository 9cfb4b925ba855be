"""Where an export goes: a file or a folder that is built beside its place and then put there, whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from db import store
from db.errors import TalksError

_NO_LINKS: Final = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS)
"""What a file system says that has no hard links, as most memory sticks."""


@contextmanager
def in_place_of(path: Path, force: bool, source: Path, folder: bool = False) -> Iterator[Path]:
    """Give a name to build a file or a folder under, and put what is there at the end in its place.

    A folder that is there already keeps what it has beside the files that are put into it. A pipe or a device is
    written to as it is.

    Args:
        path: Where it will be; a link is followed.
        force: Whether what is there may be replaced.
        source: The store that it is made of, which it can't take the place of.
        folder: Whether it will be a folder.

    Raises:
        TalksError: Something is there already, it is the store, or it can't be written; what is there is as it was.
    """
    try:
        there = _kind(path)
        if there and not (stat.S_ISREG(there) or stat.S_ISDIR(there)):
            yield path
            return
        path = Path(os.path.realpath(path))
        _refuse_store(path, source)
        if stat.S_ISDIR(there) and not folder:
            raise TalksError(f"{path} is a folder: name a file in it.")
        if there and not force:
            raise _taken(path)
        building = path.with_name(f".{os.urandom(8).hex()}.export")  # of this call alone, and never too long a name
        try:
            yield building
            _put(building, path, force)
        finally:
            if building.is_dir():
                shutil.rmtree(building)
            building.unlink(missing_ok=True)
    except BrokenPipeError:  # whoever reads us has seen enough
        raise
    except OSError as error:
        raise TalksError(f"{path} can't be written: {(error.strerror or str(error)).lower()}.") from error


def write_text(path: Path, pieces: Iterable[str]) -> None:
    """Write a text in UTF-8, a piece at a time, as far as the disk itself; what an earlier try has left is replaced.

    Raises:
        OSError: It can't be written.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)
        file.flush()
        if file.seekable():  # a pipe has no disk
            os.fsync(file.fileno())


def _kind(path: Path) -> int:
    """Return the mode of what is at a path, 0 for nothing."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return 0


def _refuse_store(path: Path, source: Path) -> None:
    """Refuse to write over the store or what SQLite and Litestream keep beside it."""
    itself = Path(os.path.realpath(source))
    names = {itself, *(store.beside(source, end) for end in (*store.COMPANIONS, store.TXID))}
    if path in names or (path.exists() and path.samefile(source)):
        raise TalksError(f"{path} belongs to the store: name another file with -o.")


def _taken(path: Path) -> TalksError:
    return TalksError(f"{path} is already there: choose another name, or replace it with --force.")


def _put(building: Path, path: Path, force: bool) -> None:
    """Put what was built in its place."""
    if building.is_dir() and path.is_dir():
        if not force:
            raise _taken(path)
        for file in building.iterdir():
            file.replace(path / file.name)
    elif building.is_dir() or force:
        building.replace(path)
    else:
        try:
            os.link(building, path)  # unlike a rename, refuses to replace what somebody else made meanwhile
        except FileExistsError as error:
            raise _taken(path) from error
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if path.exists():
                raise _taken(path) from error
            building.replace(path)
