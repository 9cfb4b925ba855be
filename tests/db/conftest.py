"""What the tests of the data layer have beside the stores that all tests share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import reader as reader_module
from db.reader import Reader
from tests.db.helpers import reading
from tests.db.readers import ALL, Inbox, Open


@pytest.fixture
def bundled_conn(masters: tuple[Path, Path]) -> Iterator[sqlite3.Connection]:
    """A read-only connection to the bundled talks, for tests that change nothing."""
    with reading(masters[0]) as conn:
        yield conn


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Open readers that look often, and close them at the end."""
    monkeypatch.setattr(reader_module, "POLL", 0.02)
    readers: list[Reader] = []

    def open_reader(path: Path) -> tuple[Reader, Inbox]:
        inbox = Inbox()
        made = Reader(path, inbox)
        readers.append(made)
        made.first(ALL)
        made.start()
        return made, inbox

    yield open_reader
    for made in readers:
        made.close()
