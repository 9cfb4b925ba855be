"""A store that nothing is wrong with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.db.checks.helpers import STORY, Talks


@pytest.fixture
def sound(talks: Talks) -> Path:
    """A store with the cast and the story, fit to be spoiled."""
    return talks(STORY)
