"""What stands in a pane where there is nothing: why, and how to see more."""

from __future__ import annotations

from db.dates import iso
from db.scope import Scope
from tui.draw.days import short
from tui.draw.spans import Row, Span, filled, wrapped


def why(scope: Scope, otherwise: str, printed: bool = False) -> str:
    """Say why a pane is empty: for what its scope leaves out, or `otherwise` if it leaves nothing out.

    Args:
        scope: What is looked at.
        otherwise: A sentence.
        printed: Whether it is printed, where no key helps and days are ISO.
    """
    if scope.contested_only:
        return "Nothing contested here; d shows all."
    if scope.as_of is not None:
        if printed:
            return f"Nothing was known by {iso(scope.as_of)}: a later day shows more."
        return f"Nothing was known by {short(scope.as_of)}; . goes on to the next day, T to now."
    return otherwise


def nothing(scope: Scope, otherwise: str, width: int, printed: bool = False) -> list[Row]:
    """Draw that in `width` cells."""
    return [
        Row(filled([Span(f" {line}", "dim")], width))
        for line in ([*wrapped(why(scope, otherwise, printed), width - 1)] or [""])
    ]
