"""What the user has seen of each store, in a file of the state folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from db.seen import Seen
from tui.own.file import ForeignError, OwnFile

STORES: Final = 200
"""Stores that are remembered; of more, those that were opened last."""

_NONE: Final[Mapping[str, tuple[Seen, str]]] = MappingProxyType({})


class SeenFile:
    """Remembers, for each store by its real path, the newest change that its user was shown.

    Args:
        path: The file; None where the user has no folder of their own.
    """

    def __init__(self, path: Path | None) -> None:
        self._file = OwnFile(path, "what you have seen", _NONE, _read, _written)

    def of(self, store: Path) -> Seen | None:
        """Return what was seen of a store; None if it was never opened.

        Raises:
            OwnError: The file can't be read.
        """
        found = self._file.load().get(os.path.realpath(store))
        return found[0] if found else None

    def saw(self, store: Path, seen: Seen) -> str:
        """Remember what was seen of a store.

        Returns:
            As `OwnFile.change`.

        Raises:
            OwnError: The file can't be written.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")

        def edit(known: Mapping[str, tuple[Seen, str]]) -> Mapping[str, tuple[Seen, str]]:
            stores = sorted(known.items(), key=lambda one: one[1][1])
            return dict([*stores, (os.path.realpath(store), (seen, now))][-STORES:])

        return self._file.change(edit)


def _read(found: Any) -> Mapping[str, tuple[Seen, str]]:  # noqa: ANN401  (what a file says)
    match found:
        case {"format": 1, "stores": dict(stores)}:
            return {path: _one(entry) for path, entry in stores.items()}
    raise ForeignError("it holds something else")


def _one(entry: Any) -> tuple[Seen, str]:  # noqa: ANN401
    match entry:
        case {"change": int(change), "stamp": str(stamp), "record": int(record), "at": str(at)}:
            if 0 <= change < 2**63 and 0 <= record < 2**63:
                return Seen(change, stamp, record), at
    raise ForeignError("it holds something else")


def _written(stores: Mapping[str, tuple[Seen, str]]) -> object:
    entries = {
        path: {"change": seen.change, "stamp": seen.stamp, "record": seen.record, "at": at}
        for path, (seen, at) in stores.items()
    }
    return {"format": 1, "stores": entries}
