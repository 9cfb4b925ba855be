"""The scope: what is looked at. One immutable value that every pane obeys, and changes only by being replaced."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at.

    Attributes:
        process: Slug of the negotiation; None is the store's largest.
        round: Id of the round whose roster is shown; None is the newest.
        contested_only: Show only what is in dispute.
        newest_first: The order of the timeline.
    """

    process: str | None = None
    round: int | None = None
    contested_only: bool = False
    newest_first: bool = True
