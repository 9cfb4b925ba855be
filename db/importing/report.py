"""What an import did, or would do: counted, and listed as far as a person reads on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Final

from db.checking import Fault
from db.errors import TalksFileError
from db.rows import Value

LISTED: Final = 50
"""Faulty units, edits and uncertain names that are listed one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import did: records, claims, names and links that were added, changed, or there already."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class Count:
    """What became of one kind of record, or of claims, names, links or passages.

    Attributes:
        kind: As `records.kind` has it, or `claim`, `name`, `link`, `passage`.
        added, changed, same: Written anew, made to fit, there already.
        skipped: Left out with what has a fault.
    """

    kind: str
    added: int = 0
    changed: int = 0
    same: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Edited:
    """A field of the store that was changed.

    Attributes:
        kind, record: What it is a field of: its kind and slug; of a claim, a name or a link, those of its record.
        part: `claim`, `name`, `link` or `passage`; "" for the record itself.
        field: Its name.
        before, after: What it said, and says.
    """

    kind: str
    record: str
    part: str
    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class MadeNew:
    """A record that was made because nothing was called so.

    Attributes:
        kind, name, record: What it is, what the file calls it, and its slug.
        times: How many of the file's units name it.
    """

    kind: str
    name: str
    record: str
    times: int


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A name that was taken in one way and might be meant in another.

    Attributes:
        kind, name: What it names, and how.
        record: The slug of the record that it was taken for.
        like: Names and slugs of what it might be too.
        text: The same as a sentence, with what to do about it.
    """

    kind: str
    name: str
    record: str
    like: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A unit that can't be taken.

    Attributes:
        where: Its place in the file.
        faults: What is wrong with it.
    """

    where: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do.

    Attributes:
        file: Its path, as it was given.
        format: What it was taken for.
        notes: What its reader says of how it was read, and what was filled in for it.
        counts: What became of each kind, those with nothing left out.
        edits, more_edits: Fields that were changed, the first `LISTED`; how many there are beside.
        made: What was made because nothing was called so, by kind, those named most first.
        uncertain, more_uncertain: Names that may be meant otherwise, the first `LISTED`; how many there are beside.
        bad, more_bad: Units that can't be taken, the first `LISTED`; how many there are beside.
        extra: How often each column that no field takes was kept.
        rest: Where the units that can't be taken were written, "" for nowhere.
        taken: Whether it is in the store now.
    """

    file: str
    format: str
    notes: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    edits: tuple[Edited, ...] = ()
    more_edits: int = 0
    made: tuple[MadeNew, ...] = ()
    uncertain: tuple[Uncertain, ...] = ()
    more_uncertain: int = 0
    bad: tuple[Bad, ...] = ()
    more_bad: int = 0
    extra: Mapping[str, int] = field(default_factory=dict)
    rest: str = ""
    taken: bool = True

    @property
    def summary(self) -> Summary:
        """What was added, changed, or there already, all kinds together."""
        return Summary(
            sum(one.added for one in self.counts),
            sum(one.changed for one in self.counts),
            sum(one.same for one in self.counts),
        )

    @property
    def left_out(self) -> int:
        """How many units have faults."""
        return len(self.bad) + self.more_bad

    def plain(self) -> dict[str, object]:
        """Return it as what JSON can say."""
        return asdict(self)


class RefusedError(TalksFileError):
    """A file was refused: some of its units can't be taken; `report` says what would have become of the others."""

    def __init__(self, report: Report) -> None:
        problems = [f"{report.file}: {fault}" for bad in report.bad for fault in bad.faults]
        if report.more_bad:
            problems.append(f"{report.file}: {report.more_bad:,} more have faults, which are not listed.")
        super().__init__(problems)
        self.report = report
