"""Stores to test with: real files, each a copy of one that is made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db import bundled
from db.importing import import_file
from db.importing.report import Summary
from tests.db.copies import restore
from tests.db.helpers import CAST


@pytest.fixture(scope="session")
def masters(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store with the bundled talks and one without any; tests get copies."""
    folder = tmp_path_factory.mktemp("masters")
    bundled.new_store(folder / "bundled.db")
    bundled.new_store(folder / "empty.db", empty=True)
    return folder / "bundled.db", folder / "empty.db"


@pytest.fixture
def store_path(masters: tuple[Path, Path], tmp_path: Path) -> Path:
    """A store with the bundled talks."""
    return Path(shutil.copy(masters[0], tmp_path / "talks.db"))


@pytest.fixture
def copy(store_path: Path, tmp_path: Path) -> Path:
    """A follower's copy of the store."""
    folder = tmp_path / "follower"
    folder.mkdir()
    restore(store_path, folder / "copy.db")
    return folder / "copy.db"


@pytest.fixture
def empty_store(masters: tuple[Path, Path], tmp_path: Path) -> Path:
    """A store without any talks."""
    return Path(shutil.copy(masters[1], tmp_path / "empty.db"))


@pytest.fixture
def load(empty_store: Path, tmp_path: Path) -> Callable[[str], Summary]:
    """Import the text of a talks file, as it is, into `empty_store`."""

    def load_text(text: str) -> Summary:
        file = tmp_path / "file.toml"
        file.write_text(text, encoding="utf-8")
        return import_file(empty_store, file).summary

    return load_text


@pytest.fixture
def talks(empty_store: Path, load: Callable[[str], Summary]) -> Callable[[str], Path]:
    """Import the cast of `tests.db.helpers` and the text that follows it; return the store's path."""

    def with_cast(text: str) -> Path:
        load(CAST + text)
        return empty_store

    return with_cast


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home directory of a user who has nothing yet."""
    path = tmp_path / "home"
    path.mkdir()
    return path
