"""What readers of documents share: a document is read whole, and one of its records may refer to any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.drafts import Unit


class Document:
    """A document that is being read; a reader says what its units are, and how some are written again.

    Attributes:
        format, whole, notes: As `db.reading.Reader` says.
    """

    def __init__(self, format: str, notes: Iterable[str] = ()) -> None:  # noqa: A002  (as the protocol calls it)
        self.format = format
        self.whole = True
        self.notes = [*notes]
        self._read = self._all = 0

    def units(self) -> Iterator[Unit]:
        """Yield what the document holds, as `Reader.units` says."""
        for number, unit in enumerate(self._units(), 1):
            self._read = number
            yield unit

    def share(self) -> float:
        """Return how much of it is read, 0 to 1."""
        return min(1.0, self._read / self._all) if self._all else 0.0

    def _units(self) -> Iterator[Unit]:
        """Yield its units; `_all` says how many there are."""
        raise NotImplementedError
