"""A follower's copy as Litestream's `restore -f` makes and writes it (its `replica.go`), step by step."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from db import store

PAGE: Final = 4096
ROOT: Final = Path(store.__file__).parents[1]
_LOCK: Final = """
import fcntl, os, sys
file = os.open(sys.argv[1], os.O_RDWR)
fcntl.lockf(file, fcntl.LOCK_EX, 1, 0x40000000)
if sys.argv[2] == "whole":
    fcntl.lockf(file, fcntl.LOCK_EX, 510, 0x40000002)
print("locked", flush=True)
sys.stdin.read()
"""


def restore(primary: Path, copy: Path, noted: int = 1) -> None:
    """Restore a copy, in WAL mode as the primary is; under another name first, then the number beside it."""
    with closing(sqlite3.connect(primary)) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(primary, copy.with_name("restoring"))
    copy.with_name("restoring").replace(copy)
    note(copy, noted)


def note(copy: Path, number: int) -> None:
    """Note the last transaction that was applied."""
    new = copy.with_name(f"{copy.name}-txid.tmp")
    new.write_text(f"{number:016x}\n")
    new.replace(copy.with_name(f"{copy.name}-txid"))


def apply(primary: Path, copy: Path, part: float = 1, noted: int | None = 2) -> None:
    """Write over the copy what the primary has; part of it, and no number, is what a killed follower leaves."""
    with closing(sqlite3.connect(primary)) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    new, old = primary.read_bytes(), copy.read_bytes()
    places = [at for at in range(0, len(new), PAGE) if new[at : at + PAGE] != old[at : at + PAGE]]
    file = os.open(copy, os.O_RDWR)
    try:
        fcntl.lockf(file, fcntl.LOCK_EX, 1, 0x40000000)
        fcntl.lockf(file, fcntl.LOCK_EX, 510, 0x40000002)
        for at in places[: round(part * len(places))]:
            page = bytearray(new[at : at + PAGE])
            if not at:
                page[18:20], page[24:28] = b"\1\1", secrets.token_bytes(4)
            os.pwrite(file, page, at)
        if part == 1:
            os.truncate(file, len(new))
    finally:
        os.close(file)
    if noted is not None:
        note(copy, noted)


@contextmanager
def applying(copy: Path, waiting: bool = False) -> Iterator[None]:
    """Keep a copy locked from another process, as while a transaction is applied, or about to be once nobody reads."""
    words = [sys.executable, "-c", _LOCK, str(copy), "waiting" if waiting else "whole"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == "locked\n"
        yield
        program.stdin.close()
