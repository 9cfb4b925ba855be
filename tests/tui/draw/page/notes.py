"""References for pieces of a page: record 60 is at #record-60, and source 80 is the first that is named."""

from __future__ import annotations

from tui.draw.page.notes import Notes


def notes(*there: int) -> Notes:
    """Notes of a page that has places for these records."""
    return Notes(lambda record: ("record", str(record)), there)
