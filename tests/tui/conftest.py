"""What the tests of the screen share beside the stores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.importing import import_file
from tui.screens import following

BUNDLED = 'format = 1\nprocess = "ukraine-peace-talks"\n'


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the detail follow the cursor almost at once: a test's keys are never held down unless it says so."""
    monkeypatch.setattr(following, "REST", 0.005)


@pytest.fixture
def add(store_path: Path, tmp_path: Path) -> Callable[[str], None]:
    """Import what stands in a talks file into the store, as another program would."""

    def import_text(text: str) -> None:
        file = tmp_path / "news.toml"
        file.write_text(BUNDLED + text, encoding="utf-8")
        import_file(store_path, file)

    return import_text
