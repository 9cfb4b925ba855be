"""Readers in tests: what takes their answers, and what they are asked about."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from db.board import Board, Look
from db.detail import Detail
from db.reader import Answer, Broken, Failed, Found, Reader, Scrolled
from db.scope import Scope
from db.write import change
from tests.db.helpers import writing

T = TypeVar("T", Board, Detail, Scrolled, Failed, Found, Broken)
Open = Callable[[Path], tuple[Reader, "Inbox"]]
ALL: Final = Look(Scope())


class Inbox:
    """Takes a reader's answers, and waits for the one that a test is about."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self._arrived = threading.Condition()

    def __call__(self, answer: Answer) -> None:
        with self._arrived:
            self.answers.append(answer)
            self._arrived.notify_all()

    def of(self, kind: type[T]) -> list[T]:
        return [answer for answer in self.answers if isinstance(answer, kind)]

    def wait(self, kind: type[T], fits: Callable[[T], bool] = lambda _answer: True, seconds: float = 10) -> T:
        with self._arrived:
            found: list[T] = []

            def arrived() -> bool:
                found[:] = [answer for answer in self.of(kind) if fits(answer)]
                return bool(found)

            assert self._arrived.wait_for(arrived, seconds), f"no {kind.__name__} that fits in {len(self.answers)}"
            return found[0]


def rename(path: Path, name: str) -> None:
    """Commit a change that a board shows: the name of the largest process."""
    with writing(path) as conn, change(conn, "rename") as opened_change:
        found, new = opened_change.claim_slug("process", "ukraine-peace-talks")
        opened_change.put_record("process", found, new, None, {"name": name})


def named(name: str) -> Callable[[Board], bool]:
    return lambda board: board.overview.process is not None and board.overview.process.name == name


def names(conn: sqlite3.Connection) -> list[str]:
    """The names of the processes in a store."""
    return [name for (name,) in conn.execute("SELECT name FROM processes ORDER BY name")]
