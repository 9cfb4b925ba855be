"""A saved view in words."""

from __future__ import annotations

from db.scope import Scope
from db.views import Recalled, View
from tui.draw.views import words

WHOLE = View("talks", "round-1", "2026-02-04", "party:alpha", True, True, False, "issue:land")


def test_everything_that_a_view_holds_is_said() -> None:
    here = Recalled(Scope(), "The talks", "Round 1", "Alpha", ())
    assert words(WHOLE, here) == (
        "The talks · Round 1 · as of 4 Feb 2026 · on the word of Alpha · silence hidden · contested only · oldest first"
        " · filter issue:land"
    )


def test_what_the_store_does_not_hold_is_named_all_the_same() -> None:
    said = words(WHOLE, Recalled(Scope(), "", "", "", ("gone",)))
    for part in ("talks (not in this store)", "round round-1 (not in this store)", "alpha (not in this store)"):
        assert part in said


def test_a_view_that_holds_nothing_shows_everything() -> None:
    assert words(View(), Recalled(Scope(), "", "", "", ())) == "all of the largest negotiation, as of now"
