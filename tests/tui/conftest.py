"""What the tests of the screen share beside the stores."""

from __future__ import annotations

import pytest

from tui.screens import board


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the detail follow the cursor almost at once: a test's keys are never held down unless it says so."""
    monkeypatch.setattr(board, "REST", 0.005)
