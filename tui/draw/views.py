"""A saved view in words."""

from __future__ import annotations

from db.dates import iso_day
from db.views import Recalled, View
from tui.draw.days import short

_GONE = " (not in this store)"


def words(view: View, here: Recalled) -> str:
    """Say what a view shows: `Border talks · as of 4 Feb 2026 · The Gazette’s word · contested only`.

    Args:
        view: The view.
        here: What it is in the store that is open.
    """
    day = None if view.as_of is None else iso_day(view.as_of)
    voice = here.voice or f"{(view.word or '').partition(':')[2]}{_GONE}"
    parts = (
        (here.process or f"{view.process}{_GONE}") if view.process else "",
        (here.round or f"round {view.round}{_GONE}") if view.round else "",
        f"as of {short(day)}" if day is not None else "",
        f"on the word of {voice}" if view.word else "",
        "silence hidden" if view.hide_silent else "",
        "contested only" if view.contested_only else "",
        "" if view.newest_first else "oldest first",
        f"filter {view.query}" if view.query else "",
    )
    return " · ".join(filter(None, parts)) or "all of the largest negotiation, as of now"
