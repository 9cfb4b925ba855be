"""What is looked at: the scope, one immutable value that every pane obeys, and the subject of the detail."""

from __future__ import annotations

from db.values import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at.

    Attributes:
        process: Slug of the negotiation; None is the store's largest.
        round: Id of the round whose roster is shown; None is the newest.
        contested_only: Show only what is in dispute.
        newest_first: The order of the timeline.
        word: The key of the voice on whose word it is read (`db.voices.Voice`); None is all of them.
        hide_silent: Leave out what that voice says nothing of.
        as_of: The day that everything is shown as of, counted from 1970 (`db.asof`); None is now.
        query: What the timeline is filtered by, in the language of `db.query`; "" is nothing.
    """

    process: str | None = None
    round: int | None = None
    contested_only: bool = False
    newest_first: bool = True
    word: str | None = None
    hide_silent: bool = False
    as_of: int | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the detail is of: a record, or an empty cell of the matrix (an issue, and the party that is silent on it).

    Attributes:
        record: Id of the record.
        party: Id of the party, for a cell without a position.
    """

    record: int
    party: int | None = None
