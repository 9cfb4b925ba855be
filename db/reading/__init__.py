"""The ways in: each reader turns a file of one format into units of drafts, and knows nothing of the store.

A reader is a page of code; what is known of a dataset is a mapping, a file of data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

from db.drafts import Unit
from db.errors import TalksFileError, UsageError
from db.reading import files
from db.reading.jsonfile import read_json
from db.reading.sniffing import sniff
from db.reading.talks import JSON, TOML, TalksReader, is_talks, toml_tables
from db.text import brief


class Reader(Protocol):
    """A file that is being read.

    Attributes:
        format: What it is taken for, as people read it: `talks file`, `ACLED events (CSV)`.
        whole: Whether a record may refer to one that stands further on, so that all must be read before any is written.
        notes: What a person should know of how it is read, a sentence each: its encoding, how a mapping was guessed.
    """

    format: str
    whole: bool
    notes: list[str]

    def units(self) -> Iterator[Unit]:
        """Yield what the file holds; what is no unit at all (a file cut short) ends it.

        Raises:
            TalksFileError: It can't be read any further; nothing of it may be taken.
        """

    def share(self) -> float:
        """Return how much of the file is read, 0 to 1."""

    def rest(self, raws: Iterable[object], into: Path) -> None:
        """Write some units, by their `raw`, to a new file of the same format, ready to mend and import again.

        Raises:
            OSError: It can't be written.
        """


_JSON: Final = ("json", "popolo", "timelinejs")
_TABLES: Final = ("csv", "tsv", "xlsx")
FORMATS: Final = ("toml", *_JSON, "dna", "ical", *_TABLES)
"""What `--as` may name, beside the presets and the path of a mapping."""


def reader(path: Path, taken_for: str | None = None, known: Sequence[str] = ()) -> Reader:
    """Find out what a file is, and return what reads it.

    Args:
        path: The file.
        taken_for: A format, a preset, or the path of a mapping; None finds out from its content and its ending.
        known: Names of the parties that the store has, for a guess at which columns name some.

    Raises:
        TalksFileError: It can't be read, or isn't what it is taken for.
        UsageError: There is no such format or preset.
    """
    mapping = None if taken_for is None or taken_for in FORMATS else _mapping(taken_for)
    data = files.head(path)
    kind = taken_for or sniff(path, data)
    if kind == "toml":
        return TalksReader(path, toml_tables(path), TOML)
    if kind in _JSON:
        return _json(path, kind, known)
    if kind == "ical":
        from db.reading.calendar import CalendarReader  # noqa: PLC0415  (each format when a file of it is read)

        return CalendarReader(path, known)
    if kind == "dna":
        from db.reading.dna import DnaReader  # noqa: PLC0415

        return DnaReader(path, known)
    from db.reading.tables import read_table  # noqa: PLC0415

    return read_table(path, mapping, known)


def _mapping(named: str) -> str:
    """Return what names a mapping: a preset, or the path of one.

    Raises:
        UsageError: There is no such format or preset.
    """
    from db.reading.tables.mapping import presets  # noqa: PLC0415

    if named not in presets() and not named.lower().endswith(".toml"):
        raise UsageError(
            f"There is no format or preset “{named}”: it may be {', '.join((*FORMATS, *presets()))},"
            " or the path of a mapping (a file that ends in .toml)."
        )
    return named


def _json(path: Path, kind: str, known: Sequence[str]) -> Reader:
    """Return what reads a file of JSON: the format that is named, or the one that its names tell."""
    from db.reading import popolo, timelinejs  # noqa: PLC0415
    from db.reading.popolofile import collections  # noqa: PLC0415

    document, notes = read_json(path)
    if kind == "json" and not is_talks(document):
        if timelinejs.slides(document) is not None:
            kind = "timelinejs"
        elif collections(document) is not None:
            kind = "popolo"
        else:
            raise TalksFileError([f"{path} is JSON of no format that is known: {_what(document)}."])
    if kind == "popolo":
        return popolo.PopoloReader(path, document, notes, known)
    if kind == "timelinejs":
        return timelinejs.TimelineReader(path, document, notes)
    return TalksReader(path, document, JSON, notes)


def _what(document: object) -> str:
    """Say what a document of JSON has, and what it should have."""
    ways = 'a talks file begins with “"format": 1”, Popolo has persons or organizations, TimelineJS events'
    if isinstance(document, dict) and document.get("type") in ("FeatureCollection", "Feature"):
        return "it is a map (GeoJSON), whose properties can be imported as CSV"
    if isinstance(document, list):
        return f"it is a list of {len(document):,} ({ways}; a list of records can be imported as CSV)"
    names = ", ".join(map(brief, [*document][:5])) if isinstance(document, dict) else ""
    return f"it has {names or 'no names'} ({ways})"
