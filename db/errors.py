"""The one kind of error that a person is shown: a sentence, and nothing of the program's insides."""

from __future__ import annotations

from db.text import shown


class TalksError(Exception):
    """Something outside the program is not as it must be.

    The message is one sentence that says what is wrong, where, and how to mend it; whoever catches it prints
    it as it is. `exit_code` is 1 for something found wrong and 2 for the program being used wrongly.
    """

    exit_code = 1

    def __init__(self, *sentences: str) -> None:
        # They repeat what a file, a path or a person says, and that can be anything.
        super().__init__("\n".join(map(shown, sentences)))


class UsageError(TalksError):
    """The program was called in a way that can't work, whatever the store holds."""

    exit_code = 2


class StoreError(TalksError):
    """A store can't be opened, read or written."""


class BusyError(StoreError):
    """A store can't be read or written at the moment, as while another program keeps it locked: trying again may do."""


class OutdatedError(StoreError):
    """An older version of the program made the store; a writable open upgrades it."""


class TalksFileError(TalksError):
    """A file can't be imported; `problems` are its faults, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = tuple(map(shown, problems))
