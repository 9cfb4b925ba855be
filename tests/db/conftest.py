"""What the tests of the data layer have beside the stores that all tests share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.helpers import reading


@pytest.fixture
def bundled_conn(masters: tuple[Path, Path]) -> Iterator[sqlite3.Connection]:
    """A read-only connection to the bundled talks, for tests that change nothing."""
    with reading(masters[0]) as conn:
        yield conn
